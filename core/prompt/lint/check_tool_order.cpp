// SPDX-License-Identifier: MIT
#include "prompt/lint/cache_marks.h"
#include "prompt/lint/evidence.h"
#include "prompt/lint/json_order.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/tool_uses.h"
#include "prompt/lint/words.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace cachescope::prompt {

namespace {

using Names = std::vector<std::string>;

Names namesOf(const std::vector<ToolDefinition> &tools)
{
    Names names;
    for (const ToolDefinition &tool : tools)
        names.push_back(tool.name);
    return names;
}

Names sorted(Names names)
{
    std::ranges::sort(names);
    return names;
}

/** Tool names of the logged calls, oldest first, and of the linted prompt. */
std::vector<Names> nameLists(const LintContext &context, const Names &own)
{
    std::vector<Names> lists;
    for (auto call = context.log->calls.rbegin(); call != context.log->calls.rend(); ++call)
        if (call->prompt)
            lists.push_back(namesOf(toolDefinitions(*call->prompt)));
    lists.push_back(own);
    return lists;
}

/** A tool's text, taken out of the list: without the mark that belongs to the end of the list, not to the tool. */
std::string withoutMark(const Prompt &prompt, const ToolDefinition &tool)
{
    std::string text(tool.json.raw);
    const auto &mark = prompt.segments()[tool.segment].mark;
    if (!mark)
        return text;
    const TextEdit cut = itemRemoval(prompt.bytes(), mark->source);
    return text.erase(cut.range.begin - tool.json.begin, cut.range.size());
}

std::string withMark(std::string text, const MarkText &mark)
{
    JsonValue value;
    value.raw = text;
    value.member = value.range();
    const TextEdit add = memberInsertion(text, value, mark.key, mark.value);
    return text.insert(add.range.begin, add.replacement);
}

/** The mark of the last tool stays at the end of the list; marks in the middle move with their tools. */
Fix sortFix(const LintContext &context, const std::vector<ToolDefinition> &tools)
{
    const Prompt &prompt = context.prompt;
    std::vector<std::size_t> order(tools.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    std::ranges::stable_sort(order, {}, [&](std::size_t index) { return tools[index].name; });
    std::optional<MarkText> endMark;
    for (const PlacedMark &mark : marksOf(context))
        if (mark.segment == tools.back().segment && !mark.isTopLevel)
            endMark = textOf(prompt, mark);
    Fix fix{ "Sort the tools by name", true, {} };
    for (std::size_t i = 0; i < tools.size(); ++i) {
        if (order[i] == i)
            continue;
        const ToolDefinition &taken = tools[order[i]];
        const bool wasLast = order[i] + 1 == tools.size();
        std::string text = wasLast ? withoutMark(prompt, taken) : std::string(taken.json.raw);
        if (i + 1 == tools.size() && endMark && !prompt.segments()[taken.segment].mark)
            text = withMark(std::move(text), *endMark);
        fix.edits.push_back({ tools[i].json.range(), std::move(text) });
    }
    return fix;
}

/** By tool: each spelling of its definition in the log, and in how many calls. */
std::map<std::string, std::map<std::string, int>> loggedSpellings(const LogEvidence &log)
{
    std::map<std::string, std::map<std::string, int>> spellings;
    for (const ObservedCall &call : log.calls) {
        if (!call.prompt)
            continue;
        for (const ToolDefinition &tool : toolDefinitions(*call.prompt))
            ++spellings[tool.name][withoutMark(*call.prompt, tool)];
    }
    return spellings;
}

} // namespace

void checkToolOrder(const LintContext &context, Reporter &reporter)
{
    const auto tools = toolDefinitions(context.prompt);
    const Names own = namesOf(tools);
    if (!context.log || tools.size() < 2 || std::ranges::is_sorted(own))
        return;
    const auto lists = nameLists(context, own);
    int changes = 0;
    for (std::size_t i = 1; i < lists.size(); ++i)
        changes += lists[i] != lists[i - 1] && sorted(lists[i]) == sorted(lists[i - 1]) ? 1 : 0;
    if (changes == 0)
        return;
    reporter.report(
        tools.front().json.range(),
        "The " + std::to_string(tools.size()) + " tools changed their order " + std::to_string(changes)
            + " times in the last " + std::to_string(lists.size())
            + " calls. Tools come first, so everything behind them is paid again: send "
              "them in a fixed order.",
        "order of tools", { sortFix(context, tools) });
}

void checkToolKeyOrder(const LintContext &context, Reporter &reporter)
{
    if (!context.log)
        return;
    const auto logged = loggedSpellings(*context.log);
    for (const ToolDefinition &tool : toolDefinitions(context.prompt)) {
        const auto spellings = logged.find(tool.name);
        const std::string own = withoutMark(context.prompt, tool);
        const bool isAlone
            = spellings == logged.end() || (spellings->second.size() == 1 && spellings->second.contains(own));
        if (isAlone)
            continue;
        const std::string inOrder = withSortedNames(tool.json);
        if (inOrder == tool.json.raw)
            continue; // Sorted here: whoever spells it otherwise is to be mended there.
        const std::string canonical = canonicalText(own);
        int others = 0;
        for (const auto &[text, calls] : spellings->second)
            others += text != own && canonicalText(text) == canonical ? calls : 0;
        if (others == 0)
            continue;
        reporter.report(
            tool.json.range(),
            "The definition of " + tool.name + " is the same value in another spelling in " + std::to_string(others)
                + " logged calls: to the cache it is another tool. Serialise schemas with sorted names.",
            "spelling of " + tool.name,
            { { "Sort the names in the schema", true, { { tool.json.range(), inOrder } } } });
    }
}

} // namespace cachescope::prompt
