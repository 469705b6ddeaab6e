// SPDX-License-Identifier: MIT
#include "insight/alert_store.h"

#include <memory>

namespace cachescope::insight {

namespace {

using base::Result;
using storage::Database;
using storage::Statement;

constexpr std::int64_t dayMicros = 86'400'000'000;

constexpr std::string_view stateColumns = "rule, entity, phase, since, value, requests, newest_call, breach_us, "
                                          "well_us, silent_us, error_us, quiet_us, "
                                          "breach_since, told_level, told_at, since_told_us, period, episode";

AlertPhase phaseFrom(std::int64_t number)
{
    return number >= 0 && number <= static_cast<int>(AlertPhase::Error) ? static_cast<AlertPhase>(number)
                                                                        : AlertPhase::Normal;
}

AlertEpisode episodeFrom(const Statement &row, int first)
{
    AlertEpisode episode;
    episode.id = row.integer(first);
    episode.begin = row.integer(first + 1);
    episode.end = row.integer(first + 2);
    const std::int64_t why = row.integer(first + 3);
    episode.why = why >= 0 && why <= static_cast<int>(AlertEnd::RuleChanged) ? static_cast<AlertEnd>(why)
                                                                             : AlertEnd::StillOpen;
    episode.worst = row.real(first + 4);
    episode.limit = row.real(first + 5);
    return episode;
}

AlertState stateFrom(const Statement &row)
{
    AlertState state;
    state.phase = phaseFrom(row.integer(2));
    state.since = row.integer(3);
    if (!row.isNull(4))
        state.value = row.real(4);
    state.requests = row.integer(5);
    state.newestCall = row.integer(6);
    state.breachMicros = row.integer(7);
    state.wellMicros = row.integer(8);
    state.silentMicros = row.integer(9);
    state.errorMicros = row.integer(10);
    state.quietMicros = row.integer(11);
    state.breachSince = row.integer(12);
    state.toldLevel = static_cast<int>(row.integer(13));
    state.toldAt = row.integer(14);
    state.sinceTold = row.integer(15);
    state.period = row.integer(16);
    return state;
}

Result<> readStates(Database &database, AlertMemory &memory)
{
    auto statement = database.prepare(
        "SELECT s.rule, s.entity, phase, since, s.value, requests, newest_call, breach_us, well_us, silent_us, "
        "error_us, quiet_us, breach_since, told_level, told_at, since_told_us, period, e.id, e.began_at, "
        "e.ended_at, "
        "e.why, e.worst, e.limit_value FROM alert_state AS s LEFT JOIN alert_episode AS e ON e.id = s.episode");
    if (!statement)
        return tl::unexpected(statement.error());
    constexpr int episodeColumn = 17;
    while (statement->step()) {
        AlertState state = stateFrom(*statement);
        if (!statement->isNull(episodeColumn) && statement->integer(episodeColumn + 2) == 0)
            state.episode = episodeFrom(*statement, episodeColumn);
        memory.states[{ std::string(statement->text(0)), std::string(statement->text(1)) }] = state;
    }
    return statement->ok() ? Result<>() : tl::unexpected(statement->error());
}

Result<> readHistory(Database &database, base::UnixMicros now, AlertMemory &memory)
{
    // The last one before the days shown tells how they begin.
    auto statement = database.prepare(
        "SELECT rule, at, phase FROM alert_history AS h WHERE at >= ?1 OR at = (SELECT max(at) FROM alert_history "
        "AS o WHERE o.rule = h.rule AND o.at < ?1) ORDER BY at, id");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, now - 7 * dayMicros);
    while (statement->step())
        memory.history[std::string(statement->text(0))].push_back(
            { statement->integer(1), phaseFrom(statement->integer(2)) });
    return statement->ok() ? Result<>() : tl::unexpected(statement->error());
}

Result<> readSnoozes(Database &database, AlertMemory &memory)
{
    auto statement = database.prepare("SELECT rule, until FROM alert_snooze");
    if (!statement)
        return tl::unexpected(statement.error());
    while (statement->step())
        memory.snoozed[std::string(statement->text(0))] = statement->integer(1);
    return statement->ok() ? Result<>() : tl::unexpected(statement->error());
}

Result<> writeState(Database &database, const AlertKey &key, const AlertState &state)
{
    auto statement = database.cached(
        "INSERT OR REPLACE INTO alert_state (" + std::string(stateColumns)
        + ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    Statement &row = **statement;
    int column = 1;
    row.bind(column++, std::string_view(key.rule));
    row.bind(column++, std::string_view(key.entity));
    row.bind(column++, static_cast<std::int64_t>(state.phase));
    row.bind(column++, state.since);
    row.bindOptional(column++, state.value);
    for (const std::int64_t number :
         { state.requests, state.newestCall, state.breachMicros, state.wellMicros, state.silentMicros,
           state.errorMicros, state.quietMicros, state.breachSince, static_cast<std::int64_t>(state.toldLevel),
           state.toldAt, state.sinceTold, state.period, state.episode.id })
        row.bind(column++, number);
    return row.run();
}

Result<> writeEpisode(Database &database, const AlertKey &key, const AlertEpisode &episode)
{
    auto statement = database.cached("INSERT OR REPLACE INTO alert_episode (id, rule, entity, began_at, ended_at, "
                                     "why, worst, limit_value) VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    Statement &row = **statement;
    row.bind(1, episode.id);
    row.bind(2, std::string_view(key.rule));
    row.bind(3, std::string_view(key.entity));
    row.bind(4, episode.begin);
    row.bind(5, episode.end);
    row.bind(6, static_cast<std::int64_t>(episode.why));
    row.bind(7, episode.worst);
    row.bind(8, episode.limit);
    return row.run();
}

Result<> writeTransition(Database &database, const std::string &rule, const AlertTransition &transition)
{
    auto statement = database.cached("INSERT OR REPLACE INTO alert_history (rule, at, phase) VALUES (?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, std::string_view(rule));
    (*statement)->bind(2, transition.at);
    (*statement)->bind(3, static_cast<std::int64_t>(transition.phase));
    return (*statement)->run();
}

Result<> forgetState(Database &database, const AlertKey &key)
{
    auto statement = database.cached("DELETE FROM alert_state WHERE rule = ? AND entity = ?");
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, std::string_view(key.rule));
    (*statement)->bind(2, std::string_view(key.entity));
    return (*statement)->run();
}

Result<> removeOld(Database &database, base::UnixMicros before)
{
    for (const char *sql :
         { "DELETE FROM alert_episode WHERE ended_at > 0 AND ended_at < ?",
           "DELETE FROM alert_history WHERE at < ? AND at < (SELECT max(at) FROM alert_history AS "
           "o WHERE o.rule = alert_history.rule)" }) {
        auto statement = database.cached(sql);
        if (!statement)
            return tl::unexpected(statement.error());
        (*statement)->bind(1, before);
        if (auto done = (*statement)->run(); !done)
            return done;
    }
    return {};
}

Result<> writeAll(Database &database, const AlertChanges &changes)
{
    for (const auto &[key, state] : changes.states) {
        if (auto done = writeState(database, key, state); !done)
            return done;
        // What an episode came to so far survives with it.
        if (state.episode.id != 0) {
            if (auto done = writeEpisode(database, key, state.episode); !done)
                return done;
        }
    }
    for (const AlertKey &key : changes.forgotten) {
        if (auto done = forgetState(database, key); !done)
            return done;
    }
    for (const auto &[key, episode] : changes.episodes) {
        if (auto done = writeEpisode(database, key, episode); !done)
            return done;
    }
    for (const auto &[rule, transition] : changes.transitions) {
        if (auto done = writeTransition(database, rule, transition); !done)
            return done;
    }
    if (changes.transitions.empty())
        return {};
    return removeOld(database, changes.transitions.back().second.at - alertHistoryDays * dayMicros);
}

} // namespace

Result<AlertMemory> readAlertMemory(Database &database, base::UnixMicros now)
{
    AlertMemory memory;
    if (auto done = readStates(database, memory); !done)
        return tl::unexpected(done.error());
    if (auto done = readHistory(database, now, memory); !done)
        return tl::unexpected(done.error());
    if (auto done = readSnoozes(database, memory); !done)
        return tl::unexpected(done.error());
    auto last = database.integer("SELECT max(id) FROM alert_episode");
    if (!last)
        return tl::unexpected(last.error());
    memory.lastEpisode = last->value_or(0);
    return memory;
}

void writeAlertChanges(storage::WriteQueue &queue, AlertChanges changes)
{
    changes.notices.clear();
    if (changes.states.empty() && changes.forgotten.empty() && changes.episodes.empty()
        && changes.transitions.empty())
        return;
    const auto bytes
        = static_cast<std::int64_t>((changes.states.size() + changes.episodes.size() + 1) * sizeof(AlertState) * 2);
    // A state written by a later round may be queued behind: the order of jobs is the order of rounds.
    queue.submit([changes = std::move(changes)](Database &database) { return writeAll(database, changes); }, bytes);
}

void writeAlertSnooze(storage::WriteQueue &queue, const std::string &rule, base::UnixMicros until)
{
    queue.submit(
        [rule, until](Database &database) -> Result<> {
            auto statement = database.cached(
                until > 0 ? "INSERT OR REPLACE INTO alert_snooze (rule, until) VALUES (?1, ?2)"
                          : "DELETE FROM alert_snooze WHERE rule = ?1");
            if (!statement)
                return tl::unexpected(statement.error());
            (*statement)->bind(1, std::string_view(rule));
            if (until > 0)
                (*statement)->bind(2, until);
            return (*statement)->run();
        },
        static_cast<std::int64_t>(rule.size()) + 64);
}

Result<std::vector<AlertPastEpisode>> readAlertEpisodes(
    Database &database, requestlog::TimeRange range, std::size_t limit)
{
    auto statement = database.prepare(
        "SELECT rule, entity, id, began_at, ended_at, why, worst, limit_value FROM alert_episode "
        "WHERE began_at < ?2 AND (ended_at = 0 OR ended_at >= ?1) ORDER BY began_at DESC LIMIT ?3");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, range.begin);
    statement->bind(2, range.end);
    statement->bind(3, static_cast<std::int64_t>(limit));
    std::vector<AlertPastEpisode> episodes;
    while (statement->step())
        episodes.push_back(
            { { std::string(statement->text(0)), std::string(statement->text(1)) }, episodeFrom(*statement, 2) });
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return episodes;
}

} // namespace cachescope::insight
