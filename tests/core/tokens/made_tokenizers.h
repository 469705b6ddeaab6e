// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/tokenizer.h"

#include <string>
#include <vector>

namespace cachescope::tokens::test {

/** A tokenizer of one kind, with a small vocabulary trained on a few lines, and what is nasty to type for it. */
struct MadeTokenizer
{
    std::string name;
    TokenizerPtr tokenizer;
    std::vector<std::string> nasty;
    bool onlyNasty = false; ///< Other text would hide what is to be seen.
};

/** One of each kind that a tokenizer.json can make: patterns, normalisers, prefixes, added tokens, orders of
 * merges. */
std::vector<MadeTokenizer> madeTokenizers();

} // namespace cachescope::tokens::test
