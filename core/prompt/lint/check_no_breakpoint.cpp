// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

using providers::CachingMode;

/** So many paid calls without a cached token make the loss sure. */
constexpr int provingCalls = 3;

bool isFixedPart(const Segment &segment)
{
    return segment.kind == SegmentKind::Schema || segment.kind == SegmentKind::Tool
        || segment.kind == SegmentKind::System;
}

int assistantTurns(const Prompt &prompt)
{
    int turns = 0;
    int last = -1;
    for (const Segment &segment : prompt.segments())
        if ((segment.role == "assistant" || segment.role == "model") && segment.message != last) {
            last = segment.message;
            ++turns;
        }
    return turns;
}

/** Last segment at or before `end` that takes a mark and reaches the minimum. */
std::optional<std::size_t> placeBefore(const LintContext &context, std::size_t end, const MarkText &mark)
{
    for (std::size_t i = end; i-- > 0;) {
        if (context.layout.segments[i].end < context.rules.minimumTokens)
            return {};
        if (!markSegment(context.prompt, i, mark).empty())
            return i;
    }
    return {};
}

/** Where marks belong: behind what is the same in every call, and behind the newest message of a conversation. */
std::vector<std::size_t> usefulPlaces(const LintContext &context, const MarkText &mark)
{
    const auto &segments = context.prompt.segments();
    const std::size_t changing = firstChangingSegment(context);
    const auto fixedEnd
        = static_cast<std::size_t>(std::ranges::find_if_not(segments, isFixedPart) - segments.begin());
    std::vector<std::size_t> places;
    if (const auto fixed = placeBefore(context, std::min(fixedEnd, changing), mark))
        places.push_back(*fixed);
    const bool isConversation = assistantTurns(context.prompt) > 0;
    if (isConversation && changing == segments.size()) {
        const auto newest = placeBefore(context, segments.size(), mark);
        if (newest && (places.empty() || *newest != places.front()))
            places.push_back(*newest);
    }
    return places;
}

/** The log shows calls that were paid in full. */
bool isProven(const LintContext &context)
{
    if (!context.log)
        return false;
    const auto inFull = std::ranges::count_if(context.log->calls, [&](const ObservedCall &call) {
        return call.isPaid() && call.cacheRead == 0 && call.cacheWrite() == 0
            && call.fresh >= context.rules.minimumTokens;
    });
    return inFull >= provingCalls;
}

} // namespace

void checkNoBreakpoint(const LintContext &context, Reporter &reporter)
{
    if (context.rules.mode != CachingMode::Explicit || context.prompt.segments().empty()
        || !marksOf(context).empty() || !context.prompt.parameters().cachedContent.empty())
        return;
    const MarkText mark = newMark(context.prompt, "");
    const auto places = usefulPlaces(context, mark);
    if (places.empty())
        return;
    Fix fix{ "Mark the end of " + context.prompt.segments()[places.front()].label, true, {} };
    for (const std::size_t place : places) {
        auto edits = markSegment(context.prompt, place, mark);
        fix.edits.insert(fix.edits.end(), edits.begin(), edits.end());
    }
    sortEdits(fix.edits);
    const std::int64_t tokens = context.layout.segments[places.back()].end;
    const bool proven = isProven(context);
    reporter.report(
        context.prompt.segments()[places.front()].source,
        "Nothing is marked for caching: " + std::string(proven ? "logged calls paid" : "each call pays")
            + " the full price for " + tokensText(tokens) + " that could be read from the cache.",
        tokensText(tokens) + " unmarked", { std::move(fix) }, proven ? Severity::Error : Severity::Warning);
}

} // namespace cachescope::prompt
