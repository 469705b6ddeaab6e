// SPDX-License-Identifier: MIT
#include "providers/price_model.h"

#include <algorithm>

namespace cachescope::providers {

namespace {

__extension__ using Wide = __int128;
constexpr std::int64_t rateUnit = 1'000'000; // a factor of 1 as a TokenPrice

/** A CNY figure for a tier or a schedule, whose list names only the base: it moves in proportion. */
base::TokenPrice inProportion(base::TokenPrice cnyBase, base::TokenPrice usdBase, base::TokenPrice usd)
{
    return usdBase.picoPerToken == 0 ? base::TokenPrice{} : scaled(cnyBase, usd.picoPerToken, usdBase.picoPerToken);
}

void convertSet(
    RateSet &set, const RateSet &usdBase, const PricedModel &model, std::optional<base::TokenPrice> factor)
{
    for (std::size_t i = 0; i < rateCount; ++i) {
        const auto rate = static_cast<Rate>(i);
        RateSet::Entry &entry = set[rate];
        if (!entry.price)
            continue;
        const auto listed = model.cny.price(rate);
        const auto base = usdBase.price(rate);
        if (listed && base)
            entry.price = inProportion(*listed, *base, *entry.price);
        else if (factor)
            entry.price = scaled(*entry.price, factor->picoPerToken, rateUnit);
        else
            entry.price.reset();
    }
}

} // namespace

base::TokenPrice scaled(base::TokenPrice price, std::int64_t numerator, std::int64_t denominator)
{
    const Wide product = Wide{ price.picoPerToken } * numerator + denominator / 2;
    return { static_cast<std::int64_t>(product / denominator) };
}

void RateSet::overlay(const RateSet &other)
{
    for (std::size_t i = 0; i < rateCount; ++i)
        if (other.m_entries[i].named)
            m_entries[i] = other.m_entries[i];
}

bool PriceSchedule::isOpen(base::UnixMicros at) const
{
    using namespace std::chrono;
    const sys_time<microseconds> time{ microseconds(at) };
    const auto day = floor<days>(time);
    if ((from && day < *from) || (until && day >= *until))
        return false;
    if (weekdays != 0 && (weekdays & (1U << weekday(day).iso_encoding())) == 0)
        return false;
    if (std::ranges::find(excludedDays, day) != excludedDays.end())
        return false;
    const auto minute = static_cast<int>(duration_cast<minutes>(time - day).count());
    return windows.empty() || std::ranges::any_of(windows, [&](const auto &window) {
               return minute >= window.first && minute < window.second;
           });
}

RateSet PricedModel::ratesFor(std::int64_t promptTokens, base::UnixMicros at) const
{
    RateSet now = rates;
    const std::vector<PriceTier> *bands = &tiers;
    for (const PriceSchedule &schedule : schedules) {
        if (!schedule.isOpen(at))
            continue;
        now.overlay(schedule.rates);
        if (schedule.tiers)
            bands = &*schedule.tiers;
    }
    const PriceTier *chosen = nullptr;
    for (const PriceTier &tier : *bands)
        if (tier.appliesTo(promptTokens) && (!chosen || tier.threshold > chosen->threshold))
            chosen = &tier;
    if (!chosen)
        return now;
    // Tables give no automatic-hit rate per band; it is a fixed share of input (rules, section 11, Alibaba).
    const auto implicit = now.price(Rate::CacheReadImplicit);
    const auto before = now.price(Rate::Input);
    const auto after = chosen->rates.price(Rate::Input);
    if (implicit && before && after && before->picoPerToken > 0)
        now[Rate::CacheReadImplicit].price = scaled(*implicit, after->picoPerToken, before->picoPerToken);
    now.overlay(chosen->rates);
    return now;
}

void convertToCny(PricedModel &model, std::optional<base::TokenPrice> cnyPerUsd)
{
    const RateSet usdBase = model.rates;
    const auto factor = model.cnyPerUsd ? model.cnyPerUsd : cnyPerUsd;
    const auto convert = [&](RateSet &set) { convertSet(set, usdBase, model, factor); };
    convert(model.rates);
    for (PriceTier &tier : model.tiers)
        convert(tier.rates);
    for (PriceSchedule &schedule : model.schedules) {
        convert(schedule.rates);
        if (schedule.tiers)
            for (PriceTier &tier : *schedule.tiers)
                convert(tier.rates);
    }
}

} // namespace cachescope::providers
