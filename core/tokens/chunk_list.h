// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/edit_chunks.h"

#include <cstddef>
#include <string>
#include <vector>

namespace cachescope::tokens::detail {

/** An edited text as chunks in order, and how much there is before each of them. */
class ChunkList
{
public:
    /** A chunk, and what lies before it. */
    struct Place
    {
        std::size_t chunk = 0;
        std::size_t byte = 0;
        std::size_t utf16 = 0;
        std::size_t token = 0;
    };

    bool empty() const { return m_chunks.empty(); }
    std::size_t size() const { return m_chunks.size(); }
    const EditChunk &operator[](std::size_t i) const { return m_chunks[i]; }
    auto begin() const { return m_chunks.begin(); }
    auto end() const { return m_chunks.end(); }
    /** Bytes, UTF-16 units and tokens of the whole text. */
    const Place &sums() const { return m_sums; }

    /** The last chunk, or the first one behind which `beyond(place of the next chunk)` is true. */
    template <typename Beyond> Place find(Beyond beyond) const
    {
        Place place;
        while (place.chunk + 1 < m_chunks.size()) {
            const Place next = after(place);
            if (beyond(next))
                break;
            place = next;
        }
        return place;
    }
    Place ofByte(std::size_t byte) const
    {
        return find([byte](const Place &next) { return next.byte > byte; });
    }
    Place after(const Place &place) const;
    Place before(const Place &place) const;

    /** Puts other chunks in the place of [first, last). */
    void replace(std::size_t first, std::size_t last, std::vector<EditChunk> with);
    std::string text() const;

private:
    std::vector<EditChunk> m_chunks;
    Place m_sums;
};

} // namespace cachescope::tokens::detail
