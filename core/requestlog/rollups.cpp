// SPDX-License-Identifier: MIT
#include "requestlog/rollups.h"

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;
using storage::Statement;

/** Statements over one roll-up table; made once, as `cached` looks them up by their text. */
struct TableSql
{
    std::string select, replace;
    int keyColumns = 0;
};

TableSql sqlFor(std::string_view table, bool withDimensions)
{
    TableSql sql;
    sql.keyColumns = withDimensions ? 5 : 2;
    const std::string keys = withDimensions ? "bucket, upstream, model, project, outcome" : "bucket, outcome";
    const std::string condition = withDimensions
        ? "bucket = ?1 AND upstream = ?2 AND model = ?3 AND project = ?4 AND outcome = ?5"
        : "bucket = ?1 AND outcome = ?2";
    sql.select = "SELECT " + std::string(sumColumnNames) + " FROM " + std::string(table) + " WHERE " + condition;
    std::string values = "?1";
    for (int i = 2; i <= sql.keyColumns + sumColumnCount; ++i)
        values += ", ?" + std::to_string(i);
    sql.replace = "INSERT OR REPLACE INTO " + std::string(table) + " (" + keys + ", " + std::string(sumColumnNames)
        + ") VALUES (" + values + ")";
    return sql;
}

template <typename Key> void bindKey(Statement &statement, const Key &key)
{
    int index = 1;
    std::apply([&](const auto... part) { (statement.bind(index++, part), ...); }, key);
}

template <typename Key> Result<> mergeInto(Database &database, const TableSql &sql, const Key &key, Sums sums)
{
    auto select = database.cached(sql.select);
    if (!select)
        return tl::unexpected(select.error());
    bindKey(**select, key);
    if ((*select)->step())
        sums.merge(readSums(**select, 0));
    else if (!(*select)->ok())
        return tl::unexpected((*select)->error());
    (*select)->reset();
    auto replace = database.cached(sql.replace);
    if (!replace)
        return tl::unexpected(replace.error());
    bindKey(**replace, key);
    bindSums(**replace, sql.keyColumns + 1, sums);
    return (*replace)->run();
}

template <typename Key> Result<> mergeAll(Database &database, const TableSql &sql, const std::map<Key, Sums> &all)
{
    for (const auto &[key, sums] : all)
        if (auto merged = mergeInto(database, sql, key, sums); !merged)
            return merged;
    return {};
}

} // namespace

void RollupWriter::add(base::UnixMicros startedAt, const RowKeys &keys, const CallFigures &figures)
{
    const Key key(
        bucketOf(startedAt, minuteMicros), keys.upstream, keys.model, keys.project,
        static_cast<std::int64_t>(figures.outcome));
    m_minutes[key].add(figures);
}

void RollupWriter::adjust(base::UnixMicros startedAt, const RowKeys &keys, Outcome outcome, const Sums &change)
{
    const Key key(
        bucketOf(startedAt, minuteMicros), keys.upstream, keys.model, keys.project,
        static_cast<std::int64_t>(outcome));
    m_minutes[key].merge(change);
}

Result<> RollupWriter::write(Database &database)
{
    static const std::array<std::pair<TableSql, TableSql>, grains.size()> tables = [] {
        std::array<std::pair<TableSql, TableSql>, grains.size()> made;
        for (std::size_t i = 0; i < grains.size(); ++i)
            made[i] = { sqlFor(grains[i].totalTable, false), sqlFor(grains[i].rollupTable, true) };
        return made;
    }();
    for (std::size_t i = 0; i < grains.size(); ++i) {
        const std::int64_t minutes = grains[i].micros / minuteMicros;
        Collected rollups;
        std::map<std::pair<std::int64_t, std::int64_t>, Sums> totals;
        for (const auto &[key, sums] : m_minutes) {
            const auto &[minute, upstream, model, project, outcome] = key;
            const std::int64_t bucket = bucketOf(minute, minutes);
            rollups[Key(bucket, upstream, model, project, outcome)].merge(sums);
            totals[{ bucket, outcome }].merge(sums);
        }
        if (auto merged = mergeAll(database, tables[i].first, totals); !merged)
            return merged;
        if (auto merged = mergeAll(database, tables[i].second, rollups); !merged)
            return merged;
    }
    return {};
}

} // namespace cachescope::requestlog
