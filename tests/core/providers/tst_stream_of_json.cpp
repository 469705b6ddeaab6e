// SPDX-License-Identifier: MIT
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over raw strings and some headers of C++20
#include "form_tools.h"
#include "providers/json_scanner.h"
#include "recorded_streams.h"
#endif

using namespace cachescope::providers;

/** JSON answers told as streams. */
class TestStreamOfJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonGoesToStreamAndBack_data();
    void jsonGoesToStreamAndBack();
    void jsonThatCannotBecomeAStream_data();
    void jsonThatCannotBecomeAStream();
    void eventOrders();
    void usageChunkOnlyWhenAsked();
};

#ifndef Q_MOC_RUN

using namespace test;

void TestStreamOfJson::jsonGoesToStreamAndBack_data()
{
    QTest::addColumn<int>("api");
    QTest::addColumn<QByteArray>("json");
    const auto row
        = [](const char *name, Api api, const char *json) { QTest::newRow(name) << int(api) << QByteArray(json); };
    row("chat", Api::OpenAiChat, R"({
      "id": "c", "object": "chat.completion", "created": 1790000000, "model": "gpt-4.1",
      "choices": [ { "index": 0, "message": { "role": "assistant", "content": "line\nline \"q\" \u00e9 你", "refusal": null, "annotations": [] }, "logprobs": null, "finish_reason": "stop" } ],
      "usage": { "prompt_tokens": 20, "completion_tokens": 5, "total_tokens": 25 }, "service_tier": "default", "system_fingerprint": "fp" })");
    row("chat: empty content", Api::OpenAiChat,
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":""},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":0}})");
    row("chat: tools, reasoning, two choices", Api::OpenAiChat,
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","provider":"P","choices":[
        {"index":0,"message":{"role":"assistant","content":null,"reasoning_content":"think","refusal":null,"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{\"x\": 1.50}"}},{"id":"b","type":"function","function":{"name":"g","arguments":""},"extra_content":{"google":{"thought_signature":"s"}}}]},"logprobs":null,"finish_reason":"tool_calls","native_finish_reason":"tool_use"},
        {"index":1,"message":{"role":"assistant","content":"B","refusal":null},"logprobs":{"content":[{"token":"B","logprob":-0.10}],"refusal":null},"finish_reason":"stop"}],
        "usage":{"prompt_tokens":20,"completion_tokens":5,"total_tokens":25}})");
    row("chat: refusal", Api::OpenAiChat,
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":"I cannot"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":3}})");
    row("chat: annotations", Api::OpenAiChat,
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x","annotations":[{"type":"url_citation","url_citation":{"url":"u"}}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":3}})");
    row("chat: function_call", Api::OpenAiChat,
        R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":null,"function_call":{"name":"f","arguments":"{}"}},"finish_reason":"function_call"}],"usage":{"prompt_tokens":1,"completion_tokens":3}})");
    row("responses", Api::OpenAiResponses,
        R"({"id":"r","object":"response","created_at":1,"status":"completed","completed_at":2,"error":null,"incomplete_details":null,"model":"gpt-5.6-sol","output":[
        {"id":"rs_1","type":"reasoning","summary":[{"type":"summary_text","text":"why"},{"type":"summary_text","text":""}],"encrypted_content":"e"},
        {"id":"msg_1","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","annotations":[{"type":"url_citation","start_index":0,"end_index":1,"url":"u","title":"t"}],"logprobs":[],"text":"Hi"},{"type":"refusal","refusal":"no"}]},
        {"id":"fc_1","type":"function_call","status":"completed","arguments":"{\"a\":1.0}","call_id":"call_1","name":"f"},
        {"id":"ctc_1","type":"custom_tool_call","status":"completed","input":"raw text","call_id":"call_2","name":"g"}],
        "temperature":1.0,"metadata":{},"usage":{"input_tokens":9,"input_tokens_details":{"cached_tokens":0},"output_tokens":4,"output_tokens_details":{"reasoning_tokens":1},"total_tokens":13}})");
    row("responses: incomplete", Api::OpenAiResponses,
        R"({"id":"r","object":"response","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"model":"m","output":[],"usage":{"input_tokens":9,"output_tokens":4}})");
    row("anthropic", Api::AnthropicMessages,
        R"({"id":"m","type":"message","role":"assistant","model":"claude-opus-5","content":[{"type":"text","text":"Hi\n"}],"stop_reason":"stop_sequence","stop_sequence":"END","usage":{"input_tokens":3,"cache_creation_input_tokens":100,"cache_read_input_tokens":0,"output_tokens":0,"service_tier":"standard"}})");
    row("anthropic: all blocks", Api::AnthropicMessages,
        R"({"model":"claude-opus-5","id":"m","type":"message","role":"assistant","container":{"id":"ct","expires_at":"x"},"content":[
        {"type":"thinking","thinking":"hm","signature":"s=="},{"type":"thinking","thinking":"","signature":"only"},{"type":"redacted_thinking","data":"d"},
        {"type":"server_tool_use","id":"s1","name":"web_search","input":{"query":"q"},"caller":{"type":"direct"}},
        {"type":"web_search_tool_result","tool_use_id":"s1","content":[{"type":"web_search_result","url":"u","encrypted_content":"x"}]},
        {"type":"text","text":"T","citations":[{"type":"web_search_result_location","cited_text":"c"}]},{"type":"text","text":"U","citations":null},
        {"type":"tool_use","id":"t1","name":"f","input":{"n":1.50,"s":"\u00e9"}},{"type":"tool_use","id":"t2","name":"g","input":{}}],
        "stop_reason":"tool_use","stop_sequence":null,"stop_details":null,"context_management":{"applied_edits":[]},"diagnostics":{"cache_miss_reason":null},
        "usage":{"input_tokens":3,"cache_creation":{"ephemeral_5m_input_tokens":1,"ephemeral_1h_input_tokens":0},"cache_creation_input_tokens":1,"output_tokens":77,"output_tokens_details":{"thinking_tokens":9},"server_tool_use":{"web_search_requests":1},"inference_geo":"us"}})");
    row("gemini", Api::GeminiStream,
        "{\n  \"candidates\": [ { \"content\": { \"parts\": [ { \"text\": \"a\\n b\" }, { \"functionCall\": { "
        "\"name\": \"f\", \"args\": { \"x\": 1.0 } } } ], \"role\": \"model\" }, \"finishReason\": \"STOP\" } "
        "],\r\n  \"usageMetadata\": { \"promptTokenCount\": 5, \"candidatesTokenCount\": 2, \"totalTokenCount\": 7 "
        "},\n  \"modelVersion\": \"g\"\n}\n");
}

