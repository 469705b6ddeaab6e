// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "storage/database.h"
#include "storage/private_files.h"

#include <span>
#include <string>

namespace cachescope::storage {

/** The schema that this program writes; `PRAGMA user_version` of a file. Tables are described in docs/data.md. */
inline constexpr int schemaVersion = 9;

/** Brings a connection to `schemaVersion`, one transaction a step. ErrorCode::TooNew when the file comes from a
 * newer program, Corrupt when it is another program's. */
base::Result<> migrate(Database &database);

/** How thoroughly `check` looks. */
enum class CheckDepth
{
    Quick, ///< Header, version, the shape of all tables and both ends of the log: constant time.
    Full, ///< Also every page (`PRAGMA quick_check`): about a second for each gigabyte that is in memory.
};

/**
 * Checks a file without changing it. Corrupt: set it aside. TooNew: leave it alone. A missing or an empty file is
 * fine.
 */
base::Result<> check(const std::string &path, CheckDepth depth = CheckDepth::Full);

/** One step of a migration: SQL that leads from the version before to `version`. */
struct MigrationStep
{
    int version = 0;
    const char *sql = nullptr;
};
/** All steps of this program, the first from an empty file. */
std::span<const MigrationStep> migrationSteps();
/** As `migrate`, with the steps given: for tests of the machinery. */
base::Result<> migrate(Database &database, std::span<const MigrationStep> steps);

} // namespace cachescope::storage
