// SPDX-License-Identifier: MIT
#include "harness.h"

#include "simulated/demo_history.h"
#include "simulated/demo_program.h"
#include "simulated/simulated_provider.h"

#include <QTest>

#include <map>
#include <set>

using namespace cachescope;
using namespace cachescope::simulated;

class TestDemo : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    /** 400 calls without sockets: every kind of thing that the window is to show happens. */
    void trafficIsVaried()
    {
        Harness harness;
        DemoSchedule schedule(1);
        std::map<std::string, std::int64_t> calls, input, read;
        std::set<std::string> bodies, agents, faults;
        int repeated = 0, copies = 0, bypasses = 0, toolCalls = 0;
        std::size_t largest = 0;
        for (int i = 0; i < 400; ++i) {
            harness.clock.advance(std::chrono::milliseconds(1500));
            const DemoSchedule::Item item = schedule.next(harness.clock.wall());
            Harness::Fields fields(item.call.headers.begin(), item.call.headers.end());
            const Answer answer = harness.call("/" + item.call.upstream + item.call.target, item.call.body, fields);
            std::string fault;
            for (const auto &[name, value] : fields) {
                if (name == "User-Agent")
                    agents.insert(value.substr(0, value.find('/')));
                bypasses += name == "Cache-Control" ? 1 : 0;
                if (name == "X-Simulate-Fault")
                    faults.insert(fault = value);
            }
            QVERIFY2(
                answer.status == (fault == "429" || fault == "529" || fault == "500" ? std::stoi(fault) : 200),
                answer.body.c_str());
            repeated += bodies.insert(item.call.body).second ? 0 : 1;
            copies += item.call.copies - 1;
            largest = std::max(largest, item.call.body.size());
            ++calls[item.call.model];
            input[item.call.model] += answer.plan.use.total;
            read[item.call.model] += answer.plan.use.read;
            DemoReply reply{ answer.status, {}, {} };
            if (!answer.contents.empty()) {
                reply.text = answer.contents.front().text;
                reply.toolCalls = answer.contents.front().toolCalls;
                toolCalls += static_cast<int>(reply.toolCalls.size());
            }
            schedule.reply(item.program, item.call.session, reply);
        }
        QCOMPARE(agents.size(), std::size_t{ 5 });
        QCOMPARE(calls.size(), std::size_t{ 7 });
        QVERIFY2(repeated > 60 && repeated < 200, std::to_string(repeated).c_str());
        QVERIFY(copies > 5);
        QVERIFY(bypasses > 2);
        QVERIFY(toolCalls > 40);
        QVERIFY(faults.count("forget") == 1);
        QVERIFY(largest > 80'000 && largest < 400'000);
        QVERIFY(read["claude-sonnet-4-5"] * 10 > input["claude-sonnet-4-5"] * 8); // a well-kept cache
        QVERIFY(read["claude-opus-4-8"] * 10 < input["claude-opus-4-8"] * 8); // one with bad habits
    }

    void sameSeedSameTraffic()
    {
        DemoSchedule one(5), same(5), other(6);
        bool differs = false;
        for (int i = 0; i < 30; ++i) {
            const auto now = 1'790'000'000'000'000 + i;
            const auto item = one.next(now);
            QCOMPARE(item.call.body, same.next(now).call.body);
            differs = differs || item.call.body != other.next(now).call.body;
        }
        QVERIFY(differs);
    }

    void repliesAreReadFromStreamsAndDocuments()
    {
        Harness harness;
        const std::string tools
            = R"("tools":[{"name":"look","input_schema":{"type":"object","properties":{"path":{"type":"string"}}}}])";
        for (const char *stream : { "true", "false" }) {
            const Answer answer = harness.call(
                "/v1/messages",
                std::string(R"({"model":"claude-sonnet-4-5","max_tokens":500,"temperature":0,"stream":)") + stream
                    + R"(,"messages":[{"role":"user","content":"use the look tool"}],)" + tools + '}');
            const std::string body = answer.stream ? Harness::streamText(answer) : answer.body;
            const DemoReply reply
                = readDemoReply(DemoApi::Messages, 200, answer.fields.value("content-type"), body);
            QCOMPARE(reply.text, answer.contents.front().text);
            QCOMPARE(reply.toolCalls.size(), std::size_t{ 1 });
            QCOMPARE(reply.toolCalls.front().arguments, answer.contents.front().toolCalls.front().arguments);
        }
        const Answer chat = harness.call(
            "/v1/chat/completions",
            R"({"model":"gpt-4.1","stream":true,"messages":[{"role":"user","content":"hi"}]})");
        QCOMPARE(
            readDemoReply(DemoApi::Chat, 200, "text/event-stream", Harness::streamText(chat)).text,
            chat.contents.front().text);
        QVERIFY(!readDemoReply(DemoApi::Chat, 0, "", "").ok());
    }

    /** The past has what the pages show, and its figures agree with each other. */
    void historyIsWholeAndConsistent()
    {
        using requestlog::Outcome;
        DemoHistorySettings settings;
        settings.until = 1'795'000'000'000'000;
        settings.lastHourCalls = 300;
        settings.earlierCalls = 200;
        std::map<Outcome, int> outcomes;
        std::set<std::string> projects, models;
        base::UnixMicros newest = 0;
        int unpriced = 0, inLastHour = 0;
        std::int64_t id = 0, reads = 0;
        const std::size_t count = demoHistory(settings, [&](requestlog::CallStart start, requestlog::CallEnd end) {
            ++outcomes[end.outcome];
            projects.insert(start.project);
            models.insert(start.model);
            newest = std::max(newest, start.startedAt);
            inLastHour += start.startedAt > settings.until - 3'600'000'000 ? 1 : 0;
            reads += end.usage.tokens.cacheRead;
            const bool upstream = end.outcome == Outcome::Miss || end.outcome == Outcome::Bypass;
            // The price book has no embeddings: these stay unpriced, as they would for real.
            const bool priced
                = start.api == providers::Api::OpenAiEmbeddings || (upstream ? end.billed : end.avoided);
            const bool failed = end.outcome == Outcome::Error;
            unpriced += priced || failed ? 0 : 1;
            if (end.outcome == Outcome::Hit && (end.hitOf < 1 || end.hitOf > id || end.attempts != 0))
                qFatal("a hit without its origin");
            const bool saved = end.outcome == Outcome::Hit || end.outcome == Outcome::Coalesced;
            if (saved && (end.usage.source == providers::UsageSource::None || end.usage.tokens.input() == 0))
                qFatal("a hit that does not say what it saved");
            if (end.totalMicros < end.firstTokenMicros || end.firstTokenMicros < -1)
                qFatal("moments out of order");
            if (start.api == providers::Api::Opaque || start.client.empty() || end.requestBody.empty())
                qFatal("a call that nobody could read");
            return ++id;
        });
        QCOMPARE(static_cast<std::int64_t>(count), id);
        QVERIFY(count >= 500 && inLastHour >= 300);
        QVERIFY(newest <= settings.until + 60'000'000);
        QCOMPARE(outcomes.size(), std::size_t{ 5 });
        QVERIFY(outcomes[Outcome::Hit] > 50 && outcomes[Outcome::Coalesced] > 3);
        QCOMPARE(unpriced, 0);
        QVERIFY(reads > 1'000'000);
        QVERIFY(projects.size() >= 4 && models.size() == 7);
    }

    /** Earlier days get the weight of a team; sums only, in the order of time, and hits know where they come from.
     */
    void earlierDaysAreBusy()
    {
        DemoHistorySettings settings;
        settings.until = 1'795'000'000'000'000;
        settings.reach = std::chrono::hours(1);
        settings.lastHourCalls = 20;
        settings.earlierCalls = 0;
        settings.earlierDays = 9;
        settings.colleagues = 8;
        std::map<std::int64_t, int> perDay;
        std::int64_t id = 0, bodies = 0;
        base::UnixMicros last = 0;
        const std::size_t count = demoHistory(settings, [&](requestlog::CallStart start, requestlog::CallEnd end) {
            const bool earlier = start.startedAt < settings.until - 3'600'000'000;
            if (earlier && start.startedAt < last)
                qFatal("an earlier day out of order");
            last = start.startedAt;
            if (end.outcome == requestlog::Outcome::Hit && (end.hitOf < 1 || end.hitOf > id))
                qFatal("a hit without its origin");
            if (earlier)
                ++perDay[start.startedAt / 86'400'000'000];
            bodies += earlier && !end.requestBody.empty() ? 1 : 0;
            return ++id;
        });
        QCOMPARE(static_cast<std::int64_t>(count), id);
        QVERIFY(perDay.size() >= 9 && perDay.size() <= 11); // A late bout may go on past midnight.
        int busy = 0, quiet = 0;
        for (const auto &[day, calls] : perDay)
            ++(calls > 80 ? busy : quiet);
        QVERIFY2(busy >= 5 && quiet >= 2, qPrintable(QStringLiteral("%1 busy, %2 quiet").arg(busy).arg(quiet)));
        QVERIFY(bodies > 100 && bodies * 5 < id);
    }

    void beginsWithABurst()
    {
        const auto provider = std::move(SimulatedProvider::start({}).value());
        DemoTraffic::Settings settings;
        settings.proxyUrl = provider->url();
        const auto traffic = DemoTraffic::start(settings);
        QTRY_VERIFY_WITH_TIMEOUT(provider->callCount() >= 60, 30'000);
    }
};

QTEST_GUILESS_MAIN(TestDemo)
#include "tst_demo.moc"
