// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_machine.h"
#include "requestlog/query.h"

#include <atomic>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::insight {

/** An alert that a rule would have had. */
struct AlertPreviewEpisode
{
    std::string entity;
    base::UnixMicros begin = 0, end = 0;
    bool open = false; ///< Still so at the end of the range.
    double worst = 0;
    requestlog::TimeRange calls; ///< Together with alertCallsFilter: exactly the calls counted here.
    std::int64_t requests = 0;
    base::Money billed;
    /** Ratios of caches: how much more was paid than at the usual ratio of the range; an estimate. */
    std::optional<base::Money> dearer;
};

/** What a rule would have done with the log as it is. */
struct AlertPreview
{
    requestlog::TimeRange range;
    std::int64_t step = 0; ///< Microseconds between values.
    std::string entity; ///< Of `values`: the one with most alerts, else with most calls.
    std::vector<double> values; ///< As of the end of each step; NaN: too little data.
    std::vector<AlertPreviewEpisode> episodes; ///< Newest first.
    int fired = 0; ///< All of them; the list has the newest only.
    std::int64_t firedMicros = 0; ///< Together.
};

inline constexpr int alertPreviewDays = 7;

/** False: the log does not hold what this metric is about (lost rows; a forecast's past). */
bool canPreview(AlertMetric metric);

/**
 * Plays the rule over the last seven days of the log, in steps of at least a minute, as if the program had been
 * awake all the time. Reads over a connection of its own; stops with Cancelled soon after `cancelled` is set. Any
 * thread.
 */
base::Result<AlertPreview> previewAlert(
    const std::string &databasePath, const AlertRule &rule, base::UnixMicros now,
    const std::shared_ptr<std::atomic<bool>> &cancelled = {});

} // namespace cachescope::insight
