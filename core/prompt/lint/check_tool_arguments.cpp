// SPDX-License-Identifier: MIT
#include "prompt/lint/evidence.h"
#include "prompt/lint/json_order.h"
#include "prompt/lint/request_json.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/tool_uses.h"

#include <algorithm>
#include <array>
#include <map>
#include <numeric>

namespace cachescope::prompt {

namespace {

/** Upstreams that hand a request on in the order of its members: Google's Vertex and gateways that re-render. */
bool readsInFileOrder(std::string_view upstream)
{
    constexpr std::array<std::string_view, 6> names{
        "vertex", "gateway", "litellm", "portkey", "helicone", "kong"
    };
    return std::ranges::any_of(
        names, [&](std::string_view name) { return upstream.find(name) != std::string_view::npos; });
}

bool isConversation(std::string_view member)
{
    return member == "messages" || member == "contents" || member == "input";
}

bool isStablePart(std::string_view member)
{
    return member == "tools" || member == "system" || member == "systemInstruction"
        || member == "system_instruction" || member == "instructions";
}

/** How the arguments of a call were spelt when they first came, by the call's id. */
std::map<std::string, std::string> firstSpellings(const LogEvidence &log)
{
    std::map<std::string, std::string> spellings;
    for (auto call = log.calls.rbegin(); call != log.calls.rend(); ++call) { // Oldest first: the first one stays.
        if (!call->prompt)
            continue;
        for (const ToolUse &use : toolUses(*call->prompt))
            if (!use.id.empty())
                spellings.emplace(use.id, std::string(use.arguments.raw));
    }
    return spellings;
}

/** The decoded text of raw arguments, which are a string of JSON or JSON itself. */
std::string decoded(const std::string &raw)
{
    ToolUse use;
    use.arguments.raw = raw;
    return argumentsText(use);
}

} // namespace

void checkMemberOrder(const LintContext &context, Reporter &reporter)
{
    if (!readsInFileOrder(context.upstream))
        return;
    const auto members = membersOf(requestJson(context.prompt));
    const auto messages
        = std::ranges::find_if(members, [](const NamedValue &member) { return isConversation(member.name); });
    if (messages == members.end())
        return;
    const auto from = static_cast<std::size_t>(messages - members.begin());
    std::size_t lastStable = from;
    for (std::size_t i = from + 1; i < members.size(); ++i)
        if (isStablePart(members[i].name))
            lastStable = i;
    if (lastStable == from)
        return;
    std::vector<ByteRange> items;
    for (const NamedValue &member : members)
        items.push_back(member.value.member);
    std::vector<std::size_t> order(members.size());
    std::iota(order.begin(), order.end(), std::size_t{ 0 });
    std::rotate(
        order.begin() + static_cast<std::ptrdiff_t>(from), order.begin() + static_cast<std::ptrdiff_t>(from) + 1,
        order.begin() + static_cast<std::ptrdiff_t>(lastStable) + 1);
    reporter.report(
        { messages->value.member.begin, messages->value.begin },
        "\"" + messages->name + "\" stands before \"" + members[lastStable].name
            + "\", and this upstream builds the prompt in that order: what changes comes before what stays.",
        messages->name + " before " + members[lastStable].name,
        { { "Move " + messages->name + " behind " + members[lastStable].name, true,
            itemPermutation(context.prompt.bytes(), items, order) } });
}

void checkToolArguments(const LintContext &context, Reporter &reporter)
{
    if (!context.log)
        return;
    const auto spellings = firstSpellings(*context.log);
    Report report;
    Fix fix{ "Restore the spelling of the first time", true, {} };
    std::string names;
    for (const ToolUse &use : toolUses(context.prompt)) {
        const auto first = spellings.find(use.id);
        if (use.id.empty() || first == spellings.end())
            continue;
        const std::string before = decoded(first->second);
        const std::string now = argumentsText(use);
        if (before == now || canonicalText(before) != canonicalText(now))
            continue;
        if (fix.edits.empty()) {
            report.source = use.arguments.range();
            names = use.name;
        }
        fix.edits.push_back({ use.arguments.range(), first->second });
    }
    if (fix.edits.empty())
        return;
    const std::size_t calls = fix.edits.size();
    report.message = "The arguments of " + std::to_string(calls) + (calls == 1 ? " earlier call" : " earlier calls")
        + " (first: " + names
        + ") came back spelt another way than the log has them, so the conversation is paid again from there. Keep "
          "the "
          "answer's bytes instead of encoding them anew.";
    report.evidence = "arguments of " + names;
    report.fixes.push_back(std::move(fix));
    reporter.report(std::move(report));
}

} // namespace cachescope::prompt
