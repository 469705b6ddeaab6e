// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace cachescope::prompt::scan {

// ASCII only and independent of the locale: what the shapes of dates and ids are made of.
constexpr bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}
constexpr bool isUpper(char c)
{
    return c >= 'A' && c <= 'Z';
}
constexpr bool isLower(char c)
{
    return c >= 'a' && c <= 'z';
}
constexpr bool isAlpha(char c)
{
    return isUpper(c) || isLower(c);
}
constexpr bool isAlnum(char c)
{
    return isAlpha(c) || isDigit(c);
}
constexpr bool isHex(char c)
{
    return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
/** Part of a word: also the bytes of characters beyond ASCII. */
constexpr bool isWord(char c)
{
    return isAlnum(c) || c == '_' || (static_cast<unsigned char>(c) & 0x80) != 0;
}

/** Number of digits from `at` on. */
std::size_t digitsAt(std::string_view text, std::size_t at);
/** Value of up to nine digits at `at`. */
int numberAt(std::string_view text, std::size_t at, std::size_t digits);

/**
 * Where the last of `words` ends in `text`, which is lower case already; npos when none is there. An ASCII word has
 * to stand by itself, so that "now" is not found in "know".
 */
std::size_t lastOf(std::string_view text, std::span<const std::string_view> words);
bool containsOneOf(std::string_view text, std::span<const std::string_view> words);

} // namespace cachescope::prompt::scan
