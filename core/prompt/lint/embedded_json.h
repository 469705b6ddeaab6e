// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** How a writer of JSON sets blanks. */
struct JsonStyle
{
    enum class Lines : std::uint8_t
    {
        One,
        Many
    } lines
        = Lines::One;
    bool blankBehindColon = false;
    bool blankBehindComma = false;
    friend bool operator==(const JsonStyle &, const JsonStyle &) = default;
};

/** A JSON object inside a text. */
struct EmbeddedJson
{
    ByteRange range; ///< In the text's bytes.
    std::vector<std::string> keys; ///< Of its own members, in order.
    JsonStyle style;
};

/** Objects of at least two members in a text, outermost only. Linear. */
std::vector<EmbeddedJson> findEmbeddedJson(std::string_view text);

/** The same JSON, tokens byte for byte, with the blanks of `style`; several lines are indented by two. */
std::string reformatted(std::string_view json, JsonStyle style);

} // namespace cachescope::prompt
