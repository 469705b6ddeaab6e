// SPDX-License-Identifier: MIT
#include "cache/memory_tier.h"

#include <algorithm>
#include <utility>

namespace cachescope::cache {

MemoryTier::MemoryTier(std::int64_t limitBytes)
    : m_limit(limitBytes)
{ }

void MemoryTier::noteOldest(Shard &shard)
{
    shard.oldest.store(shard.nodes.empty() ? emptyShard : shard.nodes.back().tick, std::memory_order_relaxed);
}

void MemoryTier::touch(Shard &shard, List::iterator node)
{
    node->tick = m_tick.fetch_add(1, std::memory_order_relaxed) + 1;
    if (node != shard.nodes.begin())
        shard.nodes.splice(shard.nodes.begin(), shard.nodes, node);
    noteOldest(shard);
}

MemoryTier::Hit MemoryTier::find(const base::Digest &canonical)
{
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.index.find(canonical);
    if (found == shard.index.end())
        return {};
    touch(shard, found->second);
    return { found->second->entry, found->second->deadline };
}

void MemoryTier::add(Shard &shard, EntryPointer entry, std::int64_t deadline)
{
    const std::int64_t bytes = memoryBytes(*entry);
    shard.nodes.push_front({ std::move(entry), deadline, bytes, 0, {} });
    shard.index[shard.nodes.front().entry->canonical] = shard.nodes.begin();
    touch(shard, shard.nodes.begin());
    m_bytes += bytes;
    ++m_entries;
}

/** Moves a node to `removed`, so that its memory is freed outside of the lock. */
void MemoryTier::take(Shard &shard, List::iterator node, List &removed)
{
    shard.index.erase(node->entry->canonical);
    m_bytes -= node->bytes;
    --m_entries;
    removed.splice(removed.end(), shard.nodes, node);
    noteOldest(shard);
}

std::vector<EntryPointer> MemoryTier::select(const std::function<bool(const Entry &)> &condition)
{
    std::vector<EntryPointer> found;
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        for (const Node &node : shard.nodes) {
            if (condition(*node.entry))
                found.push_back(node.entry);
        }
    }
    return found;
}

void MemoryTier::insert(EntryPointer entry, std::int64_t deadline)
{
    const base::Digest canonical = entry->canonical;
    const bool fits = memoryBytes(*entry) <= m_limit.load() / 2;
    List removed;
    {
        Shard &shard = shardOf(canonical);
        const std::scoped_lock lock(shard.mutex);
        if (const auto found = shard.index.find(canonical); found != shard.index.end())
            take(shard, found->second, removed);
        if (fits)
            add(shard, std::move(entry), deadline);
    }
    evict();
}

bool MemoryTier::insertIfAbsent(EntryPointer entry, std::int64_t deadline)
{
    if (memoryBytes(*entry) > m_limit.load() / 2)
        return true;
    {
        Shard &shard = shardOf(entry->canonical);
        const std::scoped_lock lock(shard.mutex);
        if (shard.index.contains(entry->canonical))
            return false;
        add(shard, std::move(entry), deadline);
    }
    evict();
    return true;
}

void MemoryTier::remove(const base::Digest &canonical)
{
    List removed;
    Shard &shard = shardOf(canonical);
    const std::scoped_lock lock(shard.mutex);
    if (const auto found = shard.index.find(canonical); found != shard.index.end())
        take(shard, found->second, removed);
}

void MemoryTier::removeExactly(const EntryPointer &entry)
{
    List removed;
    Shard &shard = shardOf(entry->canonical);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.index.find(entry->canonical);
    if (found != shard.index.end() && found->second->entry == entry)
        take(shard, found->second, removed);
}

void MemoryTier::clear()
{
    for (Shard &shard : m_shards) {
        List removed;
        const std::scoped_lock lock(shard.mutex);
        while (!shard.nodes.empty())
            take(shard, shard.nodes.begin(), removed);
    }
}

void MemoryTier::setLimit(std::int64_t limitBytes)
{
    m_limit = limitBytes;
    evict();
}

/** Takes the oldest node of all shards until the limit holds; one lock at a time. */
void MemoryTier::evict()
{
    while (m_bytes.load() > m_limit.load()) {
        Shard &shard = *std::min_element(m_shards.begin(), m_shards.end(), [](const Shard &a, const Shard &b) {
            return a.oldest.load(std::memory_order_relaxed) < b.oldest.load(std::memory_order_relaxed);
        });
        if (shard.oldest.load() == emptyShard)
            return; // Another thread is between counting and adding.
        List removed;
        const std::scoped_lock lock(shard.mutex);
        if (shard.nodes.empty())
            continue;
        take(shard, std::prev(shard.nodes.end()), removed);
        ++m_evictions;
    }
}

MemoryTier::Node *MemoryTier::nodeOf(Shard &shard, const EntryPointer &entry)
{
    const auto found = shard.index.find(entry->canonical);
    return found != shard.index.end() && found->second->entry == entry ? &*found->second : nullptr;
}

std::optional<MemoryTier::Variant> MemoryTier::variant(
    const EntryPointer &entry, providers::AnswerForm form, bool includeUsage)
{
    Shard &shard = shardOf(entry->canonical);
    const std::scoped_lock lock(shard.mutex);
    if (const Node *node = nodeOf(shard, entry)) {
        for (const Variant &variant : node->variants) {
            if (variant.form == form && variant.includeUsage == includeUsage)
                return variant;
        }
    }
    return {};
}

void MemoryTier::addVariant(const EntryPointer &entry, Variant variant)
{
    {
        Shard &shard = shardOf(entry->canonical);
        const std::scoped_lock lock(shard.mutex);
        Node *node = nodeOf(shard, entry);
        if (node == nullptr)
            return;
        for (const Variant &known : node->variants) {
            if (known.form == variant.form && known.includeUsage == variant.includeUsage)
                return; // Another thread was faster.
        }
        const auto bytes
            = static_cast<std::int64_t>(sizeof variant + (variant.text ? variant.text->capacity() : 0));
        node->variants.push_back(std::move(variant));
        node->bytes += bytes;
        m_bytes += bytes;
    }
    evict();
}

} // namespace cachescope::cache
