// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/incremental_tokenizer.h"

#include <cstdint>
#include <string_view>

namespace cachescope::tokens::detail {

/** True between two characters of well-formed UTF-8, and at both its ends. */
bool isBorder(std::string_view text, std::size_t at);

/** Byte offset of a UTF-16 offset; npos when it is inside a surrogate pair or beyond the end. */
std::size_t byteOfUtf16(std::string_view text, std::size_t utf16);

/** Finds UTF-16 positions of places that only go on. */
class Utf16Cursor
{
public:
    Utf16Cursor(std::string_view text, std::size_t textByte, std::size_t textUtf16)
        : m_text(text)
        , m_textByte(textByte)
        , m_units(textUtf16)
    { }

    PositionedToken position(const Token &token)
    {
        PositionedToken result;
        result.id = token.id;
        goTo(token.begin);
        result.begin = { m_textByte + token.begin, m_units };
        result.beginsInside = m_byte != token.begin;
        goTo(token.end);
        result.end = { m_textByte + token.end, m_units + (m_byte != token.end ? unitsHere() : 0) };
        return result;
    }

private:
    std::size_t unitsHere() const { return static_cast<std::uint8_t>(m_text[m_byte]) >= 0xF0 ? 2 : 1; }
    /** To the beginning of the character that holds the place. */
    void goTo(std::size_t place)
    {
        while (m_byte < place) {
            const auto lead = static_cast<std::uint8_t>(m_text[m_byte]);
            const std::size_t length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
            if (m_byte + length > place)
                break;
            m_units += unitsHere();
            m_byte += length;
        }
    }

    std::string_view m_text;
    std::size_t m_textByte;
    std::size_t m_byte = 0;
    std::size_t m_units;
};

} // namespace cachescope::tokens::detail
