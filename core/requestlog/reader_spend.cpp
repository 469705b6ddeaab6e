// SPDX-License-Identifier: MIT
#include "requestlog/local_time.h"
#include "requestlog/reader_state.h"
#include "requestlog/repricing.h"
#include "requestlog/spend_groups.h"
#include "requestlog/spend_tables.h"

#include <algorithm>
#include <array>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Statement;

constexpr std::int64_t ceilTo(base::UnixMicros time, std::int64_t grain)
{
    return -bucketOf(-time, grain) * grain;
}

/** The part of a range that whole buckets of a grain cover. */
TimeRange wholeBuckets(TimeRange range, std::int64_t grain)
{
    return { ceilTo(range.begin, grain), bucketOf(range.end, grain) * grain };
}

constexpr std::string_view rowNames = "upstream, model, project, client, session, credential, tags";

RowKeys rowKeys(const Statement &statement, int first)
{
    return { statement.integer(first),     statement.integer(first + 1),
             statement.integer(first + 2), statement.integer(first + 3),
             statement.integer(first + 4), statement.integer(first + 5),
             statement.integer(first + 6), 0 };
}

bool isTime(std::optional<SpendBy> by)
{
    return by == SpendBy::Day || by == SpendBy::Hour;
}

} // namespace

/** Reads money from the coarsest sums that fit and the rows at the ends. */
class SpendScan
{
public:
    explicit SpendScan(Reader::State &state)
        : m_state(state)
    { }
    using Part = std::function<void(base::UnixMicros at, const RowKeys &keys, const SpendSums &sums)>;

    /** Without names; exact for any range. */
    Result<SpendSums> total(TimeRange range)
    {
        SpendSums sums;
        const auto done = quarters(
            range, [&sums](base::UnixMicros, const RowKeys &, const SpendSums &part) { sums.add(part); });
        if (!done)
            return tl::unexpected(done.error());
        return sums;
    }

    Result<> quarters(TimeRange range, const Part &part)
    {
        const TimeRange whole = wholeBuckets(range, quarterMicros);
        if (whole.begin >= whole.end)
            return rows(range, part);
        if (auto head = rows({ range.begin, whole.begin }, part); !head)
            return head;
        auto middle = buckets(
            "SELECT bucket, " + std::string(spendColumnNames) + " FROM spend_quarter", whole, quarterMicros, 1,
            [](const Statement &) { return RowKeys(); }, part);
        if (!middle)
            return middle;
        return rows({ whole.end, range.end }, part);
    }

    /** By all names but the session. `coarsest`: 2 days, 1 hours, 0 rows. */
    Result<> names(TimeRange range, int coarsest, const Part &part)
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
            [](const Statement &row) {
                return RowKeys{ row.integer(1), row.integer(2), row.integer(3), row.integer(4), 0,
                                row.integer(5), row.integer(6) };
            },
            part);
        if (!middle)
            return middle;
        return names({ whole.end, range.end }, coarsest - 1, part);
    }

    /** By session alone; what is older than the oldest sessions kept comes with the number `forgottenSession`. */
    Result<> sessions(TimeRange range, const Part &part)
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
            [](const Statement &row) {
                RowKeys keys;
                keys.session = row.integer(1);
                return keys;
            },
            part);
        if (!middle)
            return middle;
        return rows({ whole.end, rest.end }, part);
    }

    Result<> rows(TimeRange range, const Part &part)
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
    Result<> rowsWithReason(TimeRange range, const Part &part)
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
    Result<> rowsOfSession(TimeRange range, std::int64_t session, const Part &part)
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
    Result<> read(Statement &statement, const Part &part)
    {
        while (statement.step() && !m_state.cancelled)
            part(statement.integer(0), rowKeys(statement, 1), readSpendOfRow(statement, 8));
        return ended(statement);
    }

    Result<> ended(Statement &statement)
    {
        const Result<> ended = statement.ok() ? m_state.checkCancelled() : tl::unexpected(statement.error());
        statement.reset();
        return ended;
    }

    template <typename Keys>
    Result<> buckets(
        const std::string &select, TimeRange range, std::int64_t grain, int keyColumns, const Keys &keysOf,
        const Part &part)
    {
        auto statement = m_state.database.cached(select + " WHERE bucket >= ?1 AND bucket < ?2");
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

Result<SpendSums> Reader::spendTotal(TimeRange range)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    return SpendScan(*m_state).total(range);
}

Result<std::vector<SpendDay>> Reader::spendDays(TimeRange range)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    std::vector<SpendDay> days;
    for (base::UnixMicros begin = range.begin; begin < range.end;) {
        const base::UnixMicros next = std::min(std::max(addLocalDays(begin, 1), begin + 1), range.end);
        auto sums = SpendScan(*m_state).total({ begin, next });
        if (!sums)
            return tl::unexpected(sums.error());
        days.push_back({ begin, next, *sums });
        begin = next;
    }
    return days;
}

