// SPDX-License-Identifier: MIT
#include "requestlog/local_time.h"
#include "requestlog/reader_state.h"
#include "requestlog/repricing.h"
#include "requestlog/spend_groups.h"
#include "requestlog/spend_scan.h"

#include <algorithm>
#include <array>

namespace cachescope::requestlog {

namespace {

using base::Result;

bool isTime(std::optional<SpendBy> by)
{
    return by == SpendBy::Day || by == SpendBy::Hour;
}

/** The name that `spend_name` has sums of; nothing for times, sessions and causes. */
const SpendName *nameOf(SpendBy by)
{
    const auto found = std::find_if(spendNames.begin(), spendNames.end(), [by](const SpendName &name) {
        switch (by) {
        case SpendBy::Upstream:
            return name.kind == NameKind::Upstream;
        case SpendBy::Model:
            return name.kind == NameKind::Model;
        case SpendBy::Project:
            return name.kind == NameKind::Project;
        case SpendBy::Client:
            return name.kind == NameKind::Client;
        case SpendBy::Credential:
            return name.kind == NameKind::Credential;
        case SpendBy::Tag:
            return name.kind == NameKind::Tags;
        default:
            return false;
        }
    });
    return found == spendNames.end() ? nullptr : &*found;
}

/** The dearest sessions, and the others as one; what a session spent on is read for those that are shown. */
Result<> bySession(
    SpendScan &scan, const SpendQuestion &question, const SpendSums &total, SpendGroups &groups,
    const SpendGroups::NameOf &nameOf)
{
    SessionRanking ranking;
    if (auto ranked = scan.rank(question.range, ranking); !ranked)
        return ranked;
    const auto room = static_cast<std::size_t>(std::max(question.limit, 2));
    const std::size_t shown = ranking.count() <= room ? ranking.count() : room - 1;
    SpendSums others = total;
    for (const std::int64_t session : ranking.dearest(shown)) {
        auto sums = scan.ranked(ranking, session);
        if (!sums)
            return tl::unexpected(sums.error());
        groups.addToFirst(session, *sums);
        others = others.without(*sums);
        if (!question.second || session <= 0)
            continue;
        Result<> problem;
        const auto read = scan.rowsOfSession(
            question.range, session, [&](base::UnixMicros at, const RowKeys &keys, const SpendSums &part) {
                if (auto added = groups.addToSecond(session, at, keys, part, nameOf); !added && problem)
                    problem = added;
            });
        if (!read || !problem)
            return read ? problem : read;
    }
    // The rest is not read in full. Were it not what the ranking has of it, the rows must not seem to add up.
    if (ranking.count() > shown && ranking.calls() == total.calls && ranking.billed() == total.billed)
        groups.addOthers(others, static_cast<std::int64_t>(ranking.count() - shown));
    return {};
}

/** Times, alone or with one name. Every zone's hours and days begin with a quarter of an hour; where they begin
 * with hours, too, one row for each hour and name will do. Elsewhere only hours that a day or hour cuts in two are
 * read from the rows. */
Result<> byTime(SpendScan &scan, const SpendQuestion &question, const SpendScan::Part &part)
{
    const SpendBy time = isTime(question.first) ? question.first : *question.second;
    const std::optional<SpendBy> other = isTime(question.first) ? question.second : question.first;
    if (!other || isTime(other))
        return scan.quarters(question.range, part);
    const SpendName *name = nameOf(*other);
    if (localZoneIsWholeHours(question.range))
        return scan.named(question.range, *name, part);
    if (time == SpendBy::Hour)
        return scan.rows(question.range, part);
    for (base::UnixMicros begin = question.range.begin; begin < question.range.end;) {
        const base::UnixMicros next = addLocalDays(localDayStart(begin), 1);
        const base::UnixMicros end = std::min(std::max(next, begin + 1), question.range.end);
        if (auto day = scan.named({ begin, end }, *name, part); !day)
            return day;
        begin = end;
    }
    return {};
}

} // namespace

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
    } else if (session && (isTime(question.first) || isTime(question.second))) {
        // Hours of sessions lie within one local hour or day where the zone is whole hours off.
        done = wholeHours ? scan.sessions(range, collect) : scan.rows(range, collect);
    } else if (question.first == SpendBy::Session) {
        done = bySession(scan, question, *total, groups, tagsOf);
    } else if (session) {
        done = scan.rows(range, collect);
    } else if (isTime(question.first) || isTime(question.second)) {
        done = byTime(scan, question, collect);
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
