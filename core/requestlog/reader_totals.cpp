// SPDX-License-Identifier: MIT
#include "requestlog/local_time.h"
#include "requestlog/reader_state.h"

#include <algorithm>
#include <limits>
#include <map>

namespace cachescope::requestlog {

namespace {

using base::failure;
using base::Result;

constexpr int largestSeries = 2'000;
constexpr int dayGrain = 2;
/** Beyond this many minutes (two weeks) a series whose steps fit no grain is made from hours. */
constexpr std::int64_t mostMinutes = 20'000;

__extension__ using Wide = __int128;

/** Index of the step that holds `time`. */
std::size_t stepOf(base::UnixMicros time, TimeRange range, std::int64_t buckets)
{
    const Wide offset = std::clamp<Wide>(Wide{ time } - range.begin, 0, Wide{ range.end } - range.begin - 1);
    return static_cast<std::size_t>(offset * buckets / (Wide{ range.end } - range.begin));
}

/** The coarsest grain whose buckets do not cross a border between steps; -1: none. */
int coarsestFitting(TimeRange range, int buckets)
{
    const std::int64_t length = range.end - range.begin;
    if (length % buckets != 0)
        return -1;
    const std::int64_t step = length / buckets;
    for (int i = dayGrain; i >= 0; --i) {
        const std::int64_t micros = grains[static_cast<std::size_t>(i)].micros;
        if (step % micros == 0 && range.begin % micros == 0)
            return i;
    }
    return -1;
}

int grainFor(TimeRange range, int buckets)
{
    const int fitting = coarsestFitting(range, buckets);
    const std::int64_t length = range.end - range.begin;
    if (fitting >= 0 || length / buckets < minuteMicros)
        return fitting;
    return length / minuteMicros <= mostMinutes ? 0 : 1;
}

bool isDimension(GroupBy by)
{
    return by == GroupBy::Upstream || by == GroupBy::Model || by == GroupBy::Project;
}

std::int64_t keyOf(GroupBy by, const PartKeys &keys)
{
    return by == GroupBy::Upstream ? keys.upstream : by == GroupBy::Model ? keys.model : keys.project;
}

/** Groups while they are collected: by the number of a name, an outcome, or the start of a local hour or day. */
using Collected = std::map<std::int64_t, OutcomeSums>;

Result<std::vector<Group>> finished(
    Collected &collected, bool byTime, int limit, const std::function<Result<std::string>(std::int64_t)> &nameOf)
{
    std::vector<Group> groups;
    for (auto &[key, sums] : collected) {
        auto name = nameOf(key);
        if (!name)
            return tl::unexpected(name.error());
        groups.push_back({ *std::move(name), sums.toTotals() });
    }
    if (!byTime)
        std::stable_sort(groups.begin(), groups.end(), [](const Group &a, const Group &b) {
            return a.totals.requests() > b.totals.requests();
        });
    if (groups.size() > static_cast<std::size_t>(std::max(limit, 0)))
        groups.resize(static_cast<std::size_t>(std::max(limit, 0)));
    return groups;
}

} // namespace

Result<Totals> Reader::totals(TimeRange range, const Filter &filter)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    OutcomeSums sums;
    const auto done = filter.isEmpty()
        ? m_state->scanParts(
            range, dayGrain, State::Dimensions::OutcomeOnly,
            [&](base::UnixMicros, const PartKeys &, Outcome outcome, const Sums &part) {
                sums.of(outcome).merge(part);
            })
        : m_state->scanRows(range, filter, [&](base::UnixMicros, const PartKeys &, const CallFigures &figures) {
              sums.of(figures.outcome).add(figures);
          });
    if (!done)
        return tl::unexpected(done.error());
    return sums.toTotals();
}

