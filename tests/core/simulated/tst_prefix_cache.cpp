// SPDX-License-Identifier: MIT
#include "harness.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::simulated;
using namespace std::chrono_literals;

namespace {

std::string chat(const std::string &model, const std::vector<std::string> &texts, const Json &more = Json::object())
{
    Json messages = Json::array();
    for (std::size_t i = 0; i < texts.size(); ++i)
        messages.push_back({ { "role",
                               i == 0           ? "system"
                                   : i % 2 == 1 ? "user"
                                                : "assistant" },
                             { "content", texts[i] } });
    Json body{ { "model", model }, { "messages", messages } };
    body.update(more);
    return compact(body);
}

Json block(const std::string &text, const std::string &ttl = {})
{
    Json value{ { "type", "text" }, { "text", text } };
    if (!ttl.empty())
        value["cache_control"] = { { "type", "ephemeral" }, { "ttl", ttl } };
    return value;
}

/** One user message of these blocks, behind an optional system text. */
std::string messages(const Json &blocks, const Json &more = Json::object())
{
    Json body{ { "model", "claude-sonnet-4-5" },
               { "max_tokens", 16 },
               { "messages", Json::array({ { { "role", "user" }, { "content", blocks } } }) } };
    body.update(more);
    return compact(body);
}

const char *const chatPath = "/v1/chat/completions";
const char *const messagesPath = "/v1/messages";

} // namespace

