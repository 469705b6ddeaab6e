// SPDX-License-Identifier: MIT
#include "prompt/lint/dynamic_rules.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/line_context.h"
#include "prompt/lint/prefix_zone.h"
#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>
#include <map>

namespace cachescope::prompt {

namespace {

constexpr std::size_t comparedCalls = 12; ///< The newest ones: each costs a run of the tokenizer.
constexpr int leastDivergences = 2;

constexpr auto experimentWords
    = std::to_array<std::string_view>({ "experiment", "variant", "feature flag", "feature flags", "feature_flags",
                                        "cohort", "a/b", "ab test", "treatment group", "bucket" });

/** Text of the same segment in another call; null without one. */
const std::string *sameText(const ObservedCall &call, const Segment &own)
{
    if (!call.prompt)
        return nullptr;
    for (const Segment &other : call.prompt->segments()) {
        if (other.kind == own.kind && other.pointer == own.pointer)
            return &other.text.text();
    }
    return nullptr;
}

std::vector<std::string_view> linesOf(std::string_view text)
{
    std::vector<std::string_view> lines;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        lines.push_back(text.substr(begin, end - begin));
        begin = end + 1;
    }
    return lines;
}

/** The lines of `own` between what both begin and end with, when `other` has the same ones in another order. */
std::vector<std::string_view> reordered(std::string_view own, std::string_view other)
{
    std::vector<std::string_view> a = linesOf(own), b = linesOf(other);
    std::size_t first = 0;
    while (first < std::min(a.size(), b.size()) && a[first] == b[first])
        ++first;
    while (a.size() > first && b.size() > first && a.back() == b.back()) {
        a.pop_back();
        b.pop_back();
    }
    a.erase(a.begin(), a.begin() + static_cast<std::ptrdiff_t>(first));
    b.erase(b.begin(), b.begin() + static_cast<std::ptrdiff_t>(first));
    std::vector<std::string_view> sortedA = a;
    std::ranges::sort(sortedA);
    std::ranges::sort(b);
    return a.size() > 1 && sortedA == b && sortedA != a ? a : std::vector<std::string_view>();
}

std::string joined(std::vector<std::string_view> lines)
{
    std::ranges::sort(lines);
    std::string text;
    for (const std::string_view line : lines)
        text += (text.empty() ? "" : "\n") + std::string(line);
    return text;
}

/** Where calls part from this prompt, in text or tools that should be the same for all. */
struct Parting
{
    std::size_t byte = 0;
    std::string segment, own, other;
    std::int64_t shared = 0;
    int calls = 0;
};

bool isSharedPart(const LintContext &context, std::size_t byte)
{
    const auto &segments = context.prompt.segments();
    return std::ranges::any_of(segments, [&](const Segment &segment) {
        const bool isMessage = segment.kind == SegmentKind::Message && segment.role != "system"
            && segment.role != "developer" && !isTextForm(context.prompt);
        return !isMessage && byte >= segment.source.begin && byte <= segment.source.end;
    });
}

std::map<std::size_t, Parting> partings(const LintContext &context, int &compared)
{
    std::map<std::size_t, Parting> places;
    for (const ObservedCall &call : context.log->calls) {
        if (!call.prompt || static_cast<std::size_t>(compared) == comparedCalls)
            continue;
        const auto layout = context.log->layouts->of(call.prompt, context.model, *context.models);
        if (!layout)
            continue;
        ++compared;
        const Divergence found = diverge(context.prompt, context.layout, *call.prompt, **layout, context.rules);
        if (!found.at || !isSharedPart(context, found.at->byteA))
            continue;
        Parting &place = places[found.at->byteA];
        place = { found.at->byteA, found.at->segment,  found.at->textA,
                  found.at->textB, found.sharedTokens, place.calls + 1 };
    }
    return places;
}

} // namespace

void checkUnorderedLists(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const Segment &own = context.prompt.segments()[segment];
        const std::string_view text = own.text.text();
        for (const ObservedCall &call : context.log->calls) {
            const std::string *const other = sameText(call, own);
            const auto lines = other ? reordered(text, *other) : std::vector<std::string_view>();
            if (lines.empty())
                continue;
            const auto begin = static_cast<std::size_t>(lines.front().data() - text.data());
            const auto end = static_cast<std::size_t>(lines.back().data() - text.data()) + lines.back().size();
            reporter.report(
                own.text.toSource({ begin, end }),
                std::to_string(lines.size())
                    + " lines stand in another order in other calls of the log: the prefix ends at the first of "
                      "them.",
                std::string(lines.front()),
                { { "Sort the lines", true, { editText(own, { begin, end }, joined(lines)) } } });
            break;
        }
    }
}

void checkObservedDivergence(const LintContext &context, Reporter &reporter)
{
    int compared = 0;
    for (const auto &[byte, place] : partings(context, compared)) {
        if (place.calls < leastDivergences)
            continue;
        reporter.report(
            { byte, byte },
            std::to_string(place.calls) + " of the last " + std::to_string(compared)
                + " calls part from this prompt in " + place.segment + " after " + std::to_string(place.shared)
                + " tokens: '" + shortened(place.own, 30) + "' here, '" + shortened(place.other, 30) + "' there.",
            place.segment);
    }
}

void checkExperimentFlags(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const Segment &own = context.prompt.segments()[segment];
        const std::string_view text = own.text.text();
        const auto reportAt = [&](ByteRange place) {
            reporter.report(
                own.text.toSource(place),
                "The arm of an experiment stands in the prefix and differs between calls of the log: each arm "
                "keeps a "
                "cache of its own of everything behind it.",
                std::string(text.substr(place.begin, place.size())),
                { { "Move it to the end of the prompt", false,
                    moveToTail(context, segment, pieceAround(text, place)) } });
        };
        for (const Line &line : readLines(text)) {
            const std::string_view content = text.substr(line.range.begin, line.range.size());
            if (line.use == LineUse::Prose && content.find_first_of(":=") != std::string_view::npos
                && scan::containsOneOf(lowered(content), experimentWords)
                && constancyOf(context, segment, content) == Constancy::Changes
                && hasTextBehind(context, segment, line.range.end))
                reportAt(line.range);
        }
        for (const Variable &variable : context.prompt.variables()) {
            if (variable.segment == segment && variableUse(variable.name) == VariableUse::Experiment
                && hasTextBehind(context, segment, variable.decoded.end))
                reportAt(variable.decoded);
        }
    }
}

} // namespace cachescope::prompt