Result<std::vector<SeriesPoint>> Reader::series(TimeRange range, int buckets, const Filter &filter)
{
    if (buckets < 1 || buckets > largestSeries || range.end - range.begin < buckets)
        return failure(
            base::ErrorCode::InvalidInput,
            "A series needs 1 to " + std::to_string(largestSeries) + " steps over a range that is not empty.");
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    std::vector<OutcomeSums> steps(static_cast<std::size_t>(buckets));
    const auto done = filter.isEmpty()
        ? m_state->scanParts(
            range, grainFor(range, buckets), State::Dimensions::OutcomeOnly,
            [&](base::UnixMicros at, const PartKeys &, Outcome outcome, const Sums &part) {
                steps[stepOf(at, range, buckets)].of(outcome).merge(part);
            })
        : m_state->scanRows(range, filter, [&](base::UnixMicros at, const PartKeys &, const CallFigures &figures) {
              steps[stepOf(at, range, buckets)].of(figures.outcome).add(figures);
          });
    if (!done)
        return tl::unexpected(done.error());
    std::vector<SeriesPoint> points;
    points.reserve(steps.size());
    for (std::size_t i = 0; i < steps.size(); ++i) {
        const Wide offset = Wide{ range.end - range.begin } * static_cast<std::int64_t>(i) / buckets;
        points.push_back({ range.begin + static_cast<std::int64_t>(offset), steps[i].toTotals() });
    }
    return points;
}

Result<std::vector<Group>> Reader::groups(TimeRange range, GroupBy by, const Filter &filter, int limit)
{
    m_state->begin();
    if (by == GroupBy::Client || by == GroupBy::Session)
        return m_state->groupsByRowName(range, by == GroupBy::Client ? "client" : "session", filter, limit);
    const ReadTransaction transaction(m_state->database);
    const bool byTime = by == GroupBy::Hour || by == GroupBy::Day;
    const auto keyFor = [by](base::UnixMicros at, const PartKeys &keys, Outcome outcome) {
        if (isDimension(by))
            return keyOf(by, keys);
        if (by == GroupBy::Outcome)
            return static_cast<std::int64_t>(outcome);
        return by == GroupBy::Hour ? localHourStart(at) : localDayStart(at);
    };
    Collected collected;
    // A bucket must lie within one local hour or day: hours do where the zone is whole hours off, minutes always.
    const int coarsest = !byTime ? dayGrain : localZoneIsWholeHours(range) ? 1 : 0;
    const auto done = filter.isEmpty()
        ? m_state->scanParts(
            range, coarsest, isDimension(by) ? State::Dimensions::All : State::Dimensions::OutcomeOnly,
            [&](base::UnixMicros at, const PartKeys &keys, Outcome outcome, const Sums &part) {
                collected[keyFor(at, keys, outcome)].of(outcome).merge(part);
            })
        : m_state->scanRows(
            range, filter, [&](base::UnixMicros at, const PartKeys &keys, const CallFigures &figures) {
                collected[keyFor(at, keys, figures.outcome)].of(figures.outcome).add(figures);
            });
    if (!done)
        return tl::unexpected(done.error());
    return finished(collected, byTime, limit, [&](std::int64_t key) -> Result<std::string> {
        if (isDimension(by))
            return m_state->names.nameOf(m_state->database, key);
        if (by == GroupBy::Outcome)
            return std::string(outcomeName(static_cast<Outcome>(key)));
        return by == GroupBy::Hour ? localIsoMinute(key) : localIsoDate(key);
    });
}

Result<std::vector<Group>> Reader::State::groupsByRowName(
    TimeRange range, std::string_view column, const Filter &filter, int limit)
{
    const ReadTransaction transaction(database);
    constexpr IdRange all{ std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() };
    auto plan = filter.isEmpty() ? Result<Plan>(Plan{ true, { all } }) : planFor(range, filter);
    if (!plan)
        return tl::unexpected(plan.error());
    const Filter::Sql condition = filter.sql();
    const std::string sql = "SELECT " + std::string(column) + ", " + std::string(figureColumns)
        + std::string(plan->from()) + condition.where + ") AND state != 0";
    Collected collected;
    for (const IdRange &ids : plan->ids) {
        auto statement = prepare(sql, { range.begin, range.end, ids.first, ids.last }, condition);
        if (!statement)
            return tl::unexpected(statement.error());
        while (statement->step() && !cancelled) {
            const CallFigures figures = readFigures(*statement, 1);
            collected[statement->integer(0)].of(figures.outcome).add(figures);
        }
        if (!cancelled && !statement->ok())
            return tl::unexpected(statement->error());
    }
    if (cancelled)
        return tl::unexpected(checkCancelled().error());
    return finished(collected, false, limit, [this](std::int64_t key) { return names.nameOf(database, key); });
}

} // namespace cachescope::requestlog
