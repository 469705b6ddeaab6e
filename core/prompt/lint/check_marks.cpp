// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/dynamic_content.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

/** OpenAI writes the latest four marks and reads many; from here on sources disagree (prompt-caching rules, 3.3).
 */
constexpr std::size_t openAiReadMarks = 50;

bool isOpenAi(const LintContext &context)
{
    return context.card && (context.card->provider == "openai" || context.card->provider == "azure");
}

/** Marks that can go: of those in the messages all but the newest, then of the rest all but the last. */
std::vector<const PlacedMark *> surplus(const LintContext &context, const std::vector<PlacedMark> &marks)
{
    const auto most = static_cast<std::size_t>(context.rules.maxMarks);
    std::vector<const PlacedMark *> inMessages, inFront;
    for (const PlacedMark &mark : marks) {
        const bool isMessage = context.prompt.segments()[mark.segment].message >= 0 || mark.isTopLevel;
        (isMessage ? inMessages : inFront).push_back(&mark);
    }
    std::vector<const PlacedMark *> removed;
    std::size_t left = marks.size();
    for (auto *group : { &inMessages, &inFront })
        for (std::size_t i = 0; i + 1 < group->size() && left > most; ++i, --left)
            removed.push_back((*group)[i]);
    return removed;
}

Fix removalOf(const LintContext &context, const std::vector<const PlacedMark *> &removed)
{
    Fix fix{ removed.size() == 1 ? "Remove the mark that helps least"
                                 : "Remove the " + std::to_string(removed.size()) + " marks that help least",
             false,
             {} };
    for (const PlacedMark *mark : removed)
        fix.edits.push_back(markRemoval(context.prompt, *mark));
    sortEdits(fix.edits);
    return fix;
}

std::vector<Fix> movedBefore(const LintContext &context, const PlacedMark &mark, std::size_t changing)
{
    for (std::size_t i = changing; i-- > 0;) {
        if (context.layout.segments[i].end < context.rules.minimumTokens)
            break;
        if (context.prompt.segments()[i].mark)
            break; // One is there already: this one only has to go.
        auto edits = markSegment(context.prompt, i, textOf(context.prompt, mark));
        if (edits.empty())
            continue;
        edits.push_back(markRemoval(context.prompt, mark));
        sortEdits(edits);
        return { { "Move the mark behind " + context.prompt.segments()[i].label, true, std::move(edits) } };
    }
    return { { "Drop the mark", true, { markRemoval(context.prompt, mark) } } };
}

/** A clock or a counter that stands in the marked system text itself: the next call has another. */
void checkWrittenText(const LintContext &context, Reporter &reporter, const PlacedMark &mark)
{
    const Segment &segment = context.prompt.segments()[mark.segment];
    if (segment.kind != SegmentKind::System)
        return;
    for (const DynamicPlace &place : findDynamicContent(segment.text.text())) {
        if (place.kind != DynamicKind::Clock && place.kind != DynamicKind::Counter)
            continue;
        const std::string text = segment.text.text().substr(place.range.begin, place.range.size());
        auto fixes = movedBefore(context, mark, mark.segment);
        // Without a place before it the text has to move, not the mark: that is the fix of DYN001.
        std::erase_if(fixes, [](const Fix &fix) { return fix.edits.size() == 1; });
        reporter.report(
            mark.source,
            "The marked text holds \"" + text
                + "\", which is another in the next call: the entry is paid for and never read.",
            text, std::move(fixes));
        return;
    }
}

int lifetimeSeconds(std::string_view ttl)
{
    return ttl == "1h" ? 3600 : ttl == "30m" ? 1800 : 300;
}

} // namespace

void checkTooManyMarks(const LintContext &context, Reporter &reporter)
{
    const auto marks = marksOf(context);
    if (marks.empty())
        return;
    if (isOpenAi(context) && context.rules.maxMarks == 0 && !marks.front().isTopLevel) {
        Fix fix{ "Remove the marks", false, {} };
        for (const PlacedMark &mark : marks)
            fix.edits.push_back(markRemoval(context.prompt, mark));
        sortEdits(fix.edits);
        reporter.report(
            marks.front().source,
            "This model takes no cache marks: OpenAI before GPT-5.6 answers 400, and caches by itself.",
            std::to_string(marks.size()) + " marks, none allowed", { std::move(fix) });
        return;
    }
    const bool isError = context.rules.tooManyMarksIsError;
    const std::size_t most = isError ? static_cast<std::size_t>(context.rules.maxMarks) : openAiReadMarks;
    if (most == 0 || context.rules.maxMarks == 0 || marks.size() <= most)
        return;
    std::vector<Fix> fixes;
    if (isError)
        fixes.push_back(removalOf(context, surplus(context, marks)));
    reporter.report(
        marks[most].source,
        std::to_string(marks.size()) + " marks where the provider takes " + std::to_string(most) + ": "
            + (isError ? "the call is refused with 400." : "older ones may not be found any more."),
        std::to_string(marks.size()) + " marks", std::move(fixes), isError ? Severity::Off : Severity::Warning);
}

