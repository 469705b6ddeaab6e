// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/query.h"

#include <optional>
#include <string>

namespace cachescope::app {

/** The figures of `stats` for people: a block of totals and, with `by`, a table whose rows add up to it. */
base::Result<std::string> statsText(
    requestlog::Reader &reader, requestlog::TimeRange range, std::optional<requestlog::GroupBy> by);

} // namespace cachescope::app
