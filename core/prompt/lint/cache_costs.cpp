// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_costs.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <string_view>

namespace cachescope::prompt {

std::vector<const ObservedCall *> paidCalls(const LogEvidence &log)
{
    std::vector<const ObservedCall *> calls;
    for (const ObservedCall &call : log.calls)
        if (call.isPaid())
            calls.push_back(&call);
    std::ranges::stable_sort(calls, {}, &ObservedCall::startedMs);
    return calls;
}

std::optional<CacheRates> cacheRates(const LintContext &context)
{
    if (!context.prices)
        return {};
    const auto rates = context.prices->rates(context.upstream, context.model, context.layout.total, {});
    if (!rates || !rates->cacheRead)
        return {};
    CacheRates filled;
    filled.input = rates->input;
    filled.read = *rates->cacheRead;
    filled.write5m = rates->cacheWrite5m.value_or(rates->cacheWrite30m.value_or(rates->input));
    filled.write1h = rates->cacheWrite1h.value_or(filled.write5m);
    return filled;
}

std::int64_t typicalPrefix(const std::vector<const ObservedCall *> &calls)
{
    std::vector<std::int64_t> sizes;
    for (const ObservedCall *call : calls)
        if (call->cacheRead + call->cacheWrite() > 0)
            sizes.push_back(call->cacheRead + call->cacheWrite());
    if (sizes.empty())
        return 0;
    const auto middle = sizes.begin() + static_cast<std::ptrdiff_t>(sizes.size() / 2);
    std::ranges::nth_element(sizes, middle);
    return *middle;
}

base::Money costWithLifetime(
    const std::vector<const ObservedCall *> &calls, std::int64_t prefix, std::int64_t lifeMs, base::TokenPrice read,
    base::TokenPrice write, SharedBy shared)
{
    base::Money cost;
    std::map<std::string_view, std::int64_t> lastUses;
    for (const ObservedCall *call : calls) {
        const std::string_view owner = shared == SharedBy::Session ? std::string_view(call->session) : "";
        const auto lastUse = lastUses.find(owner);
        const bool isAlive = lastUse != lastUses.end() && call->startedMs - lastUse->second <= lifeMs;
        cost += (isAlive ? read : write).times(prefix);
        lastUses[owner] = call->startedMs;
    }
    return cost;
}

base::Money perDay(const LogEvidence &log, base::Money overCalls, std::size_t calls)
{
    if (calls == 0)
        return {};
    return base::Money::fromPico(
        std::llround(static_cast<double>(overCalls.pico()) * log.callsPerDay / static_cast<double>(calls)));
}

} // namespace cachescope::prompt
