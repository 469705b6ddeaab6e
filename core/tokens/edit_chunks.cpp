// SPDX-License-Identifier: MIT
#include "tokens/edit_chunks.h"

#include <algorithm>

namespace cachescope::tokens::detail {

void EditChunk::append(const EditChunk &other, std::size_t begin, std::size_t end)
{
    const std::size_t shift = text.size() - begin; // may wrap around; the sums below come out right
    const auto moved = [shift](std::uint32_t place) { return static_cast<std::uint32_t>(place + shift); };
    const auto firstBorder = std::lower_bound(other.borders.begin(), other.borders.end(), begin);
    const auto lastBorder = std::lower_bound(firstBorder, other.borders.end(), end);
    std::transform(firstBorder, lastBorder, std::back_inserter(borders), moved);
    const auto startsBefore = [](const Token &token, std::size_t place) { return token.begin < place; };
    const auto firstToken = std::lower_bound(other.tokens.begin(), other.tokens.end(), begin, startsBefore);
    const auto lastToken = std::lower_bound(firstToken, other.tokens.end(), end, startsBefore);
    std::transform(firstToken, lastToken, std::back_inserter(tokens), [moved](const Token &token) {
        return Token{ token.id, moved(token.begin), moved(token.end) };
    });
    text.append(other.text, begin, end - begin);
}

std::vector<EditChunk> splitChunk(EditChunk chunk)
{
    std::vector<EditChunk> result;
    if (chunk.text.size() <= 2 * EditChunk::usualBytes) {
        if (!chunk.text.empty())
            result.push_back(std::move(chunk));
    } else {
        std::size_t begin = 0;
        while (begin < chunk.text.size()) {
            const auto border
                = std::lower_bound(chunk.borders.begin(), chunk.borders.end(), begin + EditChunk::usualBytes);
            const std::size_t end = border == chunk.borders.end() ? chunk.text.size() : *border;
            result.emplace_back().append(chunk, begin, end);
            begin = end;
        }
    }
    for (EditChunk &part : result)
        part.utf16 = utf16Length(part.text);
    return result;
}

} // namespace cachescope::tokens::detail
