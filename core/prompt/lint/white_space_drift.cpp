// SPDX-License-Identifier: MIT
#include "prompt/lint/white_space.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/embedded_json.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/places.h"
#include "prompt/lint/prefix_zone.h"

#include <algorithm>
#include <array>
#include <utility>

namespace cachescope::prompt {

namespace {

/** Typographic marks and what a keyboard writes for them. */
constexpr auto typography = std::to_array<std::pair<std::string_view, std::string_view>>({
    { "“", "\"" },
    { "”", "\"" },
    { "„", "\"" },
    { "‘", "'" },
    { "’", "'" },
    { "–", "-" },
    { "—", "-" },
    { "−", "-" },
    { "…", "..." },
});

std::vector<Spot> typographyIn(std::string_view text)
{
    std::vector<Spot> places;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (static_cast<unsigned char>(text[at]) != 0xe2)
            continue;
        for (const auto &[mark, plain] : typography) {
            if (text.substr(at).starts_with(mark))
                places.push_back({ { at, at + mark.size() }, std::string(plain) });
        }
    }
    return places;
}

std::string applied(std::string_view text, const std::vector<Spot> &places)
{
    std::string result;
    std::size_t copied = 0;
    for (const Spot &place : places) {
        result.append(text.substr(copied, place.decoded.begin - copied));
        result += place.replacement;
        copied = place.decoded.end;
    }
    result.append(text.substr(copied));
    return result;
}

/** Texts of the same segment in the logged calls that are not this one's. */
std::vector<std::string_view> otherTexts(const LintContext &context, std::size_t segment)
{
    std::vector<std::string_view> texts;
    if (!context.log)
        return texts;
    const Segment &own = context.prompt.segments()[segment];
    for (const ObservedCall &call : context.log->calls) {
        if (!call.prompt)
            continue;
        for (const Segment &other : call.prompt->segments()) {
            if (other.kind == own.kind && other.pointer == own.pointer && other.text.text() != own.text.text())
                texts.emplace_back(other.text.text());
        }
    }
    return texts;
}

std::string_view withoutFinalNewlines(std::string_view text)
{
    const std::size_t last = text.find_last_not_of("\r\n");
    return last == std::string_view::npos ? std::string_view() : text.substr(0, last + 1);
}

bool endsInNewline(std::string_view text)
{
    return text.ends_with('\n');
}

/** One edit that gives a text the final newline or takes it. */
Spot finalNewline(std::string_view text, bool wanted)
{
    const std::size_t end = withoutFinalNewlines(text).size();
    return { { end, text.size() }, wanted ? "\n" : "" };
}

/** The same text in the log with or without the final newline. True when that is so, and reported. */
bool differsInLog(const LintContext &context, Reporter &reporter, std::size_t segment)
{
    const Segment &own = context.prompt.segments()[segment];
    const std::string_view text = own.text.text();
    // The form without is the one to keep: whoever sends the other trims less.
    if (!endsInNewline(text))
        return false;
    for (const std::string_view other : otherTexts(context, segment)) {
        if (withoutFinalNewlines(other) != withoutFinalNewlines(text) || endsInNewline(other))
            continue;
        const Spot place = finalNewline(text, false);
        reporter.report(
            own.text.toSource(place.decoded),
            "Other calls in the log send this text without the final newline: the prefix ends here for them.",
            "final newline", { { "Remove the final newline", true, { editText(own, place.decoded, "") } } },
            Severity::Error);
        return true;
    }
    return false;
}

} // namespace

void checkPunctuationDrift(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        const std::vector<Spot> places = typographyIn(text);
        if (places.empty())
            continue;
        const std::string plain = applied(text, places);
        const auto others = otherTexts(context, segment);
        const bool drifts = std::ranges::any_of(
            others, [&](std::string_view other) { return applied(other, typographyIn(other)) == plain; });
        if (drifts)
            reportPlaces(
                context, reporter, segment, places,
                { "The same text comes with other quotes or dashes in other calls of the log: the prefix ends at "
                  "the "
                  "first of them.",
                  "typographic quotes and dashes", "Write plain quotes and dashes", true, true });
    }
}

void checkFinalNewline(const LintContext &context, Reporter &reporter)
{
    std::vector<std::size_t> with, without;
    for (const std::size_t segment : prefixZone(context)) {
        if (differsInLog(context, reporter, segment))
            continue;
        const Segment &own = context.prompt.segments()[segment];
        const std::string_view text = own.text.text();
        const bool hasLines = withoutFinalNewlines(text).size() > 0;
        if (hasLines && own.text.isJson())
            (endsInNewline(text) ? with : without).push_back(segment);
    }
    if (with.empty() || without.empty())
        return;
    const bool wanted = with.size() > without.size();
    for (const std::size_t segment : wanted ? without : with) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        reportPlaces(
            context, reporter, segment, { finalNewline(text, wanted) },
            { std::string("This block ends ") + (wanted ? "without" : "with")
                  + " a newline, the others do not: whoever joins or trims them sends another prefix.",
              "", wanted ? "Add the final newline" : "Remove the final newline" });
    }
}

void checkJsonFormat(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        const std::vector<EmbeddedJson> found = findEmbeddedJson(text);
        std::vector<Spot> places;
        for (std::size_t i = 1; i < found.size(); ++i) {
            const auto like = std::ranges::find_if(
                found.begin(), found.begin() + static_cast<std::ptrdiff_t>(i),
                [&](const EmbeddedJson &earlier) { return earlier.keys == found[i].keys; });
            const bool isDrift
                = like != found.begin() + static_cast<std::ptrdiff_t>(i) && like->style != found[i].style;
            if (isDrift)
                places.push_back({ found[i].range,
                                   reformatted(
                                       std::string_view(text).substr(found[i].range.begin, found[i].range.size()),
                                       like->style) });
        }
        reportPlaces(
            context, reporter, segment, places,
            { "This JSON has the members of an earlier one in another format: two writers, two byte sequences for "
              "the same data.",
              "JSON objects in another format", "Write it like the first one" });
    }
}

} // namespace cachescope::prompt
