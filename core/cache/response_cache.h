// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "cache/entry.h"
#include "cache/entry_list.h"
#include "cache/response_key.h"
#include "cache/shared_tier.h"
#include "providers/api.h"
#include "storage/write_queue.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <memory>
#include <set>
#include <string>
#include <vector>

namespace cachescope::cache {

struct CacheStatus
{
    std::int64_t entries = 0, bytes = 0; ///< On disk (what survives).
    std::int64_t memoryEntries = 0, memoryBytes = 0;
    std::int64_t evictions = 0;
    std::int64_t rejectedDamaged = 0; ///< Entries whose checksum did not match: dropped, never served.
    std::int64_t withheldSecrets = 0; ///< Answers not kept because they hold what looks like a key (law 6).
    std::string message; ///< Why the disk tier or the team's is degraded; empty while working.
    SharedTierStatus team;
};

/**
 * Answers by question. A sharded LRU in memory (by bytes) over SQLite. Lookups are synchronous in memory; what is
 * only on disk is found by an index of digests in memory and read by a reader thread, so the proxy's threads never
 * touch the disk. Any failure of the disk tier leaves the memory tier working (law 3). Thread-safe.
 */
class ResponseCache
{
public:
    struct Settings
    {
        std::int64_t maxBytes = std::int64_t{ 1 } << 30;
        std::int64_t memoryBytes = std::int64_t{ 128 } << 20;
    };
    /** Loads the index of unexpired entries from the queue's database (in the background after the first 50 ms).
     * `team`: a third tier behind memory and disk that other machines share; null for none. */
    static base::Result<std::unique_ptr<ResponseCache>> create(
        storage::WriteQueue &queue, const base::Clock &clock, Settings settings,
        std::unique_ptr<SharedTier> team = {});
    ~ResponseCache();

    using EntryPointer = cache::EntryPointer;
    enum class Freshness
    {
        Absent,
        Fresh,
        Stale
    };
    struct Found
    {
        Freshness freshness = Freshness::Absent;
        EntryPointer entry; ///< Set when Fresh (and when Stale and still held).
        bool onDisk = false; ///< Not in memory: ask `fetch`. With a shared tier that may find nothing.
        std::chrono::seconds age{ 0 }, timeLeft{ 0 }; ///< Of a held entry; never negative.
    };
    /** Memory only, never blocks. */
    Found find(const base::Digest &canonical);
    /** Reads an entry from disk or from the team on a thread of the cache's; `done` is called there (or at once
     * when the team's server is away), with nothing on failure. */
    void fetch(const base::Digest &canonical, std::function<void(EntryPointer)> done);
    /**
     * The entry's answer in the form that the request wants, or nothing when something would be lost. Ask for every
     * hit: two streams differ too, where one was asked for with `include_usage` and the other was not. The body
     * itself (no copy) when it fits as it is; conversions are made once and kept beside the entry.
     */
    std::shared_ptr<const std::string> inForm(const EntryPointer &entry, const providers::CallFacts &facts);

    /**
     * Publishes an entry: memory at once, disk by the write queue. False: not kept, because it holds what looks
     * like a key, or because it is expired already.
     */
    bool store(Entry entry);
    void recordHit(const base::Digest &canonical); ///< Counted in memory, written in batches.
    void remove(const base::Digest &canonical);
    void clear();

    /** These entries are asked anew (stale) or are gone (removed) from now on; what is on disk is the caller's. */
    void setAside(const std::vector<base::Digest> &canonicals, EntryState state);
    /** Takes back what setAside took, as `rows` on disk have it. */
    void restore(const std::vector<EntryRow> &rows);
    /** The same for entries that only memory holds; those in `kept` (pinned) stay. Returns how many. */
    std::int64_t setAsideInMemory(
        const Selector &selector, const std::set<base::Digest> &kept,
        base::UnixMicros storedUntil = std::numeric_limits<base::UnixMicros>::max());
    /** Answers to calls that began before `at` and match are not kept: they may be what was to be got rid of. */
    void refuseOlder(const std::string &id, const Selector &selector, base::UnixMicros at);
    void acceptAgain(const std::string &id);
    void setPinned(const base::Digest &canonical, bool pinned);

    /** Whether other machines share a tier with this one, and what follows makes sense. */
    bool hasTeam() const;
    using Turn = SharedTier::Turn;
    /** See SharedTier::takeTurn; an answer that came is in memory. */
    void takeTurn(const base::Digest &canonical, std::chrono::milliseconds longest, std::function<void(Turn)> done);
    void endTurn(const base::Digest &canonical, std::string token);
    void tellTeam(const std::string &text);
    void listenToTeam(SharedTier::Listener listener);
    /** Drops from memory what is not on this machine's disk: others may have got rid of it. */
    void forgetShared();
    /** The same for what a selector means, and on the server as well. */
    void forgetShared(const Selector &selector, base::UnixMicros storedUntil);

    /** Told of each answer that is kept, on the thread that keeps it; must be quick. Set and taken back while
     * nothing is being stored. */
    void setStoredHook(std::function<void(const Entry &)> hook);

    void setSettings(Settings settings);
    CacheStatus status() const;

private:
    struct State;
    explicit ResponseCache(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::cache
