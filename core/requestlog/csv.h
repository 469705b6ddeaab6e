// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/record.h"

#include <string>

namespace cachescope::requestlog {

/** RFC 4180: CRLF ends lines, fields with comma, quote or line break are quoted. */
std::string csvHeader();
/** Texts that a spreadsheet would run as a formula get an apostrophe in front. */
std::string csvLine(const CallRecord &record);

} // namespace cachescope::requestlog
