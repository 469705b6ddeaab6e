// SPDX-License-Identifier: MIT
#include "simulated/prompt.h"

#include <charconv>

namespace cachescope::simulated {

namespace {

constexpr int imageTokens = 765; // one 1024 x 1024 image at high detail, OpenAI's tile formula

/** Adds the text of a content part; images and files count as a fixed number of tokens and are told apart by hash.
 */
void addPart(Segment &segment, const Json &part)
{
    const std::string type = textMember(part, "type");
    if (type == "text" || type == "input_text" || type == "output_text")
        segment.text += textMember(part, "text");
    else if (type == "refusal")
        segment.text += textMember(part, "refusal");
    else {
        segment.kind += '/' + type + std::to_string(hashText(compact(part)));
        segment.overhead += imageTokens;
    }
}

class OpenAiRenderer
{
public:
    OpenAiRenderer(const Call &call, const ModelTokenizer &tokenizer, TokenCounter &counter)
        : m_call(call)
        , m_tokenizer(tokenizer)
        , m_counter(counter)
    { }

    std::optional<Refusal> addOptions()
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
        for (const char *name : { "parallel_tool_calls", "reasoning", "reasoning_effort", "verbosity" })
            m_prompt.rootSalt += compact(member(body, name));
        m_prompt.rootSalt += compact(member(member(body, "text"), "verbosity"));
        return std::nullopt;
    }

    void addSchema(const Json &format)
    {
        if (textMember(format, "type") != "json_schema")
            return;
        add({ Level::Tools, "schema", compact(format), 0, false, false, {} });
    }

    /** Per function 7 tokens and one for the list; property rules of the cookbook are left to core/tokens. */
    void addTools(const Json &tools)
    {
        if (!tools.is_array() || tools.empty())
            return;
        int overhead = 12;
        for (const Json &tool : tools) {
            add({ Level::Tools, "tool", compact(tool), overhead + 7, false, false, {} });
            overhead = 0;
        }
    }

    std::optional<Refusal> addMessage(const Json &message)
    {
        const std::string role = textMember(message, "role");
        const Json &content = member(message, "content");
        int overhead = messageOverhead(role, message);
        const std::size_t first = m_prompt.segments.size();
        if (content.is_array()) {
            for (const Json &part : content) {
                Segment segment{ Level::Messages, role, {}, overhead, true, false, {} };
                addPart(segment, part);
                if (const Json &mark = member(part, "prompt_cache_breakpoint"); !mark.is_null()) {
                    if (!hasBreakpoints(m_call.model))
                        return refusal(
                            "Unsupported parameter: 'prompt_cache_breakpoint' is not supported with this model.",
                            "prompt_cache_breakpoint", "unsupported_parameter");
                    segment.mark = std::chrono::minutes(30);
                }
                add(std::move(segment));
                overhead = 0;
            }
        } else if (content.is_string()) {
            add({ Level::Messages, role, text(content), overhead, true, false, {} });
            overhead = 0;
        }
        for (const Json &toolCall : member(message, "tool_calls")) {
            const Json &function = member(toolCall, "function");
            add({ Level::Messages,
                  "tool_call",
                  textMember(function, "name") + textMember(function, "arguments"),
                  overhead + 4,
                  true,
                  false,
                  {} });
            overhead = 0;
        }
        if (first == m_prompt.segments.size())
            add({ Level::Messages, role, {}, overhead, true, false, {} });
        note(role, first);
        return std::nullopt;
    }

    /** One item of the Responses input. */
    std::optional<Refusal> addItem(const Json &item)
    {
        const std::string type = textMember(item, "type");
        if (type.empty() || type == "message")
            return addMessage(item);
        const std::size_t first = m_prompt.segments.size();
        if (type == "function_call") {
            add({ Level::Messages,
                  type,
                  textMember(item, "name") + textMember(item, "arguments"),
                  4,
                  true,
                  false,
                  {} });
            note("assistant", first);
        } else if (type == "function_call_output") {
            const Json &output = member(item, "output");
            add({ Level::Messages, type, output.is_string() ? text(output) : compact(output), 4, true, false, {} });
            note("tool", first);
        } else if (type != "reasoning") { // reasoning items of earlier turns are dropped by the service
            add({ Level::Messages, type, compact(item), 4, true, false, {} });
            note("user", first);
        }
        return std::nullopt;
    }

