// SPDX-License-Identifier: MIT
#include "tokens/chunk_list.h"

#include <algorithm>
#include <iterator>

namespace cachescope::tokens::detail {

ChunkList::Place ChunkList::after(const Place &place) const
{
    const EditChunk &chunk = m_chunks[place.chunk];
    return { place.chunk + 1, place.byte + chunk.text.size(), place.utf16 + chunk.utf16,
             place.token + chunk.tokens.size() };
}

ChunkList::Place ChunkList::before(const Place &place) const
{
    const EditChunk &chunk = m_chunks[place.chunk - 1];
    return { place.chunk - 1, place.byte - chunk.text.size(), place.utf16 - chunk.utf16,
             place.token - chunk.tokens.size() };
}

void ChunkList::replace(std::size_t first, std::size_t last, std::vector<EditChunk> with)
{
    for (std::size_t i = first; i < last; ++i) {
        m_sums.byte -= m_chunks[i].text.size();
        m_sums.utf16 -= m_chunks[i].utf16;
        m_sums.token -= m_chunks[i].tokens.size();
    }
    for (const EditChunk &chunk : with) {
        m_sums.byte += chunk.text.size();
        m_sums.utf16 += chunk.utf16;
        m_sums.token += chunk.tokens.size();
    }
    const auto at = [this](std::size_t i) { return m_chunks.begin() + static_cast<std::ptrdiff_t>(i); };
    const std::size_t common = std::min(with.size(), last - first);
    const auto rest = with.begin() + static_cast<std::ptrdiff_t>(common);
    std::move(with.begin(), rest, at(first));
    m_chunks.erase(at(first + common), at(last));
    m_chunks.insert(at(first + common), std::make_move_iterator(rest), std::make_move_iterator(with.end()));
}

std::string ChunkList::text() const
{
    std::string text;
    text.reserve(m_sums.byte);
    for (const EditChunk &chunk : m_chunks)
        text += chunk.text;
    return text;
}

} // namespace cachescope::tokens::detail
