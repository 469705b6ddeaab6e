// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "requestlog/filter_node.h"

#include <string>
#include <string_view>

namespace cachescope::requestlog {

// Values of filters as people write them. What a value covers is a range: one number, or a day for a date. The
// error is one sentence without position.

using ParsedRange = tl::expected<NumberRange, std::string>;

ParsedRange parseCount(std::string_view text); ///< "100", "1.5k", "2M", "1G".
ParsedRange parseMoney(std::string_view text); ///< "0.05", "$1", "-2": in pico-units.
ParsedRange parseDuration(std::string_view text); ///< "2s", "300ms", "1m", "1h", "50us": in microseconds.
ParsedRange parseBytes(std::string_view text); ///< "100", "4kB", "4KiB", "1.5MB".
ParsedRange parseStatus(std::string_view text); ///< "404", "4xx".
ParsedRange parseShare(std::string_view text); ///< "80%", "0.8": in hundredths of a percent.
/** "2026-10-24", "2026-10-24T10:30", "…T10:30:15", with "Z" for UTC; "10:30" (today); "today", "yesterday"; "2h",
 * "3d" (that long before `now`). */
ParsedRange parseTime(std::string_view text, base::UnixMicros now);

} // namespace cachescope::requestlog
