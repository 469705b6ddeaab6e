// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/control_api.h"

#include <memory>
#include <string>

namespace cachescope::engine {

/**
 * The cache's controls for a command that runs by itself: through the admin API of the program that holds the data
 * directory, or, when nobody does, over its files. Both answer alike. Needs a QCoreApplication. One thread.
 */
class CacheControl
{
public:
    /** Unavailable when the directory is held by a program whose proxy cannot be reached; NotFound without a cache.
     */
    static base::Result<std::unique_ptr<CacheControl>> open(const std::string &dataDirectory);
    virtual ~CacheControl() = default;
    /** `question.origin` is "command". Errors are of the transport; what the cache has to say is in the answer. */
    virtual base::Result<cache::ControlAnswer> ask(const cache::ControlQuestion &question) = 0;
};

} // namespace cachescope::engine
