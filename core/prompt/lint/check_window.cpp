// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_costs.h"
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"
#include "prompt/price_step.h"

#include <algorithm>
#include <cmath>

namespace cachescope::prompt {

namespace {

constexpr double nearlyFull = 0.85;
constexpr double littleShare = 0.3;
constexpr double littleRead = 0.2;
constexpr std::int64_t worthwhileTokens = 2048;
constexpr std::size_t fewestCalls = 5;

std::int64_t windowOf(const LintContext &context)
{
    return context.card ? context.card->contextWindow.value_or(0) : 0;
}

/** The prompt and what it lets the model answer, each at the least that the estimate leaves open. */
struct Need
{
    std::int64_t prompt = 0, output = 0;
    std::int64_t total() const { return prompt + output; }
};
Need surelyNeeded(const LintContext &context)
{
    const double least = static_cast<double>(context.layout.total) * (1 - context.layout.errorShare);
    return { std::llround(least), context.prompt.parameters().maxOutputTokens.value_or(0) };
}

ByteRange lastSegment(const LintContext &context)
{
    const auto &segments = context.prompt.segments();
    return segments.empty() ? ByteRange{} : segments.back().source;
}

std::string countText(const LintContext &context)
{
    return (context.layout.exact ? "" : "about ") + tokensText(context.layout.total);
}

std::vector<Fix> moveFirstVariable(const LintContext &context)
{
    const Variable &variable = *firstVariable(context);
    const Segment &segment = context.prompt.segments()[variable.segment];
    if (segment.kind != SegmentKind::Message && segment.kind != SegmentKind::System)
        return {};
    const std::string_view text = segment.text.text();
    const ByteRange line = wholeLine(text, lineAt(text, variable.decoded.begin));
    auto edits = moveToTail(context, variable.segment, line);
    if (edits.empty())
        return {};
    return { { "Move the line with {{" + variable.name + "}} to the end", false, std::move(edits) } };
}

} // namespace

void checkDoesNotFit(const LintContext &context, Reporter &reporter)
{
    const std::int64_t window = windowOf(context);
    const Need need = surelyNeeded(context);
    if (window <= 0 || need.total() <= window || context.prompt.segments().empty())
        return;
    reporter.report(
        lastSegment(context),
        "The prompt has " + countText(context)
            + (need.output > 0 ? " and asks for up to " + grouped(need.output) + " more" : std::string())
            + ", and the window of " + std::string(context.model) + " holds " + grouped(window)
            + ": the call is refused, or cut without notice. Shorten the prompt or lower the answer's limit.",
        "over " + grouped(window));
}

void checkNearlyFull(const LintContext &context, Reporter &reporter)
{
    const std::int64_t window = windowOf(context);
    const double share = window > 0 ? static_cast<double>(context.layout.total) / static_cast<double>(window) : 0;
    if (share <= nearlyFull || surelyNeeded(context).total() > window || context.prompt.segments().empty())
        return;
    reporter.report(
        lastSegment(context),
        "The prompt fills " + percentText(share) + " of the window (" + countText(context) + " of "
            + grouped(window) + "): a longer answer or one more turn will not fit.",
        "over 85 %");
}

void checkPriceStep(const LintContext &context, Reporter &reporter)
{
    if (!context.prices || context.prompt.segments().empty())
        return;
    const auto step = firstPriceStep(*context.prices, context.upstream, context.model, context.layout.total);
    if (!step)
        return;
    const auto above = context.prices->rates(context.upstream, context.model, *step, {});
    const auto below = context.prices->rates(context.upstream, context.model, 1, {});
    const double factor
        = static_cast<double>(above->input.picoPerToken) / static_cast<double>(below->input.picoPerToken);
    const std::string times = factor == std::floor(factor) ? std::to_string(static_cast<int>(factor))
                                                           : std::to_string(factor).substr(0, 4);
    reporter.report(
        lastSegment(context),
        "The prompt has " + countText(context) + ". From " + grouped(*step) + " on the whole call costs " + times
            + " times the input price, not only what is above.",
        "above " + grouped(*step));
}

void checkLittleStable(const LintContext &context, Reporter &reporter)
{
    const std::int64_t total = context.layout.total;
    const Variable *const variable = firstVariable(context);
    if (total < worthwhileTokens)
        return;
    const double stable = static_cast<double>(context.prefix.stableTokens) / static_cast<double>(total);
    if (variable && stable < littleShare) {
        reporter.report(
            variable->source,
            "Only " + percentText(stable) + " of " + countText(context) + " stand before {{" + variable->name
                + "}}, and what follows it is paid in full each time. Put fixed text first.",
            variable->name, moveFirstVariable(context));
        return;
    }
    if (!context.log || context.prompt.segments().empty())
        return;
    std::int64_t read = 0, input = 0;
    const auto calls = paidCalls(*context.log);
    for (const ObservedCall *call : calls) {
        read += call->cacheRead;
        input += call->input();
    }
    if (calls.size() < fewestCalls || input == 0
        || static_cast<double>(read) >= littleRead * static_cast<double>(input))
        return;
    reporter.report(
        context.prompt.segments().front().source,
        "Of the input of " + std::to_string(calls.size()) + " logged calls "
            + percentText(static_cast<double>(read) / static_cast<double>(input)) + " was read from the cache.",
        "little read");
}

} // namespace cachescope::prompt
