// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "cache/entry.h"
#include "providers/api.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <limits>
#include <list>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace cachescope::cache {

/**
 * Entries in memory, the least recently used ones leaving first once their bytes exceed the limit. The limit is one
 * for all shards; each shard has its mutex, held for a look-up or a splice only. Thread-safe.
 */
class MemoryTier
{
public:
    explicit MemoryTier(std::int64_t limitBytes);

    struct Hit
    {
        EntryPointer entry;
        std::int64_t deadline = 0; ///< On the monotonic clock, microseconds.
    };
    /** Also makes the entry the most recently used one. */
    Hit find(const base::Digest &canonical);
    /** Replaces what was there. Entries of more than half the limit are not kept. */
    void insert(EntryPointer entry, std::int64_t deadline);
    /** Returns false, and changes nothing, when an entry is there. */
    bool insertIfAbsent(EntryPointer entry, std::int64_t deadline);
    void remove(const base::Digest &canonical);
    /** Removes only this very entry. */
    void removeExactly(const EntryPointer &entry);
    void clear();
    /** The entries for which `condition` holds. Each shard is locked in turn: keep the condition short. */
    std::vector<EntryPointer> select(const std::function<bool(const Entry &)> &condition);
    void setLimit(std::int64_t limitBytes);

    /** An answer in another form, kept beside its entry and counted with it; null text: there is none. */
    struct Variant
    {
        providers::AnswerForm form = providers::AnswerForm::Json;
        bool includeUsage = false;
        std::shared_ptr<const std::string> text;
    };
    std::optional<Variant> variant(const EntryPointer &entry, providers::AnswerForm form, bool includeUsage);
    void addVariant(const EntryPointer &entry, Variant variant);

    std::int64_t entries() const { return m_entries.load(std::memory_order_relaxed); }
    std::int64_t bytes() const { return m_bytes.load(std::memory_order_relaxed); }
    std::int64_t evictions() const { return m_evictions.load(std::memory_order_relaxed); }

private:
    struct Node
    {
        EntryPointer entry;
        std::int64_t deadline = 0;
        std::int64_t bytes = 0;
        std::uint64_t tick = 0; ///< Of the last use; grows over all shards.
        std::vector<Variant> variants;
    };
    using List = std::list<Node>;
    static constexpr std::uint64_t emptyShard = std::numeric_limits<std::uint64_t>::max();
    struct alignas(64) Shard
    {
        std::mutex mutex;
        List nodes; ///< Most recently used first.
        std::unordered_map<base::Digest, List::iterator, base::DigestHash> index;
        std::atomic<std::uint64_t> oldest{ emptyShard }; ///< Tick of the last node, readable without the mutex.
    };

    Shard &shardOf(const base::Digest &canonical) { return m_shards[canonical.back() % m_shards.size()]; }
    void touch(Shard &shard, List::iterator node);
    void noteOldest(Shard &shard);
    void add(Shard &shard, EntryPointer entry, std::int64_t deadline);
    void take(Shard &shard, List::iterator node, List &removed);
    void evict();
    Node *nodeOf(Shard &shard, const EntryPointer &entry);

    std::array<Shard, 16> m_shards;
    std::atomic<std::int64_t> m_limit;
    std::atomic<std::int64_t> m_bytes{ 0 }, m_entries{ 0 }, m_evictions{ 0 };
    std::atomic<std::uint64_t> m_tick{ 0 };
};

} // namespace cachescope::cache