class TestPrefixCache : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void olderModelsReadMultiplesOf128()
    {
        Harness harness;
        const auto first = harness.call(chatPath, chat("gpt-4.1", { words(2000), "one" }));
        QCOMPARE(first.plan.use.read, 0);
        const auto second = harness.call(chatPath, chat("gpt-4.1", { words(2000), "two" }));
        // 2,000 of text, 4 of the message, 4 of the next one's wrapping: the last whole block below 2,008.
        QCOMPARE(second.plan.use.read, 1920);
        const Json usage = Harness::parse(second.body)["usage"];
        QCOMPARE(usage["prompt_tokens_details"]["cached_tokens"].get<int>(), 1920);
        QVERIFY(!usage["prompt_tokens_details"].contains("cache_write_tokens"));
    }

    void floorOfOlderModels_data()
    {
        QTest::addColumn<int>("tokens");
        QTest::addColumn<int>("read");
        // 4 tokens of wrapping stand before the text, and the next message has 5; the primer is no part of it.
        QTest::newRow("one token below 1,024") << 1014 << 0;
        QTest::newRow("1,024") << 1015 << 1024;
    }
    void floorOfOlderModels()
    {
        QFETCH(int, tokens);
        QFETCH(int, read);
        Harness harness;
        const auto body = chat("gpt-4.1", { words(static_cast<std::size_t>(tokens)), "x" });
        harness.call(chatPath, body);
        QCOMPARE(harness.call(chatPath, body).plan.use.read, read);
    }

    void oneEarlyDifferenceLosesAll()
    {
        Harness harness;
        harness.call(chatPath, chat("gpt-4.1", { "Time: 12:00 " + words(3000), "x" }));
        QCOMPARE(harness.call(chatPath, chat("gpt-4.1", { "Time: 12:01 " + words(3000), "x" })).plan.use.read, 0);
    }

    void whatBreaksTheMatch_data()
    {
        QTest::addColumn<QByteArray>("more");
        QTest::addColumn<bool>("kept");
        QTest::newRow("temperature") << QByteArray(R"({"temperature":0.3})") << true;
        QTest::newRow("max_tokens") << QByteArray(R"({"max_tokens":5})") << true;
        QTest::newRow("stream") << QByteArray(R"({"stream":true})") << true;
        QTest::newRow("parallel_tool_calls") << QByteArray(R"({"parallel_tool_calls":false})") << false;
        QTest::newRow("a tool") << QByteArray(
            R"({"tools":[{"type":"function","function":{"name":"f","parameters":{}}}]})")
                                << false;
        QTest::newRow("a schema") << QByteArray(
            R"({"response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{}}}})")
                                  << false;
    }
    void whatBreaksTheMatch()
    {
        QFETCH(QByteArray, more);
        QFETCH(bool, kept);
        Harness harness;
        harness.call(chatPath, chat("gpt-4.1", { words(3000), "x" }));
        const auto second
            = harness.call(chatPath, chat("gpt-4.1", { words(3000), "x" }, Harness::parse(more.toStdString())));
        QCOMPARE(second.plan.use.read > 0, kept);
    }

    void credentialsAndModelsAreApart()
    {
        Harness harness;
        const auto body = chat("gpt-4.1", { words(3000), "x" });
        harness.call(chatPath, body, { { "authorization", "Bearer a" } });
        QCOMPARE(harness.call(chatPath, body, { { "authorization", "Bearer b" } }).plan.use.read, 0);
        QVERIFY(harness.call(chatPath, body, { { "authorization", "Bearer a" } }).plan.use.read > 0);
        const auto other = chat("gpt-4.1-mini", { words(3000), "x" });
        QCOMPARE(harness.call(chatPath, other, { { "authorization", "Bearer a" } }).plan.use.read, 0);
    }

    void idleEntriesExpireAndUseRenewsThem()
    {
        Harness harness;
        const auto body = chat("gpt-4.1", { words(3000), "x" });
        harness.call(chatPath, body);
        for (int i = 0; i < 3; ++i) {
            harness.clock.advance(4min);
            QVERIFY(harness.call(chatPath, body).plan.use.read > 0);
        }
        harness.clock.advance(5min);
        QCOMPARE(harness.call(chatPath, body).plan.use.read, 0);
    }

    void readableOnlyAfterTheFirstAnswerBegan()
    {
        Harness harness;
        const auto body = messages(Json::array({ block(words(2000), "5m") }));
        const auto first = harness.ask(messagesPath, body);
        const auto second = harness.ask(messagesPath, body); // in parallel: pays the write, too
        QVERIFY(first.plan.use.write5m > 2000);
        QCOMPARE(second.plan.use.write5m, first.plan.use.write5m);
        QCOMPARE(second.plan.use.read, 0);
        harness.backend.begun(first);
        QCOMPARE(harness.ask(messagesPath, body).plan.use.read, first.plan.use.write5m);
    }

    void anthropicNeedsMarks()
    {
        Harness harness;
        const auto body = messages(Json::array({ block(words(5000)) }));
        harness.call(messagesPath, body);
        const auto second = harness.call(messagesPath, body);
        QCOMPARE(second.plan.use.read, 0);
        QCOMPARE(second.plan.use.fresh(), second.plan.use.total);
    }

    void anthropicFloor_data()
    {
        QTest::addColumn<QString>("model");
        QTest::addColumn<int>("tokens");
        QTest::addColumn<bool>("kept");
        // Sonnet 4.5's floor is 1,024; its tokens are 1.2 of o200k's here. Opus 4.5 wants 4,096.
        QTest::newRow("below") << "claude-sonnet-4-5" << 840 << false;
        QTest::newRow("above") << "claude-sonnet-4-5" << 860 << true;
        QTest::newRow("Opus below") << "claude-opus-4-5" << 3300 << false;
        QTest::newRow("Opus above") << "claude-opus-4-5" << 3500 << true;
    }
    void anthropicFloor()
    {
        QFETCH(QString, model);
        QFETCH(int, tokens);
        QFETCH(bool, kept);
        Harness harness;
        const auto body = messages(
            Json::array({ block(words(static_cast<std::size_t>(tokens)), "5m") }),
            { { "model", model.toStdString() } });
        const auto first = harness.call(messagesPath, body);
        QCOMPARE(first.plan.use.write5m > 0, kept);
        QCOMPARE(harness.call(messagesPath, body).plan.use.read > 0, kept);
    }

    void anthropicLifetimes()
    {
        Harness harness;
        const Json more{ { "system", Json::array({ block(words(3000, "s"), "1h") }) } };
        const auto body = messages(Json::array({ block(words(3000), "5m") }), more);
        const auto first = harness.call(messagesPath, body);
        QVERIFY(first.plan.use.write1h > 3000);
        QVERIFY(first.plan.use.write5m > 3000);
        const Json usage = Harness::parse(first.body)["usage"];
        QCOMPARE(usage["cache_creation"]["ephemeral_1h_input_tokens"].get<std::int64_t>(), first.plan.use.write1h);
        harness.clock.advance(6min);
        const auto second = harness.call(messagesPath, body);
        QCOMPARE(second.plan.use.read, first.plan.use.write1h); // the hour's entry is left
        QCOMPARE(second.plan.use.write5m, first.plan.use.write5m);
        harness.clock.advance(59min);
        QCOMPARE(harness.call(messagesPath, body).plan.use.read, first.plan.use.write1h);
        harness.clock.advance(61min);
        QCOMPARE(harness.call(messagesPath, body).plan.use.read, 0);
    }

    void anthropicLooksBackTwentyBlocks_data()
    {
        QTest::addColumn<int>("blocks");
        QTest::addColumn<bool>("hits");
        QTest::newRow("19 new blocks") << 34 << true;
        QTest::newRow("20 new blocks") << 35 << false;
    }
    void anthropicLooksBackTwentyBlocks()
    {
        QFETCH(int, blocks);
        QFETCH(bool, hits);
        Harness harness;
        Json list = Json::array();
        for (int i = 0; i < 15; ++i)
            list.push_back(block(words(200, "b" + std::to_string(i)), i == 14 ? "5m" : ""));
        harness.call(messagesPath, messages(list));
        list.back().erase("cache_control");
        while (list.size() < static_cast<std::size_t>(blocks))
            list.push_back(block("short " + std::to_string(list.size())));
        list.back()["cache_control"] = { { "type", "ephemeral" } };
        QCOMPARE(harness.call(messagesPath, messages(list)).plan.use.read > 0, hits);
    }

    void anthropicRefusesBadMarks_data()
    {
        QTest::addColumn<QByteArray>("body");
        const Json marked = block("x", "5m");
        const auto row = [](const char *name, const std::string &body) {
            QTest::newRow(name) << QByteArray::fromStdString(body);
        };
        row("five marks", messages(Json::array({ marked, marked, marked, marked, marked })));
        row("four marks and the switch",
            messages(
                Json::array({ marked, marked, marked, marked, block("y") }),
                { { "cache_control", { { "type", "ephemeral" } } } }));
        row("the switch with another lifetime",
            messages(
                Json::array({ marked }), { { "cache_control", { { "type", "ephemeral" }, { "ttl", "1h" } } } }));
        row("one hour behind five minutes", messages(Json::array({ marked, block("y", "1h") })));
        row("empty text", messages(Json::array({ block("", "5m") })));
        row("unknown lifetime", messages(Json::array({ block("x", "10m") })));
        row("thinking",
            messages(Json::array({ Json{ { "type", "thinking" },
                                         { "thinking", "x" },
                                         { "signature", "" },
                                         { "cache_control", { { "type", "ephemeral" } } } } })));
    }
    void anthropicRefusesBadMarks()
    {
        QFETCH(QByteArray, body);
        Harness harness;
        const auto answer = harness.call(messagesPath, body.toStdString());
        QCOMPARE(answer.status, 400);
        QCOMPARE(
            Harness::parse(answer.body)["error"]["type"].get<std::string>(), std::string("invalid_request_error"));
    }

    void anthropicSwitchMarksTheLastBlock()
    {
        Harness harness;
        const Json on{ { "cache_control", { { "type", "ephemeral" } } } };
        const auto first = harness.call(messagesPath, messages(Json::array({ block(words(2000)) }), on));
        QCOMPARE(first.plan.use.fresh(), 0);
        const auto second
            = harness.call(messagesPath, messages(Json::array({ block(words(2000)), block(words(100, "n")) }), on));
        QCOMPARE(second.plan.use.read, first.plan.use.write5m);
        QVERIFY(second.plan.use.write5m > 0);
    }

    void anthropicLevels_data()
    {
        QTest::addColumn<QByteArray>("change");
        QTest::addColumn<int>("kept"); // 0 nothing, 1 tools and system, 2 all
        QTest::newRow("nothing") << QByteArray("{}") << 2;
        QTest::newRow("max_tokens") << QByteArray(R"({"max_tokens":17})") << 2;
        QTest::newRow("tool_choice") << QByteArray(R"({"tool_choice":{"type":"any"}})") << 1;
        QTest::newRow("thinking") << QByteArray(R"({"thinking":{"type":"enabled","budget_tokens":1024}})") << 1;
        QTest::newRow("speed") << QByteArray(R"({"speed":"fast"})") << 0;
        QTest::newRow("tools") << QByteArray(R"({"tools":[{"name":"other","input_schema":{}}]})") << 0;
    }
    void anthropicLevels()
    {
        QFETCH(QByteArray, change);
        QFETCH(int, kept);
        Harness harness;
        Json more{ { "system", Json::array({ block(words(3000, "s"), "5m") }) },
                   { "tools", Json::array({ Json{ { "name", "f" }, { "input_schema", Json::object() } } }) } };
        const auto first = harness.call(messagesPath, messages(Json::array({ block(words(3000), "5m") }), more));
        more.update(Harness::parse(change.toStdString()));
        const auto use
            = harness.call(messagesPath, messages(Json::array({ block(words(3000), "5m") }), more)).plan.use;
        QCOMPARE(use.read == 0 ? 0 : use.read == first.plan.use.write5m ? 2 : 1, kept);
    }

    void newOpenAiModelsWriteAtMessageEnds()
    {
        Harness harness;
        const auto first = harness.call(chatPath, chat("gpt-5.6-sol", { words(1500), "a question" }));
        QCOMPARE(first.plan.use.read, 0);
        QCOMPARE(first.plan.use.write30m, first.plan.use.total - 2); // all but the primer
        const auto second = harness.call(
            chatPath, chat("gpt-5.6-sol", { words(1500), "a question", "an answer", "another one" }));
        QCOMPARE(second.plan.use.read, first.plan.use.write30m);
        const Json details = Harness::parse(second.body)["usage"]["prompt_tokens_details"];
        QCOMPARE(details["cached_tokens"].get<std::int64_t>(), second.plan.use.read);
        QCOMPARE(details["cache_write_tokens"].get<std::int64_t>(), second.plan.use.write30m);
        harness.clock.advance(31min);
        QCOMPARE(harness.call(chatPath, chat("gpt-5.6-sol", { words(1500), "a question" })).plan.use.read, 0);
    }

    void explicitModeWritesOnlyAtMarks()
    {
        Harness harness;
        const Json options{ { "prompt_cache_options", { { "mode", "explicit" } } } };
        const auto none = harness.call(chatPath, chat("gpt-5.6-sol", { words(1500), "q" }, options));
        QCOMPARE(none.plan.use.write30m, 0);
        Json body = Harness::parse(chat("gpt-5.6-sol", { words(1500), "q" }, options));
        body["messages"][0]["content"]
            = Json::array({ Json{ { "type", "text" },
                                  { "text", words(1500) },
                                  { "prompt_cache_breakpoint", { { "mode", "explicit" } } } } });
        const auto marked = harness.call(chatPath, compact(body));
        QCOMPARE(marked.plan.use.write30m, 1504);
        QCOMPARE(harness.call(chatPath, compact(body)).plan.use.read, 1504);
        body["model"] = "gpt-4.1";
        QCOMPARE(harness.call(chatPath, compact(body)).status, 400);
    }

    void deepSeekKeepsUnits()
    {
        Harness harness;
        const char *const path = "/deepseek/chat/completions";
        const auto ask = [&](const std::string &end) {
            return harness.call(path, chat("deepseek-flash", { words(1000), words(200, end) })).plan.use.read;
        };
        QCOMPARE(ask("B"), 0);
        QCOMPARE(ask("C"), 0); // A+B was kept as a whole only; now A is known to be common
        QVERIFY(ask("D") >= 960);
        QCOMPARE(ask("D") % 64, 0);
        const auto appended
            = harness.call(path, chat("deepseek-flash", { words(1000), words(200, "D"), "an answer", "more" }));
        QVERIFY(appended.plan.use.read > 1150); // a dialogue that goes on hits all of its past
    }

    void geminiImplicitAndExplicit()
    {
        Harness harness;
        const std::string generate = "/v1beta/models/gemini-2.5-flash:generateContent";
        const Json contents = Json::array(
            { Json{ { "role", "user" }, { "parts", Json::array({ Json{ { "text", words(3000) } } }) } } });
        const auto first = harness.call(generate, compact(Json{ { "contents", contents } }));
        QVERIFY(!Harness::parse(first.body)["usageMetadata"].contains("cachedContentTokenCount"));
        QVERIFY(harness.call(generate, compact(Json{ { "contents", contents } })).plan.use.read > 2048);

        const auto created = harness.call(
            "/v1beta/cachedContents",
            compact(Json{ { "model", "models/gemini-2.5-flash" }, { "contents", contents }, { "ttl", "300s" } }));
        QCOMPARE(created.status, 200);
        const Json object = Harness::parse(created.body);
        const std::string name = object["name"].get<std::string>();
        const Json question
            = Json::array({ Json{ { "role", "user" }, { "parts", Json::array({ Json{ { "text", "why?" } } }) } } });
        Json body{ { "cachedContent", name }, { "contents", question } };
        const Json usage = Harness::parse(harness.call(generate, compact(body)).body)["usageMetadata"];
        QVERIFY(usage["cachedContentTokenCount"] == object["usageMetadata"]["totalTokenCount"]);
        QVERIFY(usage["promptTokenCount"] > usage["cachedContentTokenCount"]);
        body["tools"] = Json::array();
        QCOMPARE(harness.call(generate, compact(body)).status, 400);
        body.erase("tools");
        harness.clock.advance(301s);
        QCOMPARE(harness.call(generate, compact(body)).status, 403);
        const auto small = harness.call(
            "/v1beta/cachedContents",
            compact(Json{ { "model", "models/gemini-2.5-flash" }, { "contents", question } }));
        QCOMPARE(small.status, 400);
    }

    void forgettingIsAFault()
    {
        Harness harness;
        const auto body = chat("gpt-4.1", { words(3000), "x" });
        harness.call(chatPath, body);
        QCOMPARE(harness.call(chatPath, body, { { "x-simulate-fault", "forget" } }).plan.use.read, 0);
        QVERIFY(harness.call(chatPath, body).plan.use.read > 0);
    }
};

QTEST_GUILESS_MAIN(TestPrefixCache)
#include "tst_prefix_cache.moc"
