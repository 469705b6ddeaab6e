// SPDX-License-Identifier: MIT
#include "requestlog/retention.h"

#include "requestlog/rollups.h"
#include "requestlog/row.h"
#include "requestlog/text_blocks.h"
#include "storage/body_store.h"

#include <vector>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::BodyStore;
using storage::Database;

constexpr std::int64_t rowsPerStep = 2'000;
constexpr std::int64_t scannedPerStep = 5'000;
constexpr std::int64_t bodiesPerStep = 100;
constexpr std::int64_t rollupsPerStep = 5'000;
constexpr std::int64_t vacuumPagesPerStep = 1'000;

struct RowBodies
{
    std::int64_t id = 0, requestBody = 0, responseBody = 0, startedAt = 0, flags = 0;
};

Result<std::vector<RowBodies>> select(
    Database &database, std::string_view sql, std::int64_t first, std::int64_t limit)
{
    auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, first);
    (*statement)->bind(2, limit);
    std::vector<RowBodies> rows;
    while ((*statement)->step())
        rows.push_back({ (*statement)->integer(0), (*statement)->integer(1), (*statement)->integer(2),
                         (*statement)->integer(3), (*statement)->integer(4) });
    if (!(*statement)->ok())
        return tl::unexpected((*statement)->error());
    (*statement)->reset();
    return rows;
}

Result<> run(Database &database, std::string_view sql, std::int64_t first)
{
    auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    (*statement)->bind(1, first);
    return (*statement)->run();
}

Result<> releaseBodies(Database &database, const RowBodies &row)
{
    for (const std::int64_t body : { row.requestBody, row.responseBody })
        if (auto released = BodyStore::release(database, body); !released)
            return released;
    return {};
}

/** Ids are never given twice, even when the newest rows are removed. */
Result<> rememberLastId(Database &database)
{
    return database.execute(
        "INSERT INTO meta SELECT 'last_id', max(id) FROM request WHERE id IS NOT NULL HAVING max(id) IS NOT NULL "
        "ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)");
}

/** What sums up the texts of calls that are all gone. */
Result<bool> removeOldTexts(Database &database)
{
    const std::string blocks = std::to_string(callsPerBlock);
    auto done
        = database.execute("DELETE FROM text_block WHERE block < (SELECT min(id) / " + blocks + " FROM request)");
    return done ? Result<bool>(false) : tl::unexpected(done.error());
}

Result<bool> removeOldRows(Database &database, base::UnixMicros before)
{
    auto rows = select(
        database,
        "SELECT id, request_body, response_body, started_at, flags FROM request "
        "WHERE started_at < ?1 AND state != 0 AND (flags & 8) = 0 ORDER BY started_at LIMIT ?2",
        before, rowsPerStep);
    if (!rows)
        return tl::unexpected(rows.error());
    if (rows->empty())
        return removeOldTexts(database);
    if (auto remembered = rememberLastId(database); !remembered)
        return tl::unexpected(remembered.error());
    for (const RowBodies &row : *rows) {
        if (auto released = releaseBodies(database, row); !released)
            return tl::unexpected(released.error());
        for (const char *sql : { "DELETE FROM request WHERE id = ?1", "DELETE FROM request_detail WHERE id = ?1",
                                 "DELETE FROM call_insight WHERE id = ?1" })
            if (auto removed = run(database, sql, row.id); !removed)
                return tl::unexpected(removed.error());
    }
    return true;
}

Result<> removeContents(Database &database, const RowBodies &row)
{
    if (row.requestBody > 0 || row.responseBody > 0) {
        if (auto released = releaseBodies(database, row); !released)
            return released;
        if (auto marked = run(
                database,
                "UPDATE request SET request_body = iif(request_body > 0, -1, request_body), "
                "response_body = iif(response_body > 0, -1, response_body) WHERE id = ?1",
                row.id);
            !marked)
            return marked;
    }
    return run(database, "UPDATE request_detail SET heads = NULL WHERE id = ?1 AND heads IS NOT NULL", row.id);
}

Result<> moveCursor(Database &database, std::int64_t below)
{
    return run(
        database,
        "INSERT INTO meta VALUES ('bodies_cleaned_below', ?1) ON CONFLICT (key) DO UPDATE SET value = "
        "excluded.value",
        below);
}

