// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

namespace cachescope::simulated {

namespace {

/** Both spellings are accepted by the service. */
const Json &either(const Json &body, std::string_view camel, std::string_view snake)
{
    const Json &value = member(body, camel);
    return value.is_null() ? member(body, snake) : value;
}

/** What the answer is to be about. */
void note(Prompt &prompt, const Json &content)
{
    const bool fromUser = textMember(content, "role") != "model";
    if (fromUser)
        prompt.lastUserText.clear();
    prompt.endsWithToolResult = false;
    for (const Json &part : member(content, "parts")) {
        if (fromUser)
            prompt.lastUserText += textMember(part, "text");
        prompt.endsWithToolResult = !either(part, "functionResponse", "function_response").is_null();
    }
}

} // namespace

Checked<Prompt> renderContents(const Json &body)
{
    Prompt prompt;
    const Json &contents = member(body, "contents");
    if (contents.is_object()) { // One content in place of the list is taken, too.
        Json listed = body;
        listed["contents"] = Json::array({ contents });
        return renderContents(listed);
    }
    for (std::size_t i = 0; contents.is_array() && i < contents.size(); ++i)
        note(prompt, contents[i]);
    prompt.messageSalt = compact(either(body, "toolConfig", "tool_config"));
    prompt.text = segmentsOf(body, prompt::PromptForm::Gemini);
    return prompt;
}

} // namespace cachescope::simulated
