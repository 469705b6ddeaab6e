// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "storage/database.h"

namespace cachescope::requestlog {

/**
 * Gives a connection the functions that Filter's SQL calls, so that a condition means the same in SQL and in
 * Filter::matches: cs_match(pattern, text), cs_match_tags(pattern, joined), cs_body_matches(pattern, body id),
 * cs_heads_match(pattern, heads), cs_uid_text(uid). The database object must stay where it is in memory.
 */
base::Result<> addFilterFunctions(storage::Database &database);

} // namespace cachescope::requestlog
