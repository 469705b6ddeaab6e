// SPDX-License-Identifier: MIT
#include "insight/simulation/simulation.h"

#include "insight/simulation/clusters.h"
#include "insight/simulation/variant_workers.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

namespace cachescope::insight {

namespace {

using base::Money;
using base::Result;
using requestlog::Outcome;
using std::chrono::seconds;

constexpr std::int64_t secondMicros = 1'000'000;
constexpr double daySeconds = 86'400;
constexpr double daysOfMonth = 30.44;

std::vector<double> sumsOf(const std::vector<std::int64_t> &costs, const Clusters &clusters)
{
    std::vector<double> sums(clusters.count, 0);
    for (std::size_t i = 0; i < costs.size(); ++i)
        sums[clusters.ofCall[i]] += static_cast<double>(costs[i]);
    return sums;
}

double relativeError(double value, double reference)
{
    if (reference == 0)
        return value == 0 ? 0 : 1;
    return std::abs(value - reference) / std::abs(reference);
}

/** The model whose cost is furthest off in money. */
std::string worstOf(const Traffic &traffic, const ReplayResult &now, const ReplayResult &actual)
{
    std::map<std::pair<std::string, std::string>, std::int64_t> errors;
    for (std::size_t i = 0; i < traffic.calls.size(); ++i) {
        if (traffic.calls[i].group == nowhere)
            continue;
        const TrafficGroup &group = traffic.groups[traffic.calls[i].group];
        errors[{ group.upstream, group.model }] += now.costs[i] - actual.costs[i];
    }
    const auto worst = std::max_element(errors.begin(), errors.end(), [](const auto &a, const auto &b) {
        return std::abs(a.second) < std::abs(b.second);
    });
    return worst == errors.end() ? std::string() : worst->first.second + " at " + worst->first.first;
}

Reproduction reproductionOf(
    const Traffic &traffic, const ReplayResult &actual, const ReplayResult &now, const ReplayResult &imitated)
{
    Reproduction found;
    found.spanSeconds = (traffic.end() - traffic.begin()) / secondMicros;
    for (const TrafficCall &call : traffic.calls)
        found.requests += call.prompt != nowhere && call.usageKnown ? 1 : 0;
    const auto money = [](const ReplayResult &of) { return static_cast<double>(of.sums.cost().pico()); };
    found.costError = relativeError(money(now), money(actual));
    // Reads are held against what was read; where nothing was, against the input.
    const auto reads = static_cast<double>(actual.sums.readTokens);
    found.readError = actual.sums.readTokens > 0 ? relativeError(static_cast<double>(now.sums.readTokens), reads)
                                                 : now.sums.readShare();
    const auto hits = static_cast<double>(actual.sums.localHits);
    found.localError = relativeError(static_cast<double>(imitated.sums.localHits), hits);
    found.localReproduced = found.localError <= reproductionLimit;
    using State = Reproduction::State;
    if (!traffic.hasActual)
        found.state = State::NoActual;
    else if (found.requests < fewestRequests || found.spanSeconds < shortestSpanSeconds)
        found.state = State::TooLittle;
    else if (found.costError > reproductionLimit || found.readError > reproductionLimit)
        found.state = State::NotReproduced;
    if (found.state == State::NotReproduced)
        found.worst = worstOf(traffic, now, actual);
    return found;
}

void compare(const Traffic &traffic, const ReplayResult &now, VariantReport &report)
{
    const std::vector<std::int64_t> &costs = report.result.costs;
    std::map<std::pair<std::string, std::string>, Saving> parts;
    for (std::uint32_t i = 0; i < costs.size(); ++i) {
        const TrafficCall &call = traffic.calls[i];
        if (call.group == nowhere)
            continue;
        const std::string &model = traffic.groups[call.group].model;
        Saving &part = parts[{ traffic.names[call.client], model }];
        if (costs[i] == now.costs[i])
            continue;
        part.difference += Money::fromPico(costs[i] - now.costs[i]);
        ++part.changedCalls;
        report.changedCalls.push_back(i);
    }
    for (auto &[names, part] : parts) {
        part.client = names.first;
        part.model = names.second;
        report.savings.push_back(std::move(part));
    }
    const auto size = [](Money money) { return std::abs(money.pico()); };
    std::stable_sort(report.savings.begin(), report.savings.end(), [&](const Saving &a, const Saving &b) {
        return size(a.difference) > size(b.difference);
    });
    std::stable_sort(report.changedCalls.begin(), report.changedCalls.end(), [&](std::uint32_t a, std::uint32_t b) {
        return std::abs(costs[a] - now.costs[a]) > std::abs(costs[b] - now.costs[b]);
    });
    report.difference = report.result.sums.cost() - now.sums.cost();
}

Verdict verdictOf(const VariantReport &report, const Reproduction &reproduction)
{
    const bool trusted = reproduction.state == Reproduction::State::Reproduced
        && (reproduction.localReproduced || !report.result.variant.changesLocalCache());
    if (!trusted)
        return Verdict::NotJudged;
    if (report.changedCalls.empty())
        return Verdict::NoDifference;
    if (!report.differenceBand.known)
        return Verdict::NotJudged;
    if (report.differenceBand.high < 0)
        return Verdict::Cheaper;
    return report.differenceBand.low > 0 ? Verdict::Dearer : Verdict::NoClearDifference;
}

std::optional<std::size_t> bestOf(const std::vector<VariantReport> &variants)
{
    std::optional<std::size_t> best;
    for (std::size_t i = 1; i < variants.size(); ++i) {
        if (variants[i].verdict != Verdict::Cheaper)
            continue;
        if (!best || variants[i].difference < variants[*best].difference)
            best = i;
    }
    return best;
}

std::optional<seconds> valueNow(const Traffic &traffic, SweepParameter parameter, const ReplaySettings &settings)
{
    if (parameter == SweepParameter::LocalLifetime)
        return settings.localLifetime;
    if (parameter != SweepParameter::Lifetime)
        return {};
    // What most input goes through; several providers keep entries for times of their own.
    std::map<seconds, std::int64_t> weights;
    for (const TrafficCall &call : traffic.calls) {
        if (call.prompt == nowhere || traffic.groups[call.group].kind == PrefixKind::None)
            continue;
        const TrafficPrompt &prompt = traffic.prompts[call.prompt];
        const bool marked = prompt.marks > 0 && traffic.groups[call.group].kind == PrefixKind::Marks;
        const seconds value
            = marked ? seconds(traffic.marks[prompt.marksBegin].seconds) : traffic.groups[call.group].idle;
        weights[value] += call.usage.input();
    }
    const auto most = std::max_element(
        weights.begin(), weights.end(), [](const auto &a, const auto &b) { return a.second < b.second; });
    return most == weights.end() ? std::nullopt : std::optional(most->first);
}

SweepReport sweepReport(
    const Traffic &traffic, SweepParameter parameter, const ReplaySettings &settings,
    const std::vector<std::string> &names, std::vector<ReplayResult> results)
{
    SweepReport report;
    report.parameter = parameter;
    report.now = valueNow(traffic, parameter, settings);
    const std::size_t each = results.size() / std::max<std::size_t>(names.size(), 1);
    for (std::size_t line = 0; line < names.size(); ++line) {
        SweepLine points{ names[line], {} };
        for (std::size_t i = 0; i < each; ++i) {
            const ReplayResult &result = results[line * each + i];
            points.points.push_back({ result.variant, result.sums.cost(), result.sums.readShare(),
                                      result.sums.hitShare(), result.sums.olderThanDay });
        }
        report.lines.push_back(std::move(points));
    }
    return report;
}

Variant imitatedNow(const ReplaySettings &settings)
{
    Variant variant;
    variant.local = settings.localCacheOn ? LocalCache::On : LocalCache::Off;
    return variant;
}

} // namespace

Money SimulationReport::perMonth(Money difference) const
{
    if (days <= 0)
        return difference;
    return Money::fromPico(std::llround(static_cast<double>(difference.pico()) / days * daysOfMonth));
}

std::string letterOf(std::size_t variant)
{
    std::string letters;
    for (std::size_t rest = variant + 1; rest > 0; rest = (rest - 1) / 26)
        letters.insert(letters.begin(), static_cast<char>('A' + (rest - 1) % 26));
    return letters;
}

std::vector<Variant> sweepOf(const Variant &variant, SweepParameter parameter)
{
    constexpr std::array lifetimes{ seconds(60),   seconds(300),  seconds(900),
                                    seconds(1800), seconds(3600), seconds(4 * 3600) };
    constexpr std::array localLifetimes{ seconds(300),       seconds(3600),       seconds(6 * 3600),
                                         seconds(24 * 3600), seconds(3 * 86'400), seconds(7 * 86'400) };
    constexpr std::array<std::int64_t, 6> steps{ 64, 128, 256, 512, 1024, 2048 };
    std::vector<Variant> values;
    const auto add = [&](const auto &change) {
        Variant one = variant;
        one.name.clear();
        change(one);
        values.push_back(std::move(one));
    };
    switch (parameter) {
    case SweepParameter::Lifetime:
        for (const seconds value : lifetimes)
            add([value](Variant &one) { one.lifetime = value; });
        break;
    case SweepParameter::LocalLifetime:
        for (const seconds value : localLifetimes)
            add([value](Variant &one) {
                one.localLifetime = value;
                one.local = LocalCache::On;
            });
        break;
    case SweepParameter::Granularity:
        for (const std::int64_t value : steps)
            add([value](Variant &one) {
                one.matching = Matching::Steps;
                one.stepTokens = value;
            });
        add([](Variant &one) { one.matching = Matching::Messages; });
        add([](Variant &one) { one.matching = Matching::Windows; });
        break;
    }
    return values;
}

Result<SimulationReport> simulate(
    Traffic &traffic, const SimulationRequest &request, std::stop_token stop, const ReplayProgress &progress)
{
    const auto started = std::chrono::steady_clock::now();
    if (auto fitted = fitLifetimes(traffic, stop); !fitted)
        return tl::unexpected(fitted.error());
    const std::vector<double> waits = waitsOf(traffic);
    SimulationReport report;
    report.calls = static_cast<std::int64_t>(traffic.calls.size());
    report.begin = traffic.begin();
    report.end = traffic.end();
    report.days = static_cast<double>(report.end - report.begin) / static_cast<double>(secondMicros) / daySeconds;
    report.leftOut = traffic.leftOut;
    report.notes = traffic.notes;
    report.actual = actualOf(traffic, request.settings, waits);
    for (const TrafficCall &call : traffic.calls)
        report.billed += Money::fromPico(call.billedPico);

    VariantWorkers workers(traffic, request, waits, stop, progress);
    std::vector<Variant> variants{ Variant() };
    variants.insert(variants.end(), request.variants.begin(), request.variants.end());
    variants.push_back(imitatedNow(request.settings));
    const double shareOfVariants = request.sweep ? 0.4 : 1.0;
    auto results = workers.run(variants, 0, shareOfVariants);
    if (!results)
        return tl::unexpected(results.error());
    const ReplayResult imitated = std::move(results->back());
    results->pop_back();

    const Clusters clusters = clustersOf(traffic);
    report.clusters = clusters.count;
    report.clustersAreDays = clusters.areDays;
    report.reproduction = reproductionOf(traffic, report.actual, results->front(), imitated);
    const std::vector<double> actualSums = sumsOf(report.actual.costs, clusters);
    const ReplayResult now = results->front();
    const std::vector<double> nowSums = sumsOf(now.costs, clusters);
    for (ReplayResult &result : *results) {
        VariantReport variant;
        variant.result = std::move(result);
        const std::vector<double> sums = sumsOf(variant.result.costs, clusters);
        variant.band = ratioBand(sums, actualSums);
        compare(traffic, now, variant);
        std::vector<double> differences(sums.size());
        std::transform(sums.begin(), sums.end(), nowSums.begin(), differences.begin(), std::minus<>());
        variant.differenceBand = ratioBand(differences, nowSums);
        variant.verdict = verdictOf(variant, report.reproduction);
        report.variants.push_back(std::move(variant));
    }
    report.best = bestOf(report.variants);
    if (request.sweep) {
        std::vector<Variant> swept = sweepOf({}, *request.sweep);
        std::vector<std::string> names{ "as now" };
        if (report.best) {
            const Variant &best = report.variants[*report.best].result.variant;
            const std::vector<Variant> more = sweepOf(best, *request.sweep);
            swept.insert(swept.end(), more.begin(), more.end());
            names.push_back(best.name.empty() ? describe(best) : best.name);
        }
        auto points = workers.run(swept, shareOfVariants, 1);
        if (!points)
            return tl::unexpected(points.error());
        report.sweep = sweepReport(traffic, *request.sweep, request.settings, names, *std::move(points));
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - started).count();
    return report;
}

} // namespace cachescope::insight
