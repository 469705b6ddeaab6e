// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "providers/price_book.h"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace cachescope::providers {

/** The rates of the price file, in the order of their names in `rateNames`. */
enum class Rate : std::uint8_t
{
    Input,
    Output,
    CacheRead,
    CacheReadImplicit,
    CacheWrite5m,
    CacheWrite30m,
    CacheWrite1h,
    CacheWriteSurcharge5m, ///< Added to input for writes (OpenRouter for Gemini).
    CacheStorageHour, ///< Per million tokens and hour; of cached objects, no part of a call.
};
inline constexpr std::size_t rateCount = 9;
inline constexpr std::array<std::string_view, rateCount> rateNames{
    "input",
    "output",
    "cache_read",
    "cache_read_implicit",
    "cache_write_5m",
    "cache_write_30m",
    "cache_write_1h",
    "cache_write_surcharge_5m",
    "cache_storage_per_mtok_hour",
};

/** Rates as a file gives them: not named, named as null (no separate rate), or a price. */
class RateSet
{
public:
    struct Entry
    {
        bool named = false;
        std::optional<base::TokenPrice> price;
    };
    Entry &operator[](Rate rate) { return m_entries[static_cast<std::size_t>(rate)]; }
    const Entry &operator[](Rate rate) const { return m_entries[static_cast<std::size_t>(rate)]; }
    std::optional<base::TokenPrice> price(Rate rate) const { return (*this)[rate].price; }
    /** Takes over what `other` names. */
    void overlay(const RateSet &other);

private:
    std::array<Entry, rateCount> m_entries{};
};

/** Rates for prompts above a size; they hold for the whole request. */
struct PriceTier
{
    std::int64_t threshold = 0;
    bool inclusive = false;
    RateSet rates;

    bool appliesTo(std::int64_t promptTokens) const
    {
        return inclusive ? promptTokens >= threshold : promptTokens > threshold;
    }
};

/** Rates for hours of the week (UTC) or from a date on; all conditions that are given have to hold. */
struct PriceSchedule
{
    std::string name;
    std::optional<std::chrono::sys_days> from, until; ///< `until` is the first day on which it no longer holds.
    std::vector<std::pair<int, int>> windows; ///< Minutes of the UTC day, [begin, end).
    unsigned weekdays = 0; ///< Bit 1 Monday … bit 7 Sunday; 0: every day.
    std::vector<std::chrono::sys_days> excludedDays;
    RateSet rates;
    std::optional<std::vector<PriceTier>> tiers; ///< In place of the model's own while open.

    bool isOpen(base::UnixMicros at) const;
};

/** One model of the book, with everything that decides its price. */
struct PricedModel
{
    ModelCard card;
    RateSet rates;
    std::vector<PriceTier> tiers;
    std::vector<PriceSchedule> schedules;
    RateSet cny; ///< The provider's own list in CNY, where it has one.
    std::optional<base::TokenPrice> cnyPerUsd; ///< What a listed dollar is billed as (HolySheep: 1), times 10^6.

    /** Rates for a prompt of that size at that time. */
    RateSet ratesFor(std::int64_t promptTokens, base::UnixMicros at) const;
};

/** `price * numerator / denominator`, half up. */
base::TokenPrice scaled(base::TokenPrice price, std::int64_t numerator, std::int64_t denominator);

/** Turns dollars into CNY by the model's own list or rate, else by `cnyPerUsd`; without any the rates are gone. */
void convertToCny(PricedModel &model, std::optional<base::TokenPrice> cnyPerUsd);

} // namespace cachescope::providers
