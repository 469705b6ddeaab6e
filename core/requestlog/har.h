// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/record_json.h"

namespace cachescope::requestlog {

/** HAR 1.2 (w3c.github.io/web-performance/specs/HAR): what stands before and behind the entries. */
std::string harHead();
std::string harTail();
/** One entry; HAR wants absolute URLs, so the proxy's address stands for the upstream's name. */
Json harEntry(const CallRecord &record, const CallContents &contents);

} // namespace cachescope::requestlog
