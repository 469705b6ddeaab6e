// SPDX-License-Identifier: MIT
#pragma once

#include "cache/entry.h"

namespace cachescope::cache {

// Answers that are delivered but never kept, because they hold what looks like a key (law 6).

bool holdsSecret(const Entry &entry);

/** A key that came in pieces, one a stream event, shows only in the assembled answer. Slow, so not for the proxy's
 * threads. */
bool assembledHoldsSecret(const Entry &entry);

} // namespace cachescope::cache
