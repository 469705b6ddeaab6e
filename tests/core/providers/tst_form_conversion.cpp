// SPDX-License-Identifier: MIT
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over raw strings and some headers of C++20
#include "form_tools.h"
#include "providers/json_scanner.h"
#include "recorded_streams.h"

#include <random>
#endif

using namespace cachescope::providers;

/** Streams told as one JSON document, and what cannot be. */
class TestFormConversion : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chatStreamBecomesJson();
    void chatToolsBecomeJson();
    void chatReasoningAndLogprobs();
    void chatStreamsThatCannotBeCarriedOver_data();
    void chatStreamsThatCannotBeCarriedOver();
    void responsesStreamBecomesJson();
    void anthropicStreamBecomesJson();
    void anthropicStreamsThatCannotBeCarriedOver_data();
    void anthropicStreamsThatCannotBeCarriedOver();
    void geminiStreamsBecomeJson();
    void cutStreamsAreRefused();
    void otherShapesAreRefused();
    void damagedInputNeverCrashes();
};

#ifndef Q_MOC_RUN

using namespace test;
using recorded::chatStream;
using recorded::typedStream;

void TestFormConversion::chatStreamBecomesJson()
{
    QCOMPARE(
        canonical(streamToJson(Api::OpenAiChat, recorded::chatText)),
        canonical(
            R"({"id":"chatcmpl-X1","object":"chat.completion","created":1790000000,"model":"gpt-4.1-2025-04-14",
            "choices":[{"index":0,"message":{"role":"assistant","content":"Hi é 你😀","refusal":null},"logprobs":null,"finish_reason":"stop"}],
            "usage":{"prompt_tokens":2006,"completion_tokens":1,"total_tokens":2007,"prompt_tokens_details":{"cached_tokens":1920,"audio_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}},
            "service_tier":"default","system_fingerprint":"fp_a"})"));
}

void TestFormConversion::chatToolsBecomeJson()
{
    QCOMPARE(
        canonical(streamToJson(Api::OpenAiChat, recorded::chatTools)),
        canonical(
            R"({"id":"c2","object":"chat.completion","created":1,"model":"gpt-4.1","choices":[{"index":0,"message":{"role":"assistant","content":null,"refusal":null,
            "tool_calls":[{"id":"call_1","type":"function","function":{"name":"weather","arguments":"{\"city\":\"Köln\"}"}},{"id":"call_2","type":"function","function":{"name":"time","arguments":"{}"}}]},
            "logprobs":null,"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":50,"completion_tokens":20,"total_tokens":70}})"));
    const std::string old = chatStream(
        { R"({"id":"f","choices":[{"index":0,"delta":{"role":"assistant","content":null,"function_call":{"name":"now","arguments":""}},"finish_reason":null}]})",
          R"({"id":"f","choices":[{"index":0,"delta":{"function_call":{"arguments":"{\"a\":"}},"finish_reason":null}]})",
          R"({"id":"f","choices":[{"index":0,"delta":{"function_call":{"arguments":"1}"}},"finish_reason":null}]})",
          R"({"id":"f","choices":[{"index":0,"delta":{},"finish_reason":"function_call"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
          "[DONE]" });
    QCOMPARE(
        canonical(streamToJson(Api::OpenAiChat, old)),
        canonical(
            R"({"id":"f","object":"chat.completion","choices":[{"index":0,"message":{"role":"assistant","content":null,"function_call":{"name":"now","arguments":"{\"a\":1}"}},"finish_reason":"function_call"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})"));
}

