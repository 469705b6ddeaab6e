// SPDX-License-Identifier: MIT
#include "prompt/lint/tool_uses.h"

#include "prompt/lint/request_json.h"

namespace cachescope::prompt {

namespace {

void addUse(std::vector<ToolUse> &uses, const JsonValue &named, const JsonValue &id, const JsonValue &arguments)
{
    if (!member(named, "name").raw.empty())
        uses.push_back({ member(named, "name").string(), id.string(), arguments });
}

void readChat(const JsonValue &root, std::vector<ToolUse> &uses)
{
    eachElement(member(root, "messages"), [&](std::size_t, const JsonValue &message) {
        eachElement(member(message, "tool_calls"), [&](std::size_t, const JsonValue &call) {
            const JsonValue function = member(call, "function");
            addUse(uses, function, member(call, "id"), member(function, "arguments"));
        });
    });
}

void readAnthropicUses(const JsonValue &root, std::vector<ToolUse> &uses)
{
    eachElement(member(root, "messages"), [&](std::size_t, const JsonValue &message) {
        eachElement(member(message, "content"), [&](std::size_t, const JsonValue &block) {
            if (member(block, "type").string() == "tool_use")
                addUse(uses, block, member(block, "id"), member(block, "input"));
        });
    });
}

void readResponses(const JsonValue &root, std::vector<ToolUse> &uses)
{
    eachElement(member(root, "input"), [&](std::size_t, const JsonValue &item) {
        if (member(item, "type").string() == "function_call")
            addUse(uses, item, member(item, "call_id"), member(item, "arguments"));
    });
}

void readGeminiUses(const JsonValue &root, std::vector<ToolUse> &uses)
{
    eachElement(member(root, "contents"), [&](std::size_t, const JsonValue &content) {
        eachElement(member(content, "parts"), [&](std::size_t, const JsonValue &part) {
            const JsonValue call = member(part, "functionCall");
            addUse(uses, call, member(call, "id"), member(call, "args"));
        });
    });
}

} // namespace

std::string toolNameOf(const JsonValue &tool)
{
    const JsonValue function = member(tool, "function");
    for (const JsonValue &named : { member(function, "name"), member(tool, "name"), member(tool, "type") })
        if (named.isString())
            return named.string();
    return {};
}

JsonValue toolArray(const Prompt &prompt)
{
    const JsonValue tools = member(requestJson(prompt), "tools");
    return tools.isArray() ? tools : JsonValue();
}

std::vector<ToolDefinition> toolDefinitions(const Prompt &prompt)
{
    std::vector<ToolDefinition> tools;
    const auto &segments = prompt.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].kind != SegmentKind::Tool)
            continue;
        JsonValue json;
        json.begin = segments[i].source.begin;
        json.raw = std::string_view(prompt.bytes()).substr(json.begin, segments[i].source.size());
        json.member = json.range();
        tools.push_back({ toolNameOf(json), i, json });
    }
    return tools;
}

std::vector<ToolUse> toolUses(const Prompt &prompt)
{
    std::vector<ToolUse> uses;
    const JsonValue root = requestJson(prompt);
    switch (prompt.form()) {
    case PromptForm::OpenAiChat:
        readChat(root, uses);
        break;
    case PromptForm::OpenAiResponses:
        readResponses(root, uses);
        break;
    case PromptForm::AnthropicMessages:
        readAnthropicUses(root, uses);
        break;
    case PromptForm::Gemini:
        readGeminiUses(root, uses);
        break;
    case PromptForm::PlainText:
    case PromptForm::Template:
        break;
    }
    return uses;
}

std::string argumentsText(const ToolUse &use)
{
    return use.arguments.isString() ? use.arguments.string() : std::string(use.arguments.raw);
}

} // namespace cachescope::prompt
