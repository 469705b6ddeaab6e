// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/pipeline.h"
#include "tokens/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/**
 * A stretch of an edited text that begins and ends at piece borders, with its tokens; positions count from its
 * beginning, so that an edit elsewhere does not touch it.
 */
struct EditChunk
{
    static constexpr std::size_t usualBytes = 4096;

    std::string text;
    std::size_t utf16 = 0;
    std::vector<Token> tokens;
    std::vector<std::uint32_t> borders; ///< where pieces begin; the first is 0

    /** Appends the part of `other` between two of its piece borders. */
    void append(const EditChunk &other, std::size_t begin, std::size_t end);
};

/** Pieces from the beginning of a text on, until `stop(border)` says of a piece border that it is enough. */
template <typename Stop> EditChunk scanPieces(const Pipeline &pipeline, std::string_view text, Stop stop)
{
    EditChunk chunk;
    const auto *const begin = reinterpret_cast<Bytes>(text.data());
    std::size_t at = 0;
    while (at < text.size()) {
        const auto next = static_cast<std::size_t>(pipeline.pieceEnd(begin + at, begin + text.size()) - begin);
        chunk.borders.push_back(static_cast<std::uint32_t>(at));
        pipeline.encodePiece(
            text.substr(at, next - at), Pipeline::PieceAt::Later, static_cast<std::uint32_t>(at), chunk.tokens);
        at = next;
        if (stop(at))
            break;
    }
    chunk.text = text.substr(0, at);
    return chunk;
}

/** Cuts a chunk into chunks of the usual size; none for an empty one. Counts their UTF-16 units. */
std::vector<EditChunk> splitChunk(EditChunk chunk);

} // namespace cachescope::tokens::detail
