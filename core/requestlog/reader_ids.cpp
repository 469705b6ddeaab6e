// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"

#include <algorithm>
#include <limits>
#include <queue>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::size_t firstBatch = 500; // shown at once
constexpr std::size_t laterBatch = 20'000;

/** Gathers ids into batches: a small one to show at once, then large ones. */
class Batches
{
public:
    explicit Batches(const Reader::IdBatch &batch)
        : m_batch(batch)
    { }
    void add(std::int64_t id)
    {
        m_ids.push_back(id);
        if (m_ids.size() >= m_enough) {
            m_enough = laterBatch;
            flush();
        }
    }
    void flush()
    {
        if (!m_ids.empty())
            m_batch(m_ids);
        m_ids.clear();
    }

private:
    const Reader::IdBatch &m_batch;
    std::vector<std::int64_t> m_ids;
    std::size_t m_enough = firstBatch;
};

} // namespace

Result<> Reader::ids(TimeRange range, const Filter &filter, SortColumn sort, bool ascending, const IdBatch &batch)
{
    m_state->begin();
    return sort == SortColumn::Time ? m_state->idsByTime(range, filter, ascending, batch)
                                    : m_state->idsByColumn(range, filter, sort, ascending, batch);
}

Result<bool> Reader::State::isWide(TimeRange range)
{
    auto oldest = database.integer("SELECT min(started_at) FROM request");
    auto newest = database.integer("SELECT max(started_at) FROM request");
    if (!oldest || !newest)
        return tl::unexpected(oldest ? newest.error() : oldest.error());
    if (!*oldest || !*newest)
        return false;
    // A row found through the index costs about four times a row that is passed by.
    const std::int64_t all = **newest - **oldest;
    const std::int64_t covered = std::min(range.end, **newest) - std::max(range.begin, **oldest);
    return covered > all / 4;
}

Result<Reader::State::Plan> Reader::State::planFor(TimeRange range, const Filter &filter)
{
    constexpr IdRange all{ std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max() };
    auto ids = rangesFor(database, filter);
    if (!ids)
        return tl::unexpected(ids.error());
    if (*ids)
        return Plan{ false, *std::move(*ids) };
    auto wide = isWide(range);
    if (!wide)
        return tl::unexpected(wide.error());
    return Plan{ !*wide, { all } };
}

Result<> Reader::State::idsByTime(TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch)
{
    const ReadTransaction transaction(database);
    if (filter.isEmpty())
        return idsByTimeFromIndex(range, filter, ascending, batch);
    auto plan = planFor(range, filter);
    if (!plan)
        return tl::unexpected(plan.error());
    return plan->byTime ? idsByTimeFromIndex(range, filter, ascending, batch)
                        : idsByTimeFromRows(range, filter, ascending, plan->ids, batch);
}

Result<> Reader::State::idsByTimeFromIndex(
    TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch)
{
    const Filter::Sql condition = filter.sql();
    const std::string direction = ascending ? "" : " DESC";
    auto statement = prepare(
        "SELECT request.id FROM request WHERE started_at >= ? AND started_at < ? AND (" + condition.where
            + ") ORDER BY started_at" + direction + ", request.id" + direction,
        { range.begin, range.end }, condition);
    if (!statement)
        return tl::unexpected(statement.error());
    Batches batches(batch);
    while (!cancelled && statement->step())
        batches.add(statement->integer(0));
    if (!cancelled && !statement->ok())
        return tl::unexpected(statement->error());
    if (!cancelled)
        batches.flush();
    return checkCancelled();
}

/**
 * Goes through the rows by id, which is the order of the table, and hands out by time. The two differ by at most
 * `step_back` (RequestLog keeps it): once a row is reached, those that follow cannot lie further beyond it in time,
 * so what lies beyond that is final.
 */
Result<> Reader::State::idsByTimeFromRows(
    TimeRange range, const Filter &filter, bool ascending, const std::vector<IdRange> &where, const IdBatch &batch)
{
    auto stepBack = database.integer("SELECT value FROM meta WHERE key = 'step_back'");
    if (!stepBack)
        return tl::unexpected(stepBack.error());
    const std::int64_t slack = stepBack->value_or(0);
    const Filter::Sql condition = filter.sql();
    const std::string sql = "SELECT request.id, started_at" + std::string(Plan().from()) + condition.where
        + ") ORDER BY request.id" + (ascending ? "" : " DESC");
    // Both as if ascending: the times and ids of a descending search are negated.
    const std::int64_t sign = ascending ? 1 : -1;
    using Waiting = std::pair<std::int64_t, std::int64_t>; // time, id
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting;
    Batches batches(batch);
    const auto handOutBefore = [&](std::int64_t time) {
        for (; !waiting.empty() && waiting.top().first < time; waiting.pop())
            batches.add(sign * waiting.top().second);
    };
    for (std::size_t i = 0; i < where.size() && !cancelled; ++i) {
        const IdRange &ids = where[ascending ? i : where.size() - 1 - i];
        auto statement = prepare(sql, { range.begin, range.end, ids.first, ids.last }, condition);
        if (!statement)
            return tl::unexpected(statement.error());
        while (!cancelled && statement->step()) {
            const std::int64_t time = sign * statement->integer(1);
            waiting.emplace(time, sign * statement->integer(0));
            handOutBefore(time - slack);
        }
        if (!cancelled && !statement->ok())
            return tl::unexpected(statement->error());
    }
    if (!cancelled) {
        handOutBefore(std::numeric_limits<std::int64_t>::max());
        batches.flush();
    }
    return checkCancelled();
}

} // namespace cachescope::requestlog
