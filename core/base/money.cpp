// SPDX-License-Identifier: MIT
#include "base/money.h"

#include <limits>

namespace cachescope::base {

namespace {

constexpr int storedDecimals = 12;
__extension__ using Wide = __int128; // checks overflow of 64 bits without a case for each step

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/** Value * 10^decimals, exactly; nothing when the text has more decimals, is malformed or does not fit. */
std::optional<std::int64_t> parseScaled(std::string_view text, int decimals)
{
    const bool negative = !text.empty() && text.front() == '-';
    if (negative)
        text.remove_prefix(1);
    if (text.empty() || !isDigit(text.front()))
        return {};
    Wide value = 0;
    int seenDecimals = -1;
    for (const char c : text) {
        if (c == '.') {
            if (seenDecimals >= 0)
                return {};
            seenDecimals = 0;
            continue;
        }
        if (!isDigit(c))
            return {};
        if (seenDecimals == decimals) {
            if (c != '0')
                return {};
            continue;
        }
        value = value * 10 + (c - '0');
        if (seenDecimals >= 0)
            ++seenDecimals;
        if (value > std::numeric_limits<std::int64_t>::max())
            return {};
    }
    if (text.back() == '.')
        return {};
    for (int i = seenDecimals < 0 ? 0 : seenDecimals; i < decimals; ++i) {
        value *= 10;
        if (value > std::numeric_limits<std::int64_t>::max())
            return {};
    }
    return static_cast<std::int64_t>(negative ? -value : value);
}

std::uint64_t magnitude(std::int64_t value)
{
    return value < 0 ? ~static_cast<std::uint64_t>(value) + 1 : static_cast<std::uint64_t>(value);
}

std::string formatScaled(std::uint64_t value, int decimals, bool negative)
{
    std::string digits = std::to_string(value);
    if (decimals > 0) {
        const auto width = static_cast<std::size_t>(decimals);
        if (digits.size() <= width)
            digits.insert(0, width + 1 - digits.size(), '0');
        digits.insert(digits.size() - width, 1, '.');
    }
    return negative && value != 0 ? "-" + digits : digits;
}

} // namespace

std::optional<Money> Money::parse(std::string_view decimal)
{
    const auto pico = parseScaled(decimal, storedDecimals);
    return pico ? std::optional(fromPico(*pico)) : std::nullopt;
}

std::string Money::toDecimal() const
{
    std::string text = formatScaled(magnitude(m_pico), storedDecimals, m_pico < 0);
    text.erase(text.find_last_not_of('0') + 1);
    if (text.back() == '.')
        text.pop_back();
    return text;
}

std::string Money::toFixed(int decimals) const
{
    std::uint64_t divisor = 1;
    for (int i = decimals; i < storedDecimals; ++i)
        divisor *= 10;
    const std::uint64_t rounded = (magnitude(m_pico) + divisor / 2) / divisor;
    return formatScaled(rounded, decimals, m_pico < 0);
}

std::optional<TokenPrice> TokenPrice::fromPerMillion(std::string_view perMillion)
{
    // One unit per million tokens is 10^6 pico a token, so six decimals are what fits.
    const auto scaled = parseScaled(perMillion, 6);
    if (!scaled || *scaled < 0)
        return {};
    return TokenPrice{ *scaled };
}

} // namespace cachescope::base
