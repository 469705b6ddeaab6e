// SPDX-License-Identifier: MIT
// Anthropic Messages (prompt-caching rules, section 7).
#include "simulated/answer.h"

namespace cachescope::simulated {

namespace {

enum Kind : std::uint16_t
{
    TextDelta = 1,
    ThinkingDelta,
    InputDelta
};

constexpr int tokensEachDelta = 5; // the service sends a few words at a time

std::string stopReason(const Content &content)
{
    switch (content.finish) {
    case Finish::Length:
        return "max_tokens";
    case Finish::ToolCalls:
        return "tool_use";
    case Finish::StopSequence:
        return "stop_sequence";
    case Finish::Stop:
        break;
    }
    return "end_turn";
}

Json stopSequence(const Content &content)
{
    return content.finish == Finish::StopSequence ? Json(content.stopSequence) : Json();
}

Json usageOf(const WireContext &context, std::int64_t output, bool whole)
{
    const CacheUse &use = context.use;
    Json usage{ { "input_tokens", use.fresh() },
                { "cache_creation_input_tokens", use.write5m + use.write1h },
                { "cache_read_input_tokens", use.read },
                { "cache_creation",
                  { { "ephemeral_5m_input_tokens", use.write5m }, { "ephemeral_1h_input_tokens", use.write1h } } },
                { "output_tokens", output } };
    if (whole && context.contents.front().reasoningTokens > 0)
        usage["output_tokens_details"] = { { "thinking_tokens", context.contents.front().reasoningTokens } };
    usage["service_tier"] = "standard";
    return usage;
}

std::string signatureOf(const WireContext &context)
{
    return letters(hashText(context.idSuffix), 120) + "==";
}

Json messageOf(const WireContext &context)
{
    return { { "id", "msg_01" + context.idSuffix.substr(0, 22) },
             { "type", "message" },
             { "role", "assistant" },
             { "model", context.servedModel },
             { "content", Json::array() },
             { "stop_reason", nullptr },
             { "stop_sequence", nullptr } };
}

std::string event(const std::string &type, const Json &members)
{
    Json data{ { "type", type } };
    data.update(members);
    return sse(compact(data), type);
}

/** Appends the events of one stream. */
class EventWriter
{
public:
    EventWriter(Stream &stream, const WireContext &context)
        : m_stream(stream)
        , m_context(context)
    { }
    void literal(std::string bytes, int tokens = 0)
    {
        m_stream.steps.push_back({ std::move(bytes), 0, m_index, tokens, false, {} });
    }
    void startBlock(const Json &block)
    {
        literal(event("content_block_start", { { "index", m_index }, { "content_block", block } }));
        if (m_index == 0)
            literal("event: ping\ndata: {\"type\": \"ping\"}\n\n");
    }
    void deltas(std::string_view text, std::uint16_t kind)
    {
        addDeltas(m_stream, m_context, text, tokensEachDelta, { {}, kind, m_index, 0, false, {} });
    }
    void delta(const Json &value)
    {
        literal(event("content_block_delta", { { "index", m_index }, { "delta", value } }));
    }
    void stopBlock()
    {
        literal(event("content_block_stop", { { "index", m_index } }));
        ++m_index;
    }

private:
    Stream &m_stream;
    const WireContext &m_context;
    std::uint16_t m_index = 0;
};

std::string formatDelta(const Stream::Step &step, std::size_t)
{
    std::string data
        = "{\"type\":\"content_block_delta\",\"index\":" + std::to_string(step.part) + ",\"delta\":{\"type\":";
    if (step.kind == TextDelta)
        data += "\"text_delta\",\"text\":";
    else if (step.kind == ThinkingDelta)
        data += "\"thinking_delta\",\"thinking\":";
    else
        data += "\"input_json_delta\",\"partial_json\":";
    data += compact(step.text) + "}}";
    return sse(data, "content_block_delta");
}

void addBlocks(EventWriter &writer, const WireContext &context, const Content &content)
{
    if (!content.reasoning.empty()) {
        writer.startBlock({ { "type", "thinking" }, { "thinking", "" }, { "signature", "" } });
        writer.deltas(content.reasoning, ThinkingDelta);
        writer.delta({ { "type", "signature_delta" }, { "signature", signatureOf(context) } });
        writer.stopBlock();
    }
    if (!content.text.empty()) {
        writer.startBlock({ { "type", "text" }, { "text", "" } });
        writer.deltas(content.text, TextDelta);
        writer.stopBlock();
    }
    for (const ToolCall &call : content.toolCalls) {
        writer.startBlock({ { "type", "tool_use" },
                            { "id", "toolu_01" + call.id.substr(0, 22) },
                            { "name", call.name },
                            { "input", Json::object() } });
        writer.delta({ { "type", "input_json_delta" }, { "partial_json", "" } });
        writer.deltas(call.arguments, InputDelta);
        writer.stopBlock();
    }
}

} // namespace

std::string messagesJson(const WireContext &context)
{
    const Content &content = context.contents.front();
    Json answer = messageOf(context);
    Json &blocks = answer["content"];
    if (!content.reasoning.empty())
        blocks.push_back(
            { { "type", "thinking" }, { "thinking", content.reasoning }, { "signature", signatureOf(context) } });
    if (!content.text.empty())
        blocks.push_back({ { "type", "text" }, { "text", content.text } });
    for (const ToolCall &call : content.toolCalls) {
        blocks.push_back({ { "type", "tool_use" },
                           { "id", "toolu_01" + call.id.substr(0, 22) },
                           { "name", call.name },
                           { "input", Json::parse(call.arguments) } });
    }
    answer["stop_reason"] = stopReason(content);
    answer["stop_sequence"] = stopSequence(content);
    if (context.withUsage)
        answer["usage"] = usageOf(context, content.outputTokens, true);
    return compact(answer);
}

Stream messagesStream(const WireContext &context)
{
    const Content &content = context.contents.front();
    Stream stream;
    EventWriter writer(stream, context);
    Json message = messageOf(context);
    if (context.withUsage)
        message["usage"] = usageOf(context, 1, false);
    writer.literal(event("message_start", { { "message", message } }));
    addBlocks(writer, context, content);
    Json end{ { "delta", { { "stop_reason", stopReason(content) }, { "stop_sequence", stopSequence(content) } } } };
    if (context.withUsage) {
        end["usage"] = { { "output_tokens", content.outputTokens } };
        if (content.reasoningTokens > 0)
            end["usage"]["output_tokens_details"] = { { "thinking_tokens", content.reasoningTokens } };
    }
    writer.literal(event("message_delta", end));
    stream.steps.push_back({ event("message_stop", Json::object()), 0, 0, 0, true, {} });
    stream.format = formatDelta;
    stream.errorEvent
        = event("error", { { "error", { { "type", "overloaded_error" }, { "message", "Overloaded" } } } });
    stream.comment = "event: ping\ndata: {\"type\": \"ping\"}\n\n";
    return stream;
}

} // namespace cachescope::simulated
