// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;

template <typename T> T numbered(std::int64_t value, T last)
{
    return value < 0 || value > static_cast<std::int64_t>(last) ? T{} : static_cast<T>(value);
}

std::optional<base::Money> moneyAt(const storage::Statement &statement, int column)
{
    if (statement.isNull(column))
        return {};
    return base::Money::fromPico(statement.integer(column));
}

CallInsight readInsight(const storage::Statement &statement)
{
    CallInsight insight;
    insight.id = statement.integer(0);
    insight.startedAt = statement.integer(1);
    insight.reason = numbered(statement.integer(2), lastMissReason);
    insight.certainty = numbered(statement.integer(3), Certainty::Possible);
    insight.providerSays = numbered(statement.integer(4), ProviderSays::Differs);
    insight.comparedWith = statement.integer(5);
    insight.predicted = statement.integer(6);
    insight.reported = statement.integer(7);
    insight.again = statement.integer(8);
    insight.differsAt = statement.integer(9);
    insight.extra = moneyAt(statement, 10);
    insight.rule = statement.text(11);
    insight.place = statement.text(12);
    insight.facts = statement.text(13);
    return insight;
}

/** Adds rows of (reason, calls, again, extra, unpriced). */
Result<> addSums(storage::Statement &statement, std::vector<ReasonSum> &sums)
{
    while (statement.step()) {
        const auto reason = numbered(statement.integer(0), lastMissReason);
        auto found
            = std::find_if(sums.begin(), sums.end(), [&](const ReasonSum &sum) { return sum.reason == reason; });
        if (found == sums.end())
            found = sums.insert(sums.end(), ReasonSum{ .reason = reason, .extra = {} });
        found->calls += statement.integer(1);
        found->again += statement.integer(2);
        found->extra += base::Money::fromPico(statement.integer(3));
        found->unpriced += statement.integer(4);
    }
    if (!statement.ok())
        return tl::unexpected(statement.error());
    return {};
}

constexpr const char *sumOfRows = "SELECT i.reason, count(*), sum(i.again), sum(coalesce(i.extra, 0)), "
                                  "sum(i.again > 0 AND i.extra IS NULL) ";

/** The rows of a part of the range, from the index over time. */
Result<> addRows(storage::Database &database, TimeRange range, std::vector<ReasonSum> &sums)
{
    if (range.end <= range.begin)
        return {};
    auto statement = database.prepare(
        std::string(sumOfRows)
        + "FROM call_insight AS i WHERE i.started_at >= ?1 AND i.started_at < ?2 GROUP BY i.reason");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, range.begin);
    statement->bind(2, range.end);
    return addSums(*statement, sums);
}

Result<> addHours(storage::Database &database, std::int64_t first, std::int64_t end, std::vector<ReasonSum> &sums)
{
    auto statement = database.prepare("SELECT reason, sum(calls), sum(again), sum(extra), sum(unpriced) "
                                      "FROM insight_hour WHERE bucket >= ?1 AND bucket < ?2 GROUP BY reason");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, first);
    statement->bind(2, end);
    return addSums(*statement, sums);
}

/** Whole hours from their sums, the ends from the rows. */
Result<> addRange(storage::Database &database, TimeRange range, std::vector<ReasonSum> &sums)
{
    const std::int64_t first = bucketOf(range.begin, hourMicros) + (range.begin % hourMicros != 0 ? 1 : 0);
    const std::int64_t end = bucketOf(range.end, hourMicros);
    if (first >= end)
        return addRows(database, range, sums);
    if (auto added = addRows(database, { range.begin, first * hourMicros }, sums); !added)
        return added;
    if (auto added = addHours(database, first, end, sums); !added)
        return added;
    return addRows(database, { end * hourMicros, range.end }, sums);
}

} // namespace

Result<std::optional<CallInsight>> Reader::insight(std::int64_t id)
{
    m_state->begin();
    auto statement = m_state->database.cached(
        "SELECT id, started_at, reason, certainty, provider_says, compared_with, predicted, reported, again, "
        "differs_at, extra, rule, place, facts FROM call_insight WHERE id = ?1");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, id);
    std::optional<CallInsight> found;
    if ((*statement)->step())
        found = readInsight(**statement);
    if (!(*statement)->ok())
        return tl::unexpected((*statement)->error());
    (*statement)->reset();
    return found;
}

Result<std::vector<ReasonSum>> Reader::reasons(TimeRange range, const Filter &filter)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    std::vector<ReasonSum> sums;
    if (filter.isEmpty()) {
        if (auto added = addRange(m_state->database, range, sums); !added)
            return tl::unexpected(added.error());
    } else {
        const Filter::Sql condition = filter.sql();
        auto statement = m_state->prepare(
            std::string(sumOfRows)
                + "FROM request JOIN call_insight AS i ON i.id = request.id WHERE request.started_at >= ? AND "
                  "request.started_at < ? AND ("
                + condition.where + ") GROUP BY i.reason",
            { range.begin, range.end }, condition);
        if (!statement)
            return tl::unexpected(statement.error());
        if (auto added = addSums(*statement, sums); !added)
            return tl::unexpected(added.error());
        if (auto whole = m_state->checkCancelled(); !whole)
            return tl::unexpected(whole.error());
    }
    std::sort(sums.begin(), sums.end(), [](const auto &a, const auto &b) { return a.reason < b.reason; });
    return sums;
}

} // namespace cachescope::requestlog
