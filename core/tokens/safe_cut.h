// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/pipeline.h"

#include <cstddef>
#include <string_view>

namespace cachescope::tokens::detail {

/** A place where a text that goes on can be cut. */
struct SafeCut
{
    std::size_t bytes = 0; ///< 0: there is none
    /** False: both parts can be encoded as texts of their own. True: the pieces before it, as cut with the rest in
     * sight. */
    bool byPieces = false;
};

/**
 * The last place in `text`, which goes on, before which the tokens are settled whatever follows. `text` begins at
 * such a place and may end inside a character.
 */
SafeCut lastSafeCut(const Pipeline &pipeline, std::string_view text, SpecialTokens special);

/**
 * A place such that every piece that ends there or before, and is followed by another piece that does so, too,
 * depends only on `text` (well-formed), not on what follows it. Patterns look past a piece in four ways: to the end
 * of a run of white space; to three characters for a contraction; to one character that ends a run; and
 * o200k_base's over a run of capitals that it gives back, which then is the next piece.
 */
std::size_t settledBefore(std::string_view text);

} // namespace cachescope::tokens::detail
