// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/compare.h"

#include <string_view>

namespace cachescope::prompt {

/** A text with its tokens (offsets in bytes of the text). */
struct TokenisedText
{
    std::string_view text;
    const std::vector<tokens::Token> &tokens;
};

/** Aligns two texts by line, and lines that resemble each other by token. */
std::vector<ComparedLine> compareLines(TokenisedText a, TokenisedText b);

} // namespace cachescope::prompt
