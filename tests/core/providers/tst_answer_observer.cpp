// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over raw strings and some headers of C++20
#include "providers/answer.h"
#include "recorded_streams.h"

#include <functional>
#include <random>
#endif

using namespace cachescope::providers;

namespace {

constexpr std::string_view sse = "text/event-stream; charset=utf-8";
constexpr std::string_view json = "application/json";

struct Case
{
    Api api = Api::OpenAiChat;
    int status = 200;
    std::string_view contentType = sse;
    std::string body;
};

AnswerFacts observe(const Case &answer, const std::vector<std::size_t> &cuts = {})
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
QByteArray inWords(const AnswerFacts &facts)
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

#ifndef Q_MOC_RUN
using recorded::chatStream;
using recorded::typedStream;

const std::string chatJson
    = R"({"id":"c","object":"chat.completion","created":1,"model":"gpt-4.1-2025-04-14","choices":[{"index":0,"message":{"role":"assistant","content":"Hi","refusal":null,"annotations":[]},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25},"service_tier":"flex"})";
const std::string anthropicJson
    = R"({"id":"m","type":"message","role":"assistant","model":"claude-opus-5","content":[{"type":"text","text":"Hi"}],"stop_reason":"end_turn","stop_sequence":null,"diagnostics":{"cache_miss_reason":{"type":"tools_changed","cache_missed_input_tokens":7}},"usage":{"input_tokens":3,"cache_creation_input_tokens":100,"output_tokens":2,"service_tier":"batch"}})";
const std::string geminiJson
    = R"({"candidates":[{"content":{"role":"model","parts":[{"functionCall":{"name":"f","args":{}}}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":5,"candidatesTokenCount":2,"totalTokenCount":7},"modelVersion":"gemini-3.8-flash"})";
const std::string responsesJson
    = R"({"id":"r","object":"response","status":"completed","model":"gpt-5.6-sol","output":[{"type":"reasoning","summary":[]},{"type":"function_call","name":"f","arguments":"{}"}],"usage":{"input_tokens":9,"output_tokens":1,"total_tokens":10,"input_tokens_details":{"cached_tokens":0}}})";

std::string finishWith(const char *reason)
{
    const std::string chunk
        = std::string(R"({"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":")") + reason + "\"}]}";
    return chatStream({ chunk, "[DONE]" });
}

std::vector<Case> wholeAnswers()
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
#endif

} // namespace

class TestAnswerObserver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsOfWholeAnswers();
    void factsDoNotDependOnTheCut();
    void cutAnswersAreNotComplete();
    void usageWhereverItComes();
    void endings();
    void errorsInStreams();
    void errorsInDocuments();
    void bounds();
    void firstContent();
    void opaque();
    void damagedAnswersNeverCrash();
};

#ifndef Q_MOC_RUN

