// SPDX-License-Identifier: MIT
#include "harness.h"

#include "http/sse.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::simulated;

namespace {

struct Event
{
    std::string name;
    Json data;
    std::string raw;
};

std::vector<Event> eventsOf(const Answer &answer)
{
    std::vector<Event> events;
    http::SseParser parser;
    parser.feed(Harness::streamText(answer), [&](const http::SseEvent &event) {
        events.push_back(
            { std::string(event.event), Harness::parse(std::string(event.data)), std::string(event.data) });
    });
    return events;
}

/** Names in order, a run of the same one written once. */
QString order(const std::vector<std::string> &names)
{
    QStringList list;
    for (const std::string &name : names) {
        if (list.isEmpty() || list.constLast() != QString::fromStdString(name))
            list << QString::fromStdString(name);
    }
    return list.join(QLatin1Char(' '));
}

const Harness::Fields short20{ { "x-simulate-tokens", "20" } };
const char *const toolBody
    = R"("tools":[{"type":"function","name":"look","input_schema":{"type":"object","properties":{"path":{"type":"string"}}},"parameters":{"type":"object","properties":{"path":{"type":"string"}}},"function":{"name":"look","parameters":{"type":"object","properties":{"path":{"type":"string"}}}}}])";

} // namespace

class TestStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chat()
    {
        Harness harness;
        const Answer answer = harness.call(
            "/v1/chat/completions",
            R"({"model":"gpt-4.1","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"hi"}]})",
            short20);
        const auto events = eventsOf(answer);
        QCOMPARE(events.size(), std::size_t{ 1 + 20 + 1 + 1 + 1 });
        QCOMPARE(events.back().raw, std::string("[DONE]"));
        const Json delta = events[0].data["choices"][0]["delta"];
        QCOMPARE(compact(delta), std::string(R"({"role":"assistant","content":"","refusal":null})"));
        QVERIFY(events[1].data["usage"].is_null() && events[1].data.contains("usage"));
        QVERIFY(events[1].data.contains("obfuscation"));
        const Json &finish = events[events.size() - 3].data;
        QCOMPARE(finish["choices"][0]["finish_reason"].get<std::string>(), std::string("stop"));
        QVERIFY(finish["choices"][0]["delta"].empty());
        const Json &last = events[events.size() - 2].data;
        QVERIFY(last["choices"].empty());
        QCOMPARE(last["usage"]["completion_tokens"].get<int>(), 20);
        for (std::size_t i = 0; i + 1 < events.size(); ++i) {
            QVERIFY(events[i].name.empty());
            QVERIFY(events[i].data["id"] == events[0].data["id"]);
        }
    }

    void chatWithoutUsageWish()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/chat/completions",
            R"({"model":"gpt-4.1","stream":true,"stream_options":{"include_obfuscation":false},"messages":[{"role":"user","content":"hi"}]})",
            short20));
        QCOMPARE(events.size(), std::size_t{ 1 + 20 + 1 + 1 });
        for (const Event &event : events)
            QVERIFY(!event.data.contains("usage") && !event.data.contains("obfuscation"));
    }

    /** The text of a stream is that of the plain answer. */
    void chatStreamEqualsJson()
    {
        Harness harness;
        const std::string question
            = R"("model":"gpt-4.1","temperature":0,"messages":[{"role":"user","content":"日本語で 🙂"}]})";
        std::string text;
        for (const Event &event : eventsOf(harness.call("/v1/chat/completions", R"({"stream":true,)" + question))) {
            if (event.data.is_object() && event.data["choices"][0]["delta"].contains("content"))
                text += event.data["choices"][0]["delta"]["content"].get<std::string>();
        }
        const Json plain = Harness::parse(harness.call("/v1/chat/completions", '{' + question).body);
        QCOMPARE(text, plain["choices"][0]["message"]["content"].get<std::string>());
    }

    void chatToolFragments()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/chat/completions",
            std::string(
                R"({"model":"gpt-4.1","stream":true,"tool_choice":"required","messages":[{"role":"user","content":"hi"}],)")
                + toolBody + '}'));
        const Json start = events[0].data["choices"][0]["delta"]["tool_calls"][0];
        QCOMPARE(start["type"].get<std::string>(), std::string("function"));
        QCOMPARE(start["function"]["arguments"].get<std::string>(), std::string());
        std::string arguments;
        for (std::size_t i = 1; i + 2 < events.size(); ++i) {
            const Json piece = events[i].data["choices"][0]["delta"]["tool_calls"][0];
            QVERIFY(!piece.contains("id"));
            arguments += piece["function"]["arguments"].get<std::string>();
        }
        QVERIFY(Harness::parse(arguments)["path"].is_string());
        QCOMPARE(
            events[events.size() - 2].data["choices"][0]["finish_reason"].get<std::string>(),
            std::string("tool_calls"));
    }

    void deepSeekReasons()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/deepseek/chat/completions",
            R"({"model":"deepseek-v4-pro","stream":true,"messages":[{"role":"user","content":"hi"}]})", short20));
        QVERIFY(events[1].data["choices"][0]["delta"].contains("reasoning_content"));
        QVERIFY(!events[1].data.contains("obfuscation"));
    }

    void responses()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/responses", R"({"model":"gpt-5-mini","stream":true,"reasoning":{"summary":"auto"},"input":"hi"})",
            short20));
        std::vector<std::string> names;
        for (std::size_t i = 0; i < events.size(); ++i) {
            names.push_back(events[i].name);
            QCOMPARE(events[i].data["type"].get<std::string>(), events[i].name);
            QCOMPARE(events[i].data["sequence_number"].get<std::size_t>(), i);
        }
        QCOMPARE(
            order(names),
            QStringLiteral("response.created response.in_progress response.output_item.added "
                           "response.reasoning_summary_part.added response.reasoning_summary_text.delta "
                           "response.reasoning_summary_text.done response.reasoning_summary_part.done "
                           "response.output_item.done response.output_item.added response.content_part.added "
                           "response.output_text.delta response.output_text.done response.content_part.done "
                           "response.output_item.done response.completed"));
        QVERIFY(events[0].data["response"]["usage"].is_null());
        const Json &whole = events.back().data["response"];
        QCOMPARE(
            whole["usage"]["total_tokens"].get<int>(),
            whole["usage"]["input_tokens"].get<int>() + whole["usage"]["output_tokens"].get<int>());
        QVERIFY(whole["output"][1]["content"][0]["text"] == events[events.size() - 4].data["text"]);
    }

    void responsesToolCallAndLimit()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/responses",
            std::string(R"({"model":"gpt-4.1","stream":true,"tool_choice":"required","input":"hi",)") + toolBody
                + '}'));
        std::vector<std::string> names;
        for (const Event &event : events)
            names.push_back(event.name);
        QCOMPARE(
            order(names),
            QStringLiteral("response.created response.in_progress response.output_item.added "
                           "response.function_call_arguments.delta response.function_call_arguments.done "
                           "response.output_item.done response.completed"));
        const auto cut = eventsOf(harness.call(
            "/v1/responses", R"({"model":"gpt-4.1","stream":true,"max_output_tokens":3,"input":"hi"})"));
        QCOMPARE(cut.back().name, std::string("response.incomplete"));
    }

    void messages()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/messages",
            std::string(
                R"({"model":"claude-sonnet-4-5","max_tokens":9000,"stream":true,"thinking":{"type":"enabled"},"messages":[{"role":"user","content":"use the look tool"}],)")
                + toolBody + '}'));
        std::vector<std::string> names;
        for (const Event &event : events) {
            names.push_back(event.name);
            QCOMPARE(event.data["type"].get<std::string>(), event.name);
        }
        QCOMPARE(
            order(names),
            QStringLiteral("message_start content_block_start ping content_block_delta content_block_stop "
                           "content_block_start content_block_delta content_block_stop content_block_start "
                           "content_block_delta content_block_stop message_delta message_stop"));
        const Json &usage = events[0].data["message"]["usage"];
        QVERIFY(usage["input_tokens"].get<int>() > 0 && usage["output_tokens"].get<int>() == 1);
        QCOMPARE(events[0].data["message"]["content"].size(), std::size_t{ 0 });
        std::string input;
        for (const Event &event : events) {
            if (event.data["type"] == "content_block_delta" && event.data["delta"]["type"] == "input_json_delta")
                input += event.data["delta"]["partial_json"].get<std::string>();
        }
        QVERIFY(Harness::parse(input)["path"].is_string());
        const Json &end = events[events.size() - 2].data;
        QCOMPARE(end["delta"]["stop_reason"].get<std::string>(), std::string("tool_use"));
        QVERIFY(end["usage"]["output_tokens"].get<int>() > 1);
    }

    void gemini()
    {
        Harness harness;
        const char *const body = R"({"contents":[{"role":"user","parts":[{"text":"hi"}]}]})";
        const Answer answer = harness.call(
            "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse", body,
            { { "x-simulate-tokens", "60" } });
        const auto events = eventsOf(answer);
        QCOMPARE(events.size(), std::size_t{ 3 + 1 });
        QVERIFY(Harness::streamText(answer).find("\r\n\r\n") != std::string::npos);
        QVERIFY(!events[0].data["candidates"][0].contains("finishReason"));
        QCOMPARE(events.back().data["candidates"][0]["finishReason"].get<std::string>(), std::string("STOP"));
        QCOMPARE(events.back().data["usageMetadata"]["candidatesTokenCount"].get<int>(), 60); // in Gemini's tokens
        const Answer array = harness.call(
            "/v1beta/models/gemini-2.5-flash:streamGenerateContent", body, { { "x-simulate-tokens", "60" } });
        const Json whole = Harness::parse(Harness::streamText(array));
        QVERIFY(whole.is_array() && whole.size() >= 3);
        QCOMPARE(std::string(array.fields.value("content-type")), std::string("application/json; charset=UTF-8"));
    }

    void severalChoices()
    {
        Harness harness;
        const auto events = eventsOf(harness.call(
            "/v1/chat/completions",
            R"({"model":"gpt-4.1","n":2,"stream":true,"messages":[{"role":"user","content":"hi"}]})", short20));
        int finished = 0;
        for (const Event &event : events) {
            if (event.data.is_object() && event.data["choices"][0]["finish_reason"].is_string())
                finished += event.data["choices"][0]["index"] == finished ? 1 : 10;
        }
        QCOMPARE(finished, 2);
    }

    void paceFollowsTheSettings()
    {
        base::ManualClock clock;
        Backend::Settings settings;
        settings.firstToken = std::chrono::milliseconds(300);
        settings.tokensPerSecond = 100;
        Backend backend(settings, clock);
        http::RequestHead head;
        head.method = "POST";
        head.target = "/v1/chat/completions";
        head.fields.add("x-simulate-tokens", "200");
        std::vector<double> first;
        double streamed = 0;
        for (int i = 0; i < 101; ++i) {
            const Answer answer = backend.answer(
                head, R"({"model":"gpt-4.1","stream":true,"messages":[{"role":"user","content":"hi"}]})");
            double time = 0;
            for (const Stream::Step &step : answer.stream->steps)
                time += static_cast<double>(step.after.count()) / 1e6;
            first.push_back(static_cast<double>(answer.think.count()) / 0.8e6);
            streamed += time / 101;
        }
        std::sort(first.begin(), first.end());
        QVERIFY(first[50] > 0.22 && first[50] < 0.40); // the median asked for
        QVERIFY(first[95] > 1.4 * first[50]); // with a long tail
        QVERIFY(streamed > 1.6 && streamed < 2.6); // 200 tokens at 100 a second
    }
};

QTEST_GUILESS_MAIN(TestStreams)
#include "tst_streams.moc"
