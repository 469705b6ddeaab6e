// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/dynamic_content.h"
#include "prompt/lint/edits.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/json_order.h"
#include "prompt/lint/log_turns.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/tool_uses.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <map>
#include <set>

namespace cachescope::prompt {

namespace {

/** Fewer calls say nothing about what is never used. */
constexpr int fewestCalls = 20;
constexpr std::int64_t leastTokens = 200;
/** One or two are new versions of the program. */
constexpr int fewestChanges = 3;

std::set<std::string> nameSet(const Prompt &prompt)
{
    std::set<std::string> names;
    for (const ToolDefinition &tool : toolDefinitions(prompt))
        names.insert(tool.name);
    return names;
}

std::string listed(const std::set<std::string> &names)
{
    std::string text;
    for (const std::string &name : names)
        text += (text.empty() ? "" : ", ") + name;
    return shortened(text, 80);
}

std::set<std::string> without(const std::set<std::string> &a, const std::set<std::string> &b)
{
    std::set<std::string> rest;
    std::ranges::set_difference(a, b, std::inserter(rest, rest.begin()));
    return rest;
}

/** Definitions that the session had and this prompt lacks, put behind its own. */
std::vector<Fix> declareMissing(
    const LintContext &context, const Prompt &older, const std::set<std::string> &missing)
{
    const JsonValue array = toolArray(context.prompt);
    std::vector<std::string> texts;
    for (const ToolDefinition &tool : toolDefinitions(older))
        if (missing.contains(tool.name))
            texts.emplace_back(tool.json.raw);
    if (array.raw.empty() || texts.empty())
        return {};
    return { { "Declare " + listed(missing) + " again",
               false,
               { elementInsertion(context.prompt.bytes(), array, texts) } } };
}

/** First place in the strings of a definition that is another in the next call; in the file's bytes. */
std::optional<ByteRange> changingText(const JsonValue &value)
{
    if (value.isString()) {
        const MappedText text = value.mapped();
        const auto places = findDynamicContent(text.text());
        return places.empty() ? std::nullopt : std::optional(text.toSource(places.front().range));
    }
    std::optional<ByteRange> found;
    const auto look = [&found](const JsonValue &inner) {
        if (!found)
            found = changingText(inner);
    };
    eachElement(value, [&](std::size_t, const JsonValue &element) { look(element); });
    eachMember(value, [&](std::string_view name, const JsonValue &inner) {
        // Examples and permitted values are constants of the schema.
        if (name != "enum" && name != "examples" && name != "example" && name != "default" && name != "const")
            look(inner);
    });
    return found;
}

void reportChanging(
    const ToolDefinition &tool, ByteRange source, const std::string &what, const std::string &evidence,
    Reporter &reporter)
{
    reporter.report(
        source,
        "The definition of " + tool.name + " holds " + what
            + ", which changes from call to call: tools come first, so the whole prompt is paid again each time. "
              "Put it "
              "into the last message.",
        evidence, { { "Take it out of the definition", false, { { source, "" } } } });
}

/** How often each tool's definition, as a value, was another than in the logged call before. */
std::map<std::string, int> definitionChanges(const LintContext &context)
{
    std::map<std::string, int> changes;
    std::map<std::string, std::string> before;
    if (!context.log)
        return changes;
    for (const ObservedCall &call : context.log->calls) {
        if (!call.prompt)
            continue;
        for (const ToolDefinition &logged : toolDefinitions(*call.prompt)) {
            std::string text = comparableText(*call.prompt, call.prompt->segments()[logged.segment]);
            std::string &known = before[logged.name];
            // Equal bytes are the rule; only the others are worth reading as JSON.
            if (!known.empty() && known != text && canonicalText(known) != canonicalText(text))
                ++changes[logged.name];
            known = std::move(text);
        }
    }
    return changes;
}

} // namespace

void checkToolSet(const LintContext &context, Reporter &reporter)
{
    const auto &turns = turnsOf(context);
    int changes = 0;
    const Turn *shown = nullptr;
    for (const Turn &turn : turns) {
        if (nameSet(*turn.older) == nameSet(*turn.newer))
            continue;
        ++changes;
        if (!shown || turn.newerIsThis)
            shown = &turn;
    }
    const auto own = toolDefinitions(context.prompt);
    if (!shown || context.prompt.segments().empty())
        return;
    const auto before = nameSet(*shown->older);
    const auto after = nameSet(*shown->newer);
    const auto gone = without(before, after);
    const auto added = without(after, before);
    const auto missingHere = without(gone, nameSet(context.prompt));
    reporter.report(
        own.empty() ? context.prompt.segments().front().source : own.front().json.range(),
        "The tools changed in mid-session" + (gone.empty() ? std::string() : ", without " + listed(gone))
            + (added.empty() ? std::string() : ", with " + listed(added)) + " (" + std::to_string(changes)
            + (changes == 1 ? " time" : " times")
            + " in the logged calls): everything behind the tools is paid again. Declare all of them from the "
              "start; "
              "narrow the choice by tool_choice.",
        "set of tools", declareMissing(context, *shown->older, missingHere));
}

void checkToolDescription(const LintContext &context, Reporter &reporter)
{
    const auto changesByName = definitionChanges(context);
    for (const ToolDefinition &tool : toolDefinitions(context.prompt)) {
        const auto &variables = context.prompt.variables();
        const auto variable = std::ranges::find(variables, tool.segment, &Variable::segment);
        if (variable != variables.end() && !isSentVerbatim(context, *variable)) {
            reportChanging(tool, variable->source, "{{" + variable->name + "}}", variable->name, reporter);
            continue;
        }
        if (const auto place = changingText(tool.json)) {
            const std::string text = context.prompt.bytes().substr(place->begin, place->size());
            reportChanging(tool, *place, "\"" + text + "\"", text, reporter);
            continue;
        }
        const auto known = changesByName.find(tool.name);
        if (const int changes = known == changesByName.end() ? 0 : known->second; changes >= fewestChanges)
            reporter.report(
                tool.json.range(),
                "The definition of " + tool.name + " changed " + std::to_string(changes)
                    + " times within the logged calls: each time the whole prompt was new.",
                "texts of " + tool.name);
    }
}

void checkUnusedTools(const LintContext &context, Reporter &reporter)
{
    if (!context.log)
        return;
    int calls = 0;
    std::set<std::string> used;
    const auto look = [&used](const Prompt &prompt) {
        for (const ToolUse &use : toolUses(prompt))
            used.insert(use.name);
    };
    for (const ObservedCall &call : context.log->calls)
        if (call.prompt) {
            ++calls;
            look(*call.prompt);
        }
    look(context.prompt);
    if (calls < fewestCalls || used.empty()) // Without any use the histories do not show what is used.
        return;
    const auto tools = toolDefinitions(context.prompt);
    std::vector<ByteRange> items;
    std::vector<bool> isUnused;
    std::set<std::string> names;
    std::int64_t tokens = 0;
    std::size_t first = tools.size();
    for (std::size_t i = 0; i < tools.size(); ++i) {
        items.push_back(tools[i].json.range());
        const bool marked = context.prompt.segments()[tools[i].segment].mark.has_value();
        isUnused.push_back(!used.contains(tools[i].name) && !marked);
        if (!isUnused.back())
            continue;
        const auto &place = context.layout.segments[tools[i].segment];
        tokens += place.end - place.begin;
        names.insert(tools[i].name);
        first = std::min(first, i);
    }
    if (names.empty() || tokens < leastTokens)
        return;
    Report report;
    report.source = items[first];
    report.message = std::to_string(names.size()) + " tools were used in none of " + std::to_string(calls)
        + " logged calls and cost " + tokensText(tokens) + " in each: " + listed(names) + ".";
    report.evidence = listed(names);
    report.tokensAffected = tokens;
    report.fixes.push_back({ "Remove the unused tools", false, itemRemovals(items, isUnused) });
    reporter.report(std::move(report));
}

} // namespace cachescope::prompt
