// SPDX-License-Identifier: MIT
#include "ui/spend/spend_tiles.h"

#include "ui/format/format.h"

#include <QCoreApplication>

#include <cmath>

namespace cachescope::ui {

namespace {

/** Context for translations of free functions. */
struct SpendTileWords
{
    Q_DECLARE_TR_FUNCTIONS(SpendTileWords)
};

double units(base::Money money)
{
    return static_cast<double>(money.pico()) / static_cast<double>(base::Money::perUnit);
}

/** Whole units from a hundred on, else cents: an estimate with more figures would pretend. */
QString estimate(double amount, const SpendReport &report)
{
    constexpr double wholeFrom = 100;
    return format::withCurrency(
        format::decimal(amount, std::abs(amount) >= wholeFrom ? 0 : 2), report.ask.currency);
}

template <typename Figure> QVector<double> trend(const SpendReport &report, const Figure &figure)
{
    QVector<double> values;
    for (std::size_t i = 0; i < report.daysBegun; ++i)
        values.append(units(figure(report.days[i].sums)));
    return values;
}

} // namespace

QString atLeast(const QString &amount, std::int64_t unpriced)
{
    return unpriced > 0 ? QString(QChar(u'\u2265') % amount) : amount;
}

QString monthTileName(const SpendReport &report)
{
    return report.ask.isCurrentMonth() ? SpendTileWords::tr("%1 so far").arg(report.ask.month.name())
                                       : report.ask.month.title();
}

Tile::Content monthTile(const SpendReport &report)
{
    Tile::Content content;
    content.figure = atLeast(format::money(report.total.billed, 2, report.ask.currency), report.total.unpriced);
    content.trend = trend(report, [](const auto &sums) { return sums.billed; });
    if (report.total.unpriced == 0) {
        content.caption
            = SpendTileWords::tr("%1 requests in %n day(s)", nullptr, static_cast<int>(report.daysBegun))
                  .arg(format::number(report.total.calls));
        return content;
    }
    const std::size_t models = report.unpriced.size();
    content.caption = models == 1
        ? SpendTileWords::tr("%n call(s) of %1 without a price", nullptr, static_cast<int>(report.total.unpriced))
              .arg(format::text(report.unpriced.front().model))
        : SpendTileWords::tr("%1 calls of %2 models without a price")
              .arg(format::number(report.total.unpriced), format::number(static_cast<std::int64_t>(models)));
    content.captionTone = Tone::Warning;
    return content;
}

Tile::Content forecastTile(const SpendReport &report)
{
    Tile::Content content;
    if (!report.ask.isCurrentMonth()) {
        content.caption = SpendTileWords::tr("This month is over");
        return content;
    }
    if (!report.forecast) {
        content.caption = SpendTileWords::tr("Needs %1 whole days of data; %2 so far")
                              .arg(requestlog::leastForecastDays)
                              .arg(report.daysOfData);
        return content;
    }
    const requestlog::ForecastDay &end = report.forecast->end();
    content.figure = estimate(end.expected, report);
    content.caption
        = SpendTileWords::tr("80% band %1 to %2").arg(estimate(end.low, report), estimate(end.high, report));
    content.badge = SpendTileWords::tr("%n day(s) of data", nullptr, report.forecast->daysOfData);
    return content;
}

QString budgetTileName(const SpendReport &report)
{
    return report.ask.budget
        ? SpendTileWords::tr("Budget %1").arg(format::money(report.ask.budget, 0, report.ask.currency))
        : SpendTileWords::tr("Budget");
}

Tile::Content budgetTile(const SpendReport &report)
{
    Tile::Content content;
    if (!report.ask.budget || *report.ask.budget <= base::Money()) {
        content.figure = SpendTileWords::tr("none");
        content.caption = SpendTileWords::tr("Click to set one for each month");
        return content;
    }
    const double budget = units(*report.ask.budget);
    const double used = units(report.total.billed) / budget;
    content.figure = atLeast(format::percent(used), report.total.unpriced);
    content.bar = used;
    const base::Money left = *report.ask.budget - report.total.billed;
    const QString rest = left < base::Money()
        ? SpendTileWords::tr("%1 over").arg(format::money(-left, 2, report.ask.currency))
        : SpendTileWords::tr("%1 left").arg(format::money(left, 2, report.ask.currency));
    content.caption = rest;
    if (report.forecast) {
        const double share = report.forecast->end().expected / budget;
        content.barMark = share;
        content.caption = SpendTileWords::tr("%1, forecast uses %2").arg(rest, format::percent(share));
        content.captionTone = share > 1 ? Tone::Warning : Tone::Third;
    }
    if (left < base::Money())
        content.captionTone = Tone::Error;
    return content;
}

Tile::Content savedSpendTile(const SpendReport &report)
{
    Tile::Content content;
    const base::Money saved = report.total.savedNet();
    content.figure = format::money(saved, 2, report.ask.currency);
    content.trend = trend(report, [](const auto &sums) { return sums.savedNet(); });
    content.caption
        = SpendTileWords::tr("without cache it had cost %1")
              .arg(atLeast(
                  format::money(report.total.withoutAnyCache(), 2, report.ask.currency), report.total.unpriced));
    content.captionTone = saved < base::Money() ? Tone::Error : Tone::Good;
    return content;
}

} // namespace cachescope::ui
