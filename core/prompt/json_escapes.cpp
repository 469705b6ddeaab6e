// SPDX-License-Identifier: MIT
#include "prompt/json_escapes.h"

#include "providers/text_limits.h"

#include <cstdint>
#include <optional>

namespace cachescope::prompt {

namespace {

constexpr std::uint32_t replacementCharacter = 0xfffd;

void appendUtf8(std::uint32_t codePoint, std::string &out)
{
    const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        put(codePoint);
    } else if (codePoint < 0x800) {
        put(0xc0 | (codePoint >> 6));
        put(0x80 | (codePoint & 0x3f));
    } else if (codePoint < 0x10000) {
        put(0xe0 | (codePoint >> 12));
        put(0x80 | ((codePoint >> 6) & 0x3f));
        put(0x80 | (codePoint & 0x3f));
    } else {
        put(0xf0 | (codePoint >> 18));
        put(0x80 | ((codePoint >> 12) & 0x3f));
        put(0x80 | ((codePoint >> 6) & 0x3f));
        put(0x80 | (codePoint & 0x3f));
    }
}

/** Value of \uXXXX at the start of `text`. */
std::optional<std::uint32_t> unicodeEscape(std::string_view text)
{
    if (text.size() < 6 || text[0] != '\\' || text[1] != 'u')
        return {};
    std::uint32_t value = 0;
    for (const char c : text.substr(2, 4)) {
        value <<= 4;
        if (c >= '0' && c <= '9')
            value |= static_cast<std::uint32_t>(c - '0');
        else if (c >= 'a' && c <= 'f')
            value |= static_cast<std::uint32_t>(c - 'a' + 10);
        else if (c >= 'A' && c <= 'F')
            value |= static_cast<std::uint32_t>(c - 'A' + 10);
        else
            return {};
    }
    return value;
}

std::size_t appendUnicodeEscape(std::string_view text, std::string &out)
{
    const auto high = unicodeEscape(text);
    if (!high) {
        out.push_back('\\');
        return 1;
    }
    const bool isHigh = *high >= 0xd800 && *high <= 0xdbff;
    if (isHigh) {
        const auto low = unicodeEscape(text.substr(6));
        if (low && *low >= 0xdc00 && *low <= 0xdfff) {
            appendUtf8(0x10000 + ((*high - 0xd800) << 10) + (*low - 0xdc00), out);
            return 12;
        }
    }
    const bool isLow = *high >= 0xdc00 && *high <= 0xdfff;
    appendUtf8(isHigh || isLow ? replacementCharacter : *high, out);
    return 6;
}

} // namespace

std::size_t appendEscape(std::string_view text, std::string &out)
{
    switch (text.size() > 1 ? text[1] : '\0') {
    case '"':
        out.push_back('"');
        return 2;
    case '\\':
        out.push_back('\\');
        return 2;
    case '/':
        out.push_back('/');
        return 2;
    case 'b':
        out.push_back('\b');
        return 2;
    case 'f':
        out.push_back('\f');
        return 2;
    case 'n':
        out.push_back('\n');
        return 2;
    case 'r':
        out.push_back('\r');
        return 2;
    case 't':
        out.push_back('\t');
        return 2;
    case 'u':
        return appendUnicodeEscape(text, out);
    default:
        out.push_back('\\');
        return 1;
    }
}

std::string jsonEscaped(std::string_view text)
{
    std::string literal;
    literal.reserve(text.size() + 2);
    providers::appendJsonString(literal, text);
    return literal.substr(1, literal.size() - 2);
}

} // namespace cachescope::prompt
