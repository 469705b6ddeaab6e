// SPDX-License-Identifier: MIT
#include "insight/simulation/replay.h"

#include "insight/simulation/local_replay.h"
#include "insight/simulation/prefix_replay.h"
#include "insight/simulation/warm_keeper.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::insight {

namespace {

using base::Money;
using requestlog::Outcome;
using std::chrono::seconds;

constexpr std::int64_t micros = 1'000'000;
constexpr std::int64_t dayMicros = 24 * 3600 * micros;
constexpr std::size_t checkedEvery = 256;
constexpr std::size_t fewestForWait = 30;

bool isLocal(Outcome outcome)
{
    return outcome == Outcome::Hit || outcome == Outcome::Coalesced;
}

bool isEligible(const TrafficCall &call)
{
    return isLocal(call.outcome) || call.outcome == Outcome::Miss;
}

/** Adds up one variant, call by call. */
class Tally
{
public:
    Tally(const Traffic &traffic, const providers::PriceBook &prices, const std::vector<double> &waits)
        : m_traffic(traffic)
        , m_prices(prices)
        , m_waits(waits)
    {
        m_result.costs.assign(traffic.calls.size(), 0);
        m_result.sums.calls = static_cast<std::int64_t>(traffic.calls.size());
    }

    void local(std::size_t index, std::int64_t ageMicros, std::int64_t upstreamMicros)
    {
        const TrafficCall &call = m_traffic.calls[index];
        ReplaySums &sums = m_result.sums;
        ++sums.localHits;
        sums.olderThanDay += ageMicros > dayMicros ? 1 : 0;
        sums.oldestMicros = std::max(sums.oldestMicros, ageMicros);
        const std::int64_t own = isLocal(call.outcome) ? call.totalMicros : 0;
        sums.savedWaitMicros += std::max<std::int64_t>(0, upstreamMicros - own);
    }

    void upstream(std::size_t index, const providers::TokenUsage &usage)
    {
        const TrafficCall &call = m_traffic.calls[index];
        ReplaySums &sums = m_result.sums;
        sums.inputTokens += usage.input();
        sums.readTokens += usage.cacheRead;
        sums.writeTokens += usage.cacheWrite();
        if (call.group == nowhere)
            return;
        sums.savedWaitMicros += std::llround(m_waits[call.group] * static_cast<double>(usage.cacheRead));
        const TrafficGroup &group = m_traffic.groups[call.group];
        add(index, price(group, call, usage));
    }

    /** What was spent beside the calls, on behalf of one. */
    void warm(std::size_t index, const TrafficGroup &group, std::int64_t tokens, std::int64_t pings)
    {
        providers::TokenUsage usage;
        usage.cacheRead = tokens;
        usage.output = 1; // The shortest answer that can be asked for.
        const auto cost = price(group, m_traffic.calls[index], usage);
        if (!cost)
            return;
        m_result.sums.pings += pings;
        for (std::int64_t i = 0; i < pings; ++i) {
            add(index, cost);
            m_result.sums.keepWarm += cost->billed;
        }
    }

    void gateWait(std::int64_t waited)
    {
        m_result.sums.gateWaitMicros += waited;
        m_result.sums.savedWaitMicros -= waited;
    }
    void eligible(bool is) { m_result.sums.eligible += is ? 1 : 0; }
    ReplayResult take() { return std::move(m_result); }

private:
    std::optional<providers::Cost> price(
        const TrafficGroup &group, const TrafficCall &call, const providers::TokenUsage &usage) const
    {
        const providers::PriceContext context{ call.startedAt, m_traffic.names[call.serviceTier], {} };
        return m_prices.cost(group.upstream, group.model, usage, context);
    }
    void add(std::size_t index, const std::optional<providers::Cost> &cost)
    {
        if (!cost)
            return;
        m_result.costs[index] += cost->billed.pico();
        m_result.sums.write += cost->cacheWrite;
        m_result.sums.read += cost->cacheRead;
        m_result.sums.fresh += cost->input;
        m_result.sums.output += cost->output;
    }

