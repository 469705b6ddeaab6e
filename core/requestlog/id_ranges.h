// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/filter.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <vector>

namespace cachescope::requestlog {

/** Ids of calls, both ends included. */
struct IdRange
{
    std::int64_t first = 0, last = 0;
};

/**
 * Where in the log the calls lie that `filter` can match, ascending and apart: by the words (text_block) and the
 * sessions (their index) that it asks for. Nothing: anywhere; no index helps. Within a transaction that the search
 * shares.
 */
base::Result<std::optional<std::vector<IdRange>>> rangesFor(storage::Database &database, const Filter &filter);

} // namespace cachescope::requestlog
