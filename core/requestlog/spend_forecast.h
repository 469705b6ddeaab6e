// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/spend.h"

#include <optional>
#include <vector>

namespace cachescope::requestlog {

/** What a forecast is made of. Amounts in units of the currency, as estimates need no exactness. */
struct ForecastBasis
{
    std::vector<SpendDay> past; ///< Whole local days before today, oldest first, as many as are to count.
    std::vector<SpendDay> month; ///< All local days of the month, in order; those to come are empty.
    base::UnixMicros now = 0;
};

/** Running total at the end of one day to come (or of today). */
struct ForecastDay
{
    std::size_t day = 0; ///< Index into ForecastBasis::month.
    double expected = 0, low = 0, high = 0;
};

struct Forecast
{
    int daysOfData = 0; ///< Whole days since the first call, at most four weeks.
    double paid = 0; ///< In this month so far.
    std::vector<ForecastDay> days; ///< From today to the end of the month; never empty.

    const ForecastDay &end() const { return days.back(); }
};

inline constexpr int leastForecastDays = 5;
inline constexpr int mostForecastDays = 28;
inline constexpr double forecastCoverage = 0.8; ///< Of the band.

/**
 * What the month will cost, with a band that holds it four times in five if the coming days are like the last four
 * weeks; docs/spend.md tells the method. Nothing with fewer than five whole days of data, or when `now` is not in
 * the month.
 */
std::optional<Forecast> forecastMonth(const ForecastBasis &basis);

/** Whole days since the first call in `past`, at most `mostForecastDays`. */
int daysOfData(const std::vector<SpendDay> &past);

} // namespace cachescope::requestlog
