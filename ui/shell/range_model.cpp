// SPDX-License-Identifier: MIT
#include "ui/shell/range_model.h"

#include "ui/format/format.h"

#include <QDateTime>

#include <algorithm>
#include <array>

namespace cachescope::ui {

namespace {

using requestlog::TimeRange;

constexpr std::int64_t second = 1'000'000;
constexpr std::int64_t minute = 60 * second;
constexpr std::int64_t hour = 60 * minute;
constexpr std::int64_t day = 24 * hour;

struct PresetFacts
{
    RangePreset preset;
    const char *name; ///< In saved sessions.
    std::int64_t length;
};

constexpr std::array<PresetFacts, 6> presets{ { { RangePreset::Minutes15, "15m", 15 * minute },
                                                { RangePreset::Hour, "1h", hour },
                                                { RangePreset::Hours6, "6h", 6 * hour },
                                                { RangePreset::Day, "24h", day },
                                                { RangePreset::Week, "7d", 7 * day },
                                                { RangePreset::Month, "30d", 30 * day } } };

std::int64_t lengthOf(RangePreset preset)
{
    for (const PresetFacts &facts : presets) {
        if (facts.preset == preset)
            return facts.length;
    }
    return hour;
}

/** Where a step's grid starts: local midnight for steps of hours and days, so that a day is the user's day. */
std::int64_t gridOffset(std::int64_t step, base::UnixMicros around)
{
    if (step < hour)
        return 0;
    return -std::int64_t{ QDateTime::fromMSecsSinceEpoch(around / 1000).offsetFromUtc() } * second;
}

std::int64_t floorTo(std::int64_t value, std::int64_t step, std::int64_t offset)
{
    const std::int64_t rest = (value - offset) % step;
    return value - (rest < 0 ? rest + step : rest);
}

std::int64_t stepFor(std::int64_t length)
{
    // Whole minutes at least: that is the grain of the log's roll-ups.
    static constexpr std::array<std::int64_t, 10> steps{ minute, 2 * minute, 5 * minute, 15 * minute, 30 * minute,
                                                         hour,   2 * hour,   6 * hour,   12 * hour,   day };
    for (const std::int64_t step : steps) {
        if (length / step <= 100)
            return step;
    }
    return day * (length / (100 * day) + 1);
}

} // namespace

ChartRange alignedRange(TimeRange wanted)
{
    const std::int64_t length = std::max(wanted.end - wanted.begin, minute);
    ChartRange range;
    range.stepMicros = stepFor(length);
    const std::int64_t offset = gridOffset(range.stepMicros, wanted.end);
    range.buckets = static_cast<int>(std::max<std::int64_t>(1, (length + range.stepMicros / 2) / range.stepMicros));
    // The step that is under way belongs to the range: its end is the next boundary after `end`.
    range.time.end = floorTo(wanted.end - 1, range.stepMicros, offset) + range.stepMicros;
    range.time.begin = range.time.end - range.buckets * range.stepMicros;
    return range;
}

RangeModel::RangeModel(const base::Clock &clock, QObject *parent)
    : QObject(parent)
    , m_clock(clock)
{ }

void RangeModel::setPreset(RangePreset preset)
{
    if (preset == RangePreset::Custom)
        return;
    m_history.clear();
    m_home = preset;
    moveTo({ preset, {} });
}

void RangeModel::moveTo(Place place)
{
    m_preset = place.preset;
    m_fixed = place.fixed;
    m_exact = place.exact;
    Q_EMIT changed();
}

TimeRange RangeModel::listed() const
{
    return isFixed() && m_exact ? m_fixed : current().time;
}

void RangeModel::showExactly(TimeRange range)
{
    m_history.append({ m_preset, m_fixed, m_exact });
    moveTo({ RangePreset::Custom, range, true });
}

ChartRange RangeModel::current() const
{
    if (isFixed())
        return alignedRange(m_fixed);
    const base::UnixMicros now = m_clock.wall();
    return alignedRange({ now - lengthOf(m_preset), now });
}

TimeRange RangeModel::previous() const
{
    const TimeRange range = current().time;
    return { range.begin - (range.end - range.begin), range.begin };
}

void RangeModel::setPaused(bool paused)
{
    if (m_live == !paused)
        return;
    m_live = !paused;
    Q_EMIT changed();
}

std::chrono::milliseconds RangeModel::refreshInterval() const
{
    using namespace std::chrono_literals;
    if (!isLive())
        return 0ms;
    const std::int64_t length = lengthOf(m_preset);
    if (length <= hour)
        return 2s;
    if (length <= day)
        return 10s;
    return length <= 7 * day ? 60s : 0ms;
}

void RangeModel::zoomTo(TimeRange range)
{
    if (range.end - range.begin < minute)
        return;
    m_history.append({ m_preset, m_fixed, m_exact });
    moveTo({ RangePreset::Custom, range });
}

void RangeModel::zoomBack()
{
    if (!m_history.isEmpty())
        moveTo(m_history.takeLast());
}

void RangeModel::shift(int direction)
{
    const TimeRange range = current().time;
    const std::int64_t by = (range.end - range.begin) / 2 * direction;
    const TimeRange moved{ range.begin + by, range.end + by };
    if (moved.end >= m_clock.wall() && direction > 0 && moved.end - moved.begin >= lengthOf(m_home)) {
        m_history.clear();
        moveTo({ m_home, {} });
        return;
    }
    moveTo({ RangePreset::Custom, moved });
}

void RangeModel::zoomByTwo(int direction)
{
    const TimeRange range = current().time;
    const std::int64_t middle = range.begin + (range.end - range.begin) / 2;
    const std::int64_t length = direction > 0 ? (range.end - range.begin) / 2 : (range.end - range.begin) * 2;
    const std::int64_t end = std::min(middle + length / 2, m_clock.wall());
    zoomTo({ end - length, end });
}

QString RangeModel::presetTitle(RangePreset preset)
{
    switch (preset) {
    case RangePreset::Minutes15:
        return tr("15 min");
    case RangePreset::Hour:
        return tr("1 h");
    case RangePreset::Hours6:
        return tr("6 h");
    case RangePreset::Day:
        return tr("24 h");
    case RangePreset::Week:
        return tr("7 days");
    case RangePreset::Month:
        return tr("30 days");
    case RangePreset::Custom:
        return tr("part");
    }
    Q_UNREACHABLE();
}

QString RangeModel::shortTitle() const
{
    return isFixed() ? tr("this range") : presetTitle(m_preset);
}

QString RangeModel::beforeTitle() const
{
    switch (m_preset) {
    case RangePreset::Hour:
        return tr("hour before");
    case RangePreset::Day:
        return tr("day before");
    case RangePreset::Week:
        return tr("week before");
    case RangePreset::Custom:
        return tr("time before");
    default:
        return tr("%1 before").arg(presetTitle(m_preset));
    }
}

QString RangeModel::title() const
{
    if (!isFixed())
        return tr("Last %1").arg(presetTitle(m_preset));
    const TimeRange range = current().time;
    if (range.end - range.begin < day && format::isSameDay(range.begin, m_clock.wall()))
        return tr("%1 to %2").arg(format::clockTime(range.begin), format::clockTime(range.end));
    return tr("%1 to %2").arg(format::dayAndClock(range.begin), format::dayAndClock(range.end));
}

QString RangeModel::save() const
{
    for (const PresetFacts &facts : presets) {
        if (facts.preset == m_home)
            return QLatin1String(facts.name);
    }
    return {};
}

void RangeModel::restore(const QString &saved)
{
    for (const PresetFacts &facts : presets) {
        if (saved == QLatin1String(facts.name))
            setPreset(facts.preset);
    }
}

} // namespace cachescope::ui

#include "moc_range_model.cpp"
