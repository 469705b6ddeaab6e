// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/pipeline.h"
#include "tokens/tokenizer.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/** A place at which encoding can begin anew: what is to its right depends only on that text, and on the flag. */
struct Border
{
    std::uint32_t at : 31 = 0;
    std::uint32_t afterAdded : 1 = 0; ///< An added token ends here, so that a stretch begins.
};

/** What encoding hangs on besides the text to the right, at a border that is not the beginning of the text. */
inline Pipeline::PieceAt pieceAt(Border border)
{
    return border.afterAdded != 0 ? Pipeline::PieceAt::BeginningOfStretch : Pipeline::PieceAt::Later;
}

/**
 * A stretch of an edited text that begins and ends at borders, with its tokens; positions count from its beginning,
 * so that an edit elsewhere does not touch it. Less than 2 GiB.
 */
struct EditChunk
{
    static constexpr std::size_t usualBytes = 4096;

    std::string text;
    std::size_t utf16 = 0;
    std::vector<Token> tokens;
    std::vector<Border> borders; ///< in order; the first is at 0

    /** Appends the part of `other` between two of its borders. */
    void append(const EditChunk &other, std::size_t begin, std::size_t end);
    /** Number of the first border at `place` or after it. */
    std::size_t borderFrom(std::size_t place) const;
    /** Number of the first token that begins at `place` or after it. */
    std::size_t tokenFrom(std::size_t place) const;
};

/** Cuts a chunk into chunks of the usual size; none for an empty one. Counts their UTF-16 units. */
std::vector<EditChunk> splitChunk(EditChunk chunk);

} // namespace cachescope::tokens::detail