void TestAnswerObserver::factsOfWholeAnswers()
{
    AnswerFacts facts = observe({ Api::OpenAiChat, 200, sse, recorded::chatText });
    QVERIFY(facts.complete && !facts.errorInside && !facts.hasToolCalls && !facts.refused && !facts.truncated);
    QCOMPARE(facts.form, AnswerForm::Sse);
    QCOMPARE(facts.servedModel, std::string("gpt-4.1-2025-04-14"));
    QCOMPARE(facts.serviceTier, std::string("default"));
    QCOMPARE(facts.finishReason, std::string("stop"));
    QCOMPARE(facts.usage.tokens.cacheRead, 1920);
    QVERIFY(facts.usage.rawJson.starts_with("{\"prompt_tokens\":2006"));

    facts = observe({ Api::OpenAiChat, 200, sse, recorded::chatTools });
    QVERIFY(facts.complete && facts.hasToolCalls);
    QCOMPARE(facts.finishReason, std::string("tool_calls"));

    facts = observe({ Api::OpenAiChat, 200, sse, recorded::deepSeek });
    QVERIFY(facts.complete);
    QCOMPARE(facts.usage.tokens.fresh, 360);

    facts = observe({ Api::OpenAiChat, 200, json, "\n\r\n\n" + chatJson });
    QVERIFY(facts.complete);
    QCOMPARE(facts.form, AnswerForm::Json);
    QCOMPARE(facts.serviceTier, std::string("flex"));
    QCOMPARE(facts.usage.tokens.fresh, 20);

    facts = observe({ Api::OpenAiResponses, 200, sse, recorded::responsesText });
    QVERIFY(facts.complete && !facts.hasToolCalls);
    QCOMPARE(facts.serviceTier, std::string("default"));
    QCOMPARE(facts.diagnosticsJson, std::string("{\"type\":\"cache_hit\"}"));
    QCOMPARE(facts.usage.tokens.cacheWriteOther, 180);

    facts = observe({ Api::OpenAiResponses, 200, json, responsesJson });
    QVERIFY(facts.complete && facts.hasToolCalls);

    facts = observe({ Api::AnthropicMessages, 200, sse, recorded::anthropicText });
    QVERIFY(facts.complete);
    QCOMPARE(facts.inferenceGeo, std::string("us"));
    QCOMPARE(facts.serviceTier, std::string("standard"));
    QCOMPARE(facts.finishReason, std::string("end_turn"));
    QCOMPARE(facts.usage.tokens, (TokenUsage{ 120, 18000, 2000, 0, 0, 500, 0 }));

    facts = observe({ Api::AnthropicMessages, 200, sse, recorded::anthropicThinkingTools });
    QVERIFY(facts.complete && facts.hasToolCalls);
    QCOMPARE(facts.usage.tokens, (TokenUsage{ 12, 7, 0, 0, 0, 89, 0 }));

    facts = observe({ Api::AnthropicMessages, 200, json, anthropicJson });
    QVERIFY(facts.complete);
    QCOMPARE(facts.serviceTier, std::string("batch"));
    QVERIFY(facts.diagnosticsJson.find("tools_changed") != std::string::npos);
    AnswerObserver oneHour(Api::AnthropicMessages, 200, json, true);
    oneHour.feed(anthropicJson);
    QCOMPARE(oneHour.finish().usage.tokens.cacheWrite1h, 100);

    for (const Case &answer : { Case{ Api::GeminiStream, 200, sse, recorded::geminiSse },
                                Case{ Api::GeminiStream, 200, json, recorded::geminiArray } }) {
        facts = observe(answer);
        QVERIFY(facts.complete);
        QCOMPARE(facts.form, answer.contentType == sse ? AnswerForm::Sse : AnswerForm::JsonArray);
        QCOMPARE(facts.servedModel, std::string("gemini-2.5-flash"));
        QCOMPARE(facts.usage.tokens, (TokenUsage{ 900, 8100, 0, 0, 0, 42, 40 }));
    }
    facts = observe({ Api::GeminiGenerate, 200, json, geminiJson });
    QVERIFY(facts.complete && facts.hasToolCalls);
}

void TestAnswerObserver::factsDoNotDependOnTheCut()
{
    std::mt19937 random(3);
    for (const Case &answer : wholeAnswers()) {
        const QByteArray expected = inWords(observe(answer));
        QVERIFY(expected.contains("complete") && expected.contains("content"));
        for (std::size_t cut = 0; cut <= answer.body.size(); ++cut)
            QCOMPARE(inWords(observe(answer, { cut })), expected);
        std::vector<std::size_t> everyByte;
        for (std::size_t cut = 1; cut < answer.body.size(); ++cut)
            everyByte.push_back(cut);
        QCOMPARE(inWords(observe(answer, everyByte)), expected);
        for (int round = 0; round < 50; ++round) {
            std::vector<std::size_t> some;
            for (const std::size_t cut : everyByte)
                if (random() % 40 == 0)
                    some.push_back(cut);
            QCOMPARE(inWords(observe(answer, some)), expected);
        }
    }
}

