// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 stumbles over raw strings and some headers of C++20
#include "answer_cases.h"

#include <functional>
#include <random>
#endif

using namespace cachescope::providers;

/** Facts of an answer, however it is cut into pieces. */
class TestAnswerObserver : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void factsOfWholeAnswers();
    void factsDoNotDependOnTheCut();
    void cutAnswersAreNotComplete();
    void usageWhereverItComes();
    void bounds();
    void firstContent();
    void opaque();
    void damagedAnswersNeverCrash();
};

#ifndef Q_MOC_RUN

using namespace test;

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