    const Traffic &m_traffic;
    const providers::PriceBook &m_prices;
    const std::vector<double> &m_waits;
    ReplayResult m_result;
};

/** The usage of a call whose prefix was used so. */
providers::TokenUsage usageWith(const TrafficCall &call, const TrafficPrompt &prompt, const PrefixUse &use)
{
    const std::int64_t input = call.usage.input();
    const double scale = prompt.tokens > 0 ? static_cast<double>(input) / static_cast<double>(prompt.tokens) : 1.0;
    std::int64_t left = input;
    const auto take = [&](std::int64_t tokens) {
        const std::int64_t scaled
            = std::clamp<std::int64_t>(std::llround(static_cast<double>(tokens) * scale), 0, left);
        left -= scaled;
        return scaled;
    };
    providers::TokenUsage usage;
    usage.cacheRead = take(use.read);
    usage.cacheWrite5m = take(use.write5m);
    usage.cacheWrite1h = take(use.write1h);
    usage.cacheWriteOther = take(use.writeOther);
    usage.fresh = left;
    usage.output = call.usage.output;
    usage.reasoning = call.usage.reasoning;
    return usage;
}

/** Age of the answer that a logged hit gave, and how long that once took. */
std::pair<std::int64_t, std::int64_t> loggedHit(const Traffic &traffic, const TrafficCall &call)
{
    const auto filler = traffic.byLogId.find(call.hitOf);
    if (call.hitOf == 0 || filler == traffic.byLogId.end())
        return { 0, 0 };
    const TrafficCall &from = traffic.calls[filler->second];
    return { std::max<std::int64_t>(0, call.startedAt - from.startedAt - from.totalMicros), from.totalMicros };
}

/** Whether a replay can say anything else of a call than the log does. */
bool isReplayable(const TrafficCall &call)
{
    return call.prompt != nowhere && call.usageKnown && call.succeeded;
}

class Run
{
public:
    Run(const Traffic &traffic, const Variant &variant, const ReplaySettings &settings,
        const std::vector<double> &waits)
        : m_traffic(traffic)
        , m_variant(variant)
        , m_tally(traffic, *settings.prices, waits)
        , m_prefixes(traffic, variant)
        , m_local(traffic, variant, settings.localCacheOn, settings.localLifetime)
    {
        if (variant.keepWarm)
            m_warm.emplace(traffic, variant, m_prefixes, *settings.prices);
    }

    void call(std::size_t index)
    {
        const TrafficCall &call = m_traffic.calls[index];
        m_tally.eligible(isEligible(call) || (m_variant.local == LocalCache::On && call.cacheOff));
        if (const auto hit = localHit(index)) {
            m_tally.local(index, hit->ageMicros, hit->upstreamMicros);
            return;
        }
        if (!isReplayable(call)) {
            m_tally.upstream(index, isLocal(call.outcome) ? providers::TokenUsage() : call.usage);
            return;
        }
        upstream(index);
    }

    void finish()
    {
        if (m_warm)
            m_warm->finish([this](const WarmKeeper::Pings &pings) { warm(pings); });
    }
    ReplayResult take()
    {
        ReplayResult result = m_tally.take();
        result.variant = m_variant;
        return result;
    }

private:
    std::optional<LocalReplay::Hit> localHit(std::size_t index)
    {
        const TrafficCall &call = m_traffic.calls[index];
        if (m_variant.changesLocalCache())
            return m_local.look(index);
        if (!isLocal(call.outcome))
            return {};
        const auto [age, upstream] = loggedHit(m_traffic, call);
        return LocalReplay::Hit{ age, upstream };
    }

    void upstream(std::size_t index)
    {
        const TrafficCall &call = m_traffic.calls[index];
        const TrafficPrompt &prompt = m_traffic.prompts[call.prompt];
        const bool wasLocal = isLocal(call.outcome);
        const LocalReplay::Times times = wasLocal ? m_local.upstreamTimes(index)
                                                  : LocalReplay::Times{ call.firstByteMicros, call.totalMicros };
        if (m_warm) {
            m_warm->before(index, [this](const WarmKeeper::Pings &pings) { warm(pings); });
        }
        const PrefixUse use = m_prefixes.call(call, times.firstByte);
        if (use.waitMicros > 0)
            m_tally.gateWait(use.waitMicros);
        m_tally.upstream(index, usageWith(call, prompt, use));
        m_local.answered(index, times);
    }

    void warm(const WarmKeeper::Pings &pings)
    {
        m_tally.warm(pings.call, m_traffic.groups[m_traffic.calls[pings.call].group], pings.tokens, pings.count);
    }

    const Traffic &m_traffic;
    Variant m_variant;
    Tally m_tally;
    PrefixReplay m_prefixes;
    LocalReplay m_local;
    std::optional<WarmKeeper> m_warm;
};

} // namespace

double ReplaySums::readShare() const
{
    return inputTokens == 0 ? 0 : static_cast<double>(readTokens) / static_cast<double>(inputTokens);
}

double ReplaySums::hitShare() const
{
    return eligible == 0 ? 0 : static_cast<double>(localHits) / static_cast<double>(eligible);
}