/** I2: whatever is missing at the end, the answer does not count as whole. */
void TestAnswerObserver::cutAnswersAreNotComplete()
{
    for (const Case &answer : wholeAnswers()) {
        std::string text = answer.body;
        while (text.ends_with('\n') || text.ends_with('\r'))
            text.pop_back();
        for (std::size_t size = 0; size < text.size(); ++size) {
            const AnswerFacts facts = observe({ answer.api, 200, answer.contentType, text.substr(0, size) });
            if (facts.complete)
                QCOMPARE(QByteArray::fromStdString(text.substr(0, size)), QByteArray());
        }
    }
    // No terminal event, though the transport ended properly (B3)
    const auto without
        = [](const std::string &stream, std::string_view what) { return stream.substr(0, stream.find(what)); };
    QVERIFY(!observe({ Api::OpenAiChat, 200, sse, without(recorded::chatText, "data: [DONE]") }).complete);
    QVERIFY(
        !observe({ Api::OpenAiResponses, 200, sse, without(recorded::responsesText, "event: response.completed") })
             .complete);
    QVERIFY(!observe({ Api::AnthropicMessages, 200, sse, without(recorded::anthropicText, "event: message_stop") })
                 .complete);
    QVERIFY(!observe({ Api::GeminiStream, 200, sse, "data: " + recorded::geminiChunk1 + "\n\n" }).complete);
    QVERIFY(!observe({ Api::GeminiStream, 200, json, "[" + recorded::geminiChunk1 + "]" }).complete);
    // [DONE] without a finish reason, or with one for only one of two choices
    QVERIFY(!observe({ Api::OpenAiChat, 200, sse,
                       chatStream({ R"({"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":null}]})",
                                    "[DONE]" }) })
                 .complete);
    QVERIFY(
        !observe(
             { Api::OpenAiChat, 200, sse,
               chatStream(
                   { R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"},{"index":1,"delta":{},"finish_reason":null}]})",
                     "[DONE]" }) })
             .complete);
    QVERIFY(!observe({ Api::OpenAiChat, 200, sse, chatStream({ "[DONE]" }) }).complete);
    QVERIFY(!observe({ Api::OpenAiChat, 200, sse,
                       chatStream({ "{broken", R"({"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})",
                                    "[DONE]" }) })
                 .complete);
    for (const char *text : { "", "   ", "null", "[]", "<html>", "{\"a\":1", "{} {}" })
        QVERIFY2(!observe({ Api::OpenAiChat, 200, json, text }).complete, text);
}

void TestAnswerObserver::usageWhereverItComes()
{
    const auto read = [](Api api, const std::string &stream) { return observe({ api, 200, sse, stream }).usage; };
    const auto chunk = [](const char *rest) {
        return std::string(R"({"choices":[{"index":0,"delta":{"content":"x"},"finish_reason":"stop")") + rest;
    };
    // in the finish chunk
    QCOMPARE(
        read(
            Api::OpenAiChat,
            chatStream({ chunk(R"(}],"usage":{"prompt_tokens":3,"completion_tokens":1}})"), "[DONE]" }))
            .tokens.fresh,
        3);
    // in every chunk: the last counts
    QCOMPARE(
        read(
            Api::OpenAiChat,
            chatStream({ chunk(R"(}],"usage":{"prompt_tokens":3,"completion_tokens":1}})"),
                         chunk(R"(}],"usage":{"prompt_tokens":3,"completion_tokens":9}})"), "[DONE]" }))
            .tokens.output,
        9);
    // Groq, Moonshot
    QCOMPARE(
        read(
            Api::OpenAiChat,
            chatStream({ chunk(R"(}],"x_groq":{"id":"r","usage":{"prompt_tokens":4,"completion_tokens":1}}})"),
                         "[DONE]" }))
            .tokens.fresh,
        4);
    QCOMPARE(
        read(
            Api::OpenAiChat,
            chatStream({ chunk(R"(,"usage":{"prompt_tokens":5,"completion_tokens":1}}]})"), "[DONE]" }))
            .tokens.fresh,
        5);
    // none
    QCOMPARE(read(Api::OpenAiChat, chatStream({ chunk("}]}"), "[DONE]" })).source, UsageSource::None);
    // a null after a usage does not take it away
    QCOMPARE(
        read(
            Api::OpenAiChat,
            chatStream({ chunk(R"(}],"usage":{"prompt_tokens":3,"completion_tokens":1}})"),
                         R"({"choices":[],"usage":null})", "[DONE]" }))
            .tokens.fresh,
        3);
    // Anthropic: nulls in message_delta leave the start's counters
    const auto usage = read(
        Api::AnthropicMessages,
        typedStream(
            { R"({"type":"message_start","message":{"model":"m","usage":{"input_tokens":5,"cache_read_input_tokens":7,"output_tokens":1}}})",
              R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":null,"cache_read_input_tokens":null,"output_tokens":8}})" }));
    QCOMPARE(usage.tokens, (TokenUsage{ 5, 7, 0, 0, 0, 8, 0 }));
    QCOMPARE(usage.rawJson, std::string(R"({"input_tokens":5,"cache_read_input_tokens":7,"output_tokens":8})"));
    // A cut stream keeps what it had
    QCOMPARE(read(Api::AnthropicMessages, recorded::anthropicText.substr(0, 600)).tokens.cacheRead, 18000);
}

