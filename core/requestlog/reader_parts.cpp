// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"
#include "requestlog/row.h"

#include <algorithm>
#include <limits>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::int64_t floorTo(base::UnixMicros time, std::int64_t grain)
{
    return bucketOf(time, grain) * grain;
}

constexpr std::int64_t ceilTo(base::UnixMicros time, std::int64_t grain)
{
    return -floorTo(-time, grain);
}

} // namespace

Result<> Reader::State::checkCancelled() const
{
    if (cancelled)
        return base::failure(base::ErrorCode::Cancelled, "The search was stopped.");
    return {};
}

Result<storage::Statement> Reader::State::prepare(
    const std::string &sql, std::initializer_list<std::int64_t> leading, const Filter::Sql &filter)
{
    auto statement = database.prepare(sql);
    if (!statement)
        return statement;
    int index = 1;
    for (const std::int64_t value : leading)
        statement->bind(index++, value);
    for (const Filter::Sql::Value &value : filter.values) {
        if (value.isText)
            statement->bind(index++, std::string_view(value.text));
        else
            statement->bind(index++, value.integer);
    }
    return statement;
}

Result<> Reader::State::scanRows(TimeRange range, const Filter &filter, const Row &row)
{
    constexpr IdRange all{ std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() };
    auto plan = filter.isEmpty() ? Result<Plan>(Plan{ true, { all } }) : planFor(range, filter);
    if (!plan)
        return tl::unexpected(plan.error());
    const Filter::Sql condition = filter.sql();
    const std::string sql = "SELECT started_at, upstream, model, project, " + std::string(figureColumns)
        + std::string(plan->from()) + condition.where + ") AND state != 0";
    for (const IdRange &ids : plan->ids) {
        auto statement = prepare(sql, { range.begin, range.end, ids.first, ids.last }, condition);
        if (!statement)
            return tl::unexpected(statement.error());
        while (statement->step()) {
            row(statement->integer(0), { statement->integer(1), statement->integer(2), statement->integer(3) },
                readFigures(*statement, 4));
            if (cancelled)
                return checkCancelled();
        }
        if (!statement->ok())
            return tl::unexpected(statement->error());
    }
    return {};
}

Result<> Reader::State::scanRowsAsParts(TimeRange range, const Part &part)
{
    if (range.begin >= range.end)
        return {};
    return scanRows(range, Filter(), [&](base::UnixMicros at, const PartKeys &keys, const CallFigures &figures) {
        Sums sums;
        sums.add(figures);
        part(at, keys, figures.outcome, sums);
    });
}

Result<> Reader::State::scanBuckets(TimeRange range, const Grain &grain, Dimensions dimensions, const Part &part)
{
    if (range.begin >= range.end)
        return {};
    const bool all = dimensions == Dimensions::All;
    auto statement = database.cached(
        "SELECT bucket, outcome, " + std::string(sumColumnNames)
        + (all ? ", upstream, model, project FROM " : " FROM ")
        + std::string(all ? grain.rollupTable : grain.totalTable) + " WHERE bucket >= ?1 AND bucket < ?2");
    if (!statement)
        return tl::unexpected(statement.error());
    storage::Statement &rows = **statement;
    rows.bind(1, range.begin / grain.micros);
    rows.bind(2, range.end / grain.micros);
    constexpr int firstKey = 2 + sumColumnCount;
    while (rows.step() && !cancelled) {
        PartKeys keys;
        if (all)
            keys = { rows.integer(firstKey), rows.integer(firstKey + 1), rows.integer(firstKey + 2) };
        const auto outcome = static_cast<Outcome>(rows.integer(1) % outcomeCount);
        part(rows.integer(0) * grain.micros, keys, outcome, readSums(rows, 2));
    }
    const base::Result<> ended = rows.ok() ? checkCancelled() : tl::unexpected(rows.error());
    rows.reset();
    return ended;
}

Result<> Reader::State::scanParts(TimeRange range, int coarsest, Dimensions dimensions, const Part &part)
{
    if (range.begin >= range.end)
        return {};
    if (coarsest < 0)
        return scanRowsAsParts(range, part);
    const Grain &grain = grains[static_cast<std::size_t>(coarsest)];
    TimeRange whole{ ceilTo(range.begin, grain.micros), floorTo(range.end, grain.micros) };
    if (coarsest == 0) {
        // Old minutes are removed before their rows are; there the rows must do.
        auto kept = database.integer(
            dimensions == Dimensions::All ? "SELECT value FROM meta WHERE key = 'rollup_minutes_from'"
                                          : "SELECT value FROM meta WHERE key = 'total_minutes_from'");
        if (!kept)
            return tl::unexpected(kept.error());
        if (*kept)
            whole.begin = std::max(whole.begin, **kept * grain.micros);
    }
    if (whole.begin >= whole.end)
        return scanParts(range, coarsest - 1, dimensions, part);
    if (auto head = scanParts({ range.begin, whole.begin }, coarsest - 1, dimensions, part); !head)
        return head;
    if (auto middle = scanBuckets(whole, grain, dimensions, part); !middle)
        return middle;
    return scanParts({ whole.end, range.end }, coarsest - 1, dimensions, part);
}

} // namespace cachescope::requestlog
