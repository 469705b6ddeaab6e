// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <span>
#include <vector>

namespace cachescope::ui {

/**
 * Ids in the order of a search, append-only, in chunks: growing to ten million never copies or doubles. Four bytes
 * an id, as the ids of a chunk lie within two thousand million of each other but for logs beyond that size (40 MB,
 * not 200). One thread.
 */
class IdList
{
public:
    std::size_t size() const { return m_size; }
    std::int64_t at(std::size_t index) const
    {
        const Chunk &chunk = *m_chunks[index / chunkSize];
        const std::size_t place = index % chunkSize;
        return chunk.wide ? (*chunk.wide)[place] : chunk.base + chunk.offsets[place];
    }

    void append(std::span<const std::int64_t> ids)
    {
        while (!ids.empty()) {
            const std::size_t used = m_size % chunkSize;
            if (used == 0) {
                m_chunks.push_back(std::make_unique<Chunk>());
                m_chunks.back()->base = ids.front();
            }
            const std::size_t piece = std::min(ids.size(), chunkSize - used);
            m_chunks.back()->put(used, ids.first(piece));
            m_size += piece;
            ids = ids.subspan(piece);
        }
    }

    void clear()
    {
        m_chunks.clear();
        m_size = 0;
    }

private:
    static constexpr std::size_t chunkSize = 1 << 16;
    struct Chunk
    {
        std::int64_t base = 0;
        std::array<std::int32_t, chunkSize> offsets;
        std::unique_ptr<std::array<std::int64_t, chunkSize>>
            wide; ///< In place of the offsets where one does not fit.

        void put(std::size_t at, std::span<const std::int64_t> ids)
        {
            for (const std::int64_t id : ids) {
                const std::int64_t offset = id - base;
                if (!wide
                    && (offset < std::numeric_limits<std::int32_t>::min()
                        || offset > std::numeric_limits<std::int32_t>::max()))
                    widen(at);
                if (wide)
                    (*wide)[at++] = id;
                else
                    offsets[at++] = static_cast<std::int32_t>(offset);
            }
        }
        void widen(std::size_t used)
        {
            wide = std::make_unique<std::array<std::int64_t, chunkSize>>();
            for (std::size_t i = 0; i < used; ++i)
                (*wide)[i] = base + offsets[i];
        }
    };
    std::vector<std::unique_ptr<Chunk>> m_chunks;
    std::size_t m_size = 0;
};

} // namespace cachescope::ui
