// SPDX-License-Identifier: MIT
#include "insight/extra_cost.h"

#include <algorithm>

namespace cachescope::insight {

std::optional<base::Money> extraCost(
    const requestlog::CallRecord &record, std::int64_t tokens, const providers::PriceBook &book)
{
    const providers::TokenUsage &was = record.end.usage.tokens;
    providers::TokenUsage better = was;
    for (std::int64_t providers::TokenUsage::*bucket :
         { &providers::TokenUsage::cacheWrite1h, &providers::TokenUsage::cacheWrite5m,
           &providers::TokenUsage::cacheWriteOther, &providers::TokenUsage::fresh }) {
        const std::int64_t moved = std::clamp<std::int64_t>(tokens, 0, better.*bucket);
        better.*bucket -= moved;
        better.cacheRead += moved;
        tokens -= moved;
    }
    providers::PriceContext context;
    context.startedAt = record.start.startedAt;
    context.serviceTier = record.end.serviceTier;
    context.explicitCache = record.end.usage.explicitCache;
    const auto cost = [&](const providers::TokenUsage &usage) {
        return book.cost(record.start.upstream, record.start.model, usage, context);
    };
    const auto billed = cost(was), could = cost(better);
    if (!billed || !could)
        return {};
    return billed->billed - could->billed;
}

} // namespace cachescope::insight
