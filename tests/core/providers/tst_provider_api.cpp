// SPDX-License-Identifier: MIT
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 cannot read some headers of C++20
#include "config/config.h"
#include "providers/answer.h"
#include "providers/api.h"
#include "providers/json_scanner.h"
#include "providers/upstreams.h"
#include <random>
#endif

using namespace cachescope::providers;

Q_DECLARE_METATYPE(Api)

namespace {

QByteArray bytes(std::string_view text)
{
    return { text.data(), static_cast<qsizetype>(text.size()) };
}

CallFacts chat(std::string_view body)
{
    return inspectRequest("POST", "/v1/chat/completions", body);
}

std::string userMessage(const std::string &text)
{
    return "{\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
}

CallFacts responses(std::string_view body)
{
    return inspectRequest("POST", "/v1/responses", body);
}

CallFacts anthropic(std::string_view body)
{
    return inspectRequest("POST", "/v1/messages?beta=true", body);
}

CallFacts gemini(std::string_view body)
{
    return inspectRequest("POST", "/v1beta/models/gemini-2.5-flash:generateContent", body);
}

} // namespace

class TestProviderApi : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void classifies_data()
    {
        QTest::addColumn<QByteArray>("method");
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<Api>("api");
        const auto row = [](const char *method, const char *target, Api api) {
            QTest::addRow("%s %s", method, target) << QByteArray(method) << QByteArray(target) << api;
        };
        row("POST", "/v1/chat/completions", Api::OpenAiChat);
        row("POST", "/chat/completions", Api::OpenAiChat);
        row("POST", "/openai/deployments/d/chat/completions?api-version=2024-10-21", Api::OpenAiChat);
        row("POST", "/v1beta/openai/chat/completions", Api::OpenAiChat);
        row("GET", "/v1/chat/completions", Api::Opaque);
        row("post", "/v1/chat/completions", Api::Opaque);
        row("POST", "/v1/chat/completions/", Api::Opaque);
        row("POST", "/v1/completions", Api::Opaque);
        row("POST", "/v1/responses", Api::OpenAiResponses);
        row("POST", "/v1/responses/input_tokens", Api::Opaque);
        row("POST", "/v1/responses/resp_1/cancel", Api::Opaque);
        row("POST", "/v1/embeddings", Api::OpenAiEmbeddings);
        row("POST", "/v1/messages?beta=true", Api::AnthropicMessages);
        row("POST", "/anthropic/v1/messages", Api::AnthropicMessages);
        row("POST", "/v1/messages/count_tokens", Api::Opaque);
        row("POST", "/v1/messages/batches", Api::Opaque);
        row("POST", "/v1/threads/thread_1/messages", Api::Opaque);
        row("POST", "/v1beta/models/gemini-2.5-flash:generateContent", Api::GeminiGenerate);
        row("POST", "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", Api::GeminiStream);
        row("POST", "/v1/projects/p/locations/l/publishers/google/models/g:generateContent", Api::GeminiGenerate);
        row("POST", "/v1beta/models/text-embedding-004:embedContent", Api::GeminiEmbed);
        row("POST", "/v1beta/models/text-embedding-004:batchEmbedContents", Api::GeminiEmbed);
        row("POST", "/v1beta/models/g:countTokens", Api::Opaque);
        row("POST", "/v1beta/cachedContents", Api::Opaque);
        row("POST", "/x:y/generateContent", Api::Opaque);
        row("POST", "", Api::Opaque);
    }

    void classifies()
    {
        QFETCH(QByteArray, method);
        QFETCH(QByteArray, target);
        QTEST(classify(method.toStdString(), target.toStdString()), "api");
    }

    void namesGoBothWays()
    {
        for (int i = 0; i <= static_cast<int>(Api::GeminiEmbed); ++i) {
            const auto api = static_cast<Api>(i);
            QVERIFY(apiFromName(apiName(api)) == api);
        }
        QCOMPARE(bytes(apiName(Api::GeminiGenerate)), "gemini.generate_content");
        QVERIFY(!apiFromName("openai"));
    }

    void chatRequest()
    {
        const CallFacts facts = chat(R"({"model":"gpt-4.1","messages":[
            {"role":"system","content":"be brief"},
            {"role":"user","content":"first question"},
            {"role":"assistant","content":"answer"},
            {"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA"}},{"type":"text","text":"  What\nis\u00a0this?\t"},{"type":"text","text":"second"}]}],
            "stream":true,"stream_options":{"include_usage":true},"temperature":0.0,
            "tools":[{"type":"function","function":{"name":"f","parameters":{"properties":{"file_id":{"type":"string"},"store":true}}}}],
            "service_tier":"flex","prompt_cache_key":"session-9","user":"u1","store":false})");
        QVERIFY(facts.wellFormed);
        QCOMPARE(facts.api, Api::OpenAiChat);
        QCOMPARE(bytes(facts.model), "gpt-4.1");
        QCOMPARE(facts.form, AnswerForm::Sse);
        QVERIFY(facts.includeUsage && facts.deterministic && facts.hasTools);
        QVERIFY(!facts.storesRemotely && !facts.continuesRemoteState && !facts.hasFiles);
        QCOMPARE(bytes(facts.serviceTier), "flex");
        QCOMPARE(bytes(facts.sessionHint), "session-9");
        QCOMPARE(bytes(facts.firstUserText), "What is\xc2\xa0this?");
    }

    void plainChatHasNoFlags()
    {
        const CallFacts facts = chat(
            R"({"model":"m","messages":[{"role":"user","content":"hi"}],"temperature":0.7,"seed":null,"tools":[],"stream":null})");
        QVERIFY(facts.wellFormed);
        QVERIFY(!facts.deterministic && !facts.hasTools && !facts.includeUsage && !facts.storesRemotely);
        QCOMPARE(facts.form, AnswerForm::Json);
    }

    void remoteStateAndFiles_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("flags"); ///< s: stores, c: continues, f: files, d: deterministic
        const auto row = [](const char *target, const char *body, const char *flags) {
            QTest::addRow("%s", body) << QByteArray(target) << QByteArray(body) << QByteArray(flags);
        };
        const char *c = "/v1/chat/completions";
        const char *r = "/v1/responses";
        const char *a = "/v1/messages";
        const char *g = "/v1beta/models/m:generateContent";
        row(c, R"({"store":true})", "s");
        row(c, R"({"seed":7})", "d");
        row(c, R"({"temperature":0})", "d");
        row(c, R"({"temperature":0.01})", "");
        row(c, R"({"messages":[{"role":"user","content":[{"type":"file","file":{"file_id":"file-1"}}]}]})", "f");
        row(c,
            R"({"messages":[{"role":"user","content":[{"type":"file","file":{"file_data":"data:…","filename":"a.pdf"}}]}]})",
            "");
        row(c, "{\"messages\":[{\"role\":\"user\",\"content\":\"\\\"file_id\\\": 3\"}]}", "");
        row(r, R"({"store":true})", "s");
        row(r, R"({"background":true})", "s");
        row(r, R"({"store":false,"background":false,"previous_response_id":null,"conversation":null})", "");
        row(r, R"({"previous_response_id":"resp_1"})", "c");
        row(r, R"({"conversation":{"id":"conv_1"}})", "c");
        row(r, R"({"prompt":{"id":"pmpt_1"}})", "c");
        row(r, R"({"input":[{"type":"item_reference","id":"msg_1"}]})", "c");
        row(r, R"({"input":[{"role":"user","content":[{"type":"input_file","file_id":"file-1"}]}]})", "f");
        row(r,
            R"({"input":[{"role":"user","content":[{"type":"input_image","file_id":null,"image_url":"x.png"}]}]})",
            "");
        row(r,
            R"({"input":[{"type":"function_call_output","call_id":"c","output":[{"type":"input_file","file_id":"f"}]}]})",
            "f");
        row(a,
            R"({"messages":[{"role":"user","content":[{"type":"document","source":{"type":"file","file_id":"file_1"}}]}]})",
            "f");
        row(a,
            R"({"messages":[{"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":[{"type":"image","source":{"type":"file","file_id":"x"}}]}]}]})",
            "f");
        row(a,
            R"({"messages":[{"role":"user","content":[{"type":"image","source":{"type":"base64","data":"AA"}}]}]})",
            "");
        row(a, R"({"container":"container_1"})", "c");
        row(a,
            R"({"messages":[{"role":"assistant","content":[{"type":"tool_use","id":"t","name":"n","input":{"file_id":"x","store":true}}]}]})",
            "");
        row(g, R"({"cachedContent":"cachedContents/1"})", "c");
        row(g, R"({"contents":[{"parts":[{"fileData":{"fileUri":"files/1"}}]}]})", "f");
        row(g, R"({"contents":[{"parts":[{"inlineData":{"data":"AA"}}]}]})", "");
        row(g, R"({"generationConfig":{"temperature":0}})", "d");
        row(g, R"({"generation_config":{"seed":1}})", "d");
    }

    void remoteStateAndFiles()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, body);
        const CallFacts facts = inspectRequest("POST", target.toStdString(), body.toStdString());
        QVERIFY(facts.wellFormed);
        QByteArray flags;
        if (facts.storesRemotely)
            flags += 's';
        if (facts.continuesRemoteState)
            flags += 'c';
        if (facts.hasFiles)
            flags += 'f';
        if (facts.deterministic)
            flags += 'd';
        QTEST(flags, "flags");
    }

    void newestUserText()
    {
        QCOMPARE(bytes(responses(R"({"input":"just text"})").firstUserText), "just text");
        QCOMPARE(
            bytes(
                responses(
                    R"({"input":[{"role":"user","content":[{"type":"input_text","text":"a"}]},{"type":"message","role":"user","content":"b"},{"type":"function_call_output","output":"c"}]})")
                    .firstUserText),
            "b");
        QCOMPARE(
            bytes(
                anthropic(
                    R"({"messages":[{"role":"user","content":"question"},{"role":"assistant","content":"…"},{"role":"user","content":[{"type":"tool_result","content":[{"type":"text","text":"result"}]}]}]})")
                    .firstUserText),
            "question");
        QCOMPARE(
            bytes(
                gemini(
                    R"({"contents":[{"role":"user","parts":[{"text":"one"}]},{"role":"model","parts":[{"text":"two"}]}]})")
                    .firstUserText),
            "one");
        QCOMPARE(bytes(gemini(R"({"contents":[{"parts":[{"text":"no role"}]}]})").firstUserText), "no role");
        QCOMPARE(
            bytes(inspectRequest("POST", "/v1/embeddings", R"({"model":"e","input":["x","y"]})").firstUserText),
            "x");
    }

    void longTextIsCutBetweenCharacters()
    {
        for (int shift = 0; shift < 4; ++shift) {
            const std::string text = std::string(static_cast<std::size_t>(shift), 'x')
                + std::string(QString(3000, QChar(0x4f60)).toStdString());
            const CallFacts facts = chat(userMessage(text));
            QVERIFY(facts.firstUserText.size() <= 200 && facts.firstUserText.size() > 190);
            QVERIFY(QString::fromStdString(facts.firstUserText).toStdString() == facts.firstUserText);
        }
        std::string escapes;
        for (int i = 0; i < 1000; ++i)
            escapes += "\\u4f60\\n";
        const CallFacts facts = chat(userMessage(escapes));
        QVERIFY(facts.wellFormed);
        QVERIFY(facts.firstUserText.size() <= 200 && facts.firstUserText.size() > 190);
    }

    void sessions()
    {
        QCOMPARE(
            bytes(anthropic(R"({"metadata":{"user_id":"user_1_session_2"}})").sessionHint), "user_1_session_2");
        QCOMPARE(bytes(chat(R"({"user":"u"})").sessionHint), "u");
        QCOMPARE(bytes(chat(R"({"session_id":"s","user":"u"})").sessionHint), "s");
        QVERIFY(chat(R"({"metadata":"text"})").sessionHint.empty());
    }

    void formsAndModelsOfGemini()
    {
        const auto form = [](const char *target) { return inspectRequest("POST", target, "{}").form; };
        QCOMPARE(form("/v1beta/models/m:streamGenerateContent?alt=sse"), AnswerForm::Sse);
        QCOMPARE(form("/v1beta/models/m:streamGenerateContent?key=x&alt=sse"), AnswerForm::Sse);
        QCOMPARE(form("/v1beta/models/m:streamGenerateContent"), AnswerForm::JsonArray);
        QCOMPARE(form("/v1beta/models/m:streamGenerateContent?xalt=sse"), AnswerForm::JsonArray);
        QCOMPARE(form("/v1beta/models/m:streamGenerateContent?alt=ssex"), AnswerForm::JsonArray);
        QCOMPARE(form("/v1beta/models/m:generateContent"), AnswerForm::Json);
        QCOMPARE(
            bytes(inspectRequest("POST", "/v1beta/models/gemini-3.8-flash:generateContent", "{}").model),
            "gemini-3.8-flash");
    }

    void malformedBodies_data()
    {
        QTest::addColumn<QByteArray>("body");
        for (const char *body : { "", "null", "[]", "\"x\"", "{\"model\":\"m\"", "{\"model\":\"m\"}}",
                                  "{\"model\":\"\xff\"}", "{\"model\":m}", "model=m" })
            QTest::newRow(body) << QByteArray(body);
    }

    void malformedBodies()
    {
        QFETCH(QByteArray, body);
        const CallFacts facts = chat(body.toStdString());
        QVERIFY(!facts.wellFormed);
        QCOMPARE(facts.api, Api::OpenAiChat);
    }

    void wrongTypesDoNoHarm()
    {
        const CallFacts facts = chat(
            R"({"model":7,"stream":"yes","messages":{"a":[1]},"tools":{},"stream_options":[],"metadata":[],"service_tier":{},"temperature":"0","user":[]})");
        QVERIFY(facts.wellFormed);
        QVERIFY(facts.model.empty() && facts.form == AnswerForm::Json && !facts.deterministic);
    }

    void randomBodiesNeverCrash()
    {
        const std::string good
            = R"({"model":"m","messages":[{"role":"user","content":[{"type":"text","text":"t"},{"source":{"file_id":"x"}}]}],"stream":true,"stream_options":{"include_usage":true},"metadata":{"user_id":"u"},"tools":[{}],"temperature":0})";
        std::mt19937 random(11);
        for (int round = 0; round < 20'000; ++round) {
            std::string text = good;
            for (int edits = 0; edits < 3; ++edits)
                text[random() % text.size()] = "{}[]\",:\\utn0-"[random() % 13];
            const std::vector<char> exact(text.begin(), text.end());
            const std::string_view body(exact.data(), exact.size());
            for (const char *target :
                 { "/v1/chat/completions", "/v1/responses", "/v1/messages", "/models/m:generateContent" }) {
                const CallFacts facts = inspectRequest("POST", target, body);
                if (facts.wellFormed)
                    QVERIFY(isStrictJson(body));
            }
        }
    }

    void clients_data()
    {
        QTest::addColumn<QByteArray>("agent");
        QTest::addColumn<QByteArray>("name");
        const auto row = [](const char *agent, const char *name) {
            QTest::newRow(agent) << QByteArray(agent) << QByteArray(name);
        };
        row("OpenAI/JS 6.49.0", "openai-node");
        row("OpenAI/Python 1.99.1", "openai-python");
        row("AsyncOpenAI/Python 1.99.1", "openai-python");
        row("Anthropic/Python 0.60.0", "anthropic-python");
        row("Anthropic/JS 1.11.0", "anthropic-node");
        row("claude-cli/2.1.197 (external, cli)", "claude-code");
        row("codex_cli_rs/0.169.0 (Debian 12; x86_64)", "codex");
        row("GeminiCLI/0.61.0 (linux; x64)", "gemini-cli");
        row("google-genai-sdk/2.32.0 gl-node/v22.1.0", "google-genai-node");
        row("google-genai-sdk/1.0.0 gl-python/3.12", "google-genai-python");
        row("curl/7.88.1", "curl");
        row("MyAgent/2.0 (x)", "MyAgent");
        row("", "");
        row("  spaced name ", "spaced");
        row("evil\r\nname/1", "evilname");
        row("abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz", "abcdefghijklmnopqrstuvwxyzabcdefghijklmn");
    }

    void clients()
    {
        QFETCH(QByteArray, agent);
        QTEST(bytes(clientName(agent.toStdString())), "name");
    }

    void errorBodies()
    {
        const auto parsed = [](Api api, int status) {
            const ErrorBody error = errorBody(api, status, "upstream_timeout", "No answer \"in\" time\n");
            return QJsonDocument::fromJson(QByteArray::fromStdString(error.body)).object();
        };
        for (const Api api : { Api::OpenAiChat, Api::OpenAiResponses, Api::OpenAiEmbeddings, Api::Opaque }) {
            const QJsonObject error = parsed(api, 504)["error"].toObject();
            QCOMPARE(error["message"].toString(), "No answer \"in\" time\n");
            QCOMPARE(error["type"].toString(), "cachescope_error");
            QCOMPARE(error["code"].toString(), "upstream_timeout");
        }
        const QJsonObject anthropicError = parsed(Api::AnthropicMessages, 504);
        QCOMPARE(anthropicError["type"].toString(), "error");
        QCOMPARE(anthropicError["error"].toObject()["type"].toString(), "cachescope_error");
        QCOMPARE(anthropicError["error"].toObject()["message"].toString(), "No answer \"in\" time\n");
        const QJsonObject geminiError = parsed(Api::GeminiStream, 504)["error"].toObject();
        QCOMPARE(geminiError["code"].toInt(), 504);
        QCOMPARE(geminiError["status"].toString(), "DEADLINE_EXCEEDED");
        QCOMPARE(geminiError["message"].toString(), "No answer \"in\" time\n");
        QVERIFY(isStrictJson(errorBody(Api::OpenAiChat, 500, "x", "\xff\xfe").body));
    }

    void errorMessages_data()
    {
        QTest::addColumn<QByteArray>("body");
        QTest::addColumn<QByteArray>("message");
        const auto row = [](const char *name, const char *body, const char *message) {
            QTest::newRow(name) << QByteArray(body) << QByteArray(message);
        };
        row("openai", R"({"error":{"message":"m","type":"t","param":null,"code":"c"}})", "m");
        row("anthropic",
            R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"},"request_id":"r"})",
            "Overloaded");
        row("gemini",
            R"({"error":{"code":429,"message":"quota","status":"RESOURCE_EXHAUSTED","details":[{"a":1}]}})",
            "quota");
        row("gemini in an array", R"([{"error":{"code":400,"message":"bad"}}])", "bad");
        row("openrouter", R"({"error":{"code":402,"message":"credits","metadata":{"raw":"x"}}})", "credits");
        row("xai", R"({"code":"c","error":"flat"})", "flat");
        row("mistral", R"({"object":"error","message":"m","type":"t","param":null,"code":1})", "m");
        row("fastapi", R"({"detail":[{"loc":["body"],"msg":"field required","type":"missing"}]})",
            "field required");
        row("detail", R"({"detail":"Not Found"})", "Not Found");
        row("dashscope", R"({"code":"InvalidApiKey","message":"bad key","request_id":"r"})", "bad key");
        row("html", "<html><body>502</body></html>", "");
        row("plain", "upstream connect error\nmore", "upstream connect error");
        row("empty", "", "");
        row("not whole", R"({"error":{"message":"m")", "");
        row("nothing known", R"({"a":1})", "");
        row("nulls", R"({"error":null,"message":null})", "");
    }

    void errorMessages()
    {
        QFETCH(QByteArray, body);
        QTEST(bytes(errorMessage(body.toStdString())), "message");
    }

    void errorMessagesAreBounded()
    {
        const std::string message = errorMessage("{\"error\":{\"message\":\"" + std::string(5000, 'x') + "\"}}");
        QCOMPARE(message.size(), std::size_t{ 500 });
    }

    void upstreams()
    {
        QCOMPARE(builtInUpstreams().size(), std::size_t{ 10 });
        QCOMPARE(bytes(builtInUpstream("gemini")->origin), "https://generativelanguage.googleapis.com");
        QCOMPARE(bytes(headerName(builtInUpstream("anthropic")->keyHeader)), "x-api-key");
        QVERIFY(!builtInUpstream("nobody"));
        // The configuration lies below this room and has a table of its own: both say the same.
        const auto configured = cachescope::config::defaults().upstreams;
        QCOMPARE(configured.size(), builtInUpstreams().size());
        for (const BuiltInUpstream &upstream : builtInUpstreams()) {
            const auto found = configured.find(upstream.name);
            QVERIFY(found != configured.end());
            QCOMPARE(bytes(found->second.url), bytes(upstream.origin));
            QCOMPARE(bytes(found->second.keyEnvironment), bytes(upstream.keyEnvironment));
        }
        for (const BuiltInUpstream &upstream : builtInUpstreams())
            QVERIFY(!upstream.origin.ends_with('/') && upstream.origin.find("/v1") == std::string_view::npos);
    }
};

QTEST_GUILESS_MAIN(TestProviderApi)
#include "tst_provider_api.moc"
