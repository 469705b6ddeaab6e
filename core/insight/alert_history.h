// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "insight/alert_rule.h"
#include "requestlog/histogram.h"
#include "requestlog/query.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::insight {

/** Sums of one step of time that can be taken back out of a moving window. */
struct AlertStepSums
{
    requestlog::Totals totals; ///< Counts, tokens and billed money; no percentiles.
    std::int64_t upstreamCalls = 0, serverErrors = 0;
    std::int64_t dearest = 0; ///< Pico-units of the dearest call; not moved.
    requestlog::Histogram durations; ///< Only for percentiles, of what the metric is about; not moved.

    void add(const AlertStepSums &other);
    void subtract(const AlertStepSums &other);
};

/** The past of one entity in equal steps. */
struct AlertEntitySteps
{
    std::string entity;
    std::int64_t calls = 0;
    std::vector<AlertStepSums> sums;
};

struct AlertSteps
{
    requestlog::TimeRange range; ///< Begins and ends on whole minutes.
    std::int64_t step = 0; ///< Microseconds, whole minutes.
    std::vector<AlertEntitySteps> entities; ///< Most calls first, at most 20.
};

/** Fills `steps.entities` with the calls of a rule; `range` and `step` are given. */
base::Result<> readAlertSteps(
    const std::string &databasePath, const AlertRule &rule, const std::shared_ptr<std::atomic<bool>> &cancelled,
    AlertSteps &steps);

} // namespace cachescope::insight
