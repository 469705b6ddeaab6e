// SPDX-License-Identifier: MIT
#include "ui/spend/spend_report.h"

#include "ui/data/log_source.h"
#include "ui/format/format.h"

#include "requestlog/local_time.h"

#include <QCoreApplication>
#include <QDateTime>

#include <cmath>

namespace cachescope::ui {

namespace {

using namespace requestlog;

/** Context for translations of free functions. */
struct SpendWords
{
    Q_DECLARE_TR_FUNCTIONS(SpendWords)
};

/** For drawing only: sums stay integers. */
double plotted(base::Money money)
{
    return static_cast<double>(money.pico()) / static_cast<double>(base::Money::perUnit);
}

enum CostRow
{
    Read,
    Write,
    Fresh,
    Output,
    Unsplit,
    Without,
    CostRows
};

ChartFrame emptyFrame(const SpendReport &report, int series)
{
    ChartFrame frame;
    frame.currency = format::text(report.ask.currency);
    frame.buckets = static_cast<int>(report.days.size());
    if (report.days.empty())
        return frame;
    frame.begin = report.days.front().begin;
    frame.step = (report.days.back().end - frame.begin) / frame.buckets;
    for (const SpendDay &day : report.days)
        frame.starts.append(day.begin);
    frame.values.resize(series);
    for (QVector<double> &values : frame.values)
        values.fill(std::nan(""), frame.buckets);
    return frame;
}

void drawCosts(SpendReport &report)
{
    ChartFrame frame = emptyFrame(report, CostRows);
    frame.absent.fill(false, CostRows);
    frame.absent[Unsplit] = report.total.costUnsplit == base::Money();
    for (std::size_t i = 0; i < report.days.size(); ++i) {
        const auto bucket = static_cast<int>(i);
        const QDate date = QDateTime::fromMSecsSinceEpoch(report.days[i].begin / 1000).date();
        frame.shaded.append(date.dayOfWeek() >= Qt::Saturday);
        if (i >= report.daysBegun)
            continue;
        const SpendSums &sums = report.days[i].sums;
        const auto set = [&](CostRow row, base::Money money) { frame.values[row][bucket] = plotted(money); };
        set(Read, sums.costRead);
        set(Write, sums.costWrite);
        set(Fresh, sums.costFresh());
        set(Output, sums.costOutput);
        set(Unsplit, sums.costUnsplit);
        if (sums.calls > 0)
            set(Without, sums.withoutAnyCache());
    }
    if (report.daysBegun < report.days.size()) {
        frame.openFrom = static_cast<int>(report.daysBegun);
        frame.openWords = SpendWords::tr("still to come");
    }
    report.costs = frame;
}

void drawForecast(ChartFrame &frame, const SpendReport &report)
{
    const Forecast &forecast = *report.forecast;
    frame.bandSeries = 1;
    frame.bandLow.fill(std::nan(""), frame.buckets);
    frame.bandHigh.fill(std::nan(""), frame.buckets);
    const auto today = static_cast<int>(report.daysBegun) - 1;
    frame.values[1][today] = forecast.paid;
    frame.bandLow[today] = frame.bandHigh[today] = forecast.paid;
    for (const ForecastDay &day : forecast.days) {
        const auto bucket = static_cast<int>(day.day);
        // What is still to come of today belongs to the step from its end to the next day's.
        if (bucket == today)
            continue;
        frame.values[1][bucket] = day.expected;
        frame.bandLow[bucket] = day.low;
        frame.bandHigh[bucket] = day.high;
    }
    frame.endLabels = { format::money(report.total.billed, 2, report.ask.currency),
                        format::withCurrency(format::decimal(forecast.end().expected, 0), report.ask.currency) };
}

void drawRunning(SpendReport &report)
{
    ChartFrame frame = emptyFrame(report, 2);
    frame.absent = { false, !report.forecast };
    base::Money sum;
    for (std::size_t i = 0; i < report.daysBegun; ++i) {
        sum += report.days[i].sums.billed;
        frame.values[0][static_cast<int>(i)] = plotted(sum);
    }
    if (report.forecast && report.daysBegun > 0)
        drawForecast(frame, report);
    else
        frame.endLabels = { format::money(sum, 2, report.ask.currency), QString() };
    if (report.ask.budget) {
        frame.limit = plotted(*report.ask.budget);
        frame.limitWords
            = SpendWords::tr("budget %1").arg(format::money(report.ask.budget, 0, report.ask.currency));
    }
    report.running = frame;
}

} // namespace

QVector<ChartSeries> costSeries()
{
    return { { SpendWords::tr("cache read"), Token::Read, Token::ReadText, SeriesShape::Bar },
             { SpendWords::tr("cache write"), Token::Write, Token::WriteText, SeriesShape::HatchedBar },
             { SpendWords::tr("fresh"), Token::Fresh, Token::FreshText, SeriesShape::Bar },
             { SpendWords::tr("output"), Token::Output, Token::OutputText, SeriesShape::Bar },
             { SpendWords::tr("not split"), Token::Bypass, Token::Text2, SeriesShape::Bar },
             { SpendWords::tr("without cache"), Token::Text2, Token::Text2, SeriesShape::DashedLine } };
}

QVector<ChartSeries> runningSeries()
{
    return { { SpendWords::tr("paid"), Token::Fresh, Token::FreshText, SeriesShape::SolidLine },
             { SpendWords::tr("forecast"), Token::Fresh, Token::FreshText, SeriesShape::DashedLine } };
}

void drawSpend(SpendReport &report)
{
    drawCosts(report);
    drawRunning(report);
}

base::Result<std::shared_ptr<const SpendReport>> readSpend(LogSource &log, const SpendAsk &ask)
{
    auto report = std::make_shared<SpendReport>();
    report->ask = ask;
    const TimeRange month = ask.month.range();
    auto days = log.spendDays(month);
    if (!days)
        return tl::unexpected(days.error());
    report->days = *std::move(days);
    for (const SpendDay &day : report->days) {
        report->total.add(day.sums);
        report->daysBegun += day.begin <= ask.now ? 1 : 0;
    }
    auto breakdown = log.spendBreakdown({ month, ask.first, ask.second, ask.tags });
    if (!breakdown)
        return tl::unexpected(breakdown.error());
    report->breakdown = *std::move(breakdown);
    if (report->total.unpriced > 0) {
        auto unpriced = log.unpricedModels(month);
        if (!unpriced)
            return tl::unexpected(unpriced.error());
        report->unpriced = *std::move(unpriced);
    }
    if (ask.isCurrentMonth()) {
        const base::UnixMicros today = localDayStart(ask.now);
        auto past = log.spendDays({ addLocalDays(today, -mostForecastDays), today });
        if (!past)
            return tl::unexpected(past.error());
        report->daysOfData = daysOfData(*past);
        report->forecast = forecastMonth({ *std::move(past), report->days, ask.now });
    }
    drawSpend(*report);
    return report;
}

} // namespace cachescope::ui
