// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/reader_state.h"
#include "requestlog/session_ranking.h"
#include "requestlog/spend_groups.h"
#include "requestlog/spend_tables.h"

#include <algorithm>
#include <functional>
#include <string>

namespace cachescope::requestlog {

constexpr std::int64_t ceilTo(base::UnixMicros time, std::int64_t grain)
{
    return -bucketOf(-time, grain) * grain;
}

/** The part of a range that whole buckets of a grain cover. */
inline TimeRange wholeBuckets(TimeRange range, std::int64_t grain)
{
    return { ceilTo(range.begin, grain), bucketOf(range.end, grain) * grain };
}

inline constexpr std::string_view rowNames = "upstream, model, project, client, session, credential, tags";

inline RowKeys rowKeys(const storage::Statement &statement, int first)
{
    return { statement.integer(first),     statement.integer(first + 1),
             statement.integer(first + 2), statement.integer(first + 3),
             statement.integer(first + 4), statement.integer(first + 5),
             statement.integer(first + 6), 0 };
}

/** Reads money from the coarsest sums that fit and the rows at the ends. */
class SpendScan
{
public:
    explicit SpendScan(Reader::State &state)
        : m_state(state)
    { }
    using Part = std::function<void(base::UnixMicros at, const RowKeys &keys, const SpendSums &sums)>;

    /** Without names; exact for any range. */
    base::Result<SpendSums> total(TimeRange range)
    {
        SpendSums sums;
        const auto done = quarters(
            range, [&sums](base::UnixMicros, const RowKeys &, const SpendSums &part) { sums.add(part); });
        if (!done)
            return tl::unexpected(done.error());
        return sums;
    }

    base::Result<> quarters(TimeRange range, const Part &part)
    {
        const TimeRange whole = wholeBuckets(range, quarterMicros);
        if (whole.begin >= whole.end)
            return rows(range, part);
        if (auto head = rows({ range.begin, whole.begin }, part); !head)
            return head;
        auto middle = buckets(
            "SELECT bucket, " + std::string(spendColumnNames) + " FROM spend_quarter", whole, quarterMicros, 1,
            [](const storage::Statement &) { return RowKeys(); }, part);
        if (!middle)
            return middle;
        return rows({ whole.end, range.end }, part);
    }

    /** By all names but the session. `coarsest`: 2 days, 1 hours, 0 rows. */
    base::Result<> names(TimeRange range, int coarsest, const Part &part)
    {
        if (range.begin >= range.end)
            return {};
        if (coarsest == 0)
            return rows(range, part);
        const std::int64_t grain = coarsest == 2 ? dayMicros : hourMicros;
        const TimeRange whole = wholeBuckets(range, grain);
        if (whole.begin >= whole.end)
            return names(range, coarsest - 1, part);
        if (auto head = names({ range.begin, whole.begin }, coarsest - 1, part); !head)
            return head;
        auto middle = buckets(
            "SELECT bucket, upstream, model, project, client, credential, tags, " + std::string(spendColumnNames)
                + (coarsest == 2 ? " FROM spend_day" : " FROM spend_hour"),
            whole, grain, 7,
            [](const storage::Statement &row) {
                return RowKeys{ row.integer(1), row.integer(2), row.integer(3), row.integer(4), 0,
                                row.integer(5), row.integer(6) };
            },
            part);
        if (!middle)
            return middle;
        return names({ whole.end, range.end }, coarsest - 1, part);
    }

    /** By hour and one name, the others 0. */
    base::Result<> named(TimeRange range, const SpendName &name, const Part &part)
    {
        const TimeRange whole = wholeBuckets(range, hourMicros);
        if (whole.begin >= whole.end)
            return rows(range, part);
        if (auto head = rows({ range.begin, whole.begin }, part); !head)
            return head;
        auto middle = buckets(
            "SELECT bucket, name, " + std::string(spendColumnNames) + " FROM spend_name", whole, hourMicros, 2,
            [&name](const storage::Statement &row) {
                RowKeys keys;
                keys.*name.key = row.integer(1);
                return keys;
            },
            part, " AND kind = " + std::to_string(static_cast<int>(name.kind)));
        if (!middle)
            return middle;
        return rows({ whole.end, range.end }, part);
    }

