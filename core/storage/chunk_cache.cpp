// SPDX-License-Identifier: MIT
#include "storage/chunk_cache.h"

namespace cachescope::storage {

std::optional<ChunkCache::Chunk> ChunkCache::find(std::int64_t id)
{
    const std::lock_guard lock(m_mutex);
    const auto found = m_byId.find(id);
    if (found == m_byId.end())
        return {};
    m_kept.splice(m_kept.begin(), m_kept, found->second);
    return found->second->chunk;
}

void ChunkCache::keep(std::int64_t id, Chunk chunk)
{
    const std::lock_guard lock(m_mutex);
    if (m_byId.contains(id))
        return; // Another reader was quicker.
    m_bytes += chunk.bytes->size();
    m_kept.push_front({ id, std::move(chunk) });
    m_byId[id] = m_kept.begin();
    while (m_bytes > m_mostBytes && m_kept.size() > 1) {
        m_bytes -= m_kept.back().chunk.bytes->size();
        m_byId.erase(m_kept.back().id);
        m_kept.pop_back();
    }
}

} // namespace cachescope::storage