void checkMarkOnChangingText(const LintContext &context, Reporter &reporter)
{
    const std::size_t changing = firstChangingSegment(context);
    const auto &segments = context.prompt.segments();
    const Variable *const variable = firstVariable(context);
    const auto marks = marksOf(context);
    if (!variable) {
        for (const PlacedMark &mark : marks)
            checkWrittenText(context, reporter, mark);
        return;
    }
    // Behind earlier turns a mark on the newest message is read by the next turn, whatever the variable's value.
    const bool isRolling = segments[changing].message > 0
        && std::ranges::any_of(segments, [](const Segment &segment) { return segment.role == "assistant"; });
    if (isRolling && changing >= context.tail)
        return;
    for (const PlacedMark &mark : marks) {
        if (mark.segment < changing)
            continue;
        reporter.report(
            mark.source,
            "This mark stands behind {{" + variable->name
                + "}}, which changes from call to call: its entry is paid for and never read.",
            variable->name + " before the mark on " + segments[mark.segment].label,
            movedBefore(context, mark, changing));
    }
}

void checkLookBack(const LintContext &context, Reporter &reporter)
{
    const int reach = context.rules.lookbackBlocks;
    if (reach <= 0 || !context.rules.tooManyMarksIsError)
        return;
    const auto &segments = context.prompt.segments();
    const auto isAssistant = [](const Segment &segment) { return segment.role == "assistant"; };
    // Up to the answer before last's end the previous call had the same blocks, with its mark on the last of them.
    const auto lastAnswer = std::find_if(segments.rbegin(), segments.rend(), isAssistant);
    if (lastAnswer == segments.rend())
        return;
    const auto first = std::ranges::find(segments, lastAnswer->message, &Segment::message);
    if (first == segments.begin())
        return;
    const auto before = static_cast<std::size_t>(first - segments.begin()) - 1;
    const auto marks = marksOf(context);
    const auto next = std::ranges::find_if(marks, [&](const PlacedMark &mark) { return mark.segment > before; });
    if (next == marks.end() || segments[next->segment].block - segments[before].block < reach)
        return;
    Fix fix{ "Add marks in between", true, {} };
    std::size_t slots = static_cast<std::size_t>(context.rules.maxMarks) - std::min(marks.size(), std::size_t{ 4 });
    int from = segments[before].block;
    while (segments[next->segment].block - from >= reach && slots > 0) {
        std::vector<TextEdit> edits;
        int reached = from;
        for (std::size_t i = next->segment; i-- > before + 1 && edits.empty();) {
            if (segments[i].block - from < reach && segments[i].block > from)
                edits = markSegment(context.prompt, i, textOf(context.prompt, *next)), reached = segments[i].block;
        }
        if (edits.empty())
            break;
        fix.edits.insert(fix.edits.end(), edits.begin(), edits.end());
        from = reached;
        --slots;
    }
    std::vector<Fix> fixes;
    if (segments[next->segment].block - from < reach) {
        sortEdits(fix.edits);
        fixes.push_back(std::move(fix));
    }
    const int blocks = segments[next->segment].block - segments[before].block;
    reporter.report(
        next->source,
        std::to_string(blocks)
            + " blocks lie between this mark and where the previous call ended, and the provider "
              "looks back "
            + std::to_string(reach) + ", this one included: the earlier entry is not found and "
            + tokensText(next->tokens) + " are written again.",
        std::to_string(blocks) + " blocks", std::move(fixes));
}

void checkLifetimeOrder(const LintContext &context, Reporter &reporter)
{
    const auto marks = marksOf(context);
    for (std::size_t i = 1; i < marks.size(); ++i) {
        const int life = lifetimeSeconds(lifetimeOf(context, marks[i]));
        std::vector<TextEdit> edits;
        for (std::size_t earlier = 0; earlier < i; ++earlier)
            if (lifetimeSeconds(lifetimeOf(context, marks[earlier])) < life)
                edits.push_back(lifetimeEdit(context.prompt, marks[earlier], lifetimeOf(context, marks[i])));
        if (edits.empty())
            continue;
        sortEdits(edits);
        reporter.report(
            marks[i].source,
            "This mark asks for " + lifetimeOf(context, marks[i])
                + " behind one with a shorter life: the call is refused with 400. Longer lifetimes come first.",
            lifetimeOf(context, marks[i]) + " after a shorter one",
            { { "Give the earlier marks " + lifetimeOf(context, marks[i]) + " too", true, std::move(edits) } });
        return;
    }
}

} // namespace cachescope::prompt
