// SPDX-License-Identifier: MIT
// OpenAI Responses (prompt-caching rules, section 5).
#include "simulated/answer.h"

#include <memory>

namespace cachescope::simulated {

namespace {

enum Kind : std::uint16_t
{
    TextDelta = 1,
    SummaryDelta,
    ArgumentsDelta
};

bool isIncomplete(const WireContext &context)
{
    return context.contents.front().finish == Finish::Length;
}

Json usageOf(const WireContext &context)
{
    const CacheUse &use = context.use;
    const Content &content = context.contents.front();
    Json input{ { "cached_tokens", use.read } };
    if (hasBreakpoints(context.call.model))
        input["cache_write_tokens"] = use.write30m;
    return { { "input_tokens", use.total },
             { "input_tokens_details", input },
             { "output_tokens", content.outputTokens },
             { "output_tokens_details", { { "reasoning_tokens", content.reasoningTokens } } },
             { "total_tokens", use.total + content.outputTokens } };
}

Json textPart(const std::string &text)
{
    return {
        { "type", "output_text" }, { "annotations", Json::array() }, { "logprobs", Json::array() }, { "text", text }
    };
}

/** Summaries of reasoning come only when they are asked for. */
bool wantsSummary(const WireContext &context)
{
    return member(member(context.call.body, "reasoning"), "summary").is_string();
}

Json reasoningItem(const WireContext &context, const Content &content, bool whole)
{
    Json summary = Json::array();
    if (whole && wantsSummary(context))
        summary.push_back({ { "type", "summary_text" }, { "text", content.reasoning } });
    return { { "id", "rs_" + context.idSuffix }, { "type", "reasoning" }, { "summary", summary } };
}

Json messageItem(const WireContext &context, const Content &content, bool whole)
{
    Json parts = Json::array();
    if (whole)
        parts.push_back(textPart(content.text));
    const char *status = !whole ? "in_progress" : isIncomplete(context) ? "incomplete" : "completed";
    return { { "id", "msg_" + context.idSuffix },
             { "type", "message" },
             { "status", status },
             { "content", parts },
             { "role", "assistant" } };
}

Json callItem(const ToolCall &call, bool whole)
{
    return { { "id", "fc_" + call.id },
             { "type", "function_call" },
             { "status", whole ? "completed" : "in_progress" },
             { "arguments", whole ? call.arguments : "" },
             { "call_id", "call_" + call.id },
             { "name", call.name } };
}

/** Members that the service repeats from the request, with its defaults. */
void echo(Json &response, const Json &body)
{
    const auto copy = [&](const char *name, const Json &standard) {
        const Json &value = member(body, name);
        response[name] = value.is_null() ? standard : value;
    };
    copy("instructions", nullptr);
    copy("max_output_tokens", nullptr);
    copy("metadata", Json::object());
    copy("parallel_tool_calls", true);
    copy("previous_response_id", nullptr);
    copy("prompt_cache_key", nullptr);
    if (!member(body, "prompt_cache_retention").is_null())
        copy("prompt_cache_retention", nullptr);
    copy("reasoning", Json{ { "effort", nullptr }, { "summary", nullptr } });
    copy("store", true);
    copy("temperature", 1.0);
    copy("text", Json{ { "format", { { "type", "text" } } } });
    copy("tool_choice", "auto");
    copy("tools", Json::array());
    copy("top_p", 1.0);
    copy("truncation", "disabled");
}

Json responseOf(const WireContext &context, bool whole)
{
    Json response{ { "id", "resp_" + context.idSuffix },
                   { "object", "response" },
                   { "created_at", context.created },
                   { "status",
                     !whole                      ? "in_progress"
                         : isIncomplete(context) ? "incomplete"
                                                 : "completed" },
                   { "background", false },
                   { "error", nullptr },
                   { "incomplete_details", nullptr },
                   { "model", context.servedModel },
                   { "output", whole ? responsesOutput(context) : Json::array() } };
    if (whole && isIncomplete(context))
        response["incomplete_details"] = { { "reason", "max_output_tokens" } };
    echo(response, context.call.body);
    if (hasBreakpoints(context.call.model)) {
        const std::string mode = textMember(member(context.call.body, "prompt_cache_options"), "mode");
        response["prompt_cache_options"] = { { "mode", mode.empty() ? "implicit" : mode }, { "ttl", "30m" } };
    }
    response["service_tier"] = "default";
    response["usage"] = whole && context.withUsage ? usageOf(context) : Json();
    return response;
}

/** Steps whose events are numbered by their place in the stream. */
class EventWriter
{
public:
    EventWriter(Stream &stream, const WireContext &context)
        : m_stream(stream)
        , m_context(context)
    { }
    void event(const std::string &type, const Json &members, bool terminal = false)
    {
        Json data{ { "type", type }, { "sequence_number", m_stream.steps.size() } };
        data.update(members);
        m_stream.steps.push_back({ sse(compact(data), type), 0, 0, 0, terminal, {} });
    }
    void startItem(const Json &item)
    {
        m_id = textMember(item, "id");
        event("response.output_item.added", { { "output_index", m_item }, { "item", item } });
    }
    void stopItem(const Json &item)
    {
        event("response.output_item.done", { { "output_index", m_item }, { "item", item } });
        ++m_item;
    }
    /** {"item_id", "output_index", NAME: 0} and further members. */
    Json place(const char *name, const Json &more) const
    {
        Json members{ { "item_id", m_id }, { "output_index", m_item } };
        if (name)
            members[name] = 0;
        members.update(more);
        return members;
    }
    void deltas(std::string_view text, std::uint16_t kind)
    {
        addDeltas(m_stream, m_context, text, 1, { {}, kind, static_cast<std::uint16_t>(m_item), 0, false, {} });
    }

private:
    Stream &m_stream;
    const WireContext &m_context;
    std::size_t m_item = 0;
    std::string m_id;
};

void addSummary(EventWriter &writer, const Content &content)
{
    const Json part{ { "type", "summary_text" }, { "text", content.reasoning } };
    writer.event(
        "response.reasoning_summary_part.added",
        writer.place("summary_index", { { "part", { { "type", "summary_text" }, { "text", "" } } } }));
    writer.deltas(content.reasoning, SummaryDelta);
    writer.event(
        "response.reasoning_summary_text.done", writer.place("summary_index", { { "text", content.reasoning } }));
    writer.event("response.reasoning_summary_part.done", writer.place("summary_index", { { "part", part } }));
}

void addReasoning(EventWriter &writer, const WireContext &context, const Content &content)
{
    writer.startItem(reasoningItem(context, content, false));
    if (wantsSummary(context))
        addSummary(writer, content);
    writer.stopItem(reasoningItem(context, content, true));
}

void addMessage(EventWriter &writer, const WireContext &context, const Content &content)
{
    writer.startItem(messageItem(context, content, false));
    writer.event("response.content_part.added", writer.place("content_index", { { "part", textPart("") } }));
    writer.deltas(content.text, TextDelta);
    writer.event(
        "response.output_text.done",
        writer.place("content_index", { { "text", content.text }, { "logprobs", Json::array() } }));
    writer.event(
        "response.content_part.done", writer.place("content_index", { { "part", textPart(content.text) } }));
    writer.stopItem(messageItem(context, content, true));
}

void addCall(EventWriter &writer, const ToolCall &call)
{
    writer.startItem(callItem(call, false));
    writer.deltas(call.arguments, ArgumentsDelta);
    writer.event(
        "response.function_call_arguments.done", writer.place(nullptr, { { "arguments", call.arguments } }));
    writer.stopItem(callItem(call, true));
}

std::string itemId(const Content &content, const std::string &suffix, const Stream::Step &step)
{
    if (step.kind == SummaryDelta)
        return "rs_" + suffix;
    if (step.kind == TextDelta)
        return "msg_" + suffix;
    const std::size_t before = (content.reasoning.empty() ? 0U : 1U) + (content.text.empty() ? 0U : 1U);
    return "fc_" + content.toolCalls.at(step.part - before).id;
}

std::string formatDelta(const std::string &id, const Stream::Step &step, std::size_t index)
{
    std::string type = "response.output_text.delta";
    if (step.kind == SummaryDelta)
        type = "response.reasoning_summary_text.delta";
    else if (step.kind == ArgumentsDelta)
        type = "response.function_call_arguments.delta";
    std::string data = "{\"type\":\"" + type + "\",\"sequence_number\":" + std::to_string(index) + ",\"item_id\":\""
        + id + "\",\"output_index\":" + std::to_string(step.part);
    if (step.kind != ArgumentsDelta)
        data += step.kind == TextDelta ? ",\"content_index\":0" : ",\"summary_index\":0";
    data += ",\"delta\":" + compact(step.text);
    if (step.kind == TextDelta)
        data += ",\"logprobs\":[]";
    data += ",\"obfuscation\":\"" + letters(hashText(id, index), 1 + index * 5 % 13) + "\"}";
    return sse(data, type);
}

} // namespace

Json responsesOutput(const WireContext &context)
{
    const Content &content = context.contents.front();
    Json output = Json::array();
    if (!content.reasoning.empty())
        output.push_back(reasoningItem(context, content, true));
    if (!content.text.empty())
        output.push_back(messageItem(context, content, true));
    for (const ToolCall &call : content.toolCalls)
        output.push_back(callItem(call, true));
    return output;
}

std::string responsesJson(const WireContext &context)
{
    return compact(responseOf(context, true));
}

Stream responsesStream(const WireContext &context)
{
    const Content &content = context.contents.front();
    Stream stream;
    EventWriter writer(stream, context);
    const Json begun{ { "response", responseOf(context, false) } };
    writer.event("response.created", begun);
    writer.event("response.in_progress", begun);
    if (!content.reasoning.empty())
        addReasoning(writer, context, content);
    if (!content.text.empty())
        addMessage(writer, context, content);
    for (const ToolCall &call : content.toolCalls)
        addCall(writer, call);
    writer.event(
        isIncomplete(context) ? "response.incomplete" : "response.completed",
        { { "response", responseOf(context, true) } }, true);
    stream.format = [content, suffix = context.idSuffix](const Stream::Step &step, std::size_t index) {
        return formatDelta(itemId(content, suffix, step), step, index);
    };
    stream.errorEvent = sse(
        compact(Json{ { "type", "error" },
                      { "sequence_number", stream.steps.size() },
                      { "code", "server_error" },
                      { "message", "The server had an error while processing your request. Sorry about that!" },
                      { "param", nullptr } }),
        "error");
    return stream;
}

} // namespace cachescope::simulated
