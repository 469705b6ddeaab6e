// SPDX-License-Identifier: MIT
#include "providers/json_scanner.h"

#include <limits>

namespace cachescope::providers {

namespace {

std::uint32_t hexValue(char c)
{
    // The scanner has accepted the digit.
    return static_cast<std::uint32_t>(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

void appendUtf8(std::string &out, std::uint32_t code)
{
    const auto put = [&](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (code < 0x80) {
        put(code);
    } else if (code < 0x800) {
        put(0xc0 | (code >> 6));
        put(0x80 | (code & 0x3f));
    } else if (code < 0x10000) {
        put(0xe0 | (code >> 12));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    } else {
        put(0xf0 | (code >> 18));
        put(0x80 | ((code >> 12) & 0x3f));
        put(0x80 | ((code >> 6) & 0x3f));
        put(0x80 | (code & 0x3f));
    }
}

std::uint32_t fourHexDigits(std::string_view digits)
{
    std::uint32_t value = 0;
    for (const char c : digits)
        value = value * 16 + hexValue(c);
    return value;
}

char escapedCharacter(char c)
{
    switch (c) {
    case 'b':
        return '\b';
    case 'f':
        return '\f';
    case 'n':
        return '\n';
    case 'r':
        return '\r';
    case 't':
        return '\t';
    default:
        return c;
    }
}

/** Decodes `\uXXXX` (and its second half) at `at`, which points behind the `u`; returns where it ends. */
std::size_t appendUnicodeEscape(std::string &out, std::string_view text, std::size_t at)
{
    constexpr std::uint32_t replacement = 0xfffd;
    const std::uint32_t unit = fourHexDigits(text.substr(at, 4));
    at += 4;
    if (unit < 0xd800 || unit > 0xdfff) {
        appendUtf8(out, unit);
        return at;
    }
    if (unit < 0xdc00 && text.substr(at, 2) == "\\u") {
        const std::uint32_t low = fourHexDigits(text.substr(at + 2, 4));
        if (low >= 0xdc00 && low <= 0xdfff) {
            appendUtf8(out, 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00));
            return at + 6;
        }
    }
    appendUtf8(out, replacement);
    return at;
}

/** digits * 10^exponent */
struct Decimal
{
    std::string digits;
    int exponent = 0;
};

/** Takes a number token without its sign apart. */
Decimal splitNumber(std::string_view token)
{
    constexpr int beyondReason = 1000; // larger exponents leave 64 bits anyway
    Decimal decimal;
    const std::size_t exponentAt = token.find_first_of("eE");
    const std::string_view mantissa = token.substr(0, exponentAt);
    if (exponentAt != std::string_view::npos) {
        std::string_view digits = token.substr(exponentAt + 1);
        const bool below = digits.starts_with('-');
        if (below || digits.starts_with('+'))
            digits.remove_prefix(1);
        for (const char c : digits)
            if (decimal.exponent < beyondReason)
                decimal.exponent = decimal.exponent * 10 + (c - '0');
        decimal.exponent = below ? -decimal.exponent : decimal.exponent;
    }
    const std::size_t dot = mantissa.find('.');
    decimal.digits = mantissa.substr(0, dot);
    if (dot != std::string_view::npos) {
        decimal.digits.append(mantissa.substr(dot + 1));
        decimal.exponent -= static_cast<int>(mantissa.size() - dot - 1);
    }
    return decimal;
}

} // namespace

std::string decodeJsonString(std::string_view literal)
{
    std::string_view text = literal.substr(1, literal.size() - 2);
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t backslash = text.find('\\', at);
        out.append(text.substr(at, backslash == std::string_view::npos ? backslash : backslash - at));
        if (backslash == std::string_view::npos)
            break;
        const char kind = text[backslash + 1];
        at = backslash + 2;
        if (kind == 'u')
            at = appendUnicodeEscape(out, text, at);
        else
            out.push_back(escapedCharacter(kind));
    }
    return out;
}

std::optional<std::int64_t> wholeNumber(std::string_view token)
{
    const bool negative = token.starts_with('-');
    if (negative)
        token.remove_prefix(1);
    Decimal decimal = splitNumber(token);
    for (; decimal.exponent < 0 && decimal.digits.ends_with('0'); ++decimal.exponent)
        decimal.digits.pop_back();
    std::int64_t value = 0;
    const auto shift = [&](int digit) {
        if (value > (std::numeric_limits<std::int64_t>::max() - digit) / 10)
            return false;
        value = value * 10 + digit;
        return true;
    };
    for (const char c : decimal.digits)
        if (!shift(c - '0'))
            return {};
    if (value == 0)
        return 0;
    if (decimal.exponent < 0)
        return {};
    for (; decimal.exponent > 0; --decimal.exponent)
        if (!shift(0))
            return {};
    return negative ? -value : value;
}

} // namespace cachescope::providers
