// SPDX-License-Identifier: MIT
#include "ui/overview/overview_frames.h"

#include "ui/format/format.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::ui {

namespace {

using requestlog::Outcome;
using requestlog::SeriesPoint;
using requestlog::Totals;

constexpr std::array<Outcome, 5> stackingOrder{ Outcome::Hit, Outcome::Coalesced, Outcome::Miss, Outcome::Bypass,
                                                Outcome::Error };
constexpr int trendPoints = 30;

/** Context for translations of free functions. */
struct ChartWords
{
    Q_DECLARE_TR_FUNCTIONS(ChartWords)
};

std::int64_t count(const Totals &totals, Outcome outcome)
{
    return totals.byOutcome[static_cast<std::size_t>(outcome)];
}

/** For drawing only: sums stay integers. */
double plotted(base::Money money)
{
    return static_cast<double>(money.pico()) / base::Money::perUnit;
}

double seconds(std::int64_t micros)
{
    return micros < 0 ? std::nan("") : static_cast<double>(micros) / 1e6;
}

ChartFrame emptyFrame(const ChartRange &range, int series, std::string_view currency)
{
    ChartFrame frame;
    frame.begin = range.time.begin;
    frame.step = range.stepMicros;
    frame.buckets = range.buckets;
    frame.values.resize(series);
    for (QVector<double> &values : frame.values)
        values.fill(std::nan(""), range.buckets);
    frame.currency = format::text(currency);
    return frame;
}

void fillOutcomes(ChartFrame &frame, const std::vector<SeriesPoint> &series, const Totals &totals, int known)
{
    for (std::size_t i = 0; i < stackingOrder.size(); ++i) {
        const auto row = static_cast<qsizetype>(i);
        for (int bucket = 0; bucket < known; ++bucket) {
            const Totals &point = series[static_cast<std::size_t>(bucket)].totals;
            frame.values[row][bucket] = static_cast<double>(count(point, stackingOrder[i]));
        }
        frame.totals.append(format::number(count(totals, stackingOrder[i])));
    }
}

void fillFirstToken(ChartFrame &frame, const std::vector<SeriesPoint> &series, int known)
{
    for (int bucket = 0; bucket < known; ++bucket) {
        const requestlog::Percentiles &point = series[static_cast<std::size_t>(bucket)].totals.firstToken;
        frame.values[0][bucket] = seconds(point.p99);
        frame.values[1][bucket] = seconds(point.p95);
        frame.values[2][bucket] = seconds(point.p50);
    }
}

void fillTokens(ChartFrame &frame, const std::vector<SeriesPoint> &series, int known)
{
    for (int bucket = 0; bucket < known; ++bucket) {
        const providers::TokenUsage &point = series[static_cast<std::size_t>(bucket)].totals.tokens;
        frame.values[0][bucket] = static_cast<double>(point.cacheRead);
        frame.values[1][bucket] = static_cast<double>(point.cacheWrite());
        frame.values[2][bucket] = static_cast<double>(point.fresh);
    }
}

void fillSpend(
    ChartFrame &frame, const std::vector<SeriesPoint> &series, const Totals &totals, int known,
    std::string_view currency)
{
    base::Money paid;
    base::Money without;
    for (int bucket = 0; bucket < known; ++bucket) {
        const Totals &point = series[static_cast<std::size_t>(bucket)].totals;
        paid += point.billed;
        without += point.withoutCache + point.avoided;
        frame.values[0][bucket] = plotted(without);
        frame.values[1][bucket] = plotted(paid);
    }
    frame.endLabels = { format::money(totals.withoutCache + totals.avoided, 2, currency),
                        format::money(totals.billed, 2, currency) };
}

/** At most `trendPoints` groups of neighbouring steps, each summed up by `figure`. */
template <typename Figure>
QVector<double> trend(const std::vector<SeriesPoint> &series, int known, const Figure &figure)
{
    const int every = std::max(1, (known + trendPoints - 1) / trendPoints);
    QVector<double> result;
    for (int bucket = 0; bucket < known; bucket += every) {
        const auto first = series.begin() + bucket;
        result.append(figure(first, first + std::min(every, known - bucket)));
    }
    return result;
}

using Point = std::vector<SeriesPoint>::const_iterator;

template <typename Value> double sum(Point first, Point last, const Value &value)
{
    double total = 0;
    for (; first != last; ++first)
        total += value(first->totals);
    return total;
}

double share(double part, double whole)
{
    return whole > 0 ? part / whole : std::nan("");
}

void fillTrends(OverviewFrames &frames, const std::vector<SeriesPoint> &series, int known)
{
    const auto hits = [](const Totals &t) {
        return static_cast<double>(count(t, Outcome::Hit) + count(t, Outcome::Coalesced));
    };
    const auto misses = [](const Totals &t) { return static_cast<double>(count(t, Outcome::Miss)); };
    const auto reads = [](const Totals &t) { return static_cast<double>(t.tokens.cacheRead); };
    const auto inputs = [](const Totals &t) { return static_cast<double>(t.tokens.input()); };
    frames.spendTrend = trend(series, known, [](Point a, Point b) {
        return sum(a, b, [](const Totals &t) { return plotted(t.billed); });
    });
    frames.savedTrend = trend(series, known, [](Point a, Point b) {
        return sum(a, b, [](const Totals &t) { return plotted(t.savedNet()); });
    });
    frames.hitTrend = trend(series, known, [&](Point a, Point b) {
        return share(sum(a, b, hits), sum(a, b, hits) + sum(a, b, misses));
    });
    frames.readTrend
        = trend(series, known, [&](Point a, Point b) { return share(sum(a, b, reads), sum(a, b, inputs)); });
    // Percentiles of neighbours cannot be averaged; the worst of them is a true statement about the group.
    frames.firstTokenTrend = trend(series, known, [](Point a, Point b) {
        std::int64_t worst = -1;
        for (; a != b; ++a)
            worst = std::max(worst, a->totals.firstToken.p95);
        return seconds(worst);
    });
    frames.errorTrend = trend(series, known, [](Point a, Point b) {
        return sum(a, b, [](const Totals &t) { return static_cast<double>(count(t, Outcome::Error)); });
    });
}

} // namespace