void TestStreamOfJson::jsonGoesToStreamAndBack()
{
    QFETCH(int, api);
    QFETCH(QByteArray, json);
    const auto shape = static_cast<Api>(api);
    const std::string original = json.toStdString();
    std::vector<AnswerForm> forms{ AnswerForm::Sse };
    if (shape == Api::GeminiStream)
        forms.push_back(AnswerForm::JsonArray);
    for (const AnswerForm form : forms) {
        const auto stream = jsonToStream(asking(shape, form), original);
        QVERIFY(stream);
        const auto contentType = form == AnswerForm::Sse ? "text/event-stream" : "application/json";
        const AnswerFacts before = observe(shape, "application/json", original);
        const AnswerFacts after = observe(shape, contentType, *stream);
        QVERIFY(after.complete);
        QCOMPARE(after.form, form);
        QCOMPARE(after.usage.tokens, before.usage.tokens);
        QCOMPARE(after.finishReason, before.finishReason);
        QCOMPARE(after.hasToolCalls, before.hasToolCalls);
        QCOMPARE(after.refused, before.refused);
        QCOMPARE(after.truncated, before.truncated);
        const auto back = streamToJson(shape, *stream);
        auto expected = original;
        // An empty list of annotations says nothing and has no place in a stream.
        if (const auto at = expected.find(", \"annotations\": []"); at != std::string::npos)
            expected.erase(at, 19);
        QCOMPARE(canonical(back), canonical(expected));
        if (original.find("1.50") != std::string::npos)
            QVERIFY(back->find("1.50") != std::string::npos);
    }
}

