// SPDX-License-Identifier: MIT
#include "requestlog/spend_tables.h"

#include "requestlog/rollups.h"

#include <array>
#include <map>
#include <string>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;
using storage::Statement;

constexpr std::array counts{ &SpendSums::calls,     &SpendSums::unpriced,   &SpendSums::fresh,
                             &SpendSums::cacheRead, &SpendSums::cacheWrite, &SpendSums::output };
constexpr std::array amounts{ &SpendSums::billed,     &SpendSums::costRead,    &SpendSums::costWrite,
                              &SpendSums::costOutput, &SpendSums::costUnsplit, &SpendSums::withoutCache,
                              &SpendSums::avoided };
static_assert(counts.size() + amounts.size() == spendColumnCount);

/** Adds to the row of a key, or makes it. */
std::string upsertSql(std::string_view table, std::string_view keys, int keyCount)
{
    std::string values = "?1";
    for (int i = 2; i <= keyCount + spendColumnCount; ++i)
        values += ", ?" + std::to_string(i);
    std::string sql = "INSERT INTO " + std::string(table) + " (" + std::string(keys) + ", "
        + std::string(spendColumnNames) + ") VALUES (" + values + ") ON CONFLICT (" + std::string(keys)
        + ") DO UPDATE SET ";
    std::string_view rest = spendColumnNames;
    while (!rest.empty()) {
        const std::size_t comma = rest.find(',');
        const std::string name(rest.substr(0, comma));
        sql += name + " = " + name + " + excluded." + name;
        if (comma == std::string_view::npos)
            break;
        sql += ", ";
        rest.remove_prefix(comma + 2);
    }
    return sql;
}

template <std::size_t size>
Result<> addTo(
    Database &database, const std::string &sql, const std::map<std::array<std::int64_t, size>, SpendSums> &all)
{
    auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    for (const auto &[key, sums] : all) {
        int index = 1;
        for (const std::int64_t part : key)
            (*statement)->bind(index++, part);
        bindSpend(**statement, index, sums);
        if (auto run = (*statement)->run(); !run)
            return run;
    }
    return {};
}

} // namespace

SpendSums readSpend(const Statement &statement, int firstColumn)
{
    SpendSums sums;
    int column = firstColumn;
    for (const auto member : counts)
        sums.*member = statement.integer(column++);
    for (const auto member : amounts)
        sums.*member = base::Money::fromPico(statement.integer(column++));
    return sums;
}

void bindSpend(Statement &statement, int firstIndex, const SpendSums &sums)
{
    int index = firstIndex;
    for (const auto member : counts)
        statement.bind(index++, sums.*member);
    for (const auto member : amounts)
        statement.bind(index++, (sums.*member).pico());
}

const std::string_view spendRowColumns
    = "outcome, flags, fresh, cache_read, cache_write_5m, cache_write_1h, cache_write_other, output, billed, "
      "without_cache, avoided, cost_read, cost_write, cost_output";

SpendSums readSpendOfRow(const Statement &statement, int firstColumn)
{
    const auto money = [&](int column) -> std::optional<base::Money> {
        if (statement.isNull(firstColumn + column))
            return {};
        return base::Money::fromPico(statement.integer(firstColumn + column));
    };
    CallFigures figures;
    figures.outcome = static_cast<Outcome>(statement.integer(firstColumn) % outcomeCount);
    figures.usageSource = static_cast<providers::UsageSource>(
        (statement.integer(firstColumn + 1) >> RowFlag::usageSourceShift) & 3);
    figures.tokens = { statement.integer(firstColumn + 2), statement.integer(firstColumn + 3),
                       statement.integer(firstColumn + 4), statement.integer(firstColumn + 5),
                       statement.integer(firstColumn + 6), statement.integer(firstColumn + 7) };
    figures.billed = money(8);
    figures.withoutCache = money(9);
    figures.avoided = money(10);
    const auto read = money(11);
    const auto write = money(12);
    const auto output = money(13);
    std::optional<CostParts> parts;
    if (figures.billed && read && write && output)
        parts = { *figures.billed - *read - *write - *output, *read, *write, *output };
    return spendOf(figures, parts);
}

std::size_t SpendWriter::Hash::operator()(const Key &key) const
{
    constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;
    std::uint64_t hash = 0;
    for (const std::int64_t part : { key.quarter, key.names.upstream, key.names.model, key.names.project,
                                     key.names.client, key.names.session, key.names.credential, key.names.tags }) {
        hash = (hash ^ static_cast<std::uint64_t>(part)) * odd;
        hash ^= hash >> 32;
    }
    return hash;
}

void SpendWriter::add(base::UnixMicros startedAt, const RowKeys &keys, const SpendSums &sums)
{
    m_collected[{ bucketOf(startedAt, quarterMicros), keys }].add(sums);
}

Result<> SpendWriter::write(Database &database)
{
    constexpr const char *names = "bucket, upstream, model, project, client, credential, tags";
    static const std::string quarterSql = upsertSql("spend_quarter", "bucket", 1);
    static const std::string hourSql = upsertSql("spend_hour", names, 7);
    static const std::string daySql = upsertSql("spend_day", names, 7);
    static const std::string nameSql = upsertSql("spend_name", "bucket, kind, name", 3);
    static const std::string sessionSql = upsertSql("spend_session", "bucket, session", 2);
    if (m_collected.empty())
        return {};
    std::map<std::array<std::int64_t, 1>, SpendSums> quarters;
    std::map<std::array<std::int64_t, 7>, SpendSums> hours;
    std::map<std::array<std::int64_t, 7>, SpendSums> days;
    std::map<std::array<std::int64_t, 2>, SpendSums> sessions;
    std::map<std::array<std::int64_t, 3>, SpendSums> single;
    for (const auto &[key, sums] : m_collected) {
        const std::int64_t hour = bucketOf(key.quarter, hourMicros / quarterMicros);
        const std::int64_t day = bucketOf(key.quarter, dayMicros / quarterMicros);
        const RowKeys &k = key.names;
        quarters[{ key.quarter }].add(sums);
        hours[{ hour, k.upstream, k.model, k.project, k.client, k.credential, k.tags }].add(sums);
        days[{ day, k.upstream, k.model, k.project, k.client, k.credential, k.tags }].add(sums);
        sessions[{ hour, k.session }].add(sums);
        for (const SpendName &name : spendNames)
            single[{ hour, static_cast<std::int64_t>(name.kind), k.*name.key }].add(sums);
    }
    if (auto done = addTo(database, quarterSql, quarters); !done)
        return done;
    if (auto done = addTo(database, hourSql, hours); !done)
        return done;
    if (auto done = addTo(database, daySql, days); !done)
        return done;
    if (auto done = addTo(database, nameSql, single); !done)
        return done;
    return addTo(database, sessionSql, sessions);
}

} // namespace cachescope::requestlog