    Prompt finish()
    {
        m_prompt.closing = m_tokenizer.harmony ? 2 : 3;
        return std::move(m_prompt);
    }
    void addSystem(const std::string &instructions)
    {
        add({ Level::System, "system", instructions, m_tokenizer.harmony ? 4 : 4, true, true, {} });
    }

private:
    static std::optional<Refusal> refusal(std::string message, std::string parameter, std::string code)
    {
        return Refusal{ 400, std::move(message), std::move(parameter), std::move(code) };
    }
    void add(Segment segment) { m_prompt.segments.push_back(std::move(segment)); }

    /** Rules, sections 15.2 and 15.3. */
    int messageOverhead(const std::string &role, const Json &message)
    {
        if (m_tokenizer.harmony)
            return role == "assistant" ? 6 : 4;
        int tokens = 3 + static_cast<int>(m_counter.ids(m_tokenizer.encoding, role)->size());
        if (const Json &name = member(message, "name"); name.is_string())
            tokens += 1 + static_cast<int>(m_counter.ids(m_tokenizer.encoding, text(name))->size());
        return tokens;
    }

    /** A message has ended: what kind of place is its end, and is it what the answer is to be about? */
    void note(const std::string &role, std::size_t first)
    {
        if (first == m_prompt.segments.size())
            return;
        Segment &last = m_prompt.segments.back();
        const bool opening = first == 0 || m_prompt.segments[first - 1].level == Level::Tools;
        last.messageEnd
            = role == "user" || role == "tool" || ((role == "system" || role == "developer") && opening);
        m_prompt.endsWithToolResult = role == "tool";
        if (role == "user") {
            m_prompt.lastUserText.clear();
            for (std::size_t i = first; i < m_prompt.segments.size(); ++i)
                m_prompt.lastUserText += m_prompt.segments[i].text;
        }
    }

    const Call &m_call;
    const ModelTokenizer &m_tokenizer;
    TokenCounter &m_counter;
    Prompt m_prompt;
};

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

Checked<Prompt> renderChat(const Call &call, const ModelTokenizer &tokenizer, TokenCounter &counter)
{
    OpenAiRenderer renderer(call, tokenizer, counter);
    if (auto refusal = renderer.addOptions())
        return tl::unexpected<Refusal>(*refusal);
    const Json &messages = member(call.body, "messages");
    if (!messages.is_array())
        return refuse("Missing required parameter: 'messages'.", "messages", "missing_required_parameter");
    if (messages.empty())
        return refuse(
            "Invalid 'messages': empty array. Expected an array with minimum length 1, but got an empty "
            "array instead.",
            "messages", "empty_array");
    renderer.addSchema(member(call.body, "response_format"));
    renderer.addTools(member(call.body, "tools"));
    for (const Json &message : messages) {
        if (auto refusal = renderer.addMessage(message))
            return tl::unexpected<Refusal>(*refusal);
    }
    return renderer.finish();
}

Checked<Prompt> renderResponses(
    const Call &call, const Json &earlier, const ModelTokenizer &tokenizer, TokenCounter &counter)
{
    OpenAiRenderer renderer(call, tokenizer, counter);
    if (auto refusal = renderer.addOptions())
        return tl::unexpected<Refusal>(*refusal);
    const Json &input = member(call.body, "input");
    if (!input.is_string() && !input.is_array())
        return refuse("Missing required parameter: 'input'.", "input", "missing_required_parameter");
    renderer.addSchema(member(member(call.body, "text"), "format"));
    renderer.addTools(member(call.body, "tools"));
    if (const Json &instructions = member(call.body, "instructions"); instructions.is_string())
        renderer.addSystem(text(instructions));
    Json items = earlier.is_array() ? earlier : Json::array();
    if (input.is_string())
        items.push_back({ { "role", "user" }, { "content", text(input) } });
    else
        items.insert(items.end(), input.begin(), input.end());
    for (const Json &item : items) {
        if (auto refusal = renderer.addItem(item))
            return tl::unexpected<Refusal>(*refusal);
    }
    return renderer.finish();
}

} // namespace cachescope::simulated
