// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_book.h"
#include "requestlog/record.h"

namespace cachescope::insight {

/**
 * What `tokens` of the input cost beyond reading them from the prefix cache: the call as billed less the same call
 * with these tokens read instead of written (first) or sent fresh. Exact; nothing when the price is unknown. Can be
 * negative only where reading is dearer than sending.
 */
std::optional<base::Money> extraCost(
    const requestlog::CallRecord &record, std::int64_t tokens, const providers::PriceBook &book);

} // namespace cachescope::insight
