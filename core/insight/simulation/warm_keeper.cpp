// SPDX-License-Identifier: MIT
#include "insight/simulation/warm_keeper.h"

#include <algorithm>
#include <cmath>

namespace cachescope::insight {

using requestlog::Outcome;

namespace {

constexpr std::int64_t micros = 1'000'000;
/** A ping goes out when nine tenths of a lifetime are over. */
constexpr std::int64_t early = 10;

bool goesUpstream(const TrafficCall &call)
{
    return call.prompt != nowhere && call.usageKnown && call.succeeded && call.outcome != Outcome::Hit
        && call.outcome != Outcome::Coalesced;
}

} // namespace

WarmKeeper::WarmKeeper(
    const Traffic &traffic, const Variant &variant, PrefixReplay &prefixes, const providers::PriceBook &prices)
    : m_traffic(traffic)
    , m_variant(variant)
    , m_prefixes(prefixes)
    , m_horizon(variant.keepWarm.value_or(std::chrono::seconds(0)).count() * micros)
{
    weigh(prices);
}

std::uint32_t WarmKeeper::startOf(const TrafficPrompt &prompt) const
{
    std::uint32_t at = m_variant.tools == ToolOrder::ByName ? prompt.sortedLeaf : prompt.leaf;
    while (m_traffic.trie.node(at).depth > prompt.fixedDepth)
        at = m_traffic.trie.node(at).parent;
    return at;
}

std::int64_t WarmKeeper::pingsIn(std::int64_t gap, const Start &start) const
{
    const std::int64_t every = start.lifetime - start.lifetime / early;
    return every <= 0 || gap <= start.lifetime ? 0 : std::min(gap, m_horizon) / every;
}

void WarmKeeper::weigh(const providers::PriceBook &prices)
{
    for (std::size_t i = 0; i < m_traffic.calls.size(); ++i) {
        const TrafficCall &call = m_traffic.calls[i];
        if (!goesUpstream(call))
            continue;
        const TrafficPrompt &prompt = m_traffic.prompts[call.prompt];
        const TrafficGroup &group = m_traffic.groups[call.group];
        const std::int64_t lifetime = m_prefixes.fixedLifetime(prompt, group);
        const std::uint32_t place = startOf(prompt);
        const std::int64_t counted = m_traffic.trie.node(place).tokens;
        const auto tokens = std::llround(static_cast<double>(counted) * group.scale);
        if (lifetime == 0 || tokens < group.rules.minimumTokens || tokens == 0)
            continue;
        Start &start = m_starts[place];
        const providers::PriceContext context{ call.startedAt, m_traffic.names[call.serviceTier], {} };
        const auto price = [&](std::int64_t read, std::int64_t written, std::int64_t fresh) {
            providers::TokenUsage usage;
            usage.cacheRead = read;
            (lifetime > 300 * micros ? usage.cacheWrite1h : usage.cacheWrite5m) = written;
            usage.fresh = fresh;
            const auto cost = prices.cost(group.upstream, group.model, usage, context);
            return cost ? cost->billed.pico() : 0;
        };
        const std::int64_t read = price(tokens, 0, 0);
        const bool paysWrites = group.kind == PrefixKind::Marks;
        const std::int64_t cold = paysWrites ? price(0, tokens, 0) : price(0, 0, tokens);
        if (start.lastAt != 0) {
            const std::int64_t gap = call.startedAt - start.lastAt;
            const std::int64_t pings = pingsIn(gap, start);
            start.gainPico -= pings * read;
            if (gap > start.lifetime && gap <= m_horizon)
                start.gainPico += cold - read;
        }
        start.lifetime = lifetime;
        start.tokens = tokens;
        start.lastAt = call.startedAt;
        start.used = true;
    }
    for (auto &[place, start] : m_starts) {
        start.used = start.gainPico > 0;
        start.lastAt = 0;
    }
}

void WarmKeeper::before(std::size_t index, const Spend &spend)
{
    const TrafficCall &call = m_traffic.calls[index];
    const TrafficPrompt &prompt = m_traffic.prompts[call.prompt];
    if (prompt.fixedDepth == 0)
        return;
    const auto found = m_starts.find(startOf(prompt));
    if (found == m_starts.end() || !found->second.used)
        return;
    Start &start = found->second;
    if (start.lastAt != 0) {
        const std::int64_t gap = call.startedAt - start.lastAt;
        if (const std::int64_t pings = pingsIn(gap, start); pings > 0)
            spend({ start.lastCall, start.tokens, pings });
        if (gap <= m_horizon)
            m_prefixes.keepWarm(prompt, m_traffic.groups[call.group], call.startedAt);
    }
    start.lastAt = call.startedAt;
    start.lastCall = index;
}

void WarmKeeper::finish(const Spend &spend)
{
    const base::UnixMicros end = m_traffic.end();
    for (auto &[place, start] : m_starts) {
        if (!start.used || start.lastAt == 0)
            continue;
        if (const std::int64_t pings = pingsIn(end - start.lastAt, start); pings > 0)
            spend({ start.lastCall, start.tokens, pings });
    }
}

} // namespace cachescope::insight
