// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_costs.h"
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <numeric>

namespace cachescope::prompt {

namespace {

constexpr std::size_t fewestWriters = 5;
/** Reads below this share of the writes are chance hits of a repeated call. */
constexpr double chanceShare = 0.01;

std::vector<Fix> dropAllMarks(const LintContext &context, const std::vector<PlacedMark> &marks)
{
    Fix fix{ marks.size() == 1 ? "Drop the mark" : "Drop the marks", true, {} };
    for (const PlacedMark &mark : marks)
        fix.edits.push_back(markRemoval(context.prompt, mark));
    sortEdits(fix.edits);
    return { std::move(fix) };
}

struct Sums
{
    std::int64_t read = 0, written = 0;
    std::size_t writers = 0;
};
Sums sumsOf(const std::vector<const ObservedCall *> &calls)
{
    Sums sums;
    for (const ObservedCall *call : calls) {
        sums.read += call->cacheRead;
        sums.written += call->cacheWrite();
        sums.writers += call->cacheWrite() > 0 ? 1U : 0U;
    }
    return sums;
}

/** Net gain of caching over the calls: what reads spared less what writes cost more than plain input. */
base::Money gainOf(const std::vector<const ObservedCall *> &calls, const CacheRates &rates)
{
    base::Money gain;
    for (const ObservedCall *call : calls) {
        gain += rates.input.times(call->cacheRead) - rates.read.times(call->cacheRead);
        const std::int64_t shortWrites = call->cacheWrite5m + call->cacheWriteOther;
        gain += rates.input.times(shortWrites) - rates.write5m.times(shortWrites);
        gain += rates.input.times(call->cacheWrite1h) - rates.write1h.times(call->cacheWrite1h);
    }
    return gain;
}

/** Calls that started before the first of them had its first byte, each writing about the same. */
struct Burst
{
    std::size_t calls = 0;
    std::int64_t wasted = 0; ///< Tokens written beyond the first time.
};
Burst worstBurst(const std::vector<const ObservedCall *> &calls, std::int64_t minimum)
{
    Burst worst;
    for (std::size_t i = 0; i < calls.size(); ++i) {
        const ObservedCall &first = *calls[i];
        const auto pays = [minimum](const ObservedCall &call) {
            return call.cacheWrite() > 0 && call.cacheWrite() >= minimum && call.cacheRead == 0;
        };
        if (!pays(first) || first.firstByteMs <= 0)
            continue;
        Burst burst{ 1, 0 };
        for (std::size_t j = i + 1; j < calls.size(); ++j) {
            if (calls[j]->startedMs >= first.startedMs + first.firstByteMs)
                break;
            if (!pays(*calls[j]))
                continue;
            ++burst.calls;
            burst.wasted += std::min(first.cacheWrite(), calls[j]->cacheWrite());
        }
        if (burst.calls > worst.calls)
            worst = burst;
    }
    return worst;
}

} // namespace

void checkNeverRead(const LintContext &context, Reporter &reporter)
{
    const auto marks = marksOf(context);
    if (!context.log || marks.empty())
        return;
    const auto calls = paidCalls(*context.log);
    const Sums sums = sumsOf(calls);
    if (sums.writers < fewestWriters
        || static_cast<double>(sums.read) > chanceShare * static_cast<double>(sums.written))
        return;
    Report report;
    report.source = marks.front().source;
    report.message = std::to_string(sums.writers) + " logged calls wrote " + tokensText(sums.written)
        + " to the cache and none was read: the write premium is lost. Mark only what later calls repeat.";
    report.evidence = "written, never read";
    report.fixes = dropAllMarks(context, marks);
    if (const auto rates = cacheRates(context))
        report.perDay = perDay(*context.log, -gainOf(calls, *rates), calls.size());
    reporter.report(std::move(report));
}

void checkParallelStart(const LintContext &context, Reporter &reporter)
{
    if (!context.log || context.prompt.segments().empty())
        return;
    const auto calls = paidCalls(*context.log);
    const Burst burst = worstBurst(calls, std::max<std::int64_t>(context.rules.minimumTokens, 1));
    if (burst.calls < 2)
        return;
    const auto marks = marksOf(context);
    Report report;
    report.source = marks.empty() ? context.prompt.segments().front().source : marks.front().source;
    report.message = std::to_string(burst.calls)
        + " calls started before the first of them answered, and each wrote "
          "the prefix: "
        + tokensText(burst.wasted)
        + " were written again. An entry can be read only once its first "
          "answer has begun: send one call, wait for its first byte, then the others.";
    report.evidence = "parallel cold start";
    report.tokensAffected = burst.wasted;
    if (const auto rates = cacheRates(context))
        report.perDay = perDay(
            *context.log, rates->write5m.times(burst.wasted) - rates->read.times(burst.wasted), calls.size());
    reporter.report(std::move(report));
}

void checkUsedTooRarely(const LintContext &context, Reporter &reporter)
{
    const auto marks = marksOf(context);
    const auto rates = cacheRates(context);
    if (!context.log || marks.empty() || !rates)
        return;
    const auto calls = paidCalls(*context.log);
    const Sums sums = sumsOf(calls);
    const base::Money gain = gainOf(calls, *rates);
    // Nothing read at all is BRK010's.
    const bool isRead = static_cast<double>(sums.read) > chanceShare * static_cast<double>(sums.written);
    if (sums.writers < fewestWriters || !isRead || gain >= base::Money())
        return;
    Report report;
    report.source = marks.front().source;
    report.message = "Each entry is read too seldom to pay for its writing: " + tokensText(sums.written)
        + " written and " + tokensText(sums.read) + " read over " + std::to_string(calls.size())
        + " calls. Without marks they would have cost less.";
    report.evidence = "caching costs more than it saves";
    report.fixes = dropAllMarks(context, marks);
    report.perDay = perDay(*context.log, -gain, calls.size());
    reporter.report(std::move(report));
}

} // namespace cachescope::prompt