Result<SpendBreakdown> Reader::spendBreakdown(const SpendQuestion &question)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    SpendScan scan(*m_state);
    auto total = scan.total(question.range);
    if (!total)
        return tl::unexpected(total.error());
    SpendGroups groups(question);
    const auto tagsOf = [this](std::int64_t id) { return m_state->names.nameOf(m_state->database, id); };
    Result<> problem;
    const SpendScan::Part collect = [&](base::UnixMicros at, const RowKeys &keys, const SpendSums &sums) {
        if (auto added = groups.add(at, keys, sums, tagsOf); !added && problem)
            problem = added;
    };
    const TimeRange range = question.range;
    const auto has = [&question](SpendBy by) { return question.first == by || question.second == by; };
    const bool session = has(SpendBy::Session);
    const bool wholeHours = localZoneIsWholeHours(range);
    Result<> done;
    if (has(SpendBy::Cause)) {
        done = scan.rowsWithReason(range, collect);
    } else if (session && (!question.second || (isTime(question.first) || isTime(question.second)))) {
        // Hours of sessions lie within one local hour or day where the zone is whole hours off.
        done = !question.second || wholeHours ? scan.sessions(range, collect) : scan.rows(range, collect);
    } else if (session && question.first == SpendBy::Session) {
        done = scan.sessions(range, [&](base::UnixMicros, const RowKeys &keys, const SpendSums &sums) {
            groups.addToFirst(keys.session, sums);
        });
        // What a session spent on is read for those that are shown.
        for (const std::int64_t one : groups.largestFirst(question.limit)) {
            if (!done || one <= 0)
                continue;
            done = scan.rowsOfSession(
                range, one, [&](base::UnixMicros at, const RowKeys &keys, const SpendSums &sums) {
                    if (auto added = groups.addToSecond(one, at, keys, sums, tagsOf); !added && problem)
                        problem = added;
                });
        }
    } else if (session) {
        done = scan.rows(range, collect);
    } else if (isTime(question.first) || isTime(question.second)) {
        done = scan.names(range, wholeHours ? 1 : 0, collect);
    } else {
        done = scan.names(range, 2, collect);
    }
    if (!done)
        return tl::unexpected(done.error());
    if (!problem)
        return tl::unexpected(problem.error());
    return groups.finished(*total, tagsOf);
}

Result<std::vector<Repricing>> Reader::repricings(int limit)
{
    m_state->begin();
    auto select = m_state->database.prepare(
        "SELECT uid, started_at, finished_at, origin, book, currency, range_begin, range_end, calls, changed, "
        "newly_priced, unpriced, billed_change, without_cache_change, avoided_change FROM repricing ORDER BY id "
        "DESC "
        "LIMIT ?1");
    if (!select)
        return tl::unexpected(select.error());
    select->bind(1, std::int64_t{ limit });
    std::vector<Repricing> all;
    const auto money = [&select](int column) { return base::Money::fromPico(select->integer(column)); };
    while (select->step())
        all.push_back({ std::string(select->text(0)),
                        select->integer(1),
                        select->integer(2),
                        std::string(select->text(3)),
                        std::string(select->text(4)),
                        std::string(select->text(5)),
                        { select->integer(6), select->integer(7) },
                        select->integer(8),
                        select->integer(9),
                        select->integer(10),
                        select->integer(11),
                        money(12),
                        money(13),
                        money(14) });
    if (!select->ok())
        return tl::unexpected(select->error());
    return all;
}

Result<std::vector<UnpricedModel>> Reader::unpricedModels(TimeRange range)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    std::map<std::pair<std::int64_t, std::int64_t>, std::int64_t> counts;
    const auto done = SpendScan(*m_state).names(
        range, 2, [&counts](base::UnixMicros, const RowKeys &keys, const SpendSums &sums) {
            if (sums.unpriced > 0)
                counts[{ keys.upstream, keys.model }] += sums.unpriced;
        });
    if (!done)
        return tl::unexpected(done.error());
    std::vector<UnpricedModel> models;
    for (const auto &[key, calls] : counts) {
        auto upstream = m_state->names.nameOf(m_state->database, key.first);
        auto model = m_state->names.nameOf(m_state->database, key.second);
        if (!upstream || !model)
            return tl::unexpected(upstream ? model.error() : upstream.error());
        models.push_back({ *std::move(upstream), *std::move(model), calls });
    }
    std::sort(models.begin(), models.end(), [](const auto &a, const auto &b) { return a.calls > b.calls; });
    return models;
}

} // namespace cachescope::requestlog
