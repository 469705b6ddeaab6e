// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "ui/requests/call_query.h"

#include <optional>
#include <vector>

namespace cachescope::ui {

class LogSource;

/** What the line above the table says. */
struct CallSums
{
    requestlog::Totals all; ///< Of the range.
    requestlog::Totals matching; ///< Of the range and the filter.
    std::vector<requestlog::SeriesPoint> series; ///< Of the matching ones.
    std::optional<base::UnixMicros> newestTime; ///< Of the whole log.
    /** With a filter that matches nothing: the filter without its last condition, and what that would show. */
    QString relaxedFilter, lastCondition;
    std::int64_t relaxedCount = 0;
};

/** Reads them; on a reader thread. */
base::Result<CallSums> readSums(LogSource &source, const CallQuery &query, int buckets);

/** A filter without its last condition, and that condition. Both empty without one. */
struct RelaxedFilter
{
    std::string text, condition;
};
RelaxedFilter withoutLastCondition(const requestlog::Filter &filter);

} // namespace cachescope::ui