std::vector<double> waitsOf(const Traffic &traffic)
{
    struct Fit
    {
        double n = 0, x = 0, y = 0, xx = 0, xy = 0;
    };
    std::vector<Fit> fits(traffic.groups.size());
    for (const TrafficCall &call : traffic.calls) {
        if (!isReplayable(call) || isLocal(call.outcome) || call.firstByteMicros <= 0)
            continue;
        Fit &fit = fits[call.group];
        const auto x = static_cast<double>(call.usage.input() - call.usage.cacheRead);
        const auto y = static_cast<double>(call.firstByteMicros);
        fit.n += 1;
        fit.x += x;
        fit.y += y;
        fit.xx += x * x;
        fit.xy += x * y;
    }
    std::vector<double> waits;
    for (const Fit &fit : fits) {
        const double spread = fit.n * fit.xx - fit.x * fit.x;
        const double slope = spread > 0 ? (fit.n * fit.xy - fit.x * fit.y) / spread : 0;
        waits.push_back(fit.n >= static_cast<double>(fewestForWait) ? std::max(0.0, slope) : 0.0);
    }
    return waits;
}

ReplayResult actualOf(const Traffic &traffic, const ReplaySettings &settings, const std::vector<double> &waits)
{
    Tally tally(traffic, *settings.prices, waits);
    for (std::size_t i = 0; i < traffic.calls.size(); ++i) {
        const TrafficCall &call = traffic.calls[i];
        tally.eligible(isEligible(call));
        if (isLocal(call.outcome)) {
            const auto [age, upstream] = loggedHit(traffic, call);
            tally.local(i, age, upstream);
        } else {
            tally.upstream(i, call.usage);
        }
    }
    return tally.take();
}

base::Result<ReplayResult> replay(
    const Traffic &traffic, const Variant &variant, const ReplaySettings &settings,
    const std::vector<double> &waits, std::stop_token stop, const ReplayProgress &progress)
{
    Run run(traffic, variant, settings, waits);
    for (std::size_t i = 0; i < traffic.calls.size(); ++i) {
        if (i % checkedEvery == 0) {
            if (stop.stop_requested())
                return base::failure(base::ErrorCode::Cancelled, "The simulation was stopped.");
            if (progress)
                progress(static_cast<double>(i) / static_cast<double>(traffic.calls.size()));
        }
        run.call(i);
    }
    run.finish();
    return run.take();
}

base::Result<> fitLifetimes(Traffic &traffic, std::stop_token stop)
{
    constexpr std::array candidates{ seconds(300), seconds(1800), seconds(3600), seconds(6 * 3600),
                                     seconds(24 * 3600) };
    std::vector<std::size_t> calls;
    for (std::size_t i = 0; i < traffic.calls.size(); ++i) {
        const TrafficCall &call = traffic.calls[i];
        if (isReplayable(call) && !isLocal(call.outcome) && !traffic.groups[call.group].idlePublished
            && traffic.groups[call.group].kind != PrefixKind::None)
            calls.push_back(i);
    }
    if (calls.empty())
        return {};
    std::vector<std::int64_t> reported(traffic.groups.size(), 0);
    for (const std::size_t i : calls)
        reported[traffic.calls[i].group] += traffic.calls[i].usage.cacheRead;
    std::vector<std::int64_t> best(traffic.groups.size(), -1);
    std::vector<seconds> chosen(traffic.groups.size(), candidates.front());
    for (const seconds candidate : candidates) {
        for (TrafficGroup &group : traffic.groups)
            group.idle = group.idlePublished ? group.idle : candidate;
        PrefixReplay prefixes(traffic, {});
        std::vector<std::int64_t> read(traffic.groups.size(), 0);
        for (std::size_t n = 0; n < calls.size(); ++n) {
            if (n % checkedEvery == 0 && stop.stop_requested())
                return base::failure(base::ErrorCode::Cancelled, "The simulation was stopped.");
            const TrafficCall &call = traffic.calls[calls[n]];
            const PrefixUse use = prefixes.call(call, call.firstByteMicros);
            read[call.group] += usageWith(call, traffic.prompts[call.prompt], use).cacheRead;
        }
        for (std::size_t g = 0; g < best.size(); ++g) {
            const std::int64_t error = std::abs(read[g] - reported[g]);
            if (best[g] < 0 || error < best[g]) {
                best[g] = error;
                chosen[g] = candidate;
            }
        }
    }
    for (std::size_t g = 0; g < best.size(); ++g)
        traffic.groups[g].idle = traffic.groups[g].idlePublished ? traffic.groups[g].idle : chosen[g];
    return {};
}

} // namespace cachescope::insight
