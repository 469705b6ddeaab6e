// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/control_api.h"
#include "engine/data_directory.h"

#include <memory>
#include <string>

namespace cachescope::engine {

/**
 * LogJobs for a command that runs by itself: through the admin API of the program that holds the data directory,
 * or, when nobody does, over its files, which it holds meanwhile. Needs a QCoreApplication. One thread.
 */
class LogControl
{
public:
    /** Makes the directory when there is none. `configFile` as `--config`: for retention and prices. Unavailable
     * when the directory is held by a program whose proxy cannot be asked. */
    static base::Result<std::unique_ptr<LogControl>> open(
        const std::string &dataDirectory, DataDirectory::Kind kind, const std::string &configFile);
    virtual ~LogControl() = default;
    virtual base::Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) = 0;
};

} // namespace cachescope::engine
