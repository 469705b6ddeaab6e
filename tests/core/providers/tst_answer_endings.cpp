// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over raw strings and some headers of C++20
#include "answer_cases.h"

#include <functional>
#include <random>
#endif

using namespace cachescope::providers;

/** How answers end: by their reasons, and with errors inside. */
class TestAnswerEndings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void endings();
    void errorsInStreams();
    void errorsInDocuments();
};

#ifndef Q_MOC_RUN

using namespace test;

void TestAnswerEndings::endings()
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

void TestAnswerEndings::errorsInStreams()
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

void TestAnswerEndings::errorsInDocuments()
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

#endif

QTEST_GUILESS_MAIN(TestAnswerEndings)
#include "tst_answer_endings.moc"
