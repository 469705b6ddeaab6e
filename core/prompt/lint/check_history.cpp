// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_costs.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/log_turns.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace cachescope::prompt {

namespace {

constexpr double highestRewriteFactor = 1.5;
constexpr std::size_t evidenceBytes = 60;

/** The turns that changed the history so, and the one to show: that of the linted prompt, else the newest. */
struct Changes
{
    std::vector<Turn> turns;
    const Turn *shown = nullptr;
    std::string count() const
    {
        return std::to_string(turns.size()) + (turns.size() == 1 ? " time" : " times") + " in the logged calls";
    }
};
Changes changesOf(const LintContext &context, HistoryChange kind)
{
    Changes changes;
    for (const Turn &turn : turnsOf(context))
        if (turn.change == kind)
            changes.turns.push_back(turn);
    for (const Turn &turn : changes.turns)
        if (!changes.shown || turn.newerIsThis || !changes.shown->newerIsThis)
            changes.shown = &turn;
    return changes;
}

std::string textAt(const Prompt &prompt, std::size_t segment)
{
    if (segment >= prompt.segments().size())
        return {};
    return shortened(comparableText(prompt, prompt.segments()[segment]), evidenceBytes);
}

std::string labelAt(const Prompt &prompt, std::size_t segment)
{
    return segment < prompt.segments().size() ? prompt.segments()[segment].label : "the end";
}

/**
 * Models that keep earlier thinking in the prompt; the others strip it, so that leaving it out is no loss
 * (prompt-caching rules, 6.5: "kept from Opus 4.5 and Sonnet 4.6 on, and stripped by earlier models and by every
 * Haiku").
 */
bool keepsReasoning(const LintContext &context)
{
    if (context.prompt.form() != PromptForm::AnthropicMessages)
        return true;
    constexpr std::array<std::string_view, 9> stripping{ "haiku",      "claude-3",   "opus-4-0",
                                                         "opus-4-1",   "opus-4-2",   "sonnet-4-0",
                                                         "sonnet-4-2", "sonnet-4-5", "sonnet-4.5" };
    return std::ranges::none_of(
        stripping, [&](std::string_view name) { return context.model.find(name) != std::string_view::npos; });
}

/** Puts the earlier call's thinking block back before the answer that it led to. */
std::vector<Fix> restoredReasoning(const LintContext &context, const Turn &turn)
{
    if (!turn.newerIsThis || turn.newerSegment >= context.prompt.segments().size())
        return {};
    const std::string &pointer = turn.older->segments()[turn.olderSegment].pointer;
    const Segment &next = context.prompt.segments()[turn.newerSegment];
    const std::string suffix = "/thinking";
    if (!pointer.ends_with(suffix) || next.role != "assistant")
        return {};
    const std::string block = pointer.substr(0, pointer.size() - suffix.size());
    const JsonValue thinking = atPointer(requestJson(*turn.older), block);
    const JsonValue content
        = atPointer(requestJson(context.prompt), "/messages/" + std::to_string(next.message) + "/content");
    const auto elements = elementsOf(content);
    if (thinking.raw.empty() || elements.empty())
        return {};
    const std::size_t at = elements.front().begin;
    const std::string separator = elements.size() > 1
        ? context.prompt.bytes().substr(elements[0].range().end, elements[1].begin - elements[0].range().end)
        : std::string(", ");
    return { { "Put the thinking back", false, { { { at, at }, std::string(thinking.raw) + separator } } } };
}

/** The elements of the conversation, and from which on the newer half begins with a user's own words. */
std::vector<Fix> cutInHalf(const LintContext &context)
{
    const JsonValue root = requestJson(context.prompt);
    for (const char *list : { "messages", "contents", "input" }) {
        const auto elements = elementsOf(member(root, list));
        std::vector<ByteRange> items;
        std::vector<bool> isRemoved(elements.size(), false);
        std::size_t conversationBegin = elements.size();
        std::size_t keptFrom = elements.size();
        for (std::size_t i = 0; i < elements.size(); ++i) {
            items.push_back(elements[i].range());
            const std::string role = member(elements[i], "role").string();
            const bool isSystem = role == "system" || role == "developer";
            if (!isSystem && conversationBegin == elements.size())
                conversationBegin = i;
            const bool isLaterHalf
                = 2 * (i - std::min(i, conversationBegin)) >= elements.size() - conversationBegin;
            const bool isToolResult = elements[i].raw.find("\"tool_result\"") != std::string_view::npos
                || elements[i].raw.find("\"functionResponse\"") != std::string_view::npos;
            if (role == "user" && !isToolResult && i > conversationBegin && isLaterHalf
                && keptFrom == elements.size())
                keptFrom = i;
        }
        if (keptFrom >= elements.size())
            continue;
        for (std::size_t i = conversationBegin; i < keptFrom; ++i)
            isRemoved[i] = true;
        return { { "Drop the older half of the messages at once", false, itemRemovals(items, isRemoved) } };
    }
    return {};
}

/** First system segment that the two calls do not share; nothing when all are alike. */
struct SystemChange
{
    const Segment *older = nullptr, *newer = nullptr;
};
SystemChange systemChange(const Prompt &older, const Prompt &newer)
{
    const auto systems = [](const Prompt &prompt) {
        std::vector<const Segment *> found;
        for (const Segment &segment : prompt.segments())
            if (segment.kind == SegmentKind::System)
                found.push_back(&segment);
        return found;
    };
    const auto before = systems(older);
    const auto after = systems(newer);
    // A system message that was appended later is new instructions, as providers advise them.
    for (std::size_t i = 0; i < std::min(before.size(), after.size()); ++i)
        if (before[i]->text.text() != after[i]->text.text())
            return { before[i], after[i] };
    return {};
}

std::vector<Fix> restoredSystem(const Turn &turn, const SystemChange &change)
{
    const bool isSameForm = change.older->text.isJson() == change.newer->text.isJson();
    if (!turn.newerIsThis || !isSameForm)
        return {};
    const ByteRange source = change.older->source;
    return { { "Put the session's first text back",
               false,
               { { change.newer->source, turn.older->bytes().substr(source.begin, source.size()) } } } };
}

/** Written and fresh tokens of a session for each token that its prompt ever held. */
double rewriteFactor(const LogEvidence &log, const std::string &session)
{
    std::int64_t paid = 0, largest = 0;
    for (const ObservedCall *call : paidCalls(log)) {
        if (call->session != session)
            continue;
        paid += call->fresh + call->cacheWrite();
        largest = std::max(largest, call->input());
    }
    return largest > 0 ? static_cast<double>(paid) / static_cast<double>(largest) : 0;
}

} // namespace

