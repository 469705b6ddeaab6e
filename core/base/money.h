// SPDX-License-Identifier: MIT
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::base {

/**
 * An amount of money as an integer count of 10^-12 of a currency unit ("pico-dollars"), so that a price such as
 * 0.003625 per million tokens is exact per token (3625). Range: about nine million units. The currency is that of
 * the price book; amounts of different currencies never meet. Unknown is `std::optional<Money>{}`, never zero.
 */
class Money
{
public:
    static constexpr std::int64_t perUnit = 1'000'000'000'000;

    constexpr Money() = default;
    static constexpr Money fromPico(std::int64_t pico)
    {
        Money money;
        money.m_pico = pico;
        return money;
    }
    /** Reads a plain decimal such as "12.5" or "-0.0028" exactly; nothing on syntax errors, overflow or over 12
     * decimals. */
    static std::optional<Money> parse(std::string_view decimal);

    constexpr std::int64_t pico() const { return m_pico; }

    /** Exact decimal without exponent and without trailing zeros: "0.0225", "-3", "0". For JSON and CSV. */
    std::string toDecimal() const;
    /** Rounded half away from zero to `decimals` places (0 to 12), always with that many: "0.0225". For display. */
    std::string toFixed(int decimals) const;

    constexpr Money &operator+=(Money other)
    {
        m_pico += other.m_pico;
        return *this;
    }
    constexpr Money &operator-=(Money other)
    {
        m_pico -= other.m_pico;
        return *this;
    }
    friend constexpr Money operator+(Money a, Money b) { return a += b; }
    friend constexpr Money operator-(Money a, Money b) { return a -= b; }
    friend constexpr Money operator-(Money a) { return fromPico(-a.m_pico); }
    friend constexpr auto operator<=>(Money a, Money b) = default;

private:
    std::int64_t m_pico = 0;
};

/** The price of one token in pico units; made from a price per million tokens (6 decimals of it are exact). */
struct TokenPrice
{
    std::int64_t picoPerToken = 0;

    /** `perMillion` as a decimal, e.g. "0.003625". Nothing when malformed, negative or finer than a pico-unit a
     * token. */
    static std::optional<TokenPrice> fromPerMillion(std::string_view perMillion);
    constexpr Money times(std::int64_t tokens) const { return Money::fromPico(picoPerToken * tokens); }
    friend constexpr auto operator<=>(TokenPrice a, TokenPrice b) = default;
};

} // namespace cachescope::base
