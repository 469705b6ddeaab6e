// SPDX-License-Identifier: MIT
#include "storage/schema.h"

#include "storage/schema_v1.h"
#include "storage/schema_v2.h"
#include "storage/schema_v3.h"
#include "storage/schema_v4.h"
#include "storage/schema_v5.h"
#include "storage/schema_v6.h"
#include "storage/schema_v7.h"
#include "storage/schema_v8.h"
#include "storage/schema_v9.h"

#include <algorithm>
#include <array>
#include <set>
#include <string_view>

namespace cachescope::storage {

namespace {

using base::ErrorCode;
using base::failure;

/** `PRAGMA application_id`: "CScp". Tells our files from other programs'. */
constexpr std::int64_t applicationId = 0x43536370;

constexpr std::array steps
    = { MigrationStep{ 1, schemaV1 }, MigrationStep{ 2, schemaV2 }, MigrationStep{ 3, schemaV3 },
        MigrationStep{ 4, schemaV4 }, MigrationStep{ 5, schemaV5 }, MigrationStep{ 6, schemaV6 },
        MigrationStep{ 7, schemaV7 }, MigrationStep{ 8, schemaV8 }, MigrationStep{ 9, schemaV9 } };
static_assert(steps.back().version == schemaVersion);

base::Result<std::int64_t> pragma(Database &database, const char *name)
{
    auto value = database.integer(std::string("PRAGMA ") + name);
    if (!value)
        return tl::unexpected(value.error());
    return value->value_or(0);
}

base::Result<> applyStep(Database &database, const MigrationStep &step)
{
    // user_version and application_id are in the header page and so part of the transaction.
    std::string sql = "BEGIN IMMEDIATE;";
    sql.append(step.sql);
    sql.append(";PRAGMA application_id = ").append(std::to_string(applicationId));
    sql.append(";PRAGMA user_version = ").append(std::to_string(step.version)).append(";COMMIT;");
    auto done = database.execute(sql);
    if (!done)
        (void)database.execute("ROLLBACK");
    return done;
}

/** "type name sql" of every table and index, without SQLite's own. */
base::Result<std::set<std::string>> shapeOf(Database &database)
{
    auto statement = database.prepare("SELECT type || ' ' || name || ' ' || coalesce(sql, '') FROM sqlite_schema "
                                      "WHERE name NOT LIKE 'sqlite\\_%' "
                                      "ESCAPE '\\'");
    if (!statement)
        return tl::unexpected(statement.error());
    std::set<std::string> shape;
    while (statement->step())
        shape.insert(std::string(statement->text(0)));
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return shape;
}

base::Result<> checkShape(Database &database, const std::string &path)
{
    auto fresh = Database::open({}, OpenMode::InMemory);
    if (!fresh)
        return tl::unexpected(fresh.error());
    if (auto migrated = migrate(*fresh); !migrated)
        return migrated;
    auto expected = shapeOf(*fresh);
    auto found = shapeOf(database);
    if (!expected)
        return tl::unexpected(expected.error());
    if (!found)
        return tl::unexpected(found.error());
    // More than expected is none of our business (an analyst's view, say); less is damage.
    if (!std::includes(found->begin(), found->end(), expected->begin(), expected->end()))
        return failure(ErrorCode::Corrupt, path + ": tables are missing or differ from what its version says.");
    return {};
}

base::Result<> checkEnds(Database &database)
{
    // Touches root, first and last pages of the tables that grow most.
    for (const char *sql :
         { "SELECT max(id) FROM request", "SELECT min(id) FROM request", "SELECT max(started_at) FROM request",
           "SELECT max(session) FROM request INDEXED BY request_session WHERE session != 0",
           "SELECT max(id) FROM chunk", "SELECT max(id) FROM chunk_use", "SELECT max(id) FROM body",
           "SELECT max(bucket) FROM total_minute", "SELECT count(*) FROM meta" })
        if (auto value = database.integer(sql); !value)
            return tl::unexpected(value.error());
    return {};
}

base::Result<> checkPages(Database &database, const std::string &path)
{
    auto statement = database.prepare("PRAGMA quick_check(1)");
    if (!statement)
        return tl::unexpected(statement.error());
    std::string verdict;
    if (statement->step())
        verdict = statement->text(0);
    if (!statement->ok())
        return tl::unexpected(statement->error());
    // A page that the disk would not give is reported in the same way as one that is damaged (SQLite's code 11).
    const bool damaged
        = verdict.find("error code 11") != std::string::npos || verdict.find("error code=11") != std::string::npos;
    const bool unread = verdict.find("error code") != std::string::npos
        || verdict.find("failed to get page") != std::string::npos;
    if (unread && !damaged)
        return failure(ErrorCode::Unavailable, path + ": cannot be read: " + verdict + ".");
    if (verdict != "ok")
        return failure(ErrorCode::Corrupt, path + ": is damaged: " + verdict + ".");
    return {};
}

base::Result<> checkOrigin(Database &database, const std::string &path, std::int64_t version)
{
    if (version == 0) {
        auto tables = database.integer("SELECT count(*) FROM sqlite_schema");
        if (!tables)
            return tl::unexpected(tables.error());
        if (tables->value_or(0) != 0)
            return failure(ErrorCode::Corrupt, path + ": is a database of another program.");
        return {};
    }
    auto application = pragma(database, "application_id");
    if (!application)
        return tl::unexpected(application.error());
    if (*application != applicationId)
        return failure(ErrorCode::Corrupt, path + ": is a database of another program.");
    return {};
}

} // namespace

std::span<const MigrationStep> migrationSteps()
{
    return steps;
}

base::Result<> migrate(Database &database)
{
    return migrate(database, steps);
}

base::Result<> migrate(Database &database, std::span<const MigrationStep> given)
{
    auto version = pragma(database, "user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (*version > given.back().version)
        return failure(
            ErrorCode::TooNew,
            database.path() + ": was written by a newer Cachescope (schema " + std::to_string(*version)
                + ", this program knows " + std::to_string(given.back().version)
                + "); update the program, or choose another --data-dir.");
    if (auto ours = checkOrigin(database, database.path(), *version); !ours)
        return ours;
    for (const MigrationStep &step : given)
        if (step.version > *version)
            if (auto applied = applyStep(database, step); !applied)
                return applied;
    return {};
}

base::Result<> check(const std::string &path, CheckDepth depth)
{
    if (auto rolledBack = rollBackJournal(path); !rolledBack && rolledBack.error().code != ErrorCode::NotFound)
        return rolledBack;
    auto database = Database::open(path, OpenMode::ReadOnly);
    if (!database)
        return database.error().code == ErrorCode::NotFound ? base::Result<>{} : tl::unexpected(database.error());
    auto version = pragma(*database, "user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (*version < 0)
        return failure(ErrorCode::Corrupt, path + ": has a schema version below zero.");
    if (*version > schemaVersion)
        return failure(
            ErrorCode::TooNew,
            path + ": was written by a newer Cachescope (schema " + std::to_string(*version)
                + "); update this program, or choose another --data-dir.");
    if (auto ours = checkOrigin(*database, path, *version); !ours || *version == 0)
        return ours;
    if (*version == schemaVersion) {
        if (auto shape = checkShape(*database, path); !shape)
            return shape;
        if (auto ends = checkEnds(*database); !ends)
            return ends;
    }
    return depth == CheckDepth::Full ? checkPages(*database, path) : base::Result<>{};
}

} // namespace cachescope::storage
