// SPDX-License-Identifier: MIT
#include "prompt/lint/words.h"

#include <cmath>

namespace cachescope::prompt {

std::string grouped(std::int64_t number)
{
    std::string digits = std::to_string(number);
    const std::ptrdiff_t sign = number < 0 ? 1 : 0;
    for (std::ptrdiff_t at = std::ssize(digits) - 3; at > sign; at -= 3)
        digits.insert(static_cast<std::size_t>(at), 1, ' ');
    return digits;
}

std::string tokensText(std::int64_t tokens)
{
    return grouped(tokens) + (tokens == 1 ? " token" : " tokens");
}

std::string percentText(double share)
{
    return std::to_string(std::llround(share * 100)) + " %";
}

std::string durationText(std::int64_t milliseconds)
{
    const std::int64_t seconds = milliseconds / 1000;
    if (seconds < 120)
        return std::to_string(seconds) + " s";
    if (seconds < 2 * 3600)
        return std::to_string(seconds / 60) + " min";
    return std::to_string(seconds / 3600) + " h";
}

std::string moneyText(base::Money money, std::string_view currency)
{
    const bool isCents = std::abs(money.pico()) < base::Money::perUnit / 100;
    return (currency == "USD" ? "$" : std::string(currency) + " ") + money.toFixed(isCents ? 4 : 2);
}

} // namespace cachescope::prompt
