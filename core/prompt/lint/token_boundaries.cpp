// SPDX-License-Identifier: MIT
#include "prompt/lint/token_boundaries.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/line_context.h"
#include "prompt/lint/places.h"
#include "prompt/lint/prefix_zone.h"
#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

/** The last segment that is text; null without one. */
const Segment *lastText(const Prompt &prompt)
{
    const auto &segments = prompt.segments();
    const auto last = std::find_if(segments.rbegin(), segments.rend(), [&](const Segment &segment) {
        return segment.kind == SegmentKind::Message || segment.kind == SegmentKind::System;
    });
    return last == segments.rend() || (!last->text.isJson() && !isTextForm(prompt)) ? nullptr : &*last;
}

/** The character that a byte belongs to, as a number; 0 for ill-formed text. */
char32_t characterAround(std::string_view text, std::size_t at)
{
    while (at > 0 && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80)
        --at;
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80)
        return first;
    char32_t value = first & (first < 0xe0 ? 0x1fU : first < 0xf0 ? 0xfU : 7U);
    for (++at; at < text.size() && (static_cast<unsigned char>(text[at]) & 0xc0) == 0x80; ++at)
        value = (value << 6) | (static_cast<unsigned char>(text[at]) & 0x3fU);
    return value;
}

/** A letter or digit of a script that writes words: alphabets up to Georgian and Cherokee, and Hangul. */
bool isInWord(std::string_view text, std::size_t at)
{
    const char32_t c = characterAround(text, at);
    if (c < 0x80)
        return scan::isAlnum(static_cast<char>(c)) || c == '_';
    return (c >= 0xc0 && c < 0x1400 && c != 0xd7 && c != 0xf7) || (c >= 0xac00 && c <= 0xd7a3);
}

/** The blanks (with `newlines`: line ends, too) that a text ends in. */
ByteRange finalBlanks(std::string_view text, std::string_view blanks)
{
    const std::size_t last = text.find_last_not_of(blanks);
    return { last == std::string_view::npos ? text.size() : last + 1, text.size() };
}

constexpr auto controlTokens = std::to_array<std::string_view>({
    "<|endoftext|>",
    "<|endofprompt|>",
    "<|im_start|>",
    "<|im_end|>",
    "<|im_sep|>",
    "<|start|>",
    "<|end|>",
    "<|message|>",
    "<|channel|>",
    "<|return|>",
    "<|call|>",
    "<|constrain|>",
    "<|system|>",
    "<|user|>",
    "<|assistant|>",
    "<|begin_of_text|>",
    "<|end_of_text|>",
    "<|start_header_id|>",
    "<|end_header_id|>",
    "<|eot_id|>",
    "<|eom_id|>",
    "<|python_tag|>",
    "<|fim_prefix|>",
    "<|fim_middle|>",
    "<|fim_suffix|>",
    "<|tool_call|>",
    "<|pad|>",
    "<start_of_turn>",
    "<end_of_turn>",
    "<<SYS>>",
    "<</SYS>>",
    "[INST]",
    "[/INST]",
    "[TOOL_CALLS]",
    "[AVAILABLE_TOOLS]",
    "<｜begin▁of▁sentence｜>",
    "<｜end▁of▁sentence｜>",
    "<｜User｜>",
    "<｜Assistant｜>",
});

std::vector<Spot> controlTokensIn(std::string_view text)
{
    std::vector<Spot> places;
    for (std::size_t at = text.find_first_of("<["); at != std::string_view::npos;
         at = text.find_first_of("<[", at + 1)) {
        for (const std::string_view token : controlTokens) {
            if (!text.substr(at).starts_with(token))
                continue;
            // A blank behind the bracket: reads the same and means nothing to a template.
            places.push_back(
                { { at, at + token.size() }, std::string(1, token[0]) + " " + std::string(token.substr(1)) });
            break;
        }
    }
    return places;
}

bool isInCode(const std::vector<Line> &lines, std::string_view text, std::size_t at)
{
    if (at > 0 && text[at - 1] == '`')
        return true;
    const auto after = std::ranges::upper_bound(lines, at, {}, [](const Line &line) { return line.range.begin; });
    return after != lines.begin() && (after - 1)->use == LineUse::Code;
}

} // namespace

void checkFinalBlank(const LintContext &context, Reporter &reporter)
{
    const Segment *const last = lastText(context.prompt);
    if (!last || (last->role == "assistant" && context.prompt.form() == PromptForm::AnthropicMessages))
        return; // TOK004 says more of it.
    const std::string_view text = last->text.text();
    const std::size_t end
        = text.ends_with("\n") && isTextForm(context.prompt) ? text.find_last_not_of("\r\n") + 1 : text.size();
    const ByteRange blanks = finalBlanks(text.substr(0, end), " \t");
    if (blanks.size() == 0 || blanks.begin == 0)
        return;
    reporter.report(
        last->text.toSource(blanks),
        "The prompt ends in a blank: models begin words with the blank in front, so the answer starts from an "
        "unusual token.",
        "blank at the end", { { "Remove the blank at the end", true, { editText(*last, blanks, "") } } });
}

