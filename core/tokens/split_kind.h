// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/split_rules.h"

#include <cstdint>

namespace cachescope::tokens::detail {

/** One step that cuts a text into pieces; the steps of a pipeline cut each other's pieces further. */
enum class SplitKind
{
    O200k,
    Tekken,
    Cl100k,
    Qwen2,
    Qwen35,
    Gpt2,
    DeepSeek,
    Digits, ///< each digit alone
    Digits3, ///< digits by three from the left
    DigitRuns,
    BlankRuns, ///< before each run of blanks; see splitBeforeBlanks
    EachBlank, ///< before each blank
    LineEnds, ///< before and after each run of line feeds; see splitAtLineEnds
};

/** End of the first piece of [text, end), which is not empty, by one rule. */
Bytes splitOnce(SplitKind kind, Bytes text, Bytes end);

/** True for the kinds that only set numbers apart. */
bool cutsOnlyNumbers(SplitKind kind);
/** True for the kinds that cut between two characters by what these two are, whatever is around them. */
bool hangsOnNeighbours(SplitKind kind);
/** True when the rest of a piece, from any border inside it on, ends where the piece does. `piece` is its
 * beginning. */
bool endsTheSameFromInside(SplitKind kind, Bytes piece);

} // namespace cachescope::tokens::detail
