// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

#include <charconv>

namespace cachescope::simulated {

namespace {

/** What the service checks, hides in the prompt, and answers. */
class OpenAiReader
{
public:
    explicit OpenAiReader(const Call &call)
        : m_call(call)
    { }

    std::optional<Refusal> readOptions()
    {
        const Json &body = m_call.body;
        const bool newModel = hasBreakpoints(m_call.model);
        const Json &options = member(body, "prompt_cache_options");
        if (!options.is_null() && !newModel)
            return refusal(
                "Unsupported parameter: 'prompt_cache_options' is not supported with this model.",
                "prompt_cache_options", "unsupported_parameter");
        m_prompt.implicitBreakpoints = textMember(options, "mode") != "explicit";
        const std::string retention = textMember(body, "prompt_cache_retention");
        if (!retention.empty() && retention != "24h" && retention != "in_memory")
            return refusal(
                "Invalid value: '" + retention + "'. Supported values are: 'in_memory' and '24h'.",
                "prompt_cache_retention", "invalid_value");
        m_prompt.longRetention = retention == "24h";
        for (const char *name : { "parallel_tool_calls", "reasoning_effort", "verbosity" })
            m_prompt.rootSalt += compact(member(body, name));
        m_prompt.rootSalt += compact(member(member(body, "reasoning"), "effort"));
        m_prompt.rootSalt += compact(member(member(body, "text"), "verbosity"));
        return std::nullopt;
    }

    std::optional<Refusal> readMessage(const Json &message)
    {
        const std::string role = textMember(message, "role");
        const Json &content = member(message, "content");
        std::string said = text(content);
        for (std::size_t i = 0; content.is_array() && i < content.size(); ++i) {
            if (!member(content[i], "prompt_cache_breakpoint").is_null() && !hasBreakpoints(m_call.model))
                return refusal(
                    "Unsupported parameter: 'prompt_cache_breakpoint' is not supported with this model.",
                    "prompt_cache_breakpoint", "unsupported_parameter");
            said += textMember(content[i], "text");
        }
        m_prompt.endsWithToolResult = role == "tool";
        if (role == "user")
            m_prompt.lastUserText = std::move(said);
        return std::nullopt;
    }

    /** One item of the Responses input. */
    std::optional<Refusal> readItem(const Json &item)
    {
        const std::string type = textMember(item, "type");
        if (type.empty() || type == "message")
            return readMessage(item);
        m_prompt.endsWithToolResult = type == "function_call_output";
        return std::nullopt;
    }

    Prompt finish(const Json &body, prompt::PromptForm form)
    {
        m_prompt.text = segmentsOf(body, form);
        return std::move(m_prompt);
    }

private:
    static std::optional<Refusal> refusal(std::string message, std::string parameter, std::string code)
    {
        return Refusal{ 400, std::move(message), std::move(parameter), std::move(code) };
    }

    const Call &m_call;
    Prompt m_prompt;
};

/** The body with the whole conversation as its input: earlier items, without their reasoning, which the service
 * drops. */
Json withEarlier(const Json &body, const Json &earlier)
{
    Json items = Json::array();
    for (std::size_t i = 0; earlier.is_array() && i < earlier.size(); ++i) {
        if (textMember(earlier[i], "type") != "reasoning")
            items.push_back(earlier[i]);
    }
    const Json &input = member(body, "input");
    if (input.is_string())
        items.push_back({ { "role", "user" }, { "content", text(input) } });
    else
        items.insert(items.end(), input.begin(), input.end());
    Json whole = body;
    whole["input"] = std::move(items);
    return whole;
}

} // namespace

bool hasBreakpoints(std::string_view model)
{
    if (!model.starts_with("gpt-"))
        return false;
    model.remove_prefix(4);
    int major = 0;
    const auto [end, error] = std::from_chars(model.data(), model.data() + model.size(), major);
    if (error != std::errc{} || major < 5)
        return false;
    if (major > 5)
        return true;
    model.remove_prefix(static_cast<std::size_t>(end - model.data()));
    int minor = 0;
    if (model.size() < 2 || model.front() != '.'
        || std::from_chars(model.data() + 1, model.data() + model.size(), minor).ec != std::errc{})
        return false;
    return minor >= 6;
}

std::shared_ptr<const prompt::Prompt> segmentsOf(const Json &body, prompt::PromptForm form)
{
    auto read = prompt::Prompt::parse(compact(body), form);
    // Fails only for NUL bytes and sizes that no JSON text of a request has.
    return read ? *read : prompt::Prompt::parse({}, prompt::PromptForm::PlainText).value();
}

Checked<Prompt> renderChat(const Call &call)
{
    OpenAiReader reader(call);
    if (auto refusal = reader.readOptions())
        return tl::unexpected<Refusal>(*refusal);
    const Json &messages = member(call.body, "messages");
    if (!messages.is_array())
        return refuse("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    if (messages.empty())
        return refuse(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty "
            "array instead.",
            "messages", "empty_array");
    for (const Json &message : messages) {
        if (auto refusal = reader.readMessage(message))
            return tl::unexpected<Refusal>(*refusal);
    }
    return reader.finish(call.body, prompt::PromptForm::OpenAiChat);
}

Checked<Prompt> renderResponses(const Call &call, const Json &earlier)
{
    OpenAiReader reader(call);
    if (auto refusal = reader.readOptions())
        return tl::unexpected<Refusal>(*refusal);
    const Json &input = member(call.body, "input");
    if (!input.is_string() && !input.is_array())
        return refuse("Missing required parameter: 'input'.", "input", "missing_required_parameter");
    const Json whole = withEarlier(call.body, earlier);
    for (const Json &item : member(whole, "input")) {
        if (auto refusal = reader.readItem(item))
            return tl::unexpected<Refusal>(*refusal);
    }
    return reader.finish(whole, prompt::PromptForm::OpenAiResponses);
}

} // namespace cachescope::simulated