void TestFormConversion::chatReasoningAndLogprobs()
{
    const auto message = [](const std::string &stream) {
        const auto json = streamToJson(Api::OpenAiChat, stream);
        return QJsonDocument::fromJson(QByteArray::fromStdString(json.value_or("{}")))["choices"][0];
    };
    const auto deepSeek = message(recorded::deepSeek);
    QCOMPARE(deepSeek["message"]["reasoning_content"].toString(), "think");
    QCOMPARE(deepSeek["message"]["content"].toString(), "42");
    const auto withLogprobs = message(chatStream(
        { R"({"id":"l","choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"logprobs":{"content":[{"token":"a","logprob":-0.10,"bytes":[97],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]})",
          R"({"id":"l","choices":[{"index":0,"delta":{"content":"b"},"logprobs":{"content":[{"token":"b","logprob":-0.2,"bytes":[98],"top_logprobs":[]}],"refusal":null},"finish_reason":null}]})",
          R"({"id":"l","choices":[{"index":0,"delta":{},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
          "[DONE]" }));
    QCOMPARE(withLogprobs["logprobs"]["content"].toArray().size(), 2);
    QCOMPARE(withLogprobs["logprobs"]["content"][1]["token"].toString(), "b");
    QVERIFY(withLogprobs["logprobs"]["refusal"].isNull());
    // Two choices in turns; Azure's first chunk; server's own member
    const auto json = streamToJson(
        Api::OpenAiChat,
        chatStream(
            { R"({"choices":[],"created":0,"id":"","model":"","object":"","prompt_filter_results":[{"prompt_index":0}]})",
              R"({"id":"z","created":5,"model":"m","object":"chat.completion.chunk","provider":"P","choices":[{"index":1,"delta":{"role":"assistant","content":"B"},"finish_reason":null}]})",
              R"({"id":"z","created":5,"model":"m","object":"chat.completion.chunk","provider":"P","choices":[{"index":0,"delta":{"role":"assistant","content":"A"},"finish_reason":null}]})",
              R"({"id":"z","created":6,"model":"m","object":"chat.completion.chunk","provider":"P","choices":[{"index":0,"delta":{},"finish_reason":"stop","native_finish_reason":"end"},{"index":1,"delta":{},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
              "[DONE]" }));
    QCOMPARE(
        canonical(json),
        canonical(
            R"({"id":"z","object":"chat.completion","created":5,"model":"m","provider":"P","prompt_filter_results":[{"prompt_index":0}],"choices":[
            {"index":0,"message":{"role":"assistant","content":"A"},"finish_reason":"stop","native_finish_reason":"end"},
            {"index":1,"message":{"role":"assistant","content":"B"},"finish_reason":"length"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})"));
}

void TestFormConversion::chatStreamsThatCannotBeCarriedOver_data()
{
    QTest::addColumn<QByteArray>("chunk"); ///< Stands between a good first and a good last chunk.
    const auto row = [](const char *name, const char *chunk) { QTest::newRow(name) << QByteArray(chunk); };
    row("unknown delta in pieces",
        R"({"choices":[{"index":0,"delta":{"novel":"a"}}]}|{"choices":[{"index":0,"delta":{"novel":"b"}}]})");
    row("reasoning details in pieces",
        R"({"choices":[{"index":0,"delta":{"reasoning_details":[{"t":"a"}]}}]}|{"choices":[{"index":0,"delta":{"reasoning_details":[{"t":"b"}]}}]})");
    row("content as parts", R"({"choices":[{"index":0,"delta":{"content":[{"type":"text","text":"x"}]}}]})");
    row("tool call without index",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"id":"a","type":"function","function":{"name":"f","arguments":"{}"}}]}}]})");
    row("tool call without id",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"f","arguments":"{}"}}]}}]})");
    row("tool call of another type",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","type":"custom","custom":{"name":"f","input":"x"}}]}}]})");
    row("tool name in pieces",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"ge","arguments":""}}]}}]}|{"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"name":"t","arguments":"{}"}}]}}]})");
    row("tool indices with a gap",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"a","function":{"name":"f","arguments":"{}"}}]}}]})");
    row("arguments as an object",
        R"({"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"f","arguments":{}}}]}}]})");
    row("other id", R"({"id":"other","choices":[]})");
    row("other model", R"({"model":"other","choices":[]})");
    row("other object", R"({"object":"novel","choices":[]})");
    row("choice without index", R"({"choices":[{"delta":{"content":"x"}}]})");
    row("choices is no list", R"({"choices":{}})");
    row("duplicate members", R"({"id":"x","id":"y","choices":[]})");
    row("two finish reasons", R"({"choices":[{"index":0,"delta":{},"finish_reason":"length"}]})");
    row("differing filter results",
        R"({"choices":[{"index":0,"delta":{},"content_filter_results":{"a":1}}]}|{"choices":[{"index":0,"delta":{},"content_filter_results":{"a":2}}]})");
    row("error", R"({"error":{"message":"m"}})");
}

void TestFormConversion::chatStreamsThatCannotBeCarriedOver()
{
    QFETCH(QByteArray, chunk);
    const auto around = [](const QByteArrayList &middle) {
        std::string stream = chatStream(
            { R"({"id":"x","model":"m","object":"chat.completion.chunk","choices":[{"index":0,"delta":{"role":"assistant","content":"a"},"finish_reason":null}]})" });
        for (const QByteArray &piece : middle)
            stream += chatStream({ piece.toStdString() });
        return stream
            + chatStream(
                   { R"({"id":"x","model":"m","object":"chat.completion.chunk","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})",
                     "[DONE]" });
    };
    QVERIFY(streamToJson(Api::OpenAiChat, around({})));
    QCOMPARE(canonical(streamToJson(Api::OpenAiChat, around(chunk.split('|')))), "refused");
}

