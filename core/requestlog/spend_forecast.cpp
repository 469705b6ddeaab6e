// SPDX-License-Identifier: MIT
#include "requestlog/spend_forecast.h"

#include "requestlog/local_time.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>

namespace cachescope::requestlog {

namespace {

double units(base::Money money)
{
    return static_cast<double>(money.pico()) / static_cast<double>(base::Money::perUnit);
}

bool isWeekend(base::UnixMicros begin)
{
    // Noon: a day that begins at one o'clock is the same day then.
    const std::time_t noon = static_cast<std::time_t>(begin / 1'000'000 + 12 * 3600);
    std::tm parts = {};
    ::localtime_r(&noon, &parts);
    return parts.tm_wday == 0 || parts.tm_wday == 6;
}

/** The 0.9 quantile of Student's t, so that both tails together leave 80 %. */
double tQuantile(int degrees)
{
    constexpr std::array table{ 3.078, 1.886, 1.638, 1.533, 1.476, 1.440, 1.415, 1.397, 1.383, 1.372,
                                1.363, 1.356, 1.350, 1.345, 1.341, 1.337, 1.333, 1.330, 1.328, 1.325 };
    constexpr double normal = 1.282;
    if (degrees < 1)
        return table.front();
    if (degrees <= static_cast<int>(table.size()))
        return table[static_cast<std::size_t>(degrees - 1)];
    return normal + 0.9 / degrees; // Within 0.002 of the table's continuation.
}

/** Days of one kind: their mean and how they scatter about it. */
struct Kind
{
    int count = 0;
    double sum = 0, squares = 0;

    void add(double value)
    {
        ++count;
        sum += value;
        squares += value * value;
    }
    double mean() const { return count > 0 ? sum / count : 0; }
    double scatter() const { return count > 0 ? std::max(0.0, squares - sum * sum / count) : 0; }
};

/** What a coming day costs: working days and weekends apart as soon as there are two of each. */
struct Model
{
    std::array<Kind, 2> kinds; ///< Working day, weekend.
    Kind all;
    bool apart = false;
    double variance = 0; ///< Of one day about its mean.
    double quantile = 0;

    double mean(bool weekend) const { return apart ? kinds[weekend ? 1 : 0].mean() : all.mean(); }
    int count(bool weekend) const { return apart ? kinds[weekend ? 1 : 0].count : all.count; }
};

Model modelOf(const std::vector<SpendDay> &past, int days)
{
    Model model;
    for (auto day = past.end() - days; day != past.end(); ++day) {
        const double value = units(day->sums.billed);
        model.all.add(value);
        model.kinds[isWeekend(day->begin) ? 1 : 0].add(value);
    }
    model.apart = model.kinds[0].count >= 2 && model.kinds[1].count >= 2;
    const int degrees = model.all.count - (model.apart ? 2 : 1);
    const double scatter = model.apart ? model.kinds[0].scatter() + model.kinds[1].scatter() : model.all.scatter();
    model.variance = degrees > 0 ? scatter / degrees : 0;
    model.quantile = tQuantile(degrees);
    return model;
}

} // namespace

int daysOfData(const std::vector<SpendDay> &past)
{
    const auto first
        = std::find_if(past.begin(), past.end(), [](const SpendDay &day) { return day.sums.calls > 0; });
    return static_cast<int>(std::min<std::ptrdiff_t>(past.end() - first, mostForecastDays));
}

std::optional<Forecast> forecastMonth(const ForecastBasis &basis)
{
    const auto today = std::find_if(basis.month.begin(), basis.month.end(), [&basis](const SpendDay &day) {
        return basis.now >= day.begin && basis.now < day.end;
    });
    Forecast forecast;
    forecast.daysOfData = daysOfData(basis.past);
    if (today == basis.month.end() || forecast.daysOfData < leastForecastDays)
        return {};
    const Model model = modelOf(basis.past, forecast.daysOfData);
    for (const SpendDay &day : basis.month)
        forecast.paid += units(day.sums.billed);
    double expected = forecast.paid;
    std::array<double, 2> weights{}; // How many days of each kind are still to come, today in part.
    double own = 0; // Variance of those days themselves.
    for (auto day = today; day != basis.month.end(); ++day) {
        const double length = static_cast<double>(day->end - day->begin);
        const double part = day == today ? static_cast<double>(day->end - basis.now) / length : 1;
        const bool weekend = isWeekend(day->begin);
        expected += part * model.mean(weekend);
        own += part * model.variance;
        weights[model.apart && weekend ? 1 : 0] += part;
        // The means are estimates themselves; their errors are the same for all days of a kind.
        double ofMeans = 0;
        for (const bool kind : { false, true }) {
            const double weight = weights[kind ? 1 : 0];
            if (weight > 0)
                ofMeans += weight * weight * model.variance / model.count(kind);
        }
        const double half = model.quantile * std::sqrt(own + ofMeans);
        forecast.days.push_back({ static_cast<std::size_t>(day - basis.month.begin()), expected,
                                  std::max(forecast.paid, expected - half), expected + half });
    }
    return forecast;
}

} // namespace cachescope::requestlog
