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

Result<> Reader::State::idsByTime(TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch)
{
    const ReadTransaction transaction(database);
    if (filter.isEmpty())
        return idsByTimeFromIndex(range, filter, ascending, batch);
    auto wide = isWide(range);
    if (!wide)
        return tl::unexpected(wide.error());
    return *wide ? idsByTimeFromRows(range, filter, ascending, batch)
                 : idsByTimeFromIndex(range, filter, ascending, batch);
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
    TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch)
{
    auto stepBack = database.integer("SELECT value FROM meta WHERE key = 'step_back'");
    if (!stepBack)
        return tl::unexpected(stepBack.error());
    const std::int64_t slack = stepBack->value_or(0);
    const Filter::Sql condition = filter.sql();
    auto statement = prepare(
        "SELECT request.id, started_at FROM request NOT INDEXED WHERE started_at >= ? AND started_at < ? AND ("
            + condition.where + ") ORDER BY request.id" + (ascending ? "" : " DESC"),
        { range.begin, range.end }, condition);
    if (!statement)
        return tl::unexpected(statement.error());
    // Both as if ascending: the times and ids of a descending search are negated.
    const std::int64_t sign = ascending ? 1 : -1;
    using Waiting = std::pair<std::int64_t, std::int64_t>; // time, id
    std::priority_queue<Waiting, std::vector<Waiting>, std::greater<>> waiting;
    Batches batches(batch);
    const auto handOutBefore = [&](std::int64_t time) {
        for (; !waiting.empty() && waiting.top().first < time; waiting.pop())
            batches.add(sign * waiting.top().second);
    };
    while (!cancelled && statement->step()) {
        const std::int64_t time = sign * statement->integer(1);
        waiting.emplace(time, sign * statement->integer(0));
        handOutBefore(time - slack);
    }
    if (!cancelled && !statement->ok())
        return tl::unexpected(statement->error());
    if (!cancelled) {
        handOutBefore(std::numeric_limits<std::int64_t>::max());
        batches.flush();
    }
    return checkCancelled();
}

} // namespace cachescope::requestlog