/** Goes up the log from where the last clean-up ended and takes bodies while they are too old or too many. */
Result<bool> removeOldBodies(Database &database, base::UnixMicros before, std::int64_t mostBytes)
{
    auto cursor = database.integer("SELECT value FROM meta WHERE key = 'bodies_cleaned_below'");
    if (!cursor)
        return tl::unexpected(cursor.error());
    auto rows = select(
        database,
        "SELECT id, request_body, response_body, started_at, flags FROM request WHERE id >= ?1 AND state != 0 "
        "ORDER BY id LIMIT ?2",
        cursor->value_or(0), scannedPerStep);
    if (!rows)
        return tl::unexpected(rows.error());
    std::int64_t removed = 0;
    std::int64_t below = cursor->value_or(0);
    for (const RowBodies &row : *rows) {
        auto bytes = BodyStore::storedBytes(database);
        if (!bytes)
            return tl::unexpected(bytes.error());
        if ((row.startedAt >= before && *bytes <= mostBytes) || removed >= bodiesPerStep)
            break;
        below = row.id + 1;
        if ((row.flags & RowFlag::pinned) != 0)
            continue;
        if (auto done = removeContents(database, row); !done)
            return tl::unexpected(done.error());
        removed += row.requestBody > 0 || row.responseBody > 0 ? 1 : 0;
    }
    if (below == cursor->value_or(0))
        return false;
    if (auto moved = moveCursor(database, below); !moved)
        return tl::unexpected(moved.error());
    return true;
}

Result<bool> removeOldMinutes(Database &database, const char *table, const char *metaKey, std::int64_t bucket)
{
    const std::string remember = std::string("INSERT INTO meta VALUES ('") + metaKey
        + "', ?1) ON CONFLICT (key) DO UPDATE SET value = max(value, excluded.value)";
    if (auto done = run(database, remember, bucket); !done)
        return tl::unexpected(done.error());
    // WITHOUT ROWID: the oldest buckets are taken whole until enough rows are gone.
    const std::string remove = std::string("DELETE FROM ") + table
        + " WHERE bucket < ?1 AND bucket <= (SELECT max(bucket) " + "FROM (SELECT bucket FROM " + table
        + " ORDER BY bucket LIMIT " + std::to_string(rollupsPerStep) + "))";
    if (auto done = run(database, remove, bucket); !done)
        return tl::unexpected(done.error());
    return database.changes() > 0;
}

/** Gives free pages back to the file system when they are a quarter of the file. */
Result<bool> shrinkFile(Database &database)
{
    auto unused = database.integer("PRAGMA freelist_count");
    auto pages = database.integer("PRAGMA page_count");
    if (!unused || !pages)
        return tl::unexpected(unused ? pages.error() : unused.error());
    if (unused->value_or(0) * 4 < pages->value_or(0) || unused->value_or(0) < vacuumPagesPerStep)
        return false;
    if (auto done = database.execute("PRAGMA incremental_vacuum(" + std::to_string(vacuumPagesPerStep) + ")");
        !done)
        return tl::unexpected(done.error());
    return true;
}

} // namespace

Result<bool> cleanUpStep(Database &database, const Retention &retention, base::UnixMicros now)
{
    const auto daysAgo = [now](int days) { return now - days * dayMicros; };
    // Each step does one kind of work; the next kind comes when this one has nothing left.
    auto more = removeOldRows(database, daysAgo(retention.days));
    if (more && !*more)
        more = removeOldBodies(database, daysAgo(retention.bodyDays), retention.bodyBytes);
    if (more && !*more)
        more = removeOldMinutes(
            database, "rollup_minute", "rollup_minutes_from", bucketOf(daysAgo(rollupMinuteDays), minuteMicros));
    if (more && !*more)
        more = removeOldMinutes(
            database, "total_minute", "total_minutes_from", bucketOf(daysAgo(totalMinuteDays), minuteMicros));
    if (more && !*more)
        more = removeOldMinutes(
            database, "spend_session", "spend_sessions_from", bucketOf(daysAgo(retention.days), hourMicros) + 1);
    if (more && !*more)
        more = shrinkFile(database);
    return more;
}

} // namespace cachescope::requestlog
