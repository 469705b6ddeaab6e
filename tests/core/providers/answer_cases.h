// SPDX-License-Identifier: MIT
#pragma once

#include "providers/answer.h"
#include "recorded_streams.h"

#include <QTest>

#include <string>
#include <vector>

namespace cachescope::providers::test {

inline constexpr std::string_view sse = "text/event-stream; charset=utf-8";
inline constexpr std::string_view json = "application/json";

struct Case
{
    Api api = Api::OpenAiChat;
    int status = 200;
    std::string_view contentType = sse;
    std::string body;
};

inline AnswerFacts observe(const Case &answer, const std::vector<std::size_t> &cuts = {})
{
    AnswerObserver observer(answer.api, answer.status, answer.contentType);
    std::size_t from = 0;
    int firsts = 0;
    const auto feed = [&](std::size_t to) {
        firsts += observer.feed(std::string_view(answer.body).substr(from, to - from)) ? 1 : 0;
        from = to;
    };
    for (const std::size_t cut : cuts)
        feed(cut);
    feed(answer.body.size());
    const AnswerFacts facts = observer.finish();
    if (firsts != (facts.sawContent ? 1 : 0))
        QTest::qFail("first content has to be told once", __FILE__, __LINE__);
    return facts;
}

/** All facts as one text, so that two can be compared and shown. */
inline QByteArray inWords(const AnswerFacts &facts)
{
    const auto &t = facts.usage.tokens;
    QByteArrayList words;
    words << QByteArray::number(int(facts.form));
    for (const auto &[flag, name] : { std::pair(facts.complete, "complete"),
                                      { facts.errorInside, "error" },
                                      { facts.hasToolCalls, "tools" },
                                      { facts.refused, "refused" },
                                      { facts.truncated, "truncated" },
                                      { facts.sawContent, "content" } })
        if (flag)
            words << name;
    for (const std::string &text :
         { facts.errorMessage, facts.errorCode, facts.servedModel, facts.serviceTier, facts.inferenceGeo,
           facts.finishReason, facts.diagnosticsJson, facts.usage.rawJson })
        words << '"' + QByteArray::fromStdString(text) + '"';
    for (const auto count :
         { t.fresh, t.cacheRead, t.cacheWrite5m, t.cacheWrite1h, t.cacheWriteOther, t.output, t.reasoning })
        words << QByteArray::number(qint64(count));
    return words.join(' ');
}

using recorded::chatStream;
using recorded::typedStream;

inline const std::string chatJson
    = R"({"id":"c","object":"chat.completion","created":1,"model":"gpt-4.1-2025-04-14","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25},"service_tier":"flex"})";
inline const std::string anthropicJson
    = R"({"id":"m","type":"message","role":"assistant","model":"claude-opus-5","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"diagnostics":{"cache_miss_reason":{"type":"tools_changed","cache_missed_input_tokens":7}},"usage":{"input_tokens":3,"cache_creation_input_tokens":100,"output_tokens":2,"service_tier":"batch"}})";
inline const std::string geminiJson
    = R"({"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":7},"modelVersion":"gemini-3.8-flash"})";
inline const std::string responsesJson
    = R"({"id":"r","object":"response","status":"completed","model":"gpt-5.6-sol","output":[{"type":"reasoning","summary":[]},{"type":"function_call","name":"f","arguments":"{}"}],"usage":{"input_tokens":9,"output_tokens":1,"total_tokens":10,"input_tokens_details":{"cached_tokens":0}}})";

inline std::string finishWith(const char *reason)
{
    const std::string chunk
        = std::string(R"({"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":")") + reason + "\"}]}";
    return chatStream({ chunk, "[DONE]" });
}

inline std::vector<Case> wholeAnswers()
{
    return {
        { Api::OpenAiChat, 200, sse, recorded::chatText },
        { Api::OpenAiChat, 200, sse, recorded::chatTools },
        { Api::OpenAiChat, 200, sse, recorded::deepSeek },
        { Api::OpenAiChat, 200, "", recorded::deepSeek },
        { Api::OpenAiChat, 200, json, "\n\n\n" + chatJson },
        { Api::OpenAiResponses, 200, sse, recorded::responsesText },
        { Api::OpenAiResponses, 200, json, responsesJson },
        { Api::AnthropicMessages, 200, sse, recorded::anthropicText },
        { Api::AnthropicMessages, 200, sse, recorded::anthropicThinkingTools },
        { Api::AnthropicMessages, 200, json, anthropicJson },
        { Api::GeminiStream, 200, sse, recorded::geminiSse },
        { Api::GeminiStream, 200, json, recorded::geminiArray },
        { Api::GeminiGenerate, 200, json, geminiJson },
    };
}

} // namespace cachescope::providers::test