void TestFormConversion::responsesStreamBecomesJson()
{
    const auto json = streamToJson(Api::OpenAiResponses, recorded::responsesText);
    QVERIFY(json);
    const auto object = QJsonDocument::fromJson(QByteArray::fromStdString(*json)).object();
    QCOMPARE(object["status"].toString(), "completed");
    QCOMPARE(object["usage"]["input_tokens"].toInt(), 3100);
    QCOMPARE(object["output"][0]["content"][0]["text"].toString(), "Hi");
    // The last event leaves out what the stream had
    std::string bare = recorded::responsesText;
    const std::size_t at = bare.rfind(R"("output":[{)");
    bare.replace(at, bare.find(R"("prompt_cache_diagnostics")") - at, R"("output":[],)");
    QVERIFY(observe(Api::OpenAiResponses, "text/event-stream", bare).complete);
    QVERIFY(!streamToJson(Api::OpenAiResponses, bare));
    std::string noUsage = recorded::responsesText;
    noUsage.replace(noUsage.rfind(R"("usage":{)"), 8, R"("usagx":)");
    QVERIFY(!streamToJson(Api::OpenAiResponses, noUsage));
}

void TestFormConversion::anthropicStreamBecomesJson()
{
    QCOMPARE(
        canonical(streamToJson(Api::AnthropicMessages, recorded::anthropicText)),
        canonical(
            R"({"id":"msg_01A","type":"message","role":"assistant","model":"claude-sonnet-4-5-20250929","content":[{"type":"text","text":"Hi 你😀"}],"stop_reason":"end_turn","stop_sequence":null,
            "usage":{"input_tokens":120,"cache_creation_input_tokens":2000,"cache_read_input_tokens":18000,"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":0},"output_tokens":500,"service_tier":"standard","inference_geo":"us"}})"));
    const auto json = streamToJson(Api::AnthropicMessages, recorded::anthropicThinkingTools);
    QCOMPARE(
        canonical(json),
        canonical(R"({"id":"msg_02","type":"message","role":"assistant","model":"claude-opus-5","content":[
            {"type":"thinking","thinking":"Let me see","signature":"EqQB+/=="},{"type":"redacted_thinking","data":"b64"},
            {"type":"text","text":"Looking","citations":[{"type":"char_location","cited_text":"c","start_char_index":0,"end_char_index":1.0}]},
            {"type":"tool_use","id":"toolu_1","name":"get_weather","input":{"city":"Köln","n":1.5}},{"type":"tool_use","id":"toolu_2","name":"now","input":{}}],
            "stop_reason":"tool_use","stop_sequence":null,"usage":{"input_tokens":12,"output_tokens":89,"cache_read_input_tokens":7}})"));
    // Numbers of a tool's input stay as spelt
    QVERIFY(json->find("1.50") != std::string::npos && json->find("Köln") != std::string::npos);
    QVERIFY(json->find("\"end_char_index\":1.0") != std::string::npos);
}

void TestFormConversion::anthropicStreamsThatCannotBeCarriedOver_data()
{
    QTest::addColumn<QByteArray>("events");
    const auto row = [](const char *name, const char *events) { QTest::newRow(name) << QByteArray(events); };
    row("unknown event", R"({"type":"novel_event","x":1})");
    row("unknown delta",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}|{"type":"content_block_delta","index":0,"delta":{"type":"novel_delta","x":"y"}}|{"type":"content_block_stop","index":0})");
    row("block without stop",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}})");
    row("delta of no block",
        R"({"type":"content_block_delta","index":3,"delta":{"type":"text_delta","text":"x"}})");
    row("block out of turn",
        R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}}|{"type":"content_block_stop","index":1})");
    row("tool input cut",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}|{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"a\":"}}|{"type":"content_block_stop","index":0})");
    row("tool input no object",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"t","name":"n","input":{}}}|{"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"7"}}|{"type":"content_block_stop","index":0})");
    row("delta with more than text",
        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}|{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"x","novel":1}}|{"type":"content_block_stop","index":0})");
    row("second message",
        R"({"type":"message_start","message":{"id":"m2","type":"message","content":[],"usage":{"input_tokens":1}}})");
}

void TestFormConversion::anthropicStreamsThatCannotBeCarriedOver()
{
    QFETCH(QByteArray, events);
    const auto around = [](const QByteArrayList &middle) {
        std::string stream = typedStream(
            { R"({"type":"message_start","message":{"id":"m","type":"message","role":"assistant","model":"m","content":[],"stop_reason":null,"usage":{"input_tokens":1,"output_tokens":1}}})" });
        for (const QByteArray &piece : middle)
            stream += typedStream({ piece.toStdString() });
        return stream
            + typedStream(
                   { R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}})",
                     R"({"type":"message_stop"})" });
    };
    QVERIFY(streamToJson(Api::AnthropicMessages, around({})));
    QCOMPARE(canonical(streamToJson(Api::AnthropicMessages, around(events.split('|')))), "refused");
}

