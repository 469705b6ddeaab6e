// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "cache/entry_control.h"
#include "cache/shared_tier.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::storage {
class WriteQueue;
}

namespace cachescope::cache {

class ResponseCache;
struct TeamNews;

/** A system text that kept answers have. */
struct SystemText
{
    std::string project, upstream, model;
    std::uint64_t hash = 0;
};

inline constexpr std::chrono::minutes undoTime{ 10 };

/**
 * The one way to invalidate: window, command line, admin API and rules all come here. What it does is written
 * through the queue in one transaction and survives a restart, the undo included. Its functions wait for the disk
 * (at most some seconds), so they are not for the proxy's threads. Thread-safe. `queue` and `cache` outlive it.
 */
class Invalidator final : public EntryControl
{
public:
    /** Erases for good what an earlier run removed and nobody can take back any more. */
    Invalidator(ResponseCache &cache, storage::WriteQueue &queue, const base::Clock &clock);
    ~Invalidator() override;
    Invalidator(const Invalidator &) = delete;
    Invalidator &operator=(const Invalidator &) = delete;

    base::Result<InvalidateEffect> preview(const Selector &selector, InvalidateAction action) override;
    base::Result<Invalidation> apply(
        const Selector &selector, InvalidateAction action, const std::string &origin) override
    {
        return apply(selector, action, origin, {});
    }
    /** The same for a rule, which has a cause. */
    base::Result<Invalidation> apply(
        const Selector &selector, InvalidateAction action, const std::string &origin, const std::string &cause);
    base::Result<UndoResult> undo(const std::string &id) override;
    base::Result<std::vector<Invalidation>> history(std::size_t limit) override;
    /** After a restart: what was invalidated and not taken back is held against the team's answers again. */
    base::Result<> refuseAgain();
    /** From now on other members hear of what is invalidated and undone here, and what they do is done here as well
     * (origin "team"). `trouble` is told, on another thread, what of theirs could not be followed. Without a team
     * it does nothing. */
    void joinTeam(std::function<void(const base::Error &)> trouble);
    base::Result<> setPinned(const std::string &key, bool pinned) override;
    base::Result<Shown> entry(const std::string &key) override;
    base::Result<EntryPage> entries(
        const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit);
    base::Result<EntryIds> entryIds(const Selector &selector, EntrySort sort, SortOrder order) override;
    base::Result<std::vector<EntryRow>> entryRows(const std::vector<std::int64_t> &ids) override;
    base::Result<EntryNames> entryNames() override;
    /** System texts of the answers that were kept before `until`, also of those that were set aside since. */
    base::Result<std::vector<SystemText>> systemTexts(base::UnixMicros until);
    /** How selectors by filter are decided; without it they are refused. Before the first question. */
    void setFilterReader(EntryFilterReader reader) { m_filterReader = std::move(reader); }
    /** Erases for good what can no longer be taken back. Returns at once. */
    void purge();

private:
    struct Target;
    struct Team;
    base::Result<> waitForDisk();
    base::Result<Selector> resolved(const Selector &selector) const;
    base::Result<storage::Database> writtenDatabase();
    void tell(const TeamNews &news);
    base::Result<> follow(const TeamNews &news, SharedTier::Listener::Told told);
    void followUndo(const TeamNews &news);
    base::Result<> tellAgain();

    ResponseCache &m_cache;
    std::unique_ptr<Team> m_team; ///< Null: on our own.
    std::shared_ptr<Target> m_target; ///< What jobs reach the cache by: they may outlive us.
    storage::WriteQueue &m_queue;
    const base::Clock &m_clock;
    EntryFilterReader m_filterReader;
};

} // namespace cachescope::cache
