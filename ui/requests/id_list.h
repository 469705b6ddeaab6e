// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cachescope::ui {

/**
 * Ids in the order of a search, append-only, in chunks: growing to ten million never copies or doubles (80 MB, not
 * 200). One thread.
 */
class IdList
{
public:
    std::size_t size() const { return m_size; }
    std::int64_t at(std::size_t index) const { return (*m_chunks[index / chunkSize])[index % chunkSize]; }

    void append(std::span<const std::int64_t> ids)
    {
        while (!ids.empty()) {
            const std::size_t used = m_size % chunkSize;
            if (used == 0)
                m_chunks.push_back(std::make_unique<Chunk>());
            const std::size_t piece = std::min(ids.size(), chunkSize - used);
            std::copy_n(ids.begin(), piece, m_chunks.back()->begin() + std::ptrdiff_t(used));
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
    using Chunk = std::array<std::int64_t, chunkSize>;
    std::vector<std::unique_ptr<Chunk>> m_chunks;
    std::size_t m_size = 0;
};

} // namespace cachescope::ui