void TestStreamOfJson::jsonThatCannotBecomeAStream_data()
{
    QTest::addColumn<int>("api");
    QTest::addColumn<QByteArray>("json");
    const auto row
        = [](const char *name, Api api, const char *json) { QTest::newRow(name) << int(api) << QByteArray(json); };
    row("not JSON", Api::OpenAiChat, "data: x");
    row("error", Api::OpenAiChat, R"({"error":{"message":"m"}})");
    row("no choices", Api::OpenAiChat, R"({"object":"chat.completion","choices":[],"usage":{"prompt_tokens":1}})");
    row("no usage to tell", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}]})");
    row("no finish reason", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":"x"},"finish_reason":null}],"usage":{"prompt_tokens":1}})");
    row("audio", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":null,"audio":{"id":"a","data":"…"}},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})");
    row("unknown field of a message", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":"x","novel":1},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})");
    row("content in parts", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":[{"type":"text","text":"x"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})");
    row("custom tool", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":null,"tool_calls":[{"id":"a","type":"custom","custom":{"name":"n","input":"i"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1}})");
    row("logprobs without text", Api::OpenAiChat,
        R"({"choices":[{"index":0,"message":{"content":""},"logprobs":{"content":[{"token":"x"}]},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})");
    row("web search", Api::OpenAiResponses,
        R"({"status":"completed","output":[{"id":"ws","type":"web_search_call","status":"completed"}],"usage":{"input_tokens":1}})");
    row("logprobs", Api::OpenAiResponses,
        R"({"status":"completed","output":[{"id":"m","type":"message","content":[{"type":"output_text","text":"x","logprobs":[{"token":"x"}]}]}],"usage":{"input_tokens":1}})");
    row("failed", Api::OpenAiResponses,
        R"({"status":"failed","error":{"code":"c","message":"m"},"output":[],"usage":{"input_tokens":1}})");
    row("queued", Api::OpenAiResponses, R"({"status":"queued","output":[],"usage":null})");
    row("item without id", Api::OpenAiResponses,
        R"({"status":"completed","output":[{"type":"message","content":[]}],"usage":{"input_tokens":1}})");
    row("unknown block", Api::AnthropicMessages,
        R"({"type":"message","content":[{"type":"novel","x":1}],"stop_reason":"end_turn","usage":{"input_tokens":1}})");
    row("no usage", Api::AnthropicMessages, R"({"type":"message","content":[],"stop_reason":"end_turn"})");
    row("no stop reason", Api::AnthropicMessages,
        R"({"type":"message","content":[],"stop_reason":null,"usage":{"input_tokens":1}})");
    row("error message", Api::AnthropicMessages, R"({"type":"error","error":{"type":"api_error","message":"m"}})");
    row("gemini error", Api::GeminiStream, R"({"error":{"code":500,"message":"m"}})");
    row("gemini, a document for a document", Api::GeminiGenerate, R"({"candidates":[{"finishReason":"STOP"}]})");
    row("embeddings", Api::OpenAiEmbeddings, R"({"data":[],"usage":{"prompt_tokens":1}})");
    row("opaque", Api::Opaque, "{}");
}

void TestStreamOfJson::jsonThatCannotBecomeAStream()
{
    QFETCH(int, api);
    QFETCH(QByteArray, json);
    QCOMPARE(canonical(jsonToStream(asking(static_cast<Api>(api)), json.toStdString())), "refused");
}

void TestStreamOfJson::eventOrders()
{
    const auto responses = jsonToStream(
        asking(Api::OpenAiResponses),
        R"({"id":"r","object":"response","status":"completed","output":[{"id":"m","type":"message","status":"completed","role":"assistant","content":[{"type":"output_text","text":"Hi","annotations":[]}]}],"usage":{"input_tokens":1,"output_tokens":1}})");
    QCOMPARE(
        order(*responses),
        (QByteArrayList{ "response.created", "response.in_progress", "response.output_item.added",
                         "response.content_part.added", "response.output_text.delta", "response.output_text.done",
                         "response.content_part.done", "response.output_item.done", "response.completed" }));
    int sequence = 0;
    cachescope::http::SseParser parser;
    parser.feed(*responses, [&](const cachescope::http::SseEvent &event) {
        const auto data
            = QJsonDocument::fromJson(QByteArray(event.data.data(), qsizetype(event.data.size()))).object();
        QCOMPARE(data["sequence_number"].toInt(-1), sequence++);
        QCOMPARE(data["type"].toString().toUtf8(), QByteArray(event.event.data(), qsizetype(event.event.size())));
    });
    QCOMPARE(sequence, 9);
    const auto anthropic = jsonToStream(
        asking(Api::AnthropicMessages),
        R"({"id":"m","type":"message","role":"assistant","model":"c","content":[{"type":"text","text":"Hi"},{"type":"tool_use","id":"t","name":"n","input":{"a":1}}],"stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":1,"output_tokens":9}})");
    QCOMPARE(
        order(*anthropic),
        (QByteArrayList{ "message_start", "content_block_start", "content_block_delta", "content_block_stop",
                         "content_block_start", "content_block_delta", "content_block_stop", "message_delta",
                         "message_stop" }));
    QVERIFY(anthropic->find("[DONE]") == std::string::npos && responses->find("[DONE]") == std::string::npos);
}

void TestStreamOfJson::usageChunkOnlyWhenAsked()
{
    const char *json
        = R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":1}})";
    const auto with = jsonToStream(asking(Api::OpenAiChat, AnswerForm::Sse, true), json);
    const auto without = jsonToStream(asking(Api::OpenAiChat, AnswerForm::Sse, false), json);
    QVERIFY(with->find("\"choices\":[],\"usage\":{") != std::string::npos);
    QVERIFY(with->find("\"usage\":null") != std::string::npos);
    QVERIFY(without->find("usage") == std::string::npos);
    QVERIFY(with->ends_with("data: [DONE]\n\n") && without->ends_with("data: [DONE]\n\n"));
    QVERIFY(without->starts_with("data: {"));
    QVERIFY(!streamToJson(Api::OpenAiChat, *without)); // the JSON answer would have had a usage
}

#endif

QTEST_GUILESS_MAIN(TestStreamOfJson)
#include "tst_stream_of_json.moc"