void TestFormConversion::geminiStreamsBecomeJson()
{
    const QByteArray expected = canonical(
        R"({"candidates":[{"content":{"parts":[{"text":"Hi ]} \" there"}],"role":"model"},"index":0,"finishReason":"STOP"}],
            "usageMetadata":{"promptTokenCount":9000,"cachedContentTokenCount":8100,"candidatesTokenCount":2,"thoughtsTokenCount":40,"totalTokenCount":9042},"modelVersion":"gemini-2.5-flash","responseId":"r1"})");
    QCOMPARE(canonical(streamToJson(Api::GeminiStream, recorded::geminiSse)), expected);
    QCOMPARE(canonical(streamToJson(Api::GeminiStream, recorded::geminiArray)), expected);
    QCOMPARE(canonical(streamToJson(Api::GeminiGenerate, recorded::geminiSse)), expected);
    const std::string parts
        = "data: "
          "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"a\",\"thought\":true},{"
          "\"text\":\"b\",\"thought\":true}]}}]}\n\n"
          "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"c\"}]}}]}\n\n"
          "data: "
          "{\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"functionCall\":{\"name\":\"f\",\"args\":"
          "{\"x\":1.0}},\"thoughtSignature\":\"s\"},{\"text\":\"\",\"thoughtSignature\":\"t\"},{\"text\":\"d\"}]},"
          "\"finishReason\":\"STOP\"}]}\n\n";
    QCOMPARE(
        canonical(streamToJson(Api::GeminiStream, parts)),
        canonical(
            R"({"candidates":[{"content":{"role":"model","parts":[{"text":"ab","thought":true},{"text":"c"},{"functionCall":{"name":"f","args":{"x":1.0}},"thoughtSignature":"s"},{"text":"","thoughtSignature":"t"},{"text":"d"}]},"finishReason":"STOP"}]})"));
    const std::string ratings
        = "data: "
          "{\"candidates\":[{\"safetyRatings\":[{\"p\":\"LOW\"}],\"content\":{\"parts\":[{\"text\":\"a\"}]}}]}\n\n"
          "data: {\"candidates\":[{\"safetyRatings\":[{\"p\":\"HIGH\"}],\"finishReason\":\"STOP\"}]}\n\n";
    QVERIFY(!streamToJson(Api::GeminiStream, ratings));
}

void TestFormConversion::cutStreamsAreRefused()
{
    for (const auto &[api, stream] : { std::pair(Api::OpenAiChat, recorded::chatText),
                                       { Api::OpenAiResponses, recorded::responsesText },
                                       { Api::AnthropicMessages, recorded::anthropicThinkingTools },
                                       { Api::GeminiStream, recorded::geminiSse },
                                       { Api::GeminiStream, recorded::geminiArray } }) {
        std::size_t whole = stream.size();
        while (stream[whole - 1] == '\n' || stream[whole - 1] == '\r')
            --whole;
        QVERIFY(streamToJson(api, stream));
        for (std::size_t size = 0; size < whole; ++size)
            QVERIFY(!streamToJson(api, std::string_view(stream).substr(0, size)));
    }
    QVERIFY(!streamToJson(Api::OpenAiChat, recorded::openRouterError));
}

void TestFormConversion::otherShapesAreRefused()
{
    QVERIFY(!streamToJson(Api::Opaque, recorded::chatText));
    QVERIFY(!streamToJson(Api::OpenAiEmbeddings, recorded::chatText));
    QVERIFY(!streamToJson(Api::GeminiEmbed, recorded::geminiSse));
    QVERIFY(!streamToJson(Api::AnthropicMessages, recorded::chatText));
    QVERIFY(!streamToJson(Api::OpenAiChat, recorded::anthropicText));
    QVERIFY(!jsonToStream(
        asking(Api::OpenAiChat, AnswerForm::Json),
        R"({"choices":[{"index":0,"message":{"content":"x"},"finish_reason":"stop"}],"usage":{"prompt_tokens":1}})"));
}

void TestFormConversion::damagedInputNeverCrashes()
{
    std::mt19937 random(13);
    for (const auto &[api, stream] : { std::pair(Api::OpenAiChat, recorded::chatTools),
                                       { Api::OpenAiResponses, recorded::responsesText },
                                       { Api::AnthropicMessages, recorded::anthropicThinkingTools },
                                       { Api::GeminiStream, recorded::geminiArray } }) {
        for (int round = 0; round < 3000; ++round) {
            std::string damaged = stream;
            for (int edits = 0; edits < 2; ++edits)
                damaged[random() % damaged.size()] = "{}[]\",:\\\n01tn-"[random() % 14];
            const auto json = streamToJson(api, damaged);
            QVERIFY(!json || isStrictJson(*json));
            if (json)
                jsonToStream(asking(api), *json);
        }
    }
}

#endif

QTEST_GUILESS_MAIN(TestFormConversion)
#include "tst_form_conversion.moc"
