// SPDX-License-Identifier: MIT
// Gemini generateContent and streamGenerateContent (prompt-caching rules, section 9).
#include "simulated/answer.h"

#include <memory>

namespace cachescope::simulated {

namespace {

enum Kind : std::uint16_t
{
    TextDelta = 1,
    ThoughtDelta
};

constexpr int tokensEachChunk = 24; // the service sends a sentence or two at a time

Json modality(std::int64_t tokens)
{
    return Json::array({ { { "modality", "TEXT" }, { "tokenCount", tokens } } });
}

/** Tokens of the visible answers; thoughts are counted beside them. */
std::int64_t visibleTokens(const WireContext &context)
{
    std::int64_t tokens = 0;
    for (const Content &content : context.contents)
        tokens += content.outputTokens - content.reasoningTokens;
    return tokens;
}

Json usageOf(const WireContext &context, std::int64_t visible)
{
    const CacheUse &use = context.use;
    std::int64_t thoughts = 0;
    for (const Content &content : context.contents)
        thoughts += content.reasoningTokens;
    Json usage{ { "promptTokenCount", use.total } };
    if (use.read > 0)
        usage["cachedContentTokenCount"] = use.read; // absent on a miss
    if (visible > 0)
        usage["candidatesTokenCount"] = visible;
    usage["totalTokenCount"] = use.total + visible + thoughts;
    usage["promptTokensDetails"] = modality(use.total);
    if (use.read > 0)
        usage["cacheTokensDetails"] = modality(use.read);
    if (thoughts > 0)
        usage["thoughtsTokenCount"] = thoughts;
    return usage;
}

std::string finishReason(const Content &content)
{
    return content.finish == Finish::Length ? "MAX_TOKENS" : "STOP";
}

Json candidate(const Json &parts, std::size_t index, const std::string &finish)
{
    Json value{ { "content", { { "parts", parts }, { "role", "model" } } } };
    if (!finish.empty())
        value["finishReason"] = finish;
    value["index"] = index;
    return value;
}

Json envelope(const WireContext &context, const Json &candidates, std::int64_t visible)
{
    Json value{ { "candidates", candidates } };
    if (context.withUsage)
        value["usageMetadata"] = usageOf(context, visible);
    value["modelVersion"] = context.servedModel;
    value["responseId"] = context.idSuffix;
    return value;
}

bool wantsThoughts(const WireContext &context)
{
    const Json &wish
        = member(member(member(context.call.body, "generationConfig"), "thinkingConfig"), "includeThoughts");
    return wish.is_boolean() && wish.get<bool>();
}

void addCalls(Json &parts, const Content &content)
{
    for (const ToolCall &call : content.toolCalls) {
        parts.push_back({ { "functionCall", { { "name", call.name }, { "args", Json::parse(call.arguments) } } } });
    }
}

/** Writes chunks, as events or as elements of one JSON array. */
class ChunkWriter
{
public:
    explicit ChunkWriter(const WireContext &context)
        : m_tail(envelope(context, Json::array(), 0))
        , m_events(context.call.eventStream)
    { }
    std::string chunk(const Json &value, bool isFirst) const
    {
        if (m_events)
            return "data: " + compact(value) + "\r\n\r\n";
        return (isFirst ? "[" : ",\r\n") + value.dump(2, ' ', false, Json::error_handler_t::replace);
    }
    std::string format(const Stream::Step &step, std::size_t index) const
    {
        Json part{ { "text", step.text } };
        if (step.kind == ThoughtDelta)
            part["thought"] = true;
        Json value = m_tail;
        value["candidates"] = Json::array({ candidate(Json::array({ part }), step.part, {}) });
        return chunk(value, index == 0);
    }

private:
    Json m_tail;
    bool m_events;
};

} // namespace

std::string geminiJson(const WireContext &context)
{
    Json candidates = Json::array();
    for (std::size_t i = 0; i < context.contents.size(); ++i) {
        const Content &content = context.contents[i];
        Json parts = Json::array();
        if (!content.reasoning.empty() && wantsThoughts(context))
            parts.push_back({ { "text", content.reasoning }, { "thought", true } });
        if (!content.text.empty())
            parts.push_back({ { "text", content.text } });
        addCalls(parts, content);
        candidates.push_back(candidate(parts, i, finishReason(content)));
    }
    return envelope(context, candidates, visibleTokens(context)).dump(2, ' ', false, Json::error_handler_t::replace)
        + '\n';
}

Stream geminiStream(const WireContext &context)
{
    Stream stream;
    const auto writer = std::make_shared<const ChunkWriter>(context);
    for (std::size_t i = 0; i < context.contents.size(); ++i) {
        const Content &content = context.contents[i];
        const auto part = static_cast<std::uint16_t>(i);
        if (wantsThoughts(context))
            addDeltas(
                stream, context, content.reasoning, tokensEachChunk, { {}, ThoughtDelta, part, 0, false, {} });
        addDeltas(stream, context, content.text, tokensEachChunk, { {}, TextDelta, part, 0, false, {} });
        Json parts = Json::array();
        addCalls(parts, content);
        if (parts.empty())
            parts.push_back({ { "text", "" } });
        const Json value = envelope(
            context, Json::array({ candidate(parts, i, finishReason(content)) }), visibleTokens(context));
        stream.steps.push_back({ writer->chunk(value, stream.steps.empty()), 0, part, 0, true, {} });
    }
    if (!context.call.eventStream)
        stream.steps.push_back({ "]", 0, 0, 0, false, {} });
    stream.contentType = context.call.eventStream ? "text/event-stream" : "application/json; charset=UTF-8";
    stream.comment = context.call.eventStream ? ": keep-alive\r\n\r\n" : "";
    stream.format = [writer](const Stream::Step &step, std::size_t index) { return writer->format(step, index); };
    const Json error{ { "error",
                        { { "code", 503 },
                          { "message", "The model is overloaded. Please try again later." },
                          { "status", "UNAVAILABLE" } } } };
    stream.errorEvent = writer->chunk(error, false);
    return stream;
}

} // namespace cachescope::simulated
