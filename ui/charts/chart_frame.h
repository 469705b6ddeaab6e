// SPDX-License-Identifier: MIT
#pragma once

#include "ui/parts/painting.h"
#include "ui/theme/tokens.h"

#include <QString>
#include <QVector>

#include <cstdint>
#include <optional>

namespace cachescope::ui {

/** How a series is drawn. Shapes and dashes tell series apart without colour. */
enum class SeriesShape
{
    Bar, ///< Stacked on the bars before it.
    HatchedBar,
    SolidLine,
    DashedLine,
    DottedLine
};

/** What a series is; fixed for a chart. */
struct ChartSeries
{
    QString name;
    Token color = Token::Fresh;
    Token words = Token::FreshText; ///< For its label at the line's end.
    SeriesShape shape = SeriesShape::Bar;
    bool area = false; ///< Fill under the line, at most one in a chart.
    bool isBar() const { return shape == SeriesShape::Bar || shape == SeriesShape::HatchedBar; }
};

/** What the figures are, for axes and tooltips. */
enum class ChartUnit
{
    Count,
    Tokens,
    Seconds,
    Money,
    Share ///< From 0 to 1, written in percent.
};

/** Where in its bucket a line's point sits. */
enum class PointPlace
{
    Middle,
    End ///< Running totals: the value when the bucket ends; the line starts at zero.
};

/** A horizontal line with its words, such as the limit of an alert. */
struct ChartLevel
{
    double value = 0;
    QString words;
    SeriesShape shape = SeriesShape::DashedLine; ///< Dashed or dotted.
    Token color = Token::Error;
    Token text = Token::ErrorText;
    enum class Shade
    {
        None,
        Above,
        Below
    } shade
        = Shade::None; ///< The side on which values are beyond it.
    friend bool operator==(const ChartLevel &, const ChartLevel &) = default;
};

/** A stretch of time that is hatched from top to bottom. Microseconds since 1970. */
struct ChartSpan
{
    std::int64_t begin = 0, end = 0;
    friend bool operator==(const ChartSpan &, const ChartSpan &) = default;
};

/** Something that happened, marked over the values: an annotation. */
struct ChartMark
{
    std::int64_t at = 0; ///< Microseconds since 1970.
    QString words; ///< A few, beside the mark where there is room.
    QString detail; ///< A sentence, on hover.
    Token color = Token::Accent;
    Token text = Token::AccentText;
    friend bool operator==(const ChartMark &, const ChartMark &) = default;
};

/** One picture's worth of values, made off the GUI thread; replaces the one before as a whole. */
struct ChartFrame
{
    std::int64_t begin = 0; ///< Microseconds since 1970.
    std::int64_t step = 60'000'000; ///< Microseconds.
    int buckets = 0;
    QVector<QVector<double>> values; ///< [series][bucket]; NaN: nothing known (a gap in a line).
    QVector<QString> totals; ///< Behind the names in the legend; empty when they don't add up.
    QVector<QString> endLabels; ///< At the lines' ends; may be empty.
    QString currency = QStringLiteral("USD");

    /** Where each bucket really begins; empty: `step` apart. Local days are not all of one length. */
    QVector<std::int64_t> starts;
    QVector<bool> absent; ///< Series that this picture does without: in no legend and no tooltip. May be empty.
    QVector<bool> shaded; ///< Buckets with a ground of their own (weekends); may be empty.
    int openFrom = -1; ///< Buckets from here on are still to come; -1: none.
    QString openWords; ///< Written over those.
    std::optional<double> limit; ///< A dashed line across, with its words.
    QString limitWords;
    int bandSeries = -1; ///< The line that `bandLow` and `bandHigh` surround; -1: none.
    QVector<double> bandLow, bandHigh; ///< NaN: no band there.

    std::int64_t end() const { return begin + step * buckets; }
    std::int64_t bucketStart(int bucket) const { return starts.value(bucket, begin + step * bucket); }
    friend bool operator==(const ChartFrame &, const ChartFrame &) = default;
};

/** The value axis of a chart: 3 to 5 lines from zero. */
struct ValueScale
{
    double step = 1;
    int intervals = 2;
    double top() const { return step * intervals; }
};

/** The smallest scale of round steps that holds `greatest`; whole steps for counts and tokens. */
ValueScale valueScale(double greatest, ChartUnit unit);

/** A value on the axis ("400 k", "2 s", "$8") and in a tooltip ("2.28 s"). */
QString axisLabel(double value, double step, ChartUnit unit, const QString &currency);
QString valueLabel(double value, ChartUnit unit, const QString &currency);

/** At most five places on the time axis (microseconds since 1970), on round boundaries of the frame. */
QVector<std::int64_t> timeTicks(const ChartFrame &frame);
QString timeLabel(std::int64_t when, const ChartFrame &frame);
/** A bucket's name in tooltip and table: "14:05", "Thu 19 Nov" where buckets are days. */
QString bucketLabel(int bucket, const ChartFrame &frame);

/** Greatest value to show: of stacks, and of lines; hidden series left out. */
double greatestValue(const QVector<ChartSeries> &series, const QVector<bool> &hidden, const ChartFrame &frame);

} // namespace cachescope::ui
