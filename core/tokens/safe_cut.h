// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/pipeline.h"

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/**
 * The last place found in `text`, which goes on and may end inside a character, where it can be cut and both parts
 * encoded on their own; 0 when there is none. `text` begins at such a place.
 */
std::size_t lastLocalCut(const Pipeline &pipeline, std::string_view text, SpecialTokens special);

/** A beginning of a text with its tokens, which hang on nothing that follows. */
struct SettledStart
{
    std::size_t bytes = 0;
    std::vector<Token> tokens;
    Pipeline::PieceAt next = Pipeline::PieceAt::Later; ///< where encoding goes on
};

/**
 * The same for text without such places near (no blanks, say): the pieces that are settled, whatever follows.
 * Nothing for tokenizers without pieces, for text that is not well-formed, and where no piece is settled.
 */
std::optional<SettledStart> settledStart(
    const Pipeline &pipeline, std::string_view text, SpecialTokens special, Pipeline::PieceAt where);

} // namespace cachescope::tokens::detail
