// SPDX-License-Identifier: MIT
#include "providers/usage.h"

#include <QTest>

using namespace cachescope::providers;

namespace {

TokenUsage tokens(
    std::int64_t fresh, std::int64_t read, std::int64_t w5, std::int64_t w1h, std::int64_t other,
    std::int64_t output, std::int64_t reasoning)
{
    return { fresh, read, w5, w1h, other, output, reasoning };
}

char *toText(const TokenUsage &usage)
{
    return qstrdup(qPrintable(QStringLiteral("fresh %1 read %2 5m %3 1h %4 other %5 out %6 reasoning %7")
                                  .arg(usage.fresh)
                                  .arg(usage.cacheRead)
                                  .arg(usage.cacheWrite5m)
                                  .arg(usage.cacheWrite1h)
                                  .arg(usage.cacheWriteOther)
                                  .arg(usage.output)
                                  .arg(usage.reasoning)));
}

} // namespace

Q_DECLARE_METATYPE(TokenUsage)
Q_DECLARE_METATYPE(Api)

namespace cachescope::providers {
char *toString(const TokenUsage &usage)
{
    return toText(usage);
}
} // namespace cachescope::providers

class TestUsage : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void buckets_data()
    {
        QTest::addColumn<Api>("api");
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("oneHour");
        QTest::addColumn<TokenUsage>("expected");
        QTest::addColumn<bool>("inconsistent");
        const auto row = [](const char *name, Api api, const char *json, TokenUsage expected,
                            bool inconsistent = false, bool oneHour = false) {
            QTest::newRow(name) << api << QByteArray(json) << oneHour << expected << inconsistent;
        };
        const auto chat = Api::OpenAiChat;
        const auto responses = Api::OpenAiResponses;
        const auto anthropic = Api::AnthropicMessages;
        const auto gemini = Api::GeminiGenerate;

        // OpenAI Chat: cached inside
        row("chat: plain", chat, R"({"prompt_tokens":10,"completion_tokens":4,"total_tokens":14})",
            tokens(10, 0, 0, 0, 0, 4, 0));
        row("chat: the rules' usage object", chat,
            R"({"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,
                "prompt_tokens_details":{"cached_tokens":1920,"cache_write_tokens":0,"audio_tokens":0,"image_tokens":0,"text_tokens":2006},
                "completion_tokens_details":{"reasoning_tokens":64,"audio_tokens":0,"accepted_prediction_tokens":0,"rejected_prediction_tokens":0,"text_tokens":236}})",
            tokens(86, 1920, 0, 0, 0, 300, 64));
        row("chat: worked example", chat,
            R"({"prompt_tokens":20120,"prompt_tokens_details":{"cached_tokens":17920},"completion_tokens":500,"total_tokens":20620})",
            tokens(2200, 17920, 0, 0, 0, 500, 0));
        row("chat: GPT-5.6 writes", chat,
            R"({"prompt_tokens":3000,"prompt_tokens_details":{"cached_tokens":2000,"cache_write_tokens":900},"completion_tokens":5})",
            tokens(100, 2000, 0, 0, 900, 5, 0));
        row("chat: launch bug, the same tokens read and written", chat,
            R"({"prompt_tokens":3000,"prompt_tokens_details":{"cached_tokens":2900,"cache_write_tokens":2880},"completion_tokens":5})",
            tokens(0, 2900, 0, 0, 2880, 5, 0), true);
        row("chat: details null", chat,
            R"({"prompt_tokens":7,"completion_tokens":1,"prompt_tokens_details":null,"completion_tokens_details":null})",
            tokens(7, 0, 0, 0, 0, 1, 0));
        row("chat: audio and image parts are no further tokens", chat,
            R"({"prompt_tokens":500,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":0,"audio_tokens":300,"image_tokens":150,"text_tokens":50},"completion_tokens_details":{"audio_tokens":80}})",
            tokens(500, 0, 0, 0, 0, 100, 0));
        row("embeddings", Api::OpenAiEmbeddings, R"({"prompt_tokens":8,"total_tokens":8})",
            tokens(8, 0, 0, 0, 0, 0, 0));

        // Relatives of Chat
        row("deepseek: hit and miss", chat,
            R"({"prompt_tokens":1000,"completion_tokens":50,"total_tokens":1050,"prompt_tokens_details":{"cached_tokens":640},"completion_tokens_details":{"reasoning_tokens":20},"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360})",
            tokens(360, 640, 0, 0, 0, 50, 20));
        row("deepseek: pair only", chat,
            R"({"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens":50})",
            tokens(360, 640, 0, 0, 0, 50, 0));
        row("deepseek: pair contradicts the total", chat,
            R"({"prompt_tokens":900,"prompt_cache_hit_tokens":640,"prompt_cache_miss_tokens":360,"completion_tokens":50})",
            tokens(360, 640, 0, 0, 0, 50, 0), true);
        row("xai: reasoning beside completion", chat,
            R"({"prompt_tokens":32,"completion_tokens":9,"total_tokens":135,"prompt_tokens_details":{"text_tokens":32,"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":94}})",
            tokens(26, 6, 0, 0, 0, 103, 94));
        row("xai: reasoning inside completion", chat,
            R"({"prompt_tokens":32,"completion_tokens":103,"total_tokens":135,"prompt_tokens_details":{"cached_tokens":6},"completion_tokens_details":{"reasoning_tokens":94}})",
            tokens(26, 6, 0, 0, 0, 103, 94));
        row("reasoning larger than output without a total that explains it", chat,
            R"({"prompt_tokens":32,"completion_tokens":9,"completion_tokens_details":{"reasoning_tokens":94}})",
            tokens(32, 0, 0, 0, 0, 9, 94), true);
        row("alibaba: explicit", chat,
            R"({"prompt_tokens":3019,"completion_tokens":104,"total_tokens":3123,"prompt_tokens_details":{"cached_tokens":2048,"cache_creation_input_tokens":512,"cache_creation":{"ephemeral_5m_input_tokens":512},"cache_type":"ephemeral"}})",
            tokens(459, 2048, 512, 0, 0, 104, 0));
        row("moonshot: older cached_tokens at the top", chat,
            R"({"prompt_tokens":100,"completion_tokens":5,"total_tokens":105,"cached_tokens":60})",
            tokens(40, 60, 0, 0, 0, 5, 0));
        row("openrouter: cost beside", chat,
            R"({"prompt_tokens":194,"completion_tokens":2,"total_tokens":196,"cost":0.95,"cost_details":{"upstream_inference_cost":19},"prompt_tokens_details":{"cached_tokens":0,"cache_write_tokens":100},"completion_tokens_details":{"reasoning_tokens":0}})",
            tokens(94, 0, 0, 0, 100, 2, 0));
        row("relay of Claude: beside, as the total says", chat,
            R"({"prompt_tokens":120,"completion_tokens":50,"total_tokens":2170,"cache_read_input_tokens":1500,"cache_creation_input_tokens":500})",
            tokens(120, 1500, 500, 0, 0, 50, 0));
        row("relay of Claude: inside, as the total says", chat,
            R"({"prompt_tokens":2120,"completion_tokens":50,"total_tokens":2170,"cache_read_input_tokens":1500,"cache_creation_input_tokens":500})",
            tokens(120, 1500, 500, 0, 0, 50, 0));

        // OpenAI Responses: cached inside
        row("responses: the rules' stream", responses,
            R"({"input_tokens":3100,"input_tokens_details":{"cached_tokens":2900,"cache_write_tokens":180},"output_tokens":1,"output_tokens_details":{"reasoning_tokens":0},"total_tokens":3101})",
            tokens(20, 2900, 0, 0, 180, 1, 0));
        row("responses: reasoning", responses,
            R"({"input_tokens":10,"input_tokens_details":{"cached_tokens":0},"output_tokens":300,"output_tokens_details":{"reasoning_tokens":256},"total_tokens":310})",
            tokens(10, 0, 0, 0, 0, 300, 256));
        row("responses: no details", responses, R"({"input_tokens":10,"output_tokens":3,"total_tokens":13})",
            tokens(10, 0, 0, 0, 0, 3, 0));

        // Anthropic: cached beside
        row("anthropic: worked example", anthropic,
            R"({"input_tokens":120,"cache_creation_input_tokens":2000,"cache_read_input_tokens":18000,"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":0},"output_tokens":500,"output_tokens_details":{"thinking_tokens":310},"server_tool_use":{"web_search_requests":0},"service_tier":"standard","inference_geo":"global"})",
            tokens(120, 18000, 2000, 0, 0, 500, 310));
        row("anthropic: both times", anthropic,
            R"({"input_tokens":1,"cache_creation_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":200},"output_tokens":2})",
            tokens(1, 0, 100, 200, 0, 2, 0));
        row("anthropic: unsplit, 5 min asked", anthropic,
            R"({"input_tokens":1,"cache_creation_input_tokens":300,"cache_read_input_tokens":0,"output_tokens":2})",
            tokens(1, 0, 300, 0, 0, 2, 0));
        row("anthropic: unsplit, 1 h asked", anthropic,
            R"({"input_tokens":1,"cache_creation_input_tokens":300,"cache_read_input_tokens":0,"output_tokens":2})",
            tokens(1, 0, 0, 300, 0, 2, 0), false, true);
        row("anthropic: split does not add up", anthropic,
            R"({"input_tokens":1,"cache_creation_input_tokens":300,"cache_creation":{"ephemeral_5m_input_tokens":100,"ephemeral_1h_input_tokens":150},"output_tokens":2})",
            tokens(1, 0, 150, 150, 0, 2, 0), true);
        row("anthropic: only the two sure fields", anthropic, R"({"input_tokens":9,"output_tokens":2})",
            tokens(9, 0, 0, 0, 0, 2, 0));
        row("anthropic: nulls", anthropic,
            R"({"input_tokens":9,"output_tokens":2,"cache_creation_input_tokens":null,"cache_read_input_tokens":null,"cache_creation":null,"server_tool_use":null})",
            tokens(9, 0, 0, 0, 0, 2, 0));
        row("anthropic shape on a Chat path goes by its shape", chat,
            R"({"input_tokens":120,"cache_read_input_tokens":1000,"output_tokens":2})",
            tokens(120, 1000, 0, 0, 0, 2, 0));

        // Gemini: cached inside, thoughts beside candidates
        row("gemini: hit with thoughts", gemini,
            R"({"promptTokenCount":9000,"cachedContentTokenCount":8100,"candidatesTokenCount":2,"thoughtsTokenCount":40,"totalTokenCount":9042})",
            tokens(900, 8100, 0, 0, 0, 42, 40));
        row("gemini: miss", gemini,
            R"({"promptTokenCount":12,"candidatesTokenCount":5,"totalTokenCount":17,"promptTokensDetails":[{"modality":"TEXT","tokenCount":12}]})",
            tokens(12, 0, 0, 0, 0, 5, 0));
        row("gemini: tool use", gemini,
            R"({"promptTokenCount":12,"toolUsePromptTokenCount":30,"candidatesTokenCount":5,"totalTokenCount":47})",
            tokens(42, 0, 0, 0, 0, 5, 0));
        row("gemini: blocked prompt", gemini, R"({"promptTokenCount":12,"totalTokenCount":12})",
            tokens(12, 0, 0, 0, 0, 0, 0));

        // Bedrock Converse
        row("bedrock", Api::Opaque,
            R"({"inputTokens":20,"outputTokens":7,"totalTokens":1527,"cacheReadInputTokens":1000,"cacheWriteInputTokens":500,"cacheDetails":[{"ttl":"1h","inputTokens":200},{"ttl":"5m","inputTokens":300}]})",
            tokens(20, 1000, 300, 200, 0, 7, 0));
        row("bedrock: unsplit", Api::Opaque, R"({"inputTokens":20,"outputTokens":7,"cacheWriteInputTokens":500})",
            tokens(20, 0, 500, 0, 0, 7, 0));

        // Odd numbers
        row("floats that are whole", chat, R"({"prompt_tokens":10.0,"completion_tokens":1e1})",
            tokens(10, 0, 0, 0, 0, 10, 0));
        row("negative", chat, R"({"prompt_tokens":-10,"completion_tokens":4})", tokens(0, 0, 0, 0, 0, 4, 0), true);
    }

    void buckets()
    {
        QFETCH(Api, api);
        QFETCH(QByteArray, json);
        QFETCH(bool, oneHour);
        QFETCH(bool, inconsistent);
        const auto usage = parseUsage(api, json.toStdString(), oneHour);
        QVERIFY(usage.has_value());
        QTEST(usage->tokens, "expected");
        QCOMPARE(usage->inconsistent, inconsistent);
        QCOMPARE(usage->source, UsageSource::Reported);
        QCOMPARE(QByteArray::fromStdString(usage->rawJson), json);
    }

    void noUsageObject_data()
    {
        QTest::addColumn<QByteArray>("json");
        for (const char *json : { "", "null", "[]", "{}", "{\"prompt_tokens\":null}", "{\"prompt_tokens\":\"10\"}",
                                  "{\"prompt_tokens\":10", "{\"prompt_tokens\":10} x", "{\"total_tokens\":3}",
                                  "{\"prompt_tokens\":1.5}" })
            QTest::newRow(json) << QByteArray(json);
    }

    void noUsageObject()
    {
        QFETCH(QByteArray, json);
        QVERIFY(!parseUsage(Api::OpenAiChat, json.toStdString()));
    }

    void explicitCacheIsSeen()
    {
        QVERIFY(parseUsage(
                    Api::OpenAiChat,
                    R"({"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":5,"cache_type":"ephemeral"}})")
                    ->explicitCache);
        QVERIFY(!parseUsage(Api::OpenAiChat, R"({"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":5}})")
                     ->explicitCache);
    }
};

QTEST_GUILESS_MAIN(TestUsage)
#include "tst_usage.moc"
