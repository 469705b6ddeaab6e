// SPDX-License-Identifier: MIT
#include "harness.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::simulated;

namespace {

const char *const chatBody = R"({"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}]})";

Json answered(const Answer &answer)
{
    return Harness::parse(answer.body);
}

} // namespace

class TestBackend : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shapesByPath_data()
    {
        QTest::addColumn<QString>("method");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QString>("pointer");
        const QByteArray chat = chatBody;
        const QByteArray claude
            = R"({"model":"claude-sonnet-4-5","max_tokens":9,"messages":[{"role":"user","content":"hi"}]})";
        const QByteArray gemini = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})";
        const QByteArray embed = R"({"content":{"parts":[{"text":"hi"}]}})";
        const QByteArray batch = R"({"requests":[{"content":{"parts":[{"text":"hi"}]}}]})";
        const auto row = [](const char *method, const char *target, const QByteArray &body, const char *pointer) {
            QTest::newRow(target) << method << target << body << pointer;
        };
        row("POST", "/v1/chat/completions", chat, "/choices/0/message/content");
        row("POST", "/openai/v1/chat/completions", chat, "/usage/prompt_tokens");
        row("POST", "/deepseek/chat/completions", chat, "/usage/prompt_cache_hit_tokens");
        row("POST", "/holysheep/v1/chat/completions", chat, "/usage/prompt_tokens");
        row("POST", "/v1/responses", R"({"model":"gpt-4.1","input":"hi"})", "/output/0/content/0/text");
        row("POST", "/v1/responses/input_tokens", R"({"model":"gpt-4.1","input":"hi"})", "/input_tokens");
        row("POST", "/v1/embeddings", R"({"model":"text-embedding-3-small","input":"hi"})",
            "/data/0/embedding/1535");
        row("POST", "/anthropic/v1/messages?beta=true", claude, "/content/0/text");
        row("POST", "/v1/messages/count_tokens", claude, "/input_tokens");
        row("POST", "/v1beta/models/gemini-2.5-flash:generateContent", gemini,
            "/candidates/0/content/parts/0/text");
        row("POST", "/gemini/v1beta/models/gemini-2.5-flash:countTokens", gemini, "/totalTokens");
        row("POST", "/v1beta/models/gemini-embedding-001:embedContent", embed, "/embedding/values/3071");
        row("POST", "/v1beta/models/gemini-embedding-001:batchEmbedContents", batch, "/embeddings/0/values/0");
        row("GET", "/v1/models", "", "/data/0/id");
        row("GET", "/v1/models/gpt-4.1", "", "/id");
        row("GET", "/anthropic/v1/models", "", "/first_id");
        row("GET", "/v1beta/models", "", "/models/0/name");
    }
    void shapesByPath()
    {
        QFETCH(QString, method);
        QFETCH(QString, target);
        QFETCH(QByteArray, body);
        QFETCH(QString, pointer);
        Harness harness;
        const Answer answer = harness.ask(target.toStdString(), body.toStdString(), {}, method.toStdString());
        QVERIFY2(answer.status == 200, answer.body.c_str());
        QVERIFY2(answered(answer).contains(Json::json_pointer(pointer.toStdString())), answer.body.c_str());
    }

    void promptTokensOfTheCookbookAndHarmony_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("tokens");
        // Rules, section 15.2: 3 a message, the role, the content; 3 for the reply. 15.3: measured on gpt-5-nano.
        QTest::newRow("gpt-4.1") << QByteArray(chatBody) << 3 + 1 + 1 + 3;
        QTest::newRow("with a name") << QByteArray(
            R"({"model":"gpt-4o","messages":[{"role":"user","name":"me","content":"hi"}]})")
                                     << 3 + 1 + 1 + 1 + 1 + 3;
        QTest::newRow("gpt-5, one user message")
            << QByteArray(R"({"model":"gpt-5-nano","messages":[{"role":"user","content":"hi there"}]})")
            << 4 + 2 + 2;
        QTest::newRow("gpt-5, a dialogue") << QByteArray(
            R"({"model":"gpt-5-nano","messages":[{"role":"developer","content":"hi"},{"role":"user","content":"hi"},{"role":"assistant","content":"hi"},{"role":"user","content":"hi"}]})")
                                           << 4 * 5 + 2 + 2;
    }
    void promptTokensOfTheCookbookAndHarmony()
    {
        QFETCH(QByteArray, body);
        QFETCH(int, tokens);
        Harness harness;
        QCOMPARE(
            answered(harness.call("/v1/chat/completions", body.toStdString()))["usage"]["prompt_tokens"].get<int>(),
            tokens);
    }

    void sumsOfUsage_data()
    {
        QTest::addColumn<QString>("model");
        for (const char *model : { "gpt-4.1", "gpt-5-mini", "gpt-5.6-sol", "deepseek-flash", "claude-sonnet-4-5",
                                   "claude-opus-4-8", "gemini-2.5-flash" })
            QTest::newRow(model) << model;
    }
    /** Rules, section 16.3: what must add up, cold and warm. */
    void sumsOfUsage()
    {
        QFETCH(QString, model);
        const std::string name = model.toStdString();
        Harness harness;
        for (int turn = 0; turn < 3; ++turn) {
            const std::string question = words(3000) + " " + std::to_string(turn);
            if (name.starts_with("claude")) {
                const Json block{ { "type", "text" },
                                  { "text", words(4000) },
                                  { "cache_control", { { "type", "ephemeral" } } } };
                const Json body{ { "model", name },
                                 { "max_tokens", 64 },
                                 { "system", Json::array({ block }) },
                                 { "messages",
                                   Json::array({ Json{ { "role", "user" }, { "content", question } } }) } };
                const Answer answer = harness.call("/v1/messages", compact(body));
                const Json u = answered(answer)["usage"];
                const Json &split = u["cache_creation"];
                QCOMPARE(
                    u["cache_creation_input_tokens"].get<int>(),
                    split["ephemeral_5m_input_tokens"].get<int>() + split["ephemeral_1h_input_tokens"].get<int>());
                QCOMPARE(
                    u["input_tokens"].get<std::int64_t>() + u["cache_creation_input_tokens"].get<std::int64_t>()
                        + u["cache_read_input_tokens"].get<std::int64_t>(),
                    answer.plan.use.total);
                QVERIFY(u["output_tokens"].get<int>() > 0 && u["output_tokens"].get<int>() <= 64);
            } else if (name.starts_with("gemini")) {
                const Json body{ { "contents",
                                   Json::array(
                                       { Json{ { "role", "user" },
                                               { "parts", Json::array({ Json{ { "text", question } } }) } } }) } };
                const Json u = answered(
                    harness.call("/v1beta/models/" + name + ":generateContent", compact(body)))["usageMetadata"];
                QCOMPARE(
                    u["totalTokenCount"].get<int>(),
                    u["promptTokenCount"].get<int>() + u["candidatesTokenCount"].get<int>()
                        + u.value("thoughtsTokenCount", 0));
                QVERIFY(u.value("cachedContentTokenCount", 0) <= u["promptTokenCount"].get<int>());
                QCOMPARE(u.contains("cachedContentTokenCount"), turn > 0);
            } else {
                const Json body{ { "model", name },
                                 { "messages",
                                   Json::array({ Json{ { "role", "user" }, { "content", question } } }) } };
                const Json u = answered(harness.call("/v1/chat/completions", compact(body)))["usage"];
                const Json &details = u["prompt_tokens_details"];
                QCOMPARE(
                    u["total_tokens"].get<int>(),
                    u["prompt_tokens"].get<int>() + u["completion_tokens"].get<int>());
                QVERIFY(
                    details["cached_tokens"].get<int>() + details.value("cache_write_tokens", 0)
                    <= u["prompt_tokens"].get<int>());
                if (name.starts_with("deepseek")) {
                    QCOMPARE(
                        u["prompt_cache_hit_tokens"].get<int>() + u["prompt_cache_miss_tokens"].get<int>(),
                        u["prompt_tokens"].get<int>());
                    QVERIFY(u["prompt_cache_hit_tokens"] == details["cached_tokens"]);
                }
            }
        }
    }

    void sameQuestionSameAnswerAtTemperatureZero()
    {
        const auto text = [](Harness &harness, const char *body) {
            return answered(harness.call("/v1/chat/completions", body))["choices"][0]["message"]["content"];
        };
        const char *const still
            = R"({"model":"gpt-4.1","temperature":0,"messages":[{"role":"user","content":"hi"}]})";
        Harness one, other;
        QVERIFY(text(one, still) == text(one, still));
        QVERIFY(text(one, still) == text(other, still));
        QVERIFY(text(one, chatBody) != text(one, chatBody));
    }

    void limitsAndStops()
    {
        Harness harness;
        const Json cut = answered(harness.call(
            "/v1/chat/completions",
            R"({"model":"gpt-4.1","max_tokens":3,"messages":[{"role":"user","content":"hi"}]})"));
        QCOMPARE(cut["choices"][0]["finish_reason"].get<std::string>(), std::string("length"));
        QCOMPARE(cut["usage"]["completion_tokens"].get<int>(), 3);
        const Json stopped = answered(harness.call(
            "/v1/messages",
            R"({"model":"claude-sonnet-4-5","max_tokens":900,"stop_sequences":[" "],"messages":[{"role":"user","content":"hi"}]})"));
        QCOMPARE(stopped["stop_reason"].get<std::string>(), std::string("stop_sequence"));
        QCOMPARE(stopped["stop_sequence"].get<std::string>(), std::string(" "));
        QVERIFY(stopped["content"][0]["text"].get<std::string>().find(' ') == std::string::npos);
        const Json incomplete
            = answered(harness.call("/v1/responses", R"({"model":"gpt-4.1","max_output_tokens":4,"input":"hi"})"));
        QCOMPARE(incomplete["status"].get<std::string>(), std::string("incomplete"));
        QCOMPARE(incomplete["incomplete_details"]["reason"].get<std::string>(), std::string("max_output_tokens"));
    }

    void lengthOnRequest()
    {
        Harness harness;
        const Json answer
            = answered(harness.call("/v1/chat/completions", chatBody, { { "x-simulate-tokens", "700" } }));
        QCOMPARE(answer["usage"]["completion_tokens"].get<int>(), 700);
        QCOMPARE(answer["choices"][0]["finish_reason"].get<std::string>(), std::string("stop"));
    }

    void toolsWhenAskedFor()
    {
        Harness harness;
        Json body = Harness::parse(
            R"({"model":"gpt-4.1","messages":[{"role":"user","content":"hi"}],"tools":[{"type":"function","function":{"name":"look","parameters":{"type":"object","properties":{"path":{"type":"string"},"depth":{"type":"integer"},"kind":{"enum":["file"]}}}}}]})");
        const auto ask
            = [&] { return answered(harness.call("/v1/chat/completions", compact(body)))["choices"][0]; };
        QCOMPARE(ask()["finish_reason"].get<std::string>(), std::string("stop"));
        body["messages"][0]["content"] = "Please use the look tool.";
        const Json choice = ask();
        QCOMPARE(choice["finish_reason"].get<std::string>(), std::string("tool_calls"));
        const Json arguments
            = Harness::parse(choice["message"]["tool_calls"][0]["function"]["arguments"].get<std::string>());
        QVERIFY(arguments["path"].is_string() && arguments["depth"].is_number_integer());
        QCOMPARE(arguments["kind"].get<std::string>(), std::string("file"));
        body["tool_choice"] = "none";
        QCOMPARE(ask()["finish_reason"].get<std::string>(), std::string("stop"));
        body["messages"][0]["content"] = "hi";
        body["tool_choice"] = "required";
        QVERIFY(ask()["message"]["content"].is_null());
    }

    void reasoningIsCounted()
    {
        Harness harness;
        const Json gpt = answered(harness.call(
            "/v1/chat/completions", R"({"model":"gpt-5-mini","messages":[{"role":"user","content":"hi"}]})"));
        const Json &u = gpt["usage"];
        QVERIFY(u["completion_tokens_details"]["reasoning_tokens"].get<int>() > 0);
        QVERIFY(u["completion_tokens"] > u["completion_tokens_details"]["reasoning_tokens"]);
        const Json claude = answered(harness.call(
            "/v1/messages",
            R"({"model":"claude-sonnet-4-5","max_tokens":4000,"thinking":{"type":"enabled","budget_tokens":1024},"messages":[{"role":"user","content":"hi"}]})"));
        QCOMPARE(claude["content"][0]["type"].get<std::string>(), std::string("thinking"));
        QVERIFY(claude["usage"]["output_tokens_details"]["thinking_tokens"].get<int>() > 0);
    }

    void earlierResponsesAreBilledAgain()
    {
        Harness harness;
        const Json first = answered(harness.call("/v1/responses", R"({"model":"gpt-4.1","input":"hi"})"));
        Json body{ { "model", "gpt-4.1" }, { "input", "go on" }, { "previous_response_id", first["id"] } };
        const Json second = answered(harness.call("/v1/responses", compact(body)));
        QVERIFY(second["usage"]["input_tokens"] > first["usage"]["output_tokens"]);
        body["previous_response_id"] = "resp_unknown";
        QCOMPARE(harness.call("/v1/responses", compact(body)).status, 400);
    }

    void errorsHaveTheShapeOfTheApi_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<int>("status");
        QTest::addColumn<QString>("pointer");
        QTest::addColumn<QString>("value");
        const auto row = [](const char *name, const char *target, const char *fault, int status,
                            const char *pointer, const char *value) {
            QTest::newRow(name) << target << QByteArray(fault) << status << pointer << value;
        };
        const char *const gemini = "/v1beta/models/gemini-2.5-flash:generateContent";
        row("OpenAI 429", "/v1/chat/completions", "429", 429, "/error/code", "rate_limit_exceeded");
        row("OpenAI 401", "/v1/responses", "401", 401, "/error/code", "invalid_api_key");
        row("OpenAI 500", "/v1/chat/completions", "500", 500, "/error/type", "server_error");
        row("Anthropic 529", "/v1/messages", "529", 529, "/error/type", "overloaded_error");
        row("Anthropic 429", "/v1/messages", "429", 429, "/error/type", "rate_limit_error");
        row("Anthropic 400", "/v1/messages", "400", 400, "/type", "error");
        row("Gemini 429", gemini, "429", 429, "/error/status", "RESOURCE_EXHAUSTED");
        row("Gemini 503", gemini, "503", 503, "/error/status", "UNAVAILABLE");
        row("DeepSeek 402", "/deepseek/chat/completions", "402", 402, "/error/message", "Insufficient Balance");
        row("unknown fault", "/v1/chat/completions", "cat", 400, "/error/type", "invalid_request_error");
    }
    void errorsHaveTheShapeOfTheApi()
    {
        QFETCH(QString, target);
        QFETCH(QByteArray, fault);
        QFETCH(int, status);
        QFETCH(QString, pointer);
        QFETCH(QString, value);
        Harness harness;
        const Answer answer
            = harness.call(target.toStdString(), chatBody, { { "x-simulate-fault", fault.toStdString() } });
        QCOMPARE(answer.status, status);
        QCOMPARE(
            answered(answer)[Json::json_pointer(pointer.toStdString())].get<std::string>(), value.toStdString());
    }

    void retryHints_data()
    {
        QTest::addColumn<QByteArray>("fault");
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("value");
        QTest::newRow("seconds") << QByteArray("429") << QByteArray("retry-after") << QByteArray("1");
        QTest::newRow("milliseconds") << QByteArray("429-ms") << QByteArray("retry-after-ms") << QByteArray("250");
        QTest::newRow("date") << QByteArray("429-date") << QByteArray("retry-after")
                              << QByteArray("Mon, 21 Sep 2026 14:13:22 GMT");
        QTest::newRow("long") << QByteArray("429-long") << QByteArray("retry-after") << QByteArray("90");
        QTest::newRow("none") << QByteArray("429-no-hint") << QByteArray("retry-after") << QByteArray();
    }
    void retryHints()
    {
        QFETCH(QByteArray, fault);
        QFETCH(QByteArray, field);
        QFETCH(QByteArray, value);
        Harness harness; // its clock stands at 1,790,000,000 s
        const Answer answer
            = harness.call("/v1/chat/completions", chatBody, { { "x-simulate-fault", fault.toStdString() } });
        QCOMPARE(std::string(answer.fields.value(field.toStdString())), value.toStdString());
    }

    void modelNameAsksForAFault()
    {
        Harness harness;
        QCOMPARE(harness.call("/v1/chat/completions", R"({"model":"fault-503","messages":[]})").status, 503);
    }

    void badRequests_data()
    {
        QTest::addColumn<QString>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<int>("status");
        QTest::newRow("no JSON") << "/v1/chat/completions" << QByteArray("{") << 400;
        QTest::newRow("an array") << "/v1/chat/completions" << QByteArray("[]") << 400;
        QTest::newRow("empty") << "/v1/messages" << QByteArray() << 400;
        QTest::newRow("no messages") << "/v1/messages" << QByteArray("{}") << 400;
        QTest::newRow("empty messages") << "/v1/chat/completions" << QByteArray(R"({"messages":[]})") << 400;
        QTest::newRow("no input") << "/v1/responses" << QByteArray("{}") << 400;
        QTest::newRow("nested too deep") << "/v1/chat/completions" << QByteArray(100'000, '[') << 400;
        QTest::newRow("unknown path") << "/v1/unknown" << QByteArray("{}") << 404;
        QTest::newRow("odd members")
            << "/v1/chat/completions"
            << QByteArray(
                   R"({"model":3,"messages":[1,"x",null,{"content":[1,{}]}],"tools":"t","stop":[1],"n":"z","max_tokens":-5})")
            << 200;
    }
    void badRequests()
    {
        QFETCH(QString, target);
        QFETCH(QByteArray, body);
        QFETCH(int, status);
        Harness harness;
        QCOMPARE(harness.call(target.toStdString(), body.toStdString()).status, status);
    }

    void invalidKeys()
    {
        Harness harness;
        QCOMPARE(
            harness.call("/v1/chat/completions", chatBody, { { "authorization", "Bearer sk-invalid" } }).status,
            401);
        const Answer gemini
            = harness.call("/v1beta/models/gemini-2.5-flash:generateContent?key=invalid", R"({"contents":[]})");
        QCOMPARE(gemini.status, 400);
        QCOMPARE(
            answered(gemini)["error"]["details"][0]["reason"].get<std::string>(), std::string("API_KEY_INVALID"));
    }

    void headersOfTheProviders()
    {
        Harness harness;
        const Answer openAi = harness.call("/v1/chat/completions", chatBody);
        QVERIFY(openAi.fields.value("x-request-id").starts_with("req_"));
        QCOMPARE(std::string(openAi.fields.value("x-ratelimit-limit-requests")), std::string("10000"));
        const Answer anthropic = harness.call("/v1/messages", chatBody);
        QVERIFY(anthropic.fields.value("request-id").starts_with("req_"));
        QCOMPARE(
            std::string(anthropic.fields.value("anthropic-ratelimit-requests-reset")),
            std::string("2026-09-21T14:13:21Z"));
        QVERIFY(!harness.call("/deepseek/chat/completions", chatBody).fields.find("x-ratelimit-limit-requests"));
    }

    void embeddingsInBothForms()
    {
        Harness harness;
        const auto ask = [&](const char *form) {
            return answered(harness.call(
                "/v1/embeddings",
                std::string(
                    R"({"model":"text-embedding-3-small","input":["one","two"],"dimensions":4,"encoding_format":")")
                    + form + "\"}"));
        };
        const Json floats = ask("float");
        const QByteArray bytes = QByteArray::fromBase64(
            QByteArray::fromStdString(ask("base64")["data"][1]["embedding"].get<std::string>()));
        QCOMPARE(bytes.size(), 16);
        float first = 0;
        std::memcpy(&first, bytes.constData(), sizeof first);
        QCOMPARE(first, floats["data"][1]["embedding"][0].get<float>());
        QCOMPARE(floats["usage"]["prompt_tokens"].get<int>(), 2);
    }
};

QTEST_GUILESS_MAIN(TestBackend)
#include "tst_backend.moc"
