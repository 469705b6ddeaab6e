// SPDX-License-Identifier: MIT
#pragma once

#include "ui/requests/call_query.h"

namespace cachescope::ui {

class LogSource;

/** What came to the log since it was last looked at. */
struct NewerCalls
{
    CallRows matching; ///< Ended, and let through by the filter.
    CallIds open; ///< Not ended yet (or not on disk): to be asked about again.
    std::int64_t newest = 0; ///< Highest number seen; where the next look begins.
    bool more = false; ///< There is more than one look takes in: look again at once.
};

/**
 * Looks for calls numbered above `after`, and at those that were `open` before. The log itself decides what
 * matches, so conditions on bodies and headers count too. On a reader thread.
 */
base::Result<NewerCalls> findNewerCalls(
    LogSource &source, std::int64_t after, const CallIds &open, const CallQuery &query);

} // namespace cachescope::ui
