// SPDX-License-Identifier: MIT
#include "ui/charts/chart_frame.h"

#include "ui/format/format.h"

#include <QDateTime>
#include <QLocale>

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::ui {

namespace {

constexpr std::int64_t hour = 3'600'000'000;
constexpr std::int64_t day = 24 * hour;

QDateTime localTime(std::int64_t when)
{
    return QDateTime::fromMSecsSinceEpoch(when / 1000);
}

} // namespace

ValueScale valueScale(double greatest, ChartUnit unit)
{
    static constexpr std::array<double, 5> mantissas{ 1, 2, 4, 5, 8 };
    const bool whole = unit == ChartUnit::Count || unit == ChartUnit::Tokens;
    constexpr double mostOfAWhole = 0.4;
    if (unit == ChartUnit::Share && greatest > mostOfAWhole)
        return { 0.25, 4 }; // A whole is a whole.
    if (!(greatest > 0))
        return { whole ? 2.0 : 0.5, 2 };
    ValueScale best{ 0, 0 };
    const int magnitude = static_cast<int>(std::floor(std::log10(greatest)));
    for (int exponent = magnitude - 2; exponent <= magnitude + 1; ++exponent) {
        for (const double mantissa : mantissas) {
            const double step = mantissa * std::pow(10.0, exponent);
            if (whole && step < 1)
                continue;
            for (int intervals = 4; intervals >= 2; --intervals) {
                const ValueScale scale{ step, intervals };
                // A hundredth of slack keeps a value of exactly the top inside in spite of rounding.
                if (scale.top() * 1.0001 < greatest)
                    continue;
                if (best.intervals == 0 || scale.top() < best.top() * 0.9999)
                    best = scale;
            }
        }
    }
    return best;
}

QString axisLabel(double value, double step, ChartUnit unit, const QString &currency)
{
    const int decimals
        = step >= 1 || step <= 0 ? 0 : std::min(6, static_cast<int>(std::ceil(-std::log10(step) - 1e-9)));
    switch (unit) {
    case ChartUnit::Count:
        return format::number(std::llround(value));
    case ChartUnit::Tokens: {
        if (value < 1000)
            return format::number(std::llround(value));
        const bool millions = value >= 1e6;
        const double scaled = value / (millions ? 1e6 : 1e3);
        const QString digits = format::decimal(scaled, std::abs(scaled - std::round(scaled)) < 1e-9 ? 0 : 1);
        return digits % QChar(format::thinSpace) % QLatin1Char(millions ? 'M' : 'k');
    }
    case ChartUnit::Seconds:
        return format::seconds(std::llround(value * 1e6), value > 0 ? decimals : 0);
    case ChartUnit::Share:
        return format::percent(value, step * 100 >= 1 ? 0 : 1);
    case ChartUnit::Money:
        return format::withCurrency(
            format::decimal(value, value > 0 && decimals > 0 ? std::max(2, decimals) : 0), format::utf8(currency));
    }
    Q_UNREACHABLE();
}

QString valueLabel(double value, ChartUnit unit, const QString &currency)
{
    if (!std::isfinite(value))
        return format::missing();
    switch (unit) {
    case ChartUnit::Count:
    case ChartUnit::Tokens:
        return format::number(std::llround(value));
    case ChartUnit::Seconds:
        return format::seconds(std::llround(value * 1e6), 2);
    case ChartUnit::Share:
        return format::percent(value, 1);
    case ChartUnit::Money:
        return format::withCurrency(format::decimal(value, value < 0.1 ? 4 : 2), format::utf8(currency));
    }
    Q_UNREACHABLE();
}

QVector<std::int64_t> timeTicks(const ChartFrame &frame)
{
    QVector<std::int64_t> ticks;
    const std::int64_t length = frame.end() - frame.begin;
    if (frame.buckets <= 0)
        return ticks;
    if (length >= 3 * day) {
        const std::int64_t days = length / day;
        const std::int64_t every = (days + 4) / 5;
        QDateTime midnight = localTime(frame.begin + day - 1).date().startOfDay();
        for (; midnight.toMSecsSinceEpoch() * 1000 < frame.end(); midnight = midnight.addDays(every))
            ticks.append(midnight.toMSecsSinceEpoch() * 1000);
        return ticks;
    }
    for (const int parts : { 4, 3, 2, 1 }) {
        if (frame.buckets % parts)
            continue;
        for (int i = 0; i <= parts; ++i)
            ticks.append(frame.begin + frame.step * (frame.buckets / parts) * i);
        break;
    }
    return ticks;
}

QString timeLabel(std::int64_t when, const ChartFrame &frame)
{
    const bool days = frame.end() - frame.begin >= 3 * day;
    return days ? format::day(when) : format::clockTime(when);
}

QString bucketLabel(int bucket, const ChartFrame &frame)
{
    const std::int64_t when = frame.bucketStart(bucket);
    if (frame.starts.isEmpty())
        return timeLabel(when, frame);
    return QLocale().dayName(localTime(when).date().dayOfWeek(), QLocale::ShortFormat) % u' ' % format::day(when);
}

double greatestValue(const QVector<ChartSeries> &series, const QVector<bool> &hidden, const ChartFrame &frame)
{
    double greatest = frame.limit.value_or(0);
    for (const double high : frame.bandHigh)
        greatest = std::isfinite(high) ? std::max(greatest, high) : greatest;
    for (int bucket = 0; bucket < frame.buckets; ++bucket) {
        double stack = 0;
        for (qsizetype i = 0; i < series.size() && i < frame.values.size(); ++i) {
            const double value = frame.values[i].value(bucket, std::nan(""));
            if (hidden.value(i) || !std::isfinite(value))
                continue;
            if (series[i].isBar())
                stack += value;
            else
                greatest = std::max(greatest, value);
        }
        greatest = std::max(greatest, stack);
    }
    return greatest;
}

} // namespace cachescope::ui
