// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"

#include <array>
#include <cstddef>
#include <mutex>
#include <optional>
#include <unordered_map>
#include <vector>

namespace cachescope::cache {

/** Remembers which canonical question exact bytes ask. Holds a fixed number of links; the oldest leave first (they
 * cost one reading of the body to make again). Thread-safe. */
class LinkMap
{
public:
    explicit LinkMap(std::size_t capacity);
    std::optional<base::Digest> find(const base::Digest &exact);
    void set(const base::Digest &exact, const base::Digest &canonical);
    void clear();
    std::size_t size();

private:
    struct alignas(64) Shard
    {
        std::mutex mutex;
        std::unordered_map<base::Digest, base::Digest, base::DigestHash> links;
        std::vector<base::Digest> order; ///< A ring of the keys, oldest at `next` once full.
        std::size_t next = 0;
    };
    Shard &shardOf(const base::Digest &exact) { return m_shards[exact.back() % m_shards.size()]; }

    std::array<Shard, 16> m_shards;
    std::size_t m_capacityOfShard;
};

} // namespace cachescope::cache