void TestAnswerObserver::endings()
{
    const auto chat = [](const char *reason) { return observe({ Api::OpenAiChat, 200, sse, finishWith(reason) }); };
    QVERIFY(chat("length").truncated && chat("length").complete);
    QVERIFY(chat("content_filter").refused);
    QVERIFY(chat("tool_calls").hasToolCalls && chat("function_call").hasToolCalls);
    QVERIFY(chat("error").errorInside && !chat("error").complete);
    QVERIFY(chat("insufficient_system_resource").errorInside);
    QVERIFY(!chat("stop").truncated && !chat("stop").refused);
    QVERIFY(
        observe({ Api::OpenAiChat, 200, json,
                  R"({"choices":[{"index":0,"message":{"content":null,"refusal":"no"},"finish_reason":"stop"}]})" })
            .refused);
    QVERIFY(
        observe(
            { Api::OpenAiChat, 200, json,
              R"({"choices":[{"index":0,"message":{"content":null,"function_call":{"name":"f","arguments":""}},"finish_reason":"stop"}]})" })
            .hasToolCalls);

    const auto anthropic = [](const char *reason) {
        return observe({ Api::AnthropicMessages, 200, json,
                         std::string(R"({"type":"message","content":[],"stop_reason":")") + reason + "\"}" });
    };
    QVERIFY(anthropic("max_tokens").truncated && anthropic("model_context_window_exceeded").truncated);
    QVERIFY(anthropic("refusal").refused);
    QVERIFY(anthropic("tool_use").hasToolCalls);
    QVERIFY(
        observe(
            { Api::AnthropicMessages, 200, json,
              R"({"type":"message","content":[{"type":"server_tool_use","name":"web_search"}],"stop_reason":"end_turn"})" })
            .hasToolCalls);

    const auto gemini = [](const char *reason) {
        return observe({ Api::GeminiGenerate, 200, json,
                         std::string(R"({"candidates":[{"content":{"parts":[{"text":"x"}]},"finishReason":")")
                             + reason + "\"}]}" });
    };
    QVERIFY(gemini("MAX_TOKENS").truncated && gemini("SAFETY").refused && gemini("PROHIBITED_CONTENT").refused);
    QVERIFY(gemini("MALFORMED_FUNCTION_CALL").errorInside && gemini("SOMETHING_NEW").errorInside);
    QVERIFY(gemini("STOP").complete && !gemini("STOP").errorInside);
    const AnswerFacts blocked
        = observe({ Api::GeminiStream, 200, sse, "data: {\"promptFeedback\":{\"blockReason\":\"SAFETY\"}}\n\n" });
    QVERIFY(blocked.complete && blocked.refused);

    const auto incomplete = observe(
        { Api::OpenAiResponses, 200, sse,
          typedStream(
              { R"({"type":"response.incomplete","response":{"status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"output":[],"usage":{"input_tokens":1,"output_tokens":2}}})" }) });
    QVERIFY(incomplete.truncated && incomplete.complete);
    QCOMPARE(incomplete.finishReason, std::string("max_output_tokens"));
    QCOMPARE(incomplete.usage.tokens.output, 2);
    QVERIFY(observe({ Api::OpenAiResponses, 200, json,
                      R"({"status":"incomplete","incomplete_details":{"reason":"content_filter"}})" })
                .refused);
    QVERIFY(!observe({ Api::OpenAiResponses, 200, json, R"({"status":"queued","output":[]})" }).complete);
    QVERIFY(
        observe(
            { Api::OpenAiResponses, 200, json,
              R"({"status":"completed","output":[{"type":"message","content":[{"type":"refusal","refusal":"no"}]}]})" })
            .refused);
}

void TestAnswerObserver::errorsInStreams()
{
    AnswerFacts facts = observe({ Api::OpenAiChat, 200, sse, recorded::openRouterError });
    QVERIFY(facts.errorInside && !facts.complete);
    QCOMPARE(facts.errorMessage, std::string("Provider disconnected"));
    facts = observe({ Api::OpenAiChat, 200, sse,
                      chatStream({ R"({"error":{"message":"boom","type":"server_error","code":null}})" }) });
    QVERIFY(facts.errorInside);
    QCOMPARE(facts.errorCode, std::string("server_error"));
    facts = observe({ Api::OpenAiChat, 200, sse, "event: error\ndata: {\"detail\":\"gone\"}\n\ndata: [DONE]\n\n" });
    QVERIFY(facts.errorInside);
    QCOMPARE(facts.errorMessage, std::string("gone"));
    facts = observe(
        { Api::OpenAiResponses, 200, sse,
          typedStream(
              { R"({"type":"error","code":"rate_limit_exceeded","message":"slow down","param":null,"sequence_number":3})" }) });
    QVERIFY(facts.errorInside && !facts.complete);
    QCOMPARE(facts.errorCode, std::string("rate_limit_exceeded"));
    QCOMPARE(facts.errorMessage, std::string("slow down"));
    facts = observe(
        { Api::OpenAiResponses, 200, sse,
          typedStream(
              { R"({"type":"response.failed","response":{"status":"failed","error":{"code":"server_error","message":"broke"}}})" }) });
    QVERIFY(facts.errorInside && !facts.complete);
    QCOMPARE(facts.errorCode, std::string("server_error"));
    QCOMPARE(facts.errorMessage, std::string("broke"));
    const std::string overloaded
        = recorded::anthropicText.substr(0, recorded::anthropicText.find("event: content_block_stop"))
        + typedStream({ R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})" });
    facts = observe({ Api::AnthropicMessages, 200, sse, overloaded });
    QVERIFY(facts.errorInside && !facts.complete && facts.sawContent);
    QCOMPARE(facts.errorCode, std::string("overloaded_error"));
    facts
        = observe({ Api::AnthropicMessages, 200, sse, overloaded + typedStream({ R"({"type":"message_stop"})" }) });
    QVERIFY(!facts.complete);
    facts = observe(
        { Api::GeminiStream, 200, sse,
          "data: " + recorded::geminiChunk2
              + "\n\ndata: {\"error\":{\"code\":503,\"message\":\"busy\",\"status\":\"UNAVAILABLE\"}}\n\n" });
    QVERIFY(facts.errorInside && !facts.complete);
    QCOMPARE(facts.errorCode, std::string("UNAVAILABLE"));
    facts = observe(
        { Api::GeminiStream, 200, json, "[" + recorded::geminiChunk2 + ",{\"error\":{\"message\":\"busy\"}}]" });
    QVERIFY(facts.errorInside && !facts.complete);
}

void TestAnswerObserver::errorsInDocuments()
{
    AnswerFacts facts = observe(
        { Api::OpenAiChat, 429, json,
          R"({"error":{"message":"slow down","type":"requests","param":null,"code":"rate_limit_exceeded"}})" });
    QVERIFY(facts.errorInside && facts.complete);
    QCOMPARE(facts.errorCode, std::string("rate_limit_exceeded"));
    QCOMPARE(facts.errorMessage, std::string("slow down"));
    facts = observe(
        { Api::AnthropicMessages, 529, json,
          R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"})" });
    QCOMPARE(facts.errorCode, std::string("overloaded_error"));
    facts = observe({ Api::GeminiStream, 400, json,
                      R"([{"error":{"code":400,"message":"API key not valid","status":"INVALID_ARGUMENT"}}])" });
    QCOMPARE(facts.errorCode, std::string("INVALID_ARGUMENT"));
    QCOMPARE(facts.errorMessage, std::string("API key not valid"));
    facts = observe({ Api::OpenAiChat, 502, "text/html", "<html><h1>Bad gateway</h1></html>" });
    QVERIFY(facts.errorInside && facts.errorMessage.empty());
    // A success status around an error object
    facts = observe({ Api::OpenAiChat, 200, json, R"({"error":{"message":"m","code":400}})" });
    QVERIFY(facts.errorInside && !facts.complete);
    facts = observe({ Api::OpenAiResponses, 200, json,
                      R"({"status":"failed","error":{"code":"server_error","message":"broke"}})" });
    QVERIFY(facts.errorInside && !facts.complete);
    facts = observe(
        { Api::AnthropicMessages, 200, json, R"({"type":"error","error":{"type":"api_error","message":"m"}})" });
    QVERIFY(facts.errorInside && !facts.complete);
}

void TestAnswerObserver::bounds()
{
    AnswerObserver small(Api::OpenAiChat, 200, json, false, 100);
    small.feed(chatJson);
    const AnswerFacts facts = small.finish();
    QVERIFY(!facts.complete);
    QCOMPARE(facts.usage.source, UsageSource::None);
    AnswerObserver events(Api::OpenAiChat, 200, sse, false, 1000);
    events.feed("data: {\"x\":\"" + std::string(2000, 'x') + "\"}\n\n");
    events.feed(finishWith("stop"));
    QVERIFY(!events.finish().complete);
    AnswerObserver elements(Api::GeminiStream, 200, json, false, 1000);
    elements.feed("[{\"x\":\"" + std::string(2000, 'x') + "\"}," + recorded::geminiChunk2 + "]");
    QVERIFY(!elements.finish().complete);
}

void TestAnswerObserver::firstContent()
{
    const auto told = [](Api api, std::initializer_list<std::string_view> pieces) {
        AnswerObserver observer(api, 200, sse);
        int at = 0;
        for (const std::string_view piece : pieces) {
            ++at;
            if (observer.feed(piece))
                return at;
        }
        return 0;
    };
    QCOMPARE(
        told(
            Api::OpenAiChat,
            { ": keep-alive\n\n",
              "data: {\"choices\":[{\"delta\":{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}}]}\n\n",
              "data: {\"choices\":[{\"delta\":{\"reasoning_content\":\"t\"}}]}\n\n",
              "data: {\"choices\":[{\"delta\":{\"content\":\"x\"}}]}\n\n" }),
        3);
    QCOMPARE(
        told(Api::OpenAiChat, { "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0}]}}]}\n", "\n" }), 2);
    QCOMPARE(
        told(
            Api::OpenAiResponses,
            { "data: {\"type\":\"response.created\",\"response\":{}}\n\n",
              "data: {\"type\":\"response.reasoning_summary_text.delta\",\"delta\":\"x\"}\n\n" }),
        2);
    QCOMPARE(
        told(
            Api::AnthropicMessages,
            { "event: content_block_start\ndata: "
              "{\"type\":\"content_block_start\",\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n",
              "event: ping\ndata: {\"type\": \"ping\"}\n\n",
              "data: "
              "{\"type\":\"content_block_delta\",\"delta\":{\"type\":\"thinking_delta\",\"thinking\":\"x\"}}"
              "\n\n" }),
        3);
    QCOMPARE(
        told(
            Api::GeminiStream,
            { "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"\"}]}}]}\n\n",
              "data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"x\"}]}}]}\n\n" }),
        2);
}

void TestAnswerObserver::opaque()
{
    const AnswerFacts facts = observe({ Api::Opaque, 200, "application/octet-stream", "anything" });
    QVERIFY(facts.complete && facts.sawContent && !facts.errorInside);
    QVERIFY(observe({ Api::Opaque, 500, json, "{}" }).errorInside);
    const AnswerFacts embeddings = observe(
        { Api::OpenAiEmbeddings, 200, json,
          R"({"object":"list","data":[{"object":"embedding","index":0,"embedding":[0.1,-2e-3]}],"model":"text-embedding-3-small","usage":{"prompt_tokens":8,"total_tokens":8}})" });
    QVERIFY(embeddings.complete);
    QCOMPARE(embeddings.usage.tokens.fresh, 8);
    QCOMPARE(embeddings.servedModel, std::string("text-embedding-3-small"));
}

void TestAnswerObserver::damagedAnswersNeverCrash()
{
    std::mt19937 random(5);
    for (const Case &answer : wholeAnswers()) {
        for (int round = 0; round < 1500; ++round) {
            Case damaged = answer;
            for (std::size_t edits = 1 + random() % 5; edits > 0; --edits)
                damaged.body[random() % damaged.body.size()] = "{}[]\",:\\\n\r0tn-"[random() % 14];
            const std::size_t cut = random() % damaged.body.size();
            QCOMPARE(inWords(observe(damaged, { cut })), inWords(observe(damaged)));
        }
    }
}

#endif

QTEST_GUILESS_MAIN(TestAnswerObserver)
#include "tst_answer_observer.moc"
