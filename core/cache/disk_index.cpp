// SPDX-License-Identifier: MIT
#include "cache/disk_index.h"

#include <algorithm>

namespace cachescope::cache {

void DiskIndex::forget(const DiskRecord &record)
{
    if (!record.written)
        return;
    --m_entries;
    m_bytes -= record.bytes;
}

void DiskIndex::drop(Shard &shard, Map::iterator record)
{
    forget(record->second);
    if (m_loading)
        record->second = {};
    else
        shard.records.erase(record);
}

std::optional<DiskRecord> DiskIndex::find(const base::Digest &canonical)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(canonical);
    return found == shard.records.end() ? std::nullopt : std::optional(found->second);
}

bool DiskIndex::holds(const base::Digest &canonical, std::uint64_t token)
{
    const auto record = find(canonical);
    return record && record->token == token;
}

std::uint64_t DiskIndex::announce(
    const base::Digest &canonical, base::UnixMicros storedAt, base::UnixMicros expiresAt)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    DiskRecord &record = shard.records[canonical];
    forget(record);
    const bool waits = record.unsavedHits; // Its digest is in `unsaved` already.
    const bool pinned = record.pinned;
    record = {};
    record.pinned = pinned;
    record.storedAt = storedAt;
    record.expiresAt = expiresAt;
    record.unsavedHits = waits;
    record.token = ++m_token;
    return record.token;
}

void DiskIndex::markWritten(const base::Digest &canonical, std::uint64_t token, std::int64_t bytes)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(canonical);
    if (found == shard.records.end() || found->second.token != token)
        return;
    forget(found->second); // A job may run twice.
    found->second.written = true;
    found->second.bytes = bytes;
    ++m_entries;
    m_bytes += bytes;
}

void DiskIndex::load(const base::Digest &canonical, DiskRecord record)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    record.written = true;
    record.token = ++m_token;
    if (m_cleared || !shard.records.emplace(canonical, record).second)
        return;
    ++m_entries;
    m_bytes += record.bytes;
}

void DiskIndex::erase(const base::Digest &canonical)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(canonical);
    if (found != shard.records.end())
        drop(shard, found);
    else if (m_loading)
        shard.records.emplace(canonical, DiskRecord());
}

void DiskIndex::eraseIf(const base::Digest &canonical, std::uint64_t token)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(canonical);
    if (found != shard.records.end() && found->second.token == token)
        drop(shard, found);
}

void DiskIndex::markStale(const base::Digest &canonical)
{
    {
        Shard &shard = shardOf(canonical);
        const std::scoped_lock lock(shard.mutex);
        const auto found = shard.records.find(canonical);
        if (found != shard.records.end()) {
            found->second.stale = true;
            found->second.token = ++m_token; // Who is reading it just now must not serve it.
            return;
        }
    }
    erase(canonical); // The start's reading may still bring it as it was.
}

void DiskIndex::restore(const base::Digest &canonical, DiskRecord record)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    DiskRecord &held = shard.records[canonical];
    if (held.written && !held.stale)
        return;
    forget(held);
    record.unsavedHits = held.unsavedHits;
    record.written = true;
    record.token = ++m_token;
    held = record;
    ++m_entries;
    m_bytes += record.bytes;
}

void DiskIndex::setPinned(const base::Digest &canonical, bool pinned)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.records.find(canonical);
    if (found != shard.records.end())
        found->second.pinned = pinned;
}

void DiskIndex::clear()
{
    m_cleared = true;
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (const auto &[canonical, record] : shard.records)
            forget(record);
        shard.records.clear();
        shard.unsaved.clear();
    }
}

bool DiskIndex::countHit(const base::Digest &canonical, base::UnixMicros now)
{
    Shard &shard = shardOf(canonical);
    {
        const std::scoped_lock lock(shard.mutex);
        const auto found = shard.records.find(canonical);
        if (found == shard.records.end())
            return false;
        DiskRecord &record = found->second;
        ++record.hits;
        record.lastHitAt = std::max(record.lastHitAt, now);
        if (record.unsavedHits)
            return false;
        record.unsavedHits = true;
        shard.unsaved.push_back(canonical);
    }
    return !m_hitsWait.exchange(true);
}

std::vector<DiskIndex::Hits> DiskIndex::takeHits()
{
    m_hitsWait = false;
    std::vector<Hits> all;
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (const base::Digest &canonical : shard.unsaved) {
            const auto found = shard.records.find(canonical);
            if (found == shard.records.end() || !found->second.unsavedHits)
                continue;
            found->second.unsavedHits = false;
            if (found->second.hits > 0)
                all.push_back({ canonical, found->second.hits, found->second.lastHitAt });
        }
        shard.unsaved.clear();
    }
    return all;
}

std::vector<base::Digest> DiskIndex::takeVictims(std::int64_t target, base::UnixMicros now)
{
    struct Candidate
    {
        base::UnixMicros lastUse = 0;
        base::Digest canonical{};
        std::uint64_t token = 0;
    };
    std::vector<Candidate> candidates;
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (const auto &[canonical, record] : shard.records) {
            const bool dead = record.stale || record.expiresAt <= now;
            if (record.written && !record.pinned)
                candidates.push_back(
                    { dead ? 0 : std::max(record.lastHitAt, record.storedAt), canonical, record.token });
        }
    }
    std::sort(candidates.begin(), candidates.end(), [](const Candidate &a, const Candidate &b) {
        return a.lastUse < b.lastUse;
    });
    std::vector<base::Digest> victims;
    for (const Candidate &candidate : candidates) {
        if (bytes() <= target)
            break;
        eraseIf(candidate.canonical, candidate.token);
        victims.push_back(candidate.canonical);
    }
    return victims;
}

} // namespace cachescope::cache
