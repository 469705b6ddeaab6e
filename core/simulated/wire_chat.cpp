// SPDX-License-Identifier: MIT
// OpenAI Chat Completions (prompt-caching rules, section 4) and DeepSeek's variant (section 10).
#include "simulated/answer.h"

#include <memory>

namespace cachescope::simulated {

namespace {

enum Kind : std::uint16_t
{
    ContentDelta = 1,
    ReasoningDelta,
    ArgumentsDelta
};

bool isDeepSeek(const WireContext &context)
{
    return context.call.family == Family::DeepSeek;
}

std::string finishReason(const Content &content)
{
    switch (content.finish) {
    case Finish::Length:
        return "length";
    case Finish::ToolCalls:
        return "tool_calls";
    default:
        return "stop";
    }
}

Json usageOf(const WireContext &context)
{
    std::int64_t output = 0, reasoning = 0;
    for (const Content &content : context.contents) {
        output += content.outputTokens;
        reasoning += content.reasoningTokens;
    }
    const CacheUse &use = context.use;
    Json usage{ { "prompt_tokens", use.total },
                { "completion_tokens", output },
                { "total_tokens", use.total + output } };
    if (isDeepSeek(context)) {
        usage["prompt_tokens_details"] = { { "cached_tokens", use.read } };
        if (reasoning > 0)
            usage["completion_tokens_details"] = { { "reasoning_tokens", reasoning } };
        usage["prompt_cache_hit_tokens"] = use.read;
        usage["prompt_cache_miss_tokens"] = use.total - use.read;
        return usage;
    }
    Json input{ { "cached_tokens", use.read } };
    if (hasBreakpoints(context.call.model))
        input["cache_write_tokens"] = use.write30m;
    input["audio_tokens"] = 0;
    usage["prompt_tokens_details"] = input;
    usage["completion_tokens_details"] = { { "reasoning_tokens", reasoning },
                                           { "audio_tokens", 0 },
                                           { "accepted_prediction_tokens", 0 },
                                           { "rejected_prediction_tokens", 0 } };
    return usage;
}

Json callsOf(const Content &content, bool withIndex)
{
    Json calls = Json::array();
    for (const ToolCall &call : content.toolCalls) {
        Json one = Json::object();
        if (withIndex)
            one["index"] = calls.size();
        one["id"] = "call_" + call.id;
        one["type"] = "function";
        one["function"] = { { "name", call.name }, { "arguments", withIndex ? "" : call.arguments } };
        calls.push_back(one);
    }
    return calls;
}

Json envelope(const WireContext &context, const char *object)
{
    Json value{ { "id", "chatcmpl-" + context.idSuffix },
                { "object", object },
                { "created", context.created },
                { "model", context.servedModel } };
    if (!isDeepSeek(context))
        value["service_tier"] = "default";
    value["system_fingerprint"] = "fp_" + letters(hashText(context.servedModel), 10);
    return value;
}

bool wantsUsage(const WireContext &context)
{
    const Json &wish = member(member(context.call.body, "stream_options"), "include_usage");
    return wish.is_boolean() && wish.get<bool>();
}

/** Writes the chunks of one stream; shared by its steps. */
class ChunkWriter
{
public:
    explicit ChunkWriter(const WireContext &context)
        : m_usageMembers(wantsUsage(context) ? ",\"usage\":null" : "")
    {
        m_head = compact(envelope(context, "chat.completion.chunk"));
        m_head.back() = ','; // further members follow
        const Json &wish = member(member(context.call.body, "stream_options"), "include_obfuscation");
        m_obfuscates = !isDeepSeek(context) && !(wish.is_boolean() && !wish.get<bool>());
    }
    std::string chunk(std::size_t choice, std::string_view delta, std::string_view finish, std::size_t index) const
    {
        std::string data = m_head;
        data += "\"choices\":[{\"index\":" + std::to_string(choice) + ",\"delta\":";
        data.append(delta).append(",\"logprobs\":null,\"finish_reason\":");
        data += finish.empty() ? "null" : '"' + std::string(finish) + '"';
        data.append("}]").append(m_usageMembers).append(obfuscation(index)).append("}");
        return sse(data);
    }
    std::string usageChunk(const Json &usage) const
    {
        return sse(
            m_head + "\"choices\":[],\"usage\":" + compact(usage)
            + (m_obfuscates ? ",\"obfuscation\":\"\"}" : "}"));
    }
    std::string format(const Stream::Step &step, std::size_t index) const
    {
        const std::string value = compact(step.text);
        if (step.kind == ArgumentsDelta)
            return chunk(
                step.part, R"({"tool_calls":[{"index":0,"function":{"arguments":)" + value + "}}]}", {}, index);
        const char *name = step.kind == ContentDelta ? "content" : "reasoning_content";
        return chunk(step.part, "{\"" + std::string(name) + "\":" + value + '}', {}, index);
    }

private:
    /** Random padding that hides the length of tokens from who only sees packet sizes. */
    std::string obfuscation(std::size_t index) const
    {
        return m_obfuscates ? ",\"obfuscation\":\"" + letters(hashText(m_head, index), 1 + index * 7 % 13) + '"'
                            : "";
    }
    std::string m_head;
    std::string m_usageMembers;
    bool m_obfuscates = false;
};

void addChoice(Stream &stream, const WireContext &context, std::size_t choice, const ChunkWriter &writer)
{
    const Content &content = context.contents[choice];
    const auto part = static_cast<std::uint16_t>(choice);
    Json first{ { "role", "assistant" }, { "content", "" } };
    if (isDeepSeek(context))
        first["reasoning_content"] = "";
    else
        first["refusal"] = nullptr;
    if (content.text.empty() && !content.toolCalls.empty()) {
        first["content"] = nullptr;
        first["tool_calls"] = callsOf(content, true);
    }
    stream.steps.push_back(
        { writer.chunk(choice, compact(first), {}, stream.steps.size()), 0, part, 0, false, {} });
    if (isDeepSeek(context))
        addDeltas(stream, context, content.reasoning, 1, { {}, ReasoningDelta, part, 0, false, {} });
    addDeltas(stream, context, content.text, 1, { {}, ContentDelta, part, 0, false, {} });
    if (!content.text.empty() && !content.toolCalls.empty()) {
        const Json start{ { "tool_calls", callsOf(content, true) } };
        stream.steps.push_back(
            { writer.chunk(choice, compact(start), {}, stream.steps.size()), 0, part, 4, false, {} });
    }
    for (const ToolCall &call : content.toolCalls)
        addDeltas(stream, context, call.arguments, 2, { {}, ArgumentsDelta, part, 0, false, {} });
    stream.steps.push_back(
        { writer.chunk(choice, "{}", finishReason(content), stream.steps.size()), 0, part, 0, false, {} });
}

} // namespace

std::string chatJson(const WireContext &context)
{
    Json answer = envelope(context, "chat.completion");
    Json choices = Json::array();
    for (std::size_t i = 0; i < context.contents.size(); ++i) {
        const Content &content = context.contents[i];
        Json message{ { "role", "assistant" }, { "content", content.text } };
        if (content.text.empty() && !content.toolCalls.empty())
            message["content"] = nullptr;
        if (!content.toolCalls.empty())
            message["tool_calls"] = callsOf(content, false);
        if (isDeepSeek(context)) {
            if (!content.reasoning.empty())
                message["reasoning_content"] = content.reasoning;
        } else {
            message["refusal"] = nullptr;
            message["annotations"] = Json::array();
        }
        choices.push_back({ { "index", i },
                            { "message", message },
                            { "logprobs", nullptr },
                            { "finish_reason", finishReason(content) } });
    }
    Json ordered{ { "id", answer["id"] },
                  { "object", answer["object"] },
                  { "created", answer["created"] },
                  { "model", answer["model"] },
                  { "choices", choices } };
    if (context.withUsage)
        ordered["usage"] = usageOf(context);
    if (!isDeepSeek(context))
        ordered["service_tier"] = "default";
    ordered["system_fingerprint"] = answer["system_fingerprint"];
    return compact(ordered);
}

Stream chatStream(const WireContext &context)
{
    Stream stream;
    const auto writer = std::make_shared<const ChunkWriter>(context);
    for (std::size_t i = 0; i < context.contents.size(); ++i)
        addChoice(stream, context, i, *writer);
    if (wantsUsage(context) && context.withUsage)
        stream.steps.push_back({ writer->usageChunk(usageOf(context)), 0, 0, 0, false, {} });
    stream.steps.push_back({ "data: [DONE]\n\n", 0, 0, 0, true, {} });
    stream.format = [writer](const Stream::Step &step, std::size_t index) { return writer->format(step, index); };
    stream.errorEvent = sse(
        compact(Json{ { "error",
                        { { "message", "The server had an error while processing your request. Sorry about that!" },
                          { "type", "server_error" },
                          { "param", nullptr },
                          { "code", nullptr } } } }));
    return stream;
}

} // namespace cachescope::simulated