    /** By session alone; what is older than the oldest sessions kept comes with the number `forgottenSession`. */
    base::Result<> sessions(TimeRange range, const Part &part)
    {
        auto kept = m_state.database.integer("SELECT value FROM meta WHERE key = 'spend_sessions_from'");
        if (!kept)
            return tl::unexpected(kept.error());
        const base::UnixMicros from = std::clamp(kept->value_or(0) * hourMicros, range.begin, range.end);
        const auto forgotten = [&part](base::UnixMicros at, const RowKeys &, const SpendSums &sums) {
            RowKeys keys;
            keys.session = forgottenSession;
            part(at, keys, sums);
        };
        if (*kept && range.begin < from)
            if (auto old = quarters({ range.begin, from }, forgotten); !old)
                return old;
        const TimeRange rest{ *kept ? from : range.begin, range.end };
        const TimeRange whole = wholeBuckets(rest, hourMicros);
        if (whole.begin >= whole.end)
            return rows(rest, part);
        if (auto head = rows({ rest.begin, whole.begin }, part); !head)
            return head;
        auto middle = buckets(
            "SELECT bucket, session, " + std::string(spendColumnNames) + " FROM spend_session", whole, hourMicros,
            2,
            [](const storage::Statement &row) {
                RowKeys keys;
                keys.session = row.integer(1);
                return keys;
            },
            part);
        if (!middle)
            return middle;
        return rows({ whole.end, rest.end }, part);
    }

    /** What sessions cost, money and calls alone where whole hours have them; names none. */
    base::Result<> rank(TimeRange range, SessionRanking &ranking)
    {
        auto kept = m_state.database.integer("SELECT value FROM meta WHERE key = 'spend_sessions_from'");
        if (!kept)
            return tl::unexpected(kept.error());
        const base::UnixMicros from = std::clamp(kept->value_or(0) * hourMicros, range.begin, range.end);
        const Part rest = [&ranking](base::UnixMicros, const RowKeys &keys, const SpendSums &sums) {
            ranking.addRest(keys.session, sums);
        };
        if (*kept && range.begin < from)
            if (auto old = quarters(
                    { range.begin, from },
                    [&ranking](base::UnixMicros, const RowKeys &, const SpendSums &sums) {
                        ranking.addRest(forgottenSession, sums);
                    });
                !old)
                return old;
        const TimeRange known{ *kept ? from : range.begin, range.end };
        const TimeRange whole = wholeBuckets(known, hourMicros);
        if (whole.begin >= whole.end)
            return rows(known, rest);
        if (auto head = rows({ known.begin, whole.begin }, rest); !head)
            return head;
        if (auto middle = rankHours(whole, ranking); !middle)
            return middle;
        return rows({ whole.end, known.end }, rest);
    }

