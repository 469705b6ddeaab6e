// SPDX-License-Identifier: MIT
#include "prompt/lint/dynamic_rules.h"

#include "prompt/lint/edits.h"
#include "prompt/lint/prefix_zone.h"
#include "prompt/lint/scan.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

/** What one of the four kinds is called in messages. */
struct KindWords
{
    DynamicKind kind;
    VariableUse use;
    const char *what, *why;
};

constexpr KindWords clockKind{
    DynamicKind::Clock, VariableUse::Clock, "A clock",
    "every call differs from here on, and nothing behind it can be read from the cache"
};
constexpr KindWords dateKind{ DynamicKind::Date, VariableUse::Date, "Today's date",
                              "the first call of each day pays for everything behind it again" };
constexpr KindWords idKind{ DynamicKind::RandomId, VariableUse::RandomId, "A generated id",
                            "calls with another id cannot share what follows" };
constexpr KindWords counterKind{ DynamicKind::Counter, VariableUse::Counter, "A counter",
                                 "it moves on with every call, and everything behind it is paid again" };

Fix moveFix(const LintContext &context, std::size_t segment, ByteRange value)
{
    const std::string &text = context.prompt.segments()[segment].text.text();
    return { "Move it to the end of the prompt", false, moveToTail(context, segment, pieceAround(text, value)) };
}

void reportPlace(
    const LintContext &context, Reporter &reporter, const KindWords &words, std::size_t segment, ByteRange value,
    std::string_view shape)
{
    const Segment &from = context.prompt.segments()[segment];
    const std::string_view text = from.text.text();
    const std::string_view found = text.substr(value.begin, value.size());
    const Constancy constancy = constancyOf(context, segment, found);
    if (constancy == Constancy::Constant)
        return;
    std::string message
        = std::string(words.what) + " (" + std::string(shape) + ") stands in the prefix: " + words.why + ".";
    Severity severity = Severity::Off;
    if (constancy == Constancy::Changes) {
        message += " The log shows other values in its place.";
        if (words.kind == DynamicKind::RandomId)
            severity = Severity::Error;
    }
    const ByteRange line = lineAt(text, value.begin);
    const std::string_view around = line.size() <= 120 ? text.substr(line.begin, line.size()) : found;
    reporter.report(
        from.text.toSource(value), std::move(message), std::string(around), { moveFix(context, segment, value) },
        severity);
}

void checkKind(const LintContext &context, Reporter &reporter, const KindWords &words)
{
    for (const std::size_t segment : prefixZone(context)) {
        for (const DynamicPlace &place : context.dynamic[segment]) {
            if (place.kind == words.kind && hasTextBehind(context, segment, place.range.end))
                reportPlace(context, reporter, words, segment, place.range, place.shape);
        }
        for (const Variable &variable : context.prompt.variables()) {
            if (variable.segment != segment || variableUse(variable.name) != words.use)
                continue;
            if (hasTextBehind(context, segment, variable.decoded.end))
                reportPlace(context, reporter, words, segment, variable.decoded, "variable " + variable.name);
        }
    }
}

} // namespace

void checkClock(const LintContext &context, Reporter &reporter)
{
    checkKind(context, reporter, clockKind);
}

void checkDate(const LintContext &context, Reporter &reporter)
{
    checkKind(context, reporter, dateKind);
}

void checkRandomId(const LintContext &context, Reporter &reporter)
{
    checkKind(context, reporter, idKind);
}

void checkCounter(const LintContext &context, Reporter &reporter)
{
    checkKind(context, reporter, counterKind);
}

} // namespace cachescope::prompt
