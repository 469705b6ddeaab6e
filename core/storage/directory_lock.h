// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <optional>
#include <string>

namespace cachescope::storage {

/**
 * Holds a data directory for this process: a kernel lock on the file `lock` in it, gone with the process however it
 * ends. Take it before WriteQueue::start: SQLite 3.40.1 must never have two connections that checkpoint.
 */
class DirectoryLock
{
public:
    /** Makes the directory as ensurePrivateDirectory does. Unavailable, naming the other process, when it is held.
     * Waits, at most five seconds, for one that was killed and is still ending. */
    static base::Result<DirectoryLock> acquire(const std::string &directory);
    /** The living process that the lock file names, without touching the lock: trying it, even for a moment, could
     * turn away a program that starts just then. Nothing when there is none; a number that was given out again
     * deceives. */
    static std::optional<long> holder(const std::string &directory);
    DirectoryLock(DirectoryLock &&other) noexcept;
    DirectoryLock &operator=(DirectoryLock &&other) noexcept;
    ~DirectoryLock();

private:
    explicit DirectoryLock(int descriptor);
    int m_descriptor = -1;
};

} // namespace cachescope::storage