void checkVariableSeams(const LintContext &context, Reporter &reporter)
{
    for (const Variable &variable : context.prompt.variables()) {
        const Segment &segment = context.prompt.segments()[variable.segment];
        const std::string_view text = segment.text.text();
        if (segment.kind == SegmentKind::Tool || variable.decoded.begin == 0)
            continue;
        const char before = text[variable.decoded.begin - 1];
        const bool joins = isInWord(text, variable.decoded.begin - 1) || before == ':' || before == '}';
        if (!joins)
            continue;
        const ByteRange seam{ variable.decoded.begin, variable.decoded.begin };
        reporter.report(
            segment.text.toSource(variable.decoded),
            "The value of " + variable.name
                + " follows without a break: its first characters can join the token before it, so the prefix ends "
                  "a "
                  "token earlier and at another place from value to value.",
            std::string(text.substr(variable.decoded.begin, variable.decoded.size())),
            { { "Begin a new line before it", false, { editText(segment, seam, "\n") } } });
    }
}

void checkSplitWords(const LintContext &context, Reporter &reporter)
{
    const auto &segments = context.prompt.segments();
    for (std::size_t i = 1; i < segments.size(); ++i) {
        const Segment &before = segments[i - 1];
        const Segment &here = segments[i];
        const bool sameCarrier = before.kind == here.kind && before.message == here.message
            && before.role == here.role && before.text.isJson() && here.text.isJson();
        const bool isTextKind = here.kind == SegmentKind::System || here.kind == SegmentKind::Message;
        if (!sameCarrier || !isTextKind || before.text.text().empty() || here.text.text().empty())
            continue;
        if (!isInWord(before.text.text(), before.text.text().size() - 1) || !isInWord(here.text.text(), 0))
            continue;
        reporter.report(
            here.text.toSource({ 0, 1 }),
            "A word goes on from the block before (" + before.label
                + "): cut there it is other tokens than whole, and the mark stands inside a word.",
            "word split between blocks",
            { { "Begin this block on a new line", false, { editText(here, { 0, 0 }, "\n") } } });
    }
}

void checkPrefilledAnswer(const LintContext &context, Reporter &reporter)
{
    const auto &segments = context.prompt.segments();
    if (segments.empty() || segments.back().role != "assistant" || !segments.back().text.isJson())
        return;
    const Segment &last = segments.back();
    const ByteRange blanks = finalBlanks(last.text.text(), " \t\r\n");
    if (blanks.size() > 0)
        reporter.report(
            last.text.toSource(blanks),
            "The prefilled answer ends in white space: Anthropic refuses the call with status 400.",
            "white space at the end of the prefilled answer",
            { { "Remove the white space at the end", true, { editText(last, blanks, "") } } });
}

void checkControlTokens(const LintContext &context, Reporter &reporter)
{
    for (std::size_t i = 0; i < context.prompt.segments().size(); ++i) {
        const Segment &segment = context.prompt.segments()[i];
        const std::string_view text = segment.text.text();
        if (segment.kind == SegmentKind::Tool || segment.kind == SegmentKind::Schema)
            continue;
        std::vector<Spot> places = controlTokensIn(text);
        if (places.empty())
            continue;
        const std::vector<Line> lines = readLines(text);
        std::erase_if(places, [&](const Spot &place) { return isInCode(lines, text, place.decoded.begin); });
        reportPlaces(
            context, reporter, i, places,
            { "This looks like a control token: as text it is split into many tokens, and a server that does not "
              "escape it ends or forges a message here.",
              "look-alikes of control tokens", "Part it with a blank", false });
    }
}

void checkEstimateNearLimit(const LintContext &context, Reporter &reporter)
{
    const TokenLayout &layout = context.layout;
    if (layout.exact || layout.errorShare <= 0 || !context.card || layout.segments.empty())
        return;
    const auto isNear = [&](std::int64_t tokens, std::int64_t limit) {
        const double spread = static_cast<double>(tokens) * layout.errorShare;
        return limit > 0 && std::abs(static_cast<double>(tokens - limit)) <= spread;
    };
    const auto report = [&](std::int64_t tokens, std::int64_t limit, const std::string &what) {
        reporter.report(
            Report{ {},
                    "About " + std::to_string(tokens) + " tokens, give or take "
                        + std::to_string(static_cast<int>(layout.errorShare * 100 + 0.5)) + " %, are too near to "
                        + what + " (" + std::to_string(limit)
                        + ") for an estimate: have the provider count it, or let the log calibrate the estimate.",
                    what,
                    {},
                    Severity::Off,
                    0,
                    {} });
    };
    const std::int64_t stable = context.prefix.stableTokens;
    if (isNear(stable, context.rules.minimumTokens))
        report(stable, context.rules.minimumTokens, "the smallest prefix that is cached");
    if (context.card->contextWindow && isNear(layout.total, *context.card->contextWindow))
        report(layout.total, *context.card->contextWindow, "the context window");
}

} // namespace cachescope::prompt
