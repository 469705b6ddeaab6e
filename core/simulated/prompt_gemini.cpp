// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

namespace cachescope::simulated {

namespace {

constexpr int imageTokens = 258; // one tile
constexpr int messageTokens = 2;

/** Both spellings are accepted by the service. */
const Json &either(const Json &body, std::string_view camel, std::string_view snake)
{
    const Json &value = member(body, camel);
    return value.is_null() ? member(body, snake) : value;
}

void addContent(Prompt &prompt, const Json &content, Level level)
{
    const std::string role = level == Level::System ? "system" : textMember(content, "role");
    int overhead = messageTokens;
    const bool fromUser = level == Level::Messages && role != "model";
    if (fromUser)
        prompt.lastUserText.clear();
    prompt.endsWithToolResult = false;
    for (const Json &part : member(content, "parts")) {
        Segment segment{ level, role, {}, overhead, true, false, {} };
        if (const Json &words = member(part, "text"); words.is_string()) {
            segment.text = text(words);
            if (fromUser)
                prompt.lastUserText += segment.text;
        } else if (
            !either(part, "inlineData", "inline_data").is_null()
            || !either(part, "fileData", "file_data").is_null()) {
            segment.kind += std::to_string(hashText(compact(part)));
            segment.overhead += imageTokens;
        } else {
            segment.text = compact(part);
            prompt.endsWithToolResult = !either(part, "functionResponse", "function_response").is_null();
        }
        prompt.segments.push_back(std::move(segment));
        overhead = 0;
    }
}

} // namespace

Checked<Prompt> renderContents(const Json &body)
{
    Prompt prompt;
    const Json &instruction = either(body, "systemInstruction", "system_instruction");
    if (instruction.is_object())
        addContent(prompt, instruction, Level::System);
    const Json &tools = member(body, "tools");
    for (const Json &tool : tools)
        prompt.segments.push_back({ Level::System, "tools", compact(tool), 4, true, false, {} });
    const Json &contents = member(body, "contents");
    if (contents.is_object())
        addContent(prompt, contents, Level::Messages);
    for (std::size_t i = 0; contents.is_array() && i < contents.size(); ++i)
        addContent(prompt, contents[i], Level::Messages);
    prompt.messageSalt = compact(either(body, "toolConfig", "tool_config"));
    return prompt;
}

} // namespace cachescope::simulated
