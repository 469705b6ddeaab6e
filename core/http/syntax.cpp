// SPDX-License-Identifier: MIT
#include "http/syntax.h"

#include <algorithm>
#include <array>

namespace cachescope::http {

namespace {

constexpr std::uint8_t tokenBit = 1;
constexpr std::uint8_t fieldBit = 2;
constexpr std::uint8_t targetBit = 4;

constexpr std::array<std::uint8_t, 256> makeTable()
{
    std::array<std::uint8_t, 256> table{};
    for (unsigned int c = 0; c < 256; ++c) {
        if (c == '\t' || (c >= 0x20 && c != 0x7f))
            table[c] |= fieldBit;
        if (c > 0x20 && c != 0x7f)
            table[c] |= targetBit;
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))
            table[c] |= tokenBit;
    }
    for (const char c : std::string_view("!#$%&'*+-.^_`|~"))
        table[static_cast<unsigned char>(c)] |= tokenBit;
    return table;
}

constexpr std::array<std::uint8_t, 256> classes = makeTable();

bool all(std::string_view text, std::uint8_t bit)
{
    return std::all_of(
        text.begin(), text.end(), [bit](char c) { return (classes[static_cast<unsigned char>(c)] & bit) != 0; });
}

} // namespace

bool isToken(std::string_view text)
{
    return !text.empty() && all(text, tokenBit);
}

bool isFieldText(std::string_view text)
{
    return all(text, fieldBit);
}

bool isTargetText(std::string_view text)
{
    return all(text, targetBit);
}

std::optional<std::uint64_t> parseContentLength(std::string_view text)
{
    // Eighteen digits and below cannot overflow; no body of ours comes near.
    if (text.empty() || text.size() > 18)
        return {};
    std::uint64_t value = 0;
    for (const char c : text) {
        if (c < '0' || c > '9')
            return {};
        value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return value;
}

} // namespace cachescope::http
