// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "storage/directory_lock.h"

#include <optional>
#include <string>
#include <string_view>

namespace cachescope::engine {

/** `--data-dir`, else CACHESCOPE_DATA_DIR, else the platform's data directory; with `demo`, a directory of its own
 * below that. */
std::string resolveDataDirectory(const std::string &asked, bool demo);
/** `--config`, else CACHESCOPE_CONFIG, else config.json in the platform's configuration directory. */
std::string resolveConfigFile(const std::string &asked);
/** The log (and cache) database of a data directory. */
std::string databaseFile(const std::string &dataDirectory);

/** The file that tells other commands where the running proxy listens: "127.0.0.1:8737". */
std::string addressFile(const std::string &dataDirectory);

/** Small private files of a data directory. All are 0600 and made on first use. */
class DataDirectory
{
public:
    enum class Kind
    {
        Real,
        Simulated
    };
    /**
     * Makes the directory (0700), locks it for this process and reads its secrets. Refuses one that another user
     * owns, that another process holds, or whose kind is the other one: simulated and real calls never share a log.
     */
    static base::Result<DataDirectory> open(const std::string &path, Kind kind);

    const std::string &path() const { return m_path; }
    const base::Secret &adminToken() const { return m_adminToken; }
    const base::Secret &hashKey() const { return m_hashKey; }
    base::Result<> renewAdminToken();

private:
    std::string m_path;
    base::Secret m_adminToken, m_hashKey;
    std::optional<storage::DirectoryLock> m_lock;
};

/** Writes a file whole or not at all, mode 0600. Errors name the file. */
base::Result<> writePrivateFile(const std::string &path, std::string_view content);
/** Reads a small file whole (at most 4 MiB). NotFound when it is missing. */
base::Result<std::string> readSmallFile(const std::string &path);

} // namespace cachescope::engine
