// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <string>

namespace cachescope::storage {

/**
 * Makes the directory (0700, with parents) if missing and takes other users' rights from it; refuses one that
 * another user owns, that is a link, or that is no directory.
 */
base::Result<> ensurePrivateDirectory(const std::string &path);

/**
 * Creates the file with mode 0600 if it is missing, and takes other users' rights from it and from its -wal and
 * -shm. Refuses links, special files and files of other users. The umask does not matter.
 */
base::Result<> preparePrivateFile(const std::string &path);

/** `path` with its directory's links resolved; the last part is left as it is. NotFound when the directory is
 * missing. */
base::Result<std::string> resolveDirectory(const std::string &path);

/** True for anything that has this name, a dangling link included. */
bool fileExists(const std::string &path);

/**
 * Renames a database file with its -wal and -shm to `path.damaged-YYYYMMDD-HHMMSS` (UTC; a number follows when that
 * exists) and returns the new name of the database file. Nothing is ever overwritten.
 */
base::Result<std::string> setAside(const std::string &path);

} // namespace cachescope::storage