    /** All that a session of the ranking cost. */
    base::Result<SpendSums> ranked(const SessionRanking &ranking, std::int64_t session)
    {
        static const std::string sql
            = "SELECT " + std::string(spendColumnNames) + " FROM spend_session WHERE bucket = ?1 AND session = ?2";
        auto statement = m_state.database.cached(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        SpendSums sums = ranking.restOf(session);
        for (const std::int64_t bucket : ranking.hoursOf(session)) {
            (*statement)->bind(1, bucket);
            (*statement)->bind(2, session);
            if ((*statement)->step())
                sums.add(readSpend(**statement, 0));
            if (auto done = ended(**statement); !done)
                return tl::unexpected(done.error());
        }
        return sums;
    }

    base::Result<> rows(TimeRange range, const Part &part)
    {
        if (range.begin >= range.end)
            return {};
        static const std::string sql = "SELECT started_at, " + std::string(rowNames) + ", "
            + std::string(spendRowColumns)
            + " FROM request WHERE started_at >= ?1 AND started_at < ?2 AND state != 0";
        auto statement = m_state.database.cached(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, range.begin);
        (*statement)->bind(2, range.end);
        return read(**statement, part);
    }

    /** The rows with the reason why the prefix cache missed. */
    base::Result<> rowsWithReason(TimeRange range, const Part &part)
    {
        static const std::string sql = "SELECT request.started_at, " + std::string(rowNames) + ", "
            + std::string(spendRowColumns)
            + ", coalesce(i.reason, 0) FROM request LEFT JOIN call_insight AS i ON i.id = request.id "
              "WHERE request.started_at >= ?1 AND request.started_at < ?2 AND state != 0";
        constexpr int reasonColumn = 22;
        auto statement = m_state.database.cached(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, range.begin);
        (*statement)->bind(2, range.end);
        while ((*statement)->step() && !m_state.cancelled) {
            RowKeys keys = rowKeys(**statement, 1);
            keys.reason = (*statement)->integer(reasonColumn);
            part((*statement)->integer(0), keys, readSpendOfRow(**statement, 8));
        }
        return ended(**statement);
    }

    /** The rows of one session. */
    base::Result<> rowsOfSession(TimeRange range, std::int64_t session, const Part &part)
    {
        static const std::string sql = "SELECT started_at, " + std::string(rowNames) + ", "
            + std::string(spendRowColumns)
            + " FROM request INDEXED BY request_session WHERE session = ?3 AND session != 0 AND started_at >= ?1 "
              "AND started_at < ?2 AND state != 0";
        auto statement = m_state.database.cached(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, range.begin);
        (*statement)->bind(2, range.end);
        (*statement)->bind(3, session);
        return read(**statement, part);
    }

private:
    /** There may be a quarter of a million: no more columns than the order needs. */
    base::Result<> rankHours(TimeRange whole, SessionRanking &ranking)
    {
        auto statement = m_state.database.cached(
            "SELECT bucket, session, calls, billed FROM spend_session WHERE bucket >= ?1 AND bucket < ?2");
        if (!statement)
            return tl::unexpected(statement.error());
        storage::Statement &hours = **statement;
        hours.bind(1, whole.begin / hourMicros);
        hours.bind(2, whole.end / hourMicros);
        while (hours.step() && !m_state.cancelled)
            ranking.addHour(
                hours.integer(1), hours.integer(0), hours.integer(2), base::Money::fromPico(hours.integer(3)));
        return ended(hours);
    }

    base::Result<> read(storage::Statement &statement, const Part &part)
    {
        while (statement.step() && !m_state.cancelled)
            part(statement.integer(0), rowKeys(statement, 1), readSpendOfRow(statement, 8));
        return ended(statement);
    }

    base::Result<> ended(storage::Statement &statement)
    {
        const base::Result<> ended = statement.ok() ? m_state.checkCancelled() : tl::unexpected(statement.error());
        statement.reset();
        return ended;
    }

    template <typename Keys>
    base::Result<> buckets(
        const std::string &select, TimeRange range, std::int64_t grain, int keyColumns, const Keys &keysOf,
        const Part &part, const std::string &condition = {})
    {
        auto statement = m_state.database.cached(select + " WHERE bucket >= ?1 AND bucket < ?2" + condition);
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, range.begin / grain);
        (*statement)->bind(2, range.end / grain);
        while ((*statement)->step() && !m_state.cancelled)
            part((*statement)->integer(0) * grain, keysOf(**statement), readSpend(**statement, keyColumns));
        return ended(**statement);
    }

    Reader::State &m_state;
};

} // namespace cachescope::requestlog
