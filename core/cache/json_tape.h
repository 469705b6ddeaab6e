// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** One value (or member name) of a JSON text, in the order of the text. */
struct JsonToken
{
    enum class Kind : std::uint8_t
    {
        Object, ///< Followed by its members: a name token, then the value's tokens.
        Array, ///< Followed by its elements.
        Text, ///< A string without escapes: its bytes are its content.
        EscapedText,
        Number,
        True,
        False,
        Null
    };
    std::uint32_t begin = 0, end = 0; ///< Bytes of the text; a string's without its quotes.
    std::uint32_t next = 0; ///< Index of the first token behind this value and all that is in it.
    Kind kind = Kind::Null;
};

/** Deeper nesting is refused: no provider wants it, and readers differ in what they do with it. */
inline constexpr int jsonDepthLimit = 512;
/** More values are refused, so that a hostile body cannot take more than 64 MiB for its tokens. */
inline constexpr std::size_t jsonTokenLimit = std::size_t{ 4 } << 20;

/**
 * Reads one strict JSON text (RFC 8259) into `tape`, without copying any of it. False when it is not exactly that:
 * any extension, text behind the value, invalid UTF-8 (a byte order mark too), escapes that make half a surrogate
 * pair, or a limit above exceeded. Names given twice are not looked for here. No exceptions but for lack of memory.
 */
bool readJsonTape(std::string_view json, std::vector<JsonToken> &tape);

/** Appends the content of an escaped string that readJsonTape accepted. */
void appendUnescaped(std::string_view escaped, std::string &out);

} // namespace cachescope::cache
