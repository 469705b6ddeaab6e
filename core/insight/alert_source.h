// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "insight/alert_rule.h"
#include "requestlog/query.h"

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::insight {

/** What the alert engine asks the log; an interface so that tests can answer. One thread. */
class AlertSource
{
public:
    virtual ~AlertSource() = default;
    /** Sums by entity; with AlertPer::Nothing one group with an empty key, also when there are no calls. */
    virtual base::Result<std::vector<requestlog::Group>> groups(
        requestlog::TimeRange range, AlertPer per, const requestlog::Filter &filter)
        = 0;
    /** Start of the newest call of each entity that has one in the range. */
    virtual base::Result<std::map<std::string, base::UnixMicros>> newestCalls(
        requestlog::TimeRange range, AlertPer per, const requestlog::Filter &filter)
        = 0;
    /** What the dearest call of the range cost; zero without any. */
    virtual base::Result<base::Money> dearest(requestlog::TimeRange range, const requestlog::Filter &filter) = 0;
    virtual base::Result<std::int64_t> newestId() = 0;
    virtual std::int64_t droppedRows() = 0; ///< Since the program began.
    /** From another thread: ends the running question, and all later ones, with ErrorCode::Cancelled. */
    virtual void cancel() { }
};

/** A source over read-only connections of its own; opened at the first question and again after an error. */
std::unique_ptr<AlertSource> logAlertSource(std::string databasePath, std::function<std::int64_t()> droppedRows);

/** Start of the period of local time that holds `now`; 0 for AlertPeriod::None. */
base::UnixMicros alertPeriodStart(AlertPeriod period, base::UnixMicros now);
base::UnixMicros nextMonthStart(base::UnixMicros now);

/** The value of a metric that sums give (all but forecast, upstream down, no traffic, dear call, log drops). */
double alertValueOf(AlertMetric metric, const requestlog::Totals &totals);

} // namespace cachescope::insight
