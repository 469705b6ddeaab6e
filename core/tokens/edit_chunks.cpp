// SPDX-License-Identifier: MIT
#include "tokens/edit_chunks.h"

#include <algorithm>
#include <iterator>

namespace cachescope::tokens::detail {

std::size_t EditChunk::borderFrom(std::size_t place) const
{
    const auto isBefore = [](Border border, std::size_t at) { return border.at < at; };
    return static_cast<std::size_t>(
        std::lower_bound(borders.begin(), borders.end(), place, isBefore) - borders.begin());
}

std::size_t EditChunk::tokenFrom(std::size_t place) const
{
    const auto isBefore = [](const Token &token, std::size_t at) { return token.begin < at; };
    return static_cast<std::size_t>(
        std::lower_bound(tokens.begin(), tokens.end(), place, isBefore) - tokens.begin());
}

void EditChunk::append(const EditChunk &other, std::size_t begin, std::size_t end)
{
    const std::size_t shift = text.size() - begin; // may wrap around; the sums below come out right
    const auto moved = [shift](std::size_t place) { return static_cast<std::uint32_t>(place + shift); };
    const std::size_t lastBorder = other.borderFrom(end);
    for (std::size_t i = other.borderFrom(begin); i < lastBorder; ++i) {
        Border border = other.borders[i];
        border.at = moved(border.at) & 0x7FFFFFFFU;
        borders.push_back(border);
    }
    const std::size_t lastToken = other.tokenFrom(end);
    tokens.reserve(tokens.size() + lastToken);
    for (std::size_t i = other.tokenFrom(begin); i < lastToken; ++i) {
        const Token &token = other.tokens[i];
        tokens.push_back({ token.id, moved(token.begin), moved(token.end) });
    }
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
            const std::size_t border = chunk.borderFrom(begin + EditChunk::usualBytes);
            const std::size_t end = border == chunk.borders.size() ? chunk.text.size() : chunk.borders[border].at;
            result.emplace_back().append(chunk, begin, end);
            begin = end;
        }
    }
    for (EditChunk &part : result)
        part.utf16 = utf16Length(part.text);
    return result;
}

} // namespace cachescope::tokens::detail
