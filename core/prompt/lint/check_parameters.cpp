// SPDX-License-Identifier: MIT
#include "prompt/lint/evidence.h"
#include "prompt/lint/json_order.h"
#include "prompt/lint/log_turns.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <array>
#include <set>

namespace cachescope::prompt {

namespace {

bool hasMedia(const Prompt &prompt)
{
    return std::ranges::any_of(
        prompt.segments(), [](const Segment &segment) { return segment.kind == SegmentKind::Media; });
}

/** What of the parameters differs and costs at this API (prompt-caching rules, 3.5 and 6.5). */
std::set<std::string> toggled(const Prompt &older, const Prompt &newer)
{
    std::set<std::string> names;
    const RequestParameters &a = older.parameters();
    const RequestParameters &b = newer.parameters();
    const auto compare = [&names](const std::string &x, const std::string &y, const char *name) {
        if (canonicalText(x) != canonicalText(y))
            names.insert(name);
    };
    compare(a.reasoningEffort, b.reasoningEffort, "effort");
    compare(a.responseFormat, b.responseFormat, "the output schema");
    if (newer.form() == PromptForm::AnthropicMessages) {
        compare(a.toolChoice, b.toolChoice, "tool_choice");
        compare(a.thinking, b.thinking, "thinking");
        if (hasMedia(older) != hasMedia(newer))
            names.insert("images");
    }
    return names;
}

std::string joined(const std::set<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return text;
}

/** Members that tell calls apart and that no model reads. */
bool isPerCallField(std::string_view name)
{
    constexpr std::array<std::string_view, 8> names{ "user",      "metadata",  "request_id", "trace_id",
                                                     "client_id", "timestamp", "nonce",      "safety_identifier" };
    return std::ranges::find(names, name) != names.end();
}

/** Text of the request without its per-call fields: equal for the same question. */
std::string question(const Prompt &prompt)
{
    std::string text;
    for (const NamedValue &member : membersOf(requestJson(prompt)))
        if (!isPerCallField(member.name))
            text += member.name + "=" + canonicalText(member.value.raw) + "\n";
    return text;
}

std::string perCallPart(const Prompt &prompt)
{
    std::string text;
    for (const NamedValue &member : membersOf(requestJson(prompt)))
        if (isPerCallField(member.name))
            text += member.name + "=" + canonicalText(member.value.raw) + "\n";
    return text;
}

/** A date or number at the end of a model's name, as snapshots have it. */
bool isSnapshot(std::string_view alias, std::string_view model)
{
    return alias.size() > model.size() + 4 && alias.starts_with(model) && alias[model.size()] == '-'
        && alias[model.size() + 1] >= '0' && alias[model.size() + 1] <= '9';
}

/** The snapshot that an alias stands for, as far as the price book tells. */
struct Snapshot
{
    std::string name; ///< The newest; empty when none is known.
    bool isOnly = true; ///< Else the alias may mean an older one today.
};
Snapshot snapshotOf(const LintContext &context, const std::string &model)
{
    Snapshot snapshot;
    if (!context.card)
        return snapshot;
    if (model.ends_with("-latest") && context.card->id != model)
        return { context.card->id, true };
    for (const std::string &alias : context.card->aliases)
        if (isSnapshot(alias, model)) {
            snapshot.isOnly = snapshot.name.empty();
            snapshot.name = std::max(snapshot.name, alias);
        }
    return snapshot;
}

/** Sampling by chance is asked for in so many words. */
JsonValue temperatureAboveZero(const JsonValue &root)
{
    JsonValue temperature = member(root, "temperature");
    if (temperature.raw.empty())
        temperature = member(member(root, "generationConfig"), "temperature");
    const bool isZero = temperature.raw.find_first_of("123456789") == std::string_view::npos;
    return temperature.raw.empty() || isZero ? JsonValue() : temperature;
}

bool reportsUsageAnyway(std::string_view provider)
{
    // Their streams carry usage without being asked (prompt-caching rules, sections 11 and 12).
    return provider == "mistral" || provider == "openrouter" || provider == "groq";
}

} // namespace

void checkToggledParameters(const LintContext &context, Reporter &reporter)
{
    int count = 0;
    std::set<std::string> names;
    for (const Turn &turn : turnsOf(context)) {
        const auto found = toggled(*turn.older, *turn.newer);
        count += found.empty() ? 0 : 1;
        names.insert(found.begin(), found.end());
    }
    const auto &segments = context.prompt.segments();
    const auto first = std::ranges::find(segments, SegmentKind::Message, &Segment::kind);
    if (names.empty() || first == segments.end())
        return;
    reporter.report(
        first->source,
        "In logged sessions " + joined(names) + " changed " + std::to_string(count)
            + (count == 1 ? " time" : " times")
            + " between turns: the conversation is paid again each time. Choose once for a session.",
        joined(names));
}

void checkFloatingModel(const LintContext &context, Reporter &reporter)
{
    const std::string &model = context.prompt.parameters().model;
    const JsonValue value = member(requestJson(context.prompt), "model");
    const Snapshot snapshot = snapshotOf(context, model);
    if (snapshot.name.empty() || !value.isString())
        return;
    reporter.report(
        value.range(),
        model
            + " is moved to a new snapshot some day: all cached prefixes and local answers are lost then, and "
              "answers "
              "may change.",
        model,
        { { "Name the snapshot " + snapshot.name,
            snapshot.isOnly,
            { { value.range(), "\"" + snapshot.name + "\"" } } } });
}

void checkPerCallFields(const LintContext &context, Reporter &reporter)
{
    const JsonValue root = requestJson(context.prompt);
    if (!context.log || root.raw.empty())
        return;
    // The same question, asked again with another field, and not answered by the cache.
    std::set<std::string> asked, fields;
    std::vector<std::pair<std::string, std::string>> seen;
    int missed = 0;
    for (const ObservedCall &call : context.log->calls) {
        if (!call.prompt || call.failed || call.fromLocalCache)
            continue;
        const std::string own = perCallPart(*call.prompt);
        const std::string text = question(*call.prompt);
        const bool isAgain = std::ranges::any_of(
            seen, [&](const auto &other) { return other.first == text && other.second != own; });
        missed += isAgain ? 1 : 0;
        seen.emplace_back(text, own);
    }
    if (missed == 0)
        return;
    Fix fix{ "Leave the field out", true, {} };
    std::vector<ByteRange> items;
    std::vector<bool> isRemoved;
    std::string names;
    const JsonValue *first = nullptr;
    const auto members = membersOf(root);
    for (const NamedValue &member : members) {
        items.push_back(member.value.member);
        isRemoved.push_back(isPerCallField(member.name));
        if (!isRemoved.back())
            continue;
        first = first ? first : &member.value;
        names += (names.empty() ? "" : ", ") + member.name;
    }
    if (!first)
        return;
    fix.edits = itemRemovals(items, isRemoved);
    reporter.report(
        first->member,
        std::to_string(missed) + " logged calls asked what had been asked before and differed only in " + names
            + ": to the local cache each was a new question. Send it in a header, or name it in the policy's "
              "volatile_fields.",
        names, { std::move(fix) });
}

void checkRandomAnswers(const LintContext &context, Reporter &reporter)
{
    const JsonValue root = requestJson(context.prompt);
    const JsonValue temperature = temperatureAboveZero(root);
    const bool hasSeed
        = !member(root, "seed").raw.empty() || !member(member(root, "generationConfig"), "seed").raw.empty();
    if (temperature.raw.empty() || hasSeed || (context.log && !context.log->localCacheInUse))
        return;
    reporter.report(
        temperature.member,
        "Answers are drawn by chance (temperature " + std::string(temperature.raw)
            + "), and the local cache repeats the first one. Send X-Cachescope-Cache: off where variety is wanted, "
              "or "
              "temperature 0 where it is not.",
        "temperature " + std::string(temperature.raw));
}

void checkUsageReport(const LintContext &context, Reporter &reporter)
{
    const RequestParameters &parameters = context.prompt.parameters();
    const std::string_view provider = context.card ? std::string_view(context.card->provider) : context.upstream;
    if (context.prompt.form() != PromptForm::OpenAiChat || !parameters.stream || parameters.includeUsage
        || reportsUsageAnyway(provider))
        return;
    const JsonValue root = requestJson(context.prompt);
    const std::string_view bytes = context.prompt.bytes();
    const JsonValue options = member(root, "stream_options");
    const JsonValue stream = member(root, "stream");
    const JsonValue known = member(options, "include_usage");
    TextEdit edit;
    if (!known.raw.empty())
        edit = { known.range(), "true" };
    else if (options.isObject())
        edit = memberInsertion(bytes, options, "include_usage", "true");
    else if (!options.raw.empty())
        edit = { options.range(), "{\"include_usage\"" + spellingOf(bytes, root).colon + "true}" };
    else
        edit = memberInsertion(
            bytes, root, "stream_options", "{\"include_usage\"" + spellingOf(bytes, root).colon + "true}");
    reporter.report(
        stream.member,
        "This stream ends without a report of its tokens: what it cost, and what came from the cache, stays an "
        "estimate.",
        "stream without include_usage", { { "Ask for the usage report", true, { std::move(edit) } } });
}

void checkCachedFailure(const LintContext &context, Reporter &reporter)
{
    if (!context.log || context.prompt.segments().empty())
        return;
    constexpr std::array<std::string_view, 6> badEnds{ "content_filter",          "refusal", "error", "SAFETY",
                                                       "MALFORMED_FUNCTION_CALL", "length" };
    const auto isFailure = [&](const ObservedCall &call) {
        return call.fromLocalCache
            && (call.failed || std::ranges::find(badEnds, call.finishReason) != badEnds.end());
    };
    const auto found = std::ranges::find_if(context.log->calls, isFailure);
    if (found == context.log->calls.end())
        return;
    const auto count = std::ranges::count_if(context.log->calls, isFailure);
    const std::string what
        = found->status >= 400 ? "status " + std::to_string(found->status) : "end reason " + found->finishReason;
    reporter.report(
        context.prompt.segments().front().source,
        std::to_string(count) + (count == 1 ? " answer" : " answers") + " of the local cache repeated a failure ("
            + what + (found->cacheKey.empty() ? std::string() : ", key " + found->cacheKey)
            + "). Remove the entry and send the call with X-Cachescope-Cache: refresh.",
        what);
}

} // namespace cachescope::prompt
