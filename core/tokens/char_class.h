// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

namespace cachescope::tokens::detail {

/** What the splitting rules can tell apart (Unicode 16.0; see resources/unicode). */
enum class CharClass : std::uint8_t
{
    None, ///< Controls, formats, private and unassigned code points.
    Symbol, ///< \p{P} and \p{S}
    Upper, ///< \p{Lu} and \p{Lt}
    Lower, ///< \p{Ll}
    Letter, ///< \p{Lm} and \p{Lo}: both upper and lower for the rules that tell these apart
    Mark, ///< \p{M}
    Number, ///< \p{N}
    Space, ///< \s without the two below
    Newline, ///< CR and LF
    Count,
};

/** A set of classes, one bit each. */
using ClassSet = std::uint32_t;

constexpr ClassSet setOf(CharClass c)
{
    return 1U << static_cast<unsigned>(c);
}
template <typename... More> constexpr ClassSet setOf(CharClass first, More... more)
{
    return setOf(first) | setOf(more...);
}

constexpr ClassSet letterSet = setOf(CharClass::Upper, CharClass::Lower, CharClass::Letter);
constexpr ClassSet spaceSet = setOf(CharClass::Space, CharClass::Newline);

/** A decoded character of well-formed UTF-8. */
struct Character
{
    std::uint32_t codePoint = 0;
    std::uint32_t length = 0; ///< bytes
    CharClass charClass = CharClass::None;

    bool isIn(ClassSet set) const { return ((set >> static_cast<unsigned>(charClass)) & 1U) != 0; }
};

/** Class of a code point up to U+10FFFF. */
CharClass classOfCodePoint(std::uint32_t codePoint);

} // namespace cachescope::tokens::detail
