// SPDX-License-Identifier: MIT
#include "cache/link_map.h"

#include <algorithm>

namespace cachescope::cache {

LinkMap::LinkMap(std::size_t capacity)
    : m_capacityOfShard(std::max<std::size_t>(1, capacity / 16))
{ }

std::optional<base::Digest> LinkMap::find(const base::Digest &exact)
{
    Shard &shard = shardOf(exact);
    const std::scoped_lock lock(shard.mutex);
    const auto found = shard.links.find(exact);
    return found == shard.links.end() ? std::nullopt : std::optional(found->second);
}

void LinkMap::set(const base::Digest &exact, const base::Digest &canonical)
{
    Shard &shard = shardOf(exact);
    const std::scoped_lock lock(shard.mutex);
    if (!shard.links.insert_or_assign(exact, canonical).second)
        return;
    if (shard.order.size() < m_capacityOfShard) {
        shard.order.push_back(exact);
        return;
    }
    shard.links.erase(shard.order[shard.next]);
    shard.order[shard.next] = exact;
    shard.next = (shard.next + 1) % m_capacityOfShard;
}

void LinkMap::clear()
{
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        shard.links.clear();
        shard.order.clear();
        shard.next = 0;
    }
}

std::size_t LinkMap::size()
{
    std::size_t count = 0;
    for (Shard &shard : m_shards) {
        const std::scoped_lock lock(shard.mutex);
        count += shard.links.size();
    }
    return count;
}

} // namespace cachescope::cache