void checkEditedMessage(const LintContext &context, Reporter &reporter)
{
    const Changes changes = changesOf(context, HistoryChange::Edited);
    if (!changes.shown)
        return;
    const Turn &turn = *changes.shown;
    reporter.report(
        placeOf(context, turn),
        labelAt(*turn.newer, turn.newerSegment) + " was \"" + textAt(*turn.older, turn.olderSegment)
            + "\" in the call before and has another text now (" + changes.count()
            + "): all behind it is paid again. Append to a conversation, never edit it.",
        textAt(*turn.newer, turn.newerSegment));
}

void checkDroppedReasoning(const LintContext &context, Reporter &reporter)
{
    if (!keepsReasoning(context))
        return;
    const Changes changes = changesOf(context, HistoryChange::Reasoning);
    if (!changes.shown)
        return;
    reporter.report(
        placeOf(context, *changes.shown),
        "The reasoning before " + labelAt(*changes.shown->newer, changes.shown->newerSegment)
            + " was sent in the call before and is missing now (" + changes.count()
            + "): the prefix ends there. Send answers back whole.",
        "reasoning dropped", restoredReasoning(context, *changes.shown));
}

void checkEarlyCompaction(const LintContext &context, Reporter &reporter)
{
    const Changes changes = changesOf(context, HistoryChange::Compacted);
    if (!changes.shown || !changes.shown->olderCall)
        return;
    const ObservedCall &before = *changes.shown->olderCall;
    const double factor = rewriteFactor(*context.log, before.session);
    if (factor <= highestRewriteFactor)
        return;
    const std::int64_t window = context.card ? context.card->contextWindow.value_or(0) : 0;
    const std::string factorText = std::to_string(static_cast<int>(factor * 10) / 10) + "."
        + std::to_string(static_cast<int>(factor * 10) % 10);
    reporter.report(
        placeOf(context, *changes.shown),
        "The history was compacted " + changes.count() + ", the last time at " + tokensText(before.input())
            + (window > 0 ? " (" + percentText(static_cast<double>(before.input()) / static_cast<double>(window))
                       + " of the window)"
                          : std::string())
            + ": each token of this session was paid in full " + factorText
            + " times on average. Compact later and in larger steps.",
        "compacted early");
}

void checkSlidingWindow(const LintContext &context, Reporter &reporter)
{
    const Changes changes = changesOf(context, HistoryChange::Sliding);
    if (!changes.shown)
        return;
    // One large cut now and then is the advice; two in a row or a small one is a window that slides.
    const bool isSmall
        = std::ranges::any_of(changes.turns, [](const Turn &turn) { return turn.droppedMessages <= 4; });
    if (changes.turns.size() < 2 && !isSmall)
        return;
    reporter.report(
        placeOf(context, *changes.shown),
        "The oldest messages are dropped turn by turn (" + changes.count()
            + "): the conversation begins anew each time and none of it is read from the cache. Cut seldom, and "
              "half of it "
              "at once.",
        "sliding window", cutInHalf(context));
}

void checkEditedSystem(const LintContext &context, Reporter &reporter)
{
    int count = 0;
    Turn shown;
    SystemChange change;
    for (const Turn &turn : turnsOf(context)) {
        const SystemChange found = systemChange(*turn.older, *turn.newer);
        if (!found.older)
            continue;
        ++count;
        if (!change.older || turn.newerIsThis || !shown.newerIsThis) {
            shown = turn;
            change = found;
        }
    }
    if (!change.older)
        return;
    const auto &segments = context.prompt.segments();
    const auto here = std::ranges::find(segments, SegmentKind::System, &Segment::kind);
    if (here == segments.end())
        return;
    reporter.report(
        shown.newerIsThis ? change.newer->source : here->source,
        "The system text changed " + std::to_string(count) + (count == 1 ? " time" : " times")
            + " within logged sessions: the whole conversation behind it is paid again. Say what is new in a "
              "message.",
        shortened(change.newer->text.text(), evidenceBytes), restoredSystem(shown, change));
}

void checkChangedAttachment(const LintContext &context, Reporter &reporter)
{
    const Changes changes = changesOf(context, HistoryChange::Attachment);
    if (!changes.shown)
        return;
    reporter.report(
        placeOf(context, *changes.shown),
        labelAt(*changes.shown->newer, changes.shown->newerSegment)
            + " has other bytes or another signed address than in the call before (" + changes.count()
            + "): all behind it is paid again. Encode once and keep it, or use addresses that stay.",
        textAt(*changes.shown->newer, changes.shown->newerSegment));
}

} // namespace cachescope::prompt
