// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <string>

namespace cachescope::storage {

/** The schema that this program writes; `PRAGMA user_version` of a file. Tables are described in docs/data.md. */
inline constexpr int schemaVersion = 1;

/** Brings a connection to `schemaVersion`, one transaction a step. ErrorCode::TooNew when the file comes from a
 * newer program. */
base::Result<> migrate(Database &database);

/** Checks header, integrity (quick) and version without changing anything. */
base::Result<> check(const std::string &path);

/** Makes the directory (0700) if missing; refuses one that another user owns or that is a link. */
base::Result<> ensurePrivateDirectory(const std::string &path);

} // namespace cachescope::storage
