// SPDX-License-Identifier: MIT
#include "insight/advice/advice.h"

#include "insight/simulation/clusters.h"
#include "insight/simulation/variant_workers.h"

#include <algorithm>
#include <array>
#include <unordered_map>
#include <unordered_set>

namespace cachescope::insight {

namespace {

using base::Money;
using requestlog::Outcome;

constexpr std::int64_t micros = 1'000'000;
constexpr std::int64_t fewestCalls = 5;

bool isLocal(Outcome outcome)
{
    return outcome == Outcome::Hit || outcome == Outcome::Coalesced;
}

/** The calls of each family, in order. */
std::vector<std::vector<std::uint32_t>> callsOf(const Traffic &traffic)
{
    std::vector<std::vector<std::uint32_t>> calls(traffic.families.size());
    for (std::uint32_t i = 0; i < traffic.calls.size(); ++i) {
        const TrafficCall &call = traffic.calls[i];
        if (call.prompt != nowhere && traffic.prompts[call.prompt].family != nowhere)
            calls[traffic.prompts[call.prompt].family].push_back(i);
    }
    return calls;
}

double shareOf(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

/** What the log says of a family without any what-if. */
void observe(const Traffic &traffic, const std::vector<std::uint32_t> &calls, FamilyAdvice &advice)
{
    std::vector<std::int64_t> fixed;
    std::unordered_set<std::uint32_t> bodies;
    std::int64_t soon = 0, hourly = 0, again = 0, local = 0, input = 0, read = 0, written = 0;
    base::UnixMicros last = 0, coldUntil = 0;
    for (const std::uint32_t index : calls) {
        const TrafficCall &call = traffic.calls[index];
        const TrafficPrompt &prompt = traffic.prompts[call.prompt];
        const std::int64_t gap = call.startedAt - last;
        soon += last != 0 && gap <= 300 * micros ? 1 : 0;
        hourly += last != 0 && gap <= 3600 * micros ? 1 : 0;
        last = call.startedAt;
        again += bodies.insert(prompt.leaf).second ? 0 : 1;
        local += isLocal(call.outcome) ? 1 : 0;
        advice.markedCalls += prompt.marks > 0 ? 1 : 0;
        std::uint32_t at = prompt.leaf;
        while (traffic.trie.node(at).depth > prompt.fixedDepth)
            at = traffic.trie.node(at).parent;
        fixed.push_back(traffic.trie.node(at).tokens);
        if (isLocal(call.outcome) || !call.usageKnown)
            continue;
        input += call.usage.input();
        read += call.usage.cacheRead;
        written += call.usage.cacheWrite();
        if (call.startedAt < coldUntil && call.usage.cacheRead == 0)
            ++advice.parallelStarts;
        else if (call.usage.cacheRead == 0)
            coldUntil = call.startedAt + call.firstByteMicros;
    }
    const auto middle = fixed.begin() + static_cast<std::ptrdiff_t>(fixed.size() / 2);
    std::nth_element(fixed.begin(), middle, fixed.end());
    advice.fixedTokens = *middle;
    const auto count = static_cast<std::int64_t>(calls.size());
    advice.againIn5Minutes = shareOf(soon, count - 1);
    advice.againInAnHour = shareOf(hourly, count - 1);
    advice.identical = shareOf(again, count);
    advice.localNow = shareOf(local, count);
    advice.readNow = shareOf(read, input);
    advice.writtenNow = shareOf(written, input);
}

/** All input at the full price. */
std::int64_t costWithoutCache(
    const Traffic &traffic, const TrafficCall &call, const providers::PriceBook &prices, std::int64_t asIs)
{
    if (isLocal(call.outcome) || !call.usageKnown || !call.succeeded)
        return asIs;
    const TrafficGroup &group = traffic.groups[call.group];
    const providers::PriceContext context{ call.startedAt, traffic.names[call.serviceTier], {} };
    const auto cost = prices.cost(group.upstream, group.model, call.usage, context);
    return cost ? cost->withoutCache.pico() : asIs;
}

bool applies(AdviceOption option, const TrafficGroup &group)
{
    const bool marks = group.kind == PrefixKind::Marks;
    switch (option) {
    case AdviceOption::BestMarks:
    case AdviceOption::LongLifetime:
    case AdviceOption::BestMarksLongLifetime:
        return marks;
    case AdviceOption::NoCache:
        return marks || group.kind == PrefixKind::Ends; // Elsewhere reading costs nothing extra to begin with.
    case AdviceOption::LongerLocal:
        return true;
    default:
        return group.kind != PrefixKind::None;
    }
}

/** Judges one family under one option. */
OptionResult judge(
    AdviceOption option, const std::vector<std::uint32_t> &calls, const std::vector<std::int64_t> &now,
    const std::vector<std::int64_t> &then, const Clusters &clusters, const Reproduction &reproduction)
{
    OptionResult result;
    result.option = option;
    std::vector<double> base(clusters.count, 0), difference(clusters.count, 0);
    std::int64_t cost = 0, change = 0;
    bool any = false;
    for (const std::uint32_t call : calls) {
        cost += then[call];
        change += then[call] - now[call];
        any |= then[call] != now[call];
        base[clusters.ofCall[call]] += static_cast<double>(now[call]);
        difference[clusters.ofCall[call]] += static_cast<double>(then[call] - now[call]);
    }
    result.cost = Money::fromPico(cost);
    result.difference = Money::fromPico(change);
    result.band = ratioBand(difference, base);
    const bool trusted = reproduction.state == Reproduction::State::Reproduced
        && (option != AdviceOption::LongerLocal || reproduction.localReproduced);
    if (!any)
        result.verdict = trusted ? Verdict::NoDifference : Verdict::NotJudged;
    else if (trusted && result.band.known)
        result.verdict = result.band.high < 0 ? Verdict::Cheaper
            : result.band.low > 0             ? Verdict::Dearer
                                              : Verdict::NoClearDifference;
    return result;
}

} // namespace

std::optional<Variant> variantOf(AdviceOption option)
{
    constexpr std::array<const char *, adviceOptionCount> settings{
        "", "marks=best", "ttl=1h", "ttl=1h,marks=best", "keep-warm=1h", "tools=sorted", "gate=10s", "local-ttl=7d"
    };
    if (option == AdviceOption::NoCache)
        return {};
    return parseVariant(settings[static_cast<std::size_t>(option)]).value();
}

std::string_view optionName(AdviceOption option)
{
    constexpr std::array<std::string_view, adviceOptionCount> names{ "no_cache",      "best_marks",
                                                                     "long_lifetime", "best_marks_long_lifetime",
                                                                     "keep_warm",     "sorted_tools",
                                                                     "warm_gate",     "longer_local" };
    return names[static_cast<std::size_t>(option)];
}

base::Result<std::vector<FamilyAdvice>> adviseFamilies(
    const Traffic &traffic, const SimulationReport &report, const SimulationRequest &request, std::stop_token stop,
    std::size_t most)
{
    const std::vector<double> waits = waitsOf(traffic);
    std::vector<Variant> variants;
    for (std::size_t i = 1; i < adviceOptionCount; ++i)
        variants.push_back(*variantOf(static_cast<AdviceOption>(i)));
    VariantWorkers workers(traffic, request, waits, stop, {});
    auto results = workers.run(variants, 0, 1);
    if (!results)
        return tl::unexpected(results.error());
    const std::vector<std::int64_t> &now = report.variants.front().result.costs;
    std::vector<std::int64_t> without(now.size());
    for (std::size_t i = 0; i < now.size(); ++i)
        without[i] = costWithoutCache(traffic, traffic.calls[i], *request.settings.prices, now[i]);
    const Clusters clusters = clustersOf(traffic);
    const auto calls = callsOf(traffic);
    std::vector<FamilyAdvice> all;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        if (static_cast<std::int64_t>(calls[i].size()) < fewestCalls)
            continue;
        const PromptFamily &family = traffic.families[i];
        const TrafficGroup &group = traffic.groups[family.group];
        FamilyAdvice advice;
        advice.client = family.client;
        advice.title = family.title;
        advice.upstream = group.upstream;
        advice.model = group.model;
        advice.calls = static_cast<std::int64_t>(calls[i].size());
        advice.callsPerDay = static_cast<double>(advice.calls) / std::max(report.days, 1.0);
        advice.minimumTokens = group.rules.minimumTokens;
        advice.needsMarks = group.kind == PrefixKind::Marks;
        observe(traffic, calls[i], advice);
        for (const std::uint32_t call : calls[i]) {
            advice.costNow += Money::fromPico(now[call]);
            advice.withoutCache += Money::fromPico(without[call]);
        }
        for (std::size_t option = 0; option < adviceOptionCount; ++option) {
            const auto which = static_cast<AdviceOption>(option);
            if (!applies(which, group))
                continue;
            advice.options.push_back(judge(
                which, calls[i], now, option == 0 ? without : (*results)[option - 1].costs, clusters,
                report.reproduction));
            const OptionResult &judged = advice.options.back();
            const bool cheaper = judged.verdict == Verdict::Cheaper;
            if (cheaper && (!advice.best || judged.difference < advice.options[*advice.best].difference))
                advice.best = advice.options.size() - 1;
        }
        all.push_back(std::move(advice));
    }
    std::stable_sort(
        all.begin(), all.end(), [](const FamilyAdvice &a, const FamilyAdvice &b) { return a.costNow > b.costNow; });
    if (all.size() > most)
        all.resize(most);
    return all;
}

} // namespace cachescope::insight
