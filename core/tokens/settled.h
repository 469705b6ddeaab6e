// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/added_tokens.h"
#include "tokens/pipeline.h"

#include <cstddef>
#include <string_view>

namespace cachescope::tokens::detail {

/** Beginning of the character before `at`, which is not 0. `text` is well-formed. */
std::size_t previousCharacter(std::string_view text, std::size_t at);

/**
 * A place such that every added token that begins before it, and every stretch up to it, is the same whatever
 * follows `text` (well-formed). Tokens look past their text over white space that they take in (rstrip), and one
 * character for their neighbour (single_word); they take in white space before them (lstrip).
 */
std::size_t settledStretches(const AddedTokens &added, AddedTokens::Which which, std::string_view text);

/**
 * A place such that every piece that ends there or before, and is followed by another piece that does so, too,
 * depends only on `text` (well-formed), not on what follows it. Patterns look past a piece in four ways: to the end
 * of a run of white space; to three characters for a contraction; to one character that ends a run; and
 * o200k_base's over a run of capitals that it gives back, which then is the next piece. Where the text is
 * normalised first, only segments count that nothing can join (beginsNfcSegment), each as one character at least.
 */
std::size_t settledPieces(const Pipeline &pipeline, AddedTokens::Which which, std::string_view text);

} // namespace cachescope::tokens::detail
