// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <cstdint>
#include <vector>

namespace cachescope::ui {

/** What the requests table shows. */
struct CallQuery
{
    requestlog::TimeRange range;
    requestlog::Filter filter;
    requestlog::SortColumn sort = requestlog::SortColumn::Time;
    bool ascending = false;
    bool live = true; ///< The range ends now: calls that end from now on belong to it.

    bool byTime() const { return sort == requestlog::SortColumn::Time; }
    bool newestFirst() const { return byTime() && !ascending; }
};

using CallIds = std::vector<std::int64_t>;
using CallRows = std::vector<requestlog::CallRecord>;

} // namespace cachescope::ui
