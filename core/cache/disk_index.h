// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/digest.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace cachescope::cache {

/** What is known in memory of an entry on disk. */
struct DiskRecord
{
    base::UnixMicros storedAt = 0, expiresAt = 0, lastHitAt = 0;
    std::int64_t hits = 0;
    std::int64_t bytes = 0; ///< On disk; 0 while it is not written.
    std::uint64_t token = 0; ///< Tells this entry from earlier ones of the same question.
    bool written = false;
    bool stale = false; ///< Set aside by an invalidation.
    bool unsavedHits = false;
    bool pinned = false; ///< Never evicted.
};

/** Digests of all entries on disk, so that a look-up never touches it. Thread-safe. */
class DiskIndex
{
public:
    std::optional<DiskRecord> find(const base::Digest &canonical);
    bool holds(const base::Digest &canonical, std::uint64_t token);

    /** A new entry is on its way to the disk; returns its token. */
    std::uint64_t announce(const base::Digest &canonical, base::UnixMicros storedAt, base::UnixMicros expiresAt);
    /** It is written. Nothing happens when it was removed or replaced in the meantime. */
    void markWritten(const base::Digest &canonical, std::uint64_t token, std::int64_t bytes);
    /** An entry found at the start; one that was announced since is newer and stays. */
    void load(const base::Digest &canonical, DiskRecord record);
    void endLoading() { m_loading = false; }
    void erase(const base::Digest &canonical);
    void eraseIf(const base::Digest &canonical, std::uint64_t token);
    /** The entry is to be asked anew, but may serve again after restore(). */
    void markStale(const base::Digest &canonical);
    /** Takes an entry back that was erased or stale; one that was stored since is newer and stays. */
    void restore(const base::Digest &canonical, DiskRecord record);
    void setPinned(const base::Digest &canonical, bool pinned);
    void clear(); ///< Also keeps out what load() would still bring.

    /** True when this is the first unsaved hit of all: someone has to call takeHits before long. */
    bool countHit(const base::Digest &canonical, base::UnixMicros now);
    struct Hits
    {
        base::Digest canonical{};
        std::int64_t count = 0; ///< In all, so that writing it twice does no harm.
        base::UnixMicros lastAt = 0;
    };
    std::vector<Hits> takeHits();

    /** Takes out what was used longest ago, expired entries first, until `bytes()` is at most `target`. */
    std::vector<base::Digest> takeVictims(std::int64_t target, base::UnixMicros now);

    std::int64_t entries() const { return m_entries.load(); }
    std::int64_t bytes() const { return m_bytes.load(); }

private:
    using Map = std::unordered_map<base::Digest, DiskRecord, base::DigestHash>;
    struct alignas(64) Shard
    {
        std::mutex mutex;
        Map records;
        std::vector<base::Digest> unsaved;
    };
    Shard &shardOf(const base::Digest &canonical) { return m_shards[canonical.back() % m_shards.size()]; }
    void forget(const DiskRecord &record);
    void drop(Shard &shard, Map::iterator record);

    std::array<Shard, 16> m_shards;
    std::atomic<std::int64_t> m_entries{ 0 }, m_bytes{ 0 };
    std::atomic<std::uint64_t> m_token{ 0 };
    std::atomic<bool> m_hitsWait{ false };
    /** While the start's reading goes on, what is erased leaves a mark that keeps it from coming back. */
    std::atomic<bool> m_loading{ true };
    std::atomic<bool> m_cleared{ false };
};

} // namespace cachescope::cache
