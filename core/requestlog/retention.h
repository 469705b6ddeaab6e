// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "requestlog/request_log.h"
#include "storage/database.h"

namespace cachescope::requestlog {

/** Minutes by upstream, model and project are nearly as many rows as the log, so they go first. */
inline constexpr int rollupMinuteDays = 3;
inline constexpr int totalMinuteDays = 14;

/**
 * One step of the clean-up, in a job of its own so that calls are written in between: removes some of what is over
 * age or size, pinned rows excepted. True: there is more to do. Roll-ups of removed rows stay, so totals do not
 * shrink.
 */
base::Result<bool> cleanUpStep(storage::Database &database, const Retention &retention, base::UnixMicros now);

} // namespace cachescope::requestlog
