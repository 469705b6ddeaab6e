// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "cache/entry.h"
#include "cache/entry_list.h"
#include "cache/selector.h"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::storage {
class WriteQueue;
}

namespace cachescope::cache {

class ResponseCache;

/** A system text that kept answers have. */
struct SystemText
{
    std::string project, upstream, model;
    std::uint64_t hash = 0;
};

/** What happens to the entries that a selector means. */
enum class InvalidateAction : std::uint8_t
{
    Stale, ///< Kept; the next call asks anew and replaces them.
    Remove, ///< Gone from every look-up; erased for good once the time for an undo is over.
};

/** The part of an effect that entries of one `X-Cachescope-Version` have. */
struct VersionEffect
{
    std::string version; ///< Empty: none was given.
    std::int64_t entries = 0, bytes = 0;
    base::Money perWeek;
};

/** What an invalidation does, or would do. */
struct InvalidateEffect
{
    std::int64_t entries = 0, bytes = 0;
    std::int64_t pinnedKept = 0; ///< Matching, but pinned: they stay as they are.
    base::Money perWeek; ///< What these entries save in a week, as far as their cost is known.
    std::int64_t unpriced = 0; ///< Entries whose cost is unknown.
    /** Adds up to the effect, most entries first. Known while it is made; the history keeps the sums only. */
    std::vector<VersionEffect> versions;
    std::int64_t allEntries = 0; ///< In the cache then, these included; as `versions`.
};

/** One invalidation of the past. */
struct Invalidation
{
    std::string id; ///< For undo.
    base::UnixMicros at = 0, undoUntil = 0, undoneAt = 0;
    InvalidateAction action = InvalidateAction::Stale;
    std::string selector; ///< JSON.
    std::string origin; ///< Who asked: "command", "window", "admin", "rule".
    std::string cause; ///< Why a rule did it; empty where somebody asked.
    InvalidateEffect effect;
    std::int64_t restored = 0; ///< By the undo; entries that were stored anew meanwhile stay as they are.
};

struct UndoResult
{
    enum class Kind
    {
        Done,
        Unknown,
        AlreadyUndone,
        TooLate,
    } kind
        = Kind::Done;
    std::int64_t restored = 0;
};

inline constexpr std::chrono::minutes undoTime{ 10 };

/**
 * The one way to invalidate: window, command line, admin API and rules all come here. What it does is written
 * through the queue in one transaction and survives a restart, the undo included. Its functions wait for the disk
 * (at most some seconds), so they are not for the proxy's threads. Thread-safe. `queue` and `cache` outlive it.
 */
class Invalidator
{
public:
    /** Erases for good what an earlier run removed and nobody can take back any more. */
    Invalidator(ResponseCache &cache, storage::WriteQueue &queue, const base::Clock &clock);
    ~Invalidator();
    Invalidator(const Invalidator &) = delete;
    Invalidator &operator=(const Invalidator &) = delete;

    /** What apply() would do now. InvalidInput for an empty selector. */
    base::Result<InvalidateEffect> preview(const Selector &selector, InvalidateAction action);
    /** InvalidInput for an empty selector; Unavailable when it could not be written (then nothing on disk changed).
     */
    base::Result<Invalidation> apply(
        const Selector &selector, InvalidateAction action, const std::string &origin,
        const std::string &cause = {});
    base::Result<UndoResult> undo(const std::string &id);
    /** Newest first. */
    base::Result<std::vector<Invalidation>> history(std::size_t limit);
    /** After a restart: what was invalidated and not taken back is held against the team's answers again. */
    base::Result<> refuseAgain();
    /** Pinned entries are kept by every invalidation and never evicted. NotFound when no entry has this key. */
    base::Result<> setPinned(const std::string &key, bool pinned);
    /** One entry with its answer. NotFound; InvalidInput when several keys begin so. */
    struct Shown
    {
        EntryRow row;
        Entry entry;
    };
    base::Result<Shown> entry(const std::string &key);
    base::Result<EntryPage> entries(
        const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit);
    /** For a list that reads its rows as they come into view. What still waits to be written is not in it. */
    base::Result<EntryIds> entryIds(const Selector &selector, EntrySort sort, SortOrder order);
    base::Result<std::vector<EntryRow>> entryRows(const std::vector<std::int64_t> &ids);
    base::Result<EntryNames> entryNames();
    /** System texts of the answers that were kept before `until`, also of those that were set aside since. */
    base::Result<std::vector<SystemText>> systemTexts(base::UnixMicros until);
    /** How selectors by filter are decided; without it they are refused. Before the first question. */
    void setFilterReader(EntryFilterReader reader) { m_filterReader = std::move(reader); }
    /** Erases for good what can no longer be taken back. Returns at once. */
    void purge();

private:
    struct Target;
    base::Result<> waitForDisk();
    base::Result<Selector> resolved(const Selector &selector) const;
    base::Result<EntryRow> onlyRow(const std::string &key);

    ResponseCache &m_cache;
    std::shared_ptr<Target> m_target; ///< What jobs reach the cache by: they may outlive us.
    storage::WriteQueue &m_queue;
    const base::Clock &m_clock;
    EntryFilterReader m_filterReader;
};

/** An invalidation as JSON with the names of the admin API. */
std::string invalidationJson(const Invalidation &invalidation);

} // namespace cachescope::cache
