// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/char_class.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/** The two stages of the class table: index by code point / 128, then blocks of 128. */
extern const std::uint8_t *const classBlockIndexData;
extern const std::uint8_t *const classBlocksData;

inline CharClass fastClass(std::uint32_t codePoint)
{
    const std::size_t block = classBlockIndexData[codePoint >> 7];
    return static_cast<CharClass>(classBlocksData[(block << 7) | (codePoint & 127U)]);
}

/** Reads the character at `text`, which must be well-formed UTF-8 and not at its end. */
inline Character decode(const std::uint8_t *text)
{
    Character c;
    const std::uint32_t lead = text[0];
    if (lead < 0x80) {
        c.codePoint = lead;
        c.length = 1;
    } else if (lead < 0xE0) {
        c.codePoint = ((lead & 0x1FU) << 6) | (text[1] & 0x3FU);
        c.length = 2;
    } else if (lead < 0xF0) {
        c.codePoint = ((lead & 0x0FU) << 12) | ((text[1] & 0x3FU) << 6) | (text[2] & 0x3FU);
        c.length = 3;
    } else {
        c.codePoint
            = ((lead & 0x07U) << 18) | ((text[1] & 0x3FU) << 12) | ((text[2] & 0x3FU) << 6) | (text[3] & 0x3FU);
        c.length = 4;
    }
    c.charClass = fastClass(c.codePoint);
    return c;
}

/** Length of the well-formed UTF-8 sequence at `text` (1 to 4), or 0 when it is ill-formed or cut off by `end`. */
unsigned sequenceLength(const std::uint8_t *text, const std::uint8_t *end);

/**
 * Bytes of the ill-formed sequence at `text` that one U+FFFD stands for: the longest start of a well-formed
 * sequence, at least one byte (Unicode 16, section 3.9, "substitution of maximal subparts"; what WHATWG decoders
 * and Rust's lossy do).
 */
unsigned illFormedLength(const std::uint8_t *text, const std::uint8_t *end);

/** Offset of the first ill-formed byte, or `text.size()` when there is none. */
std::size_t firstIllFormed(std::string_view text);

/** A text that stands for another one, byte by byte: `origin[i]` is where byte i comes from; one entry more for the
 * end. */
struct MappedText
{
    std::string text;
    std::vector<std::size_t> origin;
};

/** `text` with each ill-formed sequence replaced by U+FFFD. */
MappedText replaceIllFormed(std::string_view text);
std::string replaceIllFormedPlain(std::string_view text);

void appendUtf8(std::string &out, std::uint32_t codePoint);
/** UTF-16 to UTF-8; lone surrogates become U+FFFD. */
std::string fromUtf16(std::u16string_view text);
/** UTF-16 units of well-formed UTF-8. */
std::size_t utf16Length(std::string_view text);

} // namespace cachescope::tokens::detail
