// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** What a line of a prompt is for, as far as changing content is concerned. */
enum class LineUse : std::uint8_t
{
    Prose, ///< Says something to the model.
    Example, ///< Under a heading or tag of examples, or introduced by "for example".
    Code, ///< Inside a fence or indented as code.
    Data, ///< A table row, a log line among others, an entry of a change log.
};

struct Line
{
    ByteRange range; ///< Without the line end.
    LineUse use = LineUse::Prose;
    bool inEnvironment = false; ///< Inside <env>…</env> or <environment_details>.
    bool inUserDocument = false; ///< Inside <document>, <search_results> and their like.
};

/** The lines of a text with what they are for. One pass. */
std::vector<Line> readLines(std::string_view text);

/** ASCII letters in lower case; other bytes as they are. */
std::string lowered(std::string_view text);

} // namespace cachescope::prompt