QVector<ChartSeries> outcomeSeries()
{
    return { { ChartWords::tr("hit"), Token::Read, Token::ReadText, SeriesShape::Bar },
             { ChartWords::tr("coalesced"), Token::Coalesced, Token::Text2, SeriesShape::HatchedBar },
             { ChartWords::tr("miss"), Token::Fresh, Token::FreshText, SeriesShape::Bar },
             { ChartWords::tr("bypass"), Token::Bypass, Token::Text2, SeriesShape::Bar },
             { ChartWords::tr("error"), Token::Error, Token::ErrorText, SeriesShape::Bar } };
}

QVector<ChartSeries> firstTokenSeries()
{
    return { { QStringLiteral("p99"), Token::Output, Token::OutputText, SeriesShape::DottedLine },
             { QStringLiteral("p95"), Token::Write, Token::WriteText, SeriesShape::DashedLine },
             { QStringLiteral("p50"), Token::Fresh, Token::FreshText, SeriesShape::SolidLine } };
}

QVector<ChartSeries> tokenSeries()
{
    return { { ChartWords::tr("cache read"), Token::Read, Token::ReadText, SeriesShape::Bar },
             { ChartWords::tr("cache write"), Token::Write, Token::WriteText, SeriesShape::HatchedBar },
             { ChartWords::tr("fresh"), Token::Fresh, Token::FreshText, SeriesShape::Bar } };
}

QVector<ChartSeries> spendSeries()
{
    return { { ChartWords::tr("without cache"), Token::Text3, Token::Text2, SeriesShape::DashedLine },
             { ChartWords::tr("paid"), Token::Fresh, Token::FreshText, SeriesShape::SolidLine, true } };
}

OverviewFrames overviewFrames(
    const ChartRange &range, const std::vector<SeriesPoint> &series, const Totals &totals, base::UnixMicros now,
    std::string_view currency)
{
    int known = 0;
    while (known < range.buckets && known < static_cast<int>(series.size())
           && series[static_cast<std::size_t>(known)].begin <= now)
        ++known;
    OverviewFrames frames;
    frames.outcomes = emptyFrame(range, 5, currency);
    frames.firstToken = emptyFrame(range, 3, currency);
    frames.tokens = emptyFrame(range, 3, currency);
    frames.spend = emptyFrame(range, 2, currency);
    fillOutcomes(frames.outcomes, series, totals, known);
    fillFirstToken(frames.firstToken, series, known);
    fillTokens(frames.tokens, series, known);
    fillSpend(frames.spend, series, totals, known, currency);
    fillTrends(frames, series, known);
    return frames;
}

} // namespace cachescope::ui
