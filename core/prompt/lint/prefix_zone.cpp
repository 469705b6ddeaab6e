// SPDX-License-Identifier: MIT
#include "prompt/lint/prefix_zone.h"

#include "prompt/lint/evidence.h"
#include "prompt/lint/line_context.h"

#include <algorithm>
#include <array>
#include <span>

namespace cachescope::prompt {

namespace {

constexpr std::int64_t aFewWords = 5; ///< Tokens.
constexpr std::int64_t aParagraph = 40; ///< Tokens; below it a user message is only a question.
constexpr int callsThatProve = 3;
constexpr double daysThatProve = 2; ///< A date that never changed on one day proves nothing.

bool isSystem(const Segment &segment)
{
    return segment.kind == SegmentKind::System || segment.role == "system" || segment.role == "developer";
}

struct UseWords
{
    VariableUse use;
    std::span<const std::string_view> words;
};

// Parts of a name between '_', '-', '.' and humps.
constexpr auto clockWords
    = std::to_array<std::string_view>({ "now", "time", "timestamp", "datetime", "utcnow", "clock", "epoch" });
constexpr auto dateWords = std::to_array<std::string_view>({ "date", "today", "day", "weekday" });
constexpr auto idWords = std::to_array<std::string_view>({ "uuid", "guid", "nonce", "random", "ulid", "salt" });
constexpr auto counterWords = std::to_array<std::string_view>(
    { "turn", "turns", "step", "iteration", "attempt", "counter", "remaining", "round", "budget" });
constexpr auto userWords = std::to_array<std::string_view>(
    { "user", "username", "customer", "email", "profile", "account", "client", "member", "patient", "employee" });
constexpr auto retrievedWords = std::to_array<std::string_view>(
    { "context", "documents", "document", "docs", "passages", "chunks", "results", "retrieved", "snippets",
      "sources", "excerpts", "evidence", "rag", "hits" });
constexpr auto environmentWords
    = std::to_array<std::string_view>({ "cwd", "env", "environment", "os", "platform", "hostname", "git", "workdir",
                                        "directory", "filetree", "shell" });
constexpr auto experimentWords = std::to_array<std::string_view>(
    { "variant", "experiment", "cohort", "treatment", "flag", "flags", "ab", "bucket", "arm" });

constexpr std::array uses{
    UseWords{ VariableUse::Experiment, experimentWords },
    UseWords{ VariableUse::RandomId, idWords },
    UseWords{ VariableUse::Counter, counterWords },
    UseWords{ VariableUse::Clock, clockWords },
    UseWords{ VariableUse::Date, dateWords },
    UseWords{ VariableUse::Environment, environmentWords },
    UseWords{ VariableUse::Retrieved, retrievedWords },
    UseWords{ VariableUse::UserData, userWords },
};

constexpr auto perCallOwners = std::to_array<std::string_view>(
    { "request", "session", "trace", "run", "conversation", "message", "call", "correlation", "job", "thread" });

std::vector<std::string> partsOf(std::string_view name)
{
    std::vector<std::string> parts(1);
    for (std::size_t i = 0; i < name.size(); ++i) {
        const char c = name[i];
        const bool isUpper = c >= 'A' && c <= 'Z';
        const bool isHump = isUpper && i > 0 && name[i - 1] >= 'a' && name[i - 1] <= 'z';
        const bool isSeparator = c == '_' || c == '-' || c == '.';
        if ((isSeparator || isHump) && !parts.back().empty())
            parts.emplace_back();
        if (!isSeparator)
            parts.back().push_back(isUpper ? static_cast<char>(c - 'A' + 'a') : c);
    }
    return parts;
}

bool hasOneOf(const std::vector<std::string> &parts, std::span<const std::string_view> words)
{
    return std::ranges::any_of(
        parts, [&](const std::string &part) { return std::ranges::find(words, part) != words.end(); });
}

const Segment *sameSegment(const Prompt &prompt, const Segment &wanted)
{
    const auto &segments = prompt.segments();
    const auto found = std::ranges::find_if(segments, [&](const Segment &segment) {
        return segment.kind == wanted.kind && segment.label == wanted.label && segment.pointer == wanted.pointer;
    });
    return found == segments.end() ? nullptr : &*found;
}

} // namespace

bool isTextForm(const Prompt &prompt)
{
    return prompt.form() == PromptForm::PlainText || prompt.form() == PromptForm::Template;
}

std::vector<std::size_t> prefixZone(const LintContext &context)
{
    const auto &segments = context.prompt.segments();
    std::vector<std::size_t> zone;
    if (isTextForm(context.prompt)) {
        zone.push_back(0);
        return zone;
    }
    bool isOneMessage = true;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        if (segment.kind == SegmentKind::Media || segment.kind == SegmentKind::Tool
            || segment.kind == SegmentKind::Schema)
            continue;
        if (isSystem(segment) && i <= context.tail)
            zone.push_back(i);
        isOneMessage &= isSystem(segment) || i >= context.tail;
    }
    if (zone.empty() && isOneMessage && context.tail < segments.size()
        && segments[context.tail].kind == SegmentKind::Message)
        zone.push_back(context.tail);
    return zone;
}

std::int64_t fixedTokensBehind(const LintContext &context, std::size_t segment, std::size_t decodedEnd)
{
    const auto &tokens = context.layout.segments[segment].tokens;
    const auto first = std::ranges::lower_bound(tokens, decodedEnd, {}, &tokens::Token::begin);
    auto count = tokens.end() - first;
    for (const Variable &variable : context.prompt.variables()) {
        if (variable.segment != segment || variable.decoded.begin < decodedEnd)
            continue;
        const auto from = std::ranges::lower_bound(tokens, variable.decoded.begin, {}, &tokens::Token::begin);
        const auto to = std::ranges::lower_bound(tokens, variable.decoded.end, {}, &tokens::Token::begin);
        count -= to - from;
    }
    return count;
}

bool hasTextBehind(const LintContext &context, std::size_t segment, std::size_t decodedEnd)
{
    if (isTextForm(context.prompt))
        return fixedTokensBehind(context, segment, decodedEnd) >= aFewWords;
    if (segment < context.tail)
        return true;
    return fixedTokensBehind(context, segment, decodedEnd) >= aParagraph;
}

VariableUse variableUse(std::string_view name)
{
    const std::vector<std::string> parts = partsOf(name);
    const bool isId = parts.back() == "id";
    if (isId && hasOneOf(parts, perCallOwners))
        return VariableUse::RandomId;
    for (const UseWords &entry : uses) {
        if (hasOneOf(parts, entry.words))
            return entry.use;
    }
    return VariableUse::Unknown;
}

Constancy constancyOf(const LintContext &context, std::size_t segment, std::string_view text)
{
    if (!context.log)
        return Constancy::Unknown;
    const Segment &wanted = context.prompt.segments()[segment];
    int with = 0, without = 0;
    for (const ObservedCall &call : context.log->calls) {
        const Segment *const same = call.prompt ? sameSegment(*call.prompt, wanted) : nullptr;
        if (!same)
            continue;
        (same->text.text().find(text) != std::string::npos ? with : without) += 1;
    }
    if (without > 0)
        return Constancy::Changes;
    return with >= callsThatProve && context.log->observedDays >= daysThatProve ? Constancy::Constant
                                                                                : Constancy::Unknown;
}

} // namespace cachescope::prompt
