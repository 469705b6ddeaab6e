// SPDX-License-Identifier: MIT
#include "tokens/request_texts.h"

namespace cachescope::tokens::detail {

using nlohmann::json;

namespace {

const json &member(const json &object, const char *name)
{
    static const json nothing;
    if (!object.is_object())
        return nothing;
    const auto found = object.find(name);
    return found == object.end() ? nothing : *found;
}

std::string written(const json &value)
{
    return value.is_string() ? value.get<std::string>()
                             : value.dump(-1, ' ', false, json::error_handler_t::replace);
}

/** Content as a string or a list of parts, in OpenAI's, Anthropic's or Gemini's words. */
void readContent(const json &content, RequestMessage &message, std::uint64_t &uncounted)
{
    if (content.is_string()) {
        message.texts.push_back(content.get<std::string>());
        return;
    }
    if (!content.is_array())
        return;
    for (const json &part : content) {
        if (part.is_string()) {
            message.texts.push_back(part.get<std::string>());
            continue;
        }
        const std::string type = memberText(part, "type");
        if (member(part, "text").is_string())
            message.texts.push_back(memberText(part, "text"));
        else if (type == "refusal")
            message.texts.push_back(memberText(part, "refusal"));
        else if (type == "tool_use" || type == "tool_result" || type == "thinking")
            message.undocumented.push_back(written(part));
        else if (part.is_object() && (part.contains("functionCall") || part.contains("functionResponse")))
            message.undocumented.push_back(written(part));
        else
            ++uncounted;
    }
}

RequestMessage readMessage(const json &item, std::uint64_t &uncounted)
{
    RequestMessage message;
    message.role = memberText(item, "role");
    message.name = memberText(item, "name");
    readContent(member(item, "content"), message, uncounted);
    readContent(member(item, "parts"), message, uncounted);
    for (const json &call : member(item, "tool_calls")) {
        message.undocumented.push_back(memberText(member(call, "function"), "name"));
        message.undocumented.push_back(memberText(member(call, "function"), "arguments"));
    }
    const std::string type = memberText(item, "type");
    if (type == "function_call" || type == "function_call_output") {
        message.role = type == "function_call" ? "assistant" : "tool";
        for (const char *const name : { "name", "arguments", "output" }) {
            if (const json &value = member(item, name); !value.is_null())
                message.undocumented.push_back(written(value));
        }
        message.name.clear();
    }
    return message;
}

void addMessage(RequestTexts &request, const char *role, const json &content)
{
    if (content.is_null())
        return;
    RequestMessage message;
    message.role = role;
    readContent(content.is_object() ? member(content, "parts") : content, message, request.uncountedParts);
    request.messages.push_back(std::move(message));
}

void readMessages(RequestTexts &request, const json &list)
{
    for (const json &item : list) {
        if (item.is_object())
            request.messages.push_back(readMessage(item, request.uncountedParts));
        else
            addMessage(request, "user", item);
    }
}

void readTools(RequestTexts &request, const json &body)
{
    const auto add = [&request](const json &function) {
        if (function.is_object())
            request.functions.push_back(function);
    };
    for (const json &function : member(body, "functions"))
        add(function);
    for (const json &tool : member(body, "tools")) {
        if (const json &function = member(tool, "function"); function.is_object())
            add(function);
        else if (const json &list = member(tool, "functionDeclarations"); list.is_array())
            for (const json &declared : list)
                add(declared);
        else
            add(tool);
    }
}

/** A prompt or texts to embed; false when it is a list of messages. */
bool readPlain(RequestTexts &request, const json &input)
{
    const bool strings = input.is_array() && !input.empty() && input[0].is_string();
    if (!input.is_string() && !strings)
        return false;
    request.shape = RequestTexts::Shape::Plain;
    RequestMessage message;
    readContent(input, message, request.uncountedParts);
    request.messages.push_back(std::move(message));
    return true;
}

} // namespace

std::string memberText(const json &object, const char *name)
{
    const json &value = member(object, name);
    return value.is_string() ? value.get<std::string>() : std::string();
}

std::optional<RequestTexts> readRequest(const json &body)
{
    RequestTexts request;
    request.model = memberText(body, "model");
    readTools(request, body);
    if (const json &contents = member(body, "contents"); contents.is_array()) {
        request.shape = RequestTexts::Shape::Other;
        for (const char *const name : { "systemInstruction", "system_instruction" })
            addMessage(request, "system", member(body, name));
        readMessages(request, contents);
        return request;
    }
    if (const json &messages = member(body, "messages"); messages.is_array()) {
        if (const json &system = member(body, "system"); !system.is_null()) {
            request.shape = RequestTexts::Shape::Other;
            addMessage(request, "system", system);
        }
        readMessages(request, messages);
        return request;
    }
    if (const json &prompt = member(body, "prompt"); readPlain(request, prompt))
        return request;
    const json &input = member(body, "input");
    if (input.is_null())
        return std::nullopt;
    const bool embeds = request.model.starts_with("text-embedding");
    if (embeds)
        return readPlain(request, input) ? std::optional(std::move(request)) : std::nullopt;
    request.shape = RequestTexts::Shape::Responses;
    addMessage(request, "developer", member(body, "instructions"));
    if (input.is_string())
        addMessage(request, "user", input);
    else if (input.is_array())
        readMessages(request, input);
    else
        return std::nullopt;
    return request;
}

} // namespace cachescope::tokens::detail
