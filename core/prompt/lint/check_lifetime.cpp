// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_costs.h"
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <map>

namespace cachescope::prompt {

namespace {

constexpr std::int64_t fiveMinutesMs = 5 * 60 * 1000;
constexpr std::int64_t oneHourMs = 60 * 60 * 1000;
/** Fewer calls say nothing about their rhythm. */
constexpr std::size_t fewestCalls = 6;
/** A gain below this share of the cost is noise in the calls' rhythm. */
constexpr double worthwhileShare = 0.05;

bool offersBoth(const LintContext &context)
{
    const auto &times = context.rules.timesToLive;
    return std::ranges::find(times, std::chrono::minutes(5)) != times.end()
        && std::ranges::find(times, std::chrono::hours(1)) != times.end();
}

/** What the observed calls would have cost with either lifetime. */
struct Comparison
{
    base::Money fiveMinutes, oneHour;
    std::size_t calls = 0;
    std::int64_t longestGapMs = 0;
    int gaps = 0;
    int gapsBetween = 0; ///< Longer than five minutes and at most an hour.
};

bool isWorthwhile(base::Money now, base::Money then)
{
    return static_cast<double>((now - then).pico()) > worthwhileShare * static_cast<double>(now.pico());
}

std::optional<Comparison> compare(const LintContext &context, SharedBy shared)
{
    if (!context.log || !offersBoth(context))
        return {};
    const auto rates = cacheRates(context);
    const auto calls = paidCalls(*context.log);
    const std::int64_t prefix = typicalPrefix(calls);
    if (!rates || calls.size() < fewestCalls || prefix == 0)
        return {};
    Comparison comparison;
    comparison.calls = calls.size();
    comparison.fiveMinutes = costWithLifetime(calls, prefix, fiveMinutesMs, rates->read, rates->write5m, shared);
    comparison.oneHour = costWithLifetime(calls, prefix, oneHourMs, rates->read, rates->write1h, shared);
    std::map<std::string_view, std::int64_t> lastUses;
    for (const ObservedCall *call : calls) {
        const auto [last, isFirst]
            = lastUses.emplace(shared == SharedBy::Session ? std::string_view(call->session) : "", call->startedMs);
        if (isFirst)
            continue;
        const std::int64_t gap = call->startedMs - last->second;
        last->second = call->startedMs;
        ++comparison.gaps;
        comparison.longestGapMs = std::max(comparison.longestGapMs, gap);
        comparison.gapsBetween += gap > fiveMinutesMs && gap <= oneHourMs ? 1 : 0;
    }
    return comparison;
}

/** Marks of that lifetime, and the edit that gives each another. */
struct Change
{
    std::optional<PlacedMark> first;
    std::vector<TextEdit> edits;
    SharedBy shared = SharedBy::Session; ///< AllCalls as soon as one of them stands before the conversation.
};
Change changeAll(const LintContext &context, std::string_view from, std::string_view to)
{
    Change change;
    for (const PlacedMark &mark : marksOf(context)) {
        if (lifetimeOf(context, mark) != from)
            continue;
        if (!change.first)
            change.first = mark;
        if (context.prompt.segments()[mark.segment].message < 0)
            change.shared = SharedBy::AllCalls;
        change.edits.push_back(lifetimeEdit(context.prompt, mark, to));
    }
    sortEdits(change.edits);
    return change;
}

void reportChange(
    const LintContext &context, Reporter &reporter, Change change, std::string message, base::Money gain,
    std::string_view to, std::size_t calls)
{
    const base::Money daily = perDay(*context.log, gain, calls);
    message += " saves " + moneyText(daily, context.prices->currency()) + " a day.";
    Report report;
    report.source = change.first->source;
    report.message = std::move(message);
    report.evidence = "lifetime " + std::string(to) + " by " + std::to_string(calls) + " calls";
    report.fixes.push_back({ "Set the lifetime to " + std::string(to), true, std::move(change.edits) });
    report.perDay = daily;
    reporter.report(std::move(report));
}

} // namespace

void checkLifetimeTooShort(const LintContext &context, Reporter &reporter)
{
    Change change = changeAll(context, "5m", "1h");
    const auto costs = change.first ? compare(context, change.shared) : std::nullopt;
    if (!costs || !isWorthwhile(costs->fiveMinutes, costs->oneHour))
        return;
    reportChange(
        context, reporter, std::move(change),
        std::to_string(costs->gapsBetween) + " of " + std::to_string(costs->gaps)
            + " pauses between calls are longer than the five minutes that the entry lives, so it is written "
              "again. "
              "A life of one hour, with its dearer write counted in,",
        costs->fiveMinutes - costs->oneHour, "1h", costs->calls);
}

void checkLifetimeTooLong(const LintContext &context, Reporter &reporter)
{
    Change change = changeAll(context, "1h", "5m");
    const auto costs = change.first ? compare(context, change.shared) : std::nullopt;
    if (!costs || !isWorthwhile(costs->oneHour, costs->fiveMinutes))
        return;
    reportChange(
        context, reporter, std::move(change),
        "The longest pause between calls is " + durationText(costs->longestGapMs)
            + ", and writing for one hour costs twice the input price instead of 1.25 times. Five minutes",
        costs->oneHour - costs->fiveMinutes, "5m", costs->calls);
}

void checkKeepWarm(const LintContext &context, Reporter &reporter)
{
    const auto rates = cacheRates(context);
    if (!context.log || !rates || context.prompt.segments().empty())
        return;
    const auto calls = paidCalls(*context.log);
    const auto isPing = [](const ObservedCall *call) {
        return call->output <= 1 && call->cacheRead > 0 && call->prompt
            && call->prompt->parameters().maxOutputTokens.value_or(2) <= 1;
    };
    base::Money spent, saved;
    int pings = 0;
    std::optional<std::int64_t> lastReal;
    int sinceReal = 0;
    for (const ObservedCall *call : calls) {
        if (isPing(call)) {
            spent += rates->read.times(call->cacheRead);
            ++pings;
            ++sinceReal;
            continue;
        }
        const bool wasKept = sinceReal > 0 && lastReal && call->startedMs - *lastReal > fiveMinutesMs;
        if (wasKept)
            saved += rates->write5m.times(call->cacheRead) - rates->read.times(call->cacheRead);
        lastReal = call->startedMs;
        sinceReal = 0;
    }
    if (pings < 3 || spent <= saved)
        return;
    const base::Money daily = perDay(*context.log, spent - saved, calls.size());
    Report report;
    report.source = context.prompt.segments().front().source;
    report.message = std::to_string(pings) + " calls only kept the entry alive. They cost "
        + moneyText(spent, context.prices->currency()) + " and spared writes worth "
        + moneyText(saved, context.prices->currency()) + ": stop them, or choose a longer lifetime.";
    report.evidence = "keep-warm calls";
    report.perDay = daily;
    reporter.report(std::move(report));
}

} // namespace cachescope::prompt
