// SPDX-License-Identifier: MIT
// Named caching policies, end to end.
#include "base/clock.h"
#include "requestlog/call_way.h"
#include "support/proxy_fixture.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::Outcome;

namespace {

const std::string chat = "/up/v1/chat/completions";

std::string questionOf(const std::string &run)
{
    return "{\"model\":\"gpt-4o\",\"metadata\":{\"run\":\"" + run
        + "\"},\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
}
const std::string question = questionOf("1");
const std::string streamed
    = "{\"model\":\"gpt-4o\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

std::string answerOf(int number)
{
    return "{\"id\":\"" + std::to_string(number)
        + "\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"answer "
        + std::to_string(number) + "\"},\"finish_reason\":\"stop\"}]}";
}

std::string whole(std::string_view body)
{
    return "HTTP/1.1 200 X\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size())
        + "\r\n\r\n" + std::string(body);
}

/** Gives another answer each time. */
struct CountingOrigin
{
    std::atomic<int> calls{ 0 };
    RawOrigin origin{ [this](RawPeer &peer) {
        while (!peer.readRequest().empty())
            peer.write(whole(answerOf(++calls)));
    } };
};

ProxyFixture::Adjust with(const std::function<void(config::CachePolicy &)> &adjust)
{
    return [adjust](config::Config &c) {
        config::CachePolicy &policy = c.cache.policies.emplace_back();
        policy.name = "tested";
        policy.routes = { "/v1/chat/*" };
        adjust(policy);
    };
}

bool isHit(const RawMessage &message)
{
    return message.field("cache-status").starts_with("cachescope; hit");
}

} // namespace

class TestProxyPolicies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theLogSaysWhichAndWhy()
    {
        CountingOrigin counted;
        ProxyFixture proxy(counted.origin.url(), with([](config::CachePolicy &) {}));
        roundTrip(proxy.port(), proxy.post(chat, question));
        roundTrip(proxy.port(), proxy.post(chat, question)); // a hit, remembered by its bytes
        roundTrip(proxy.port(), proxy.post(chat, question));
        roundTrip(proxy.port(), proxy.post("/up/v1/responses", question));
        const auto records = proxy.waitForRecords(4);
        for (int i = 0; i < 3; ++i) {
            QVERIFY(records[i].end.way);
            QCOMPARE(records[i].end.way->policy, std::string("tested"));
            QCOMPARE(records[i].end.way->policyReason, std::string("route \"/v1/chat/*\""));
        }
        QVERIFY(!records[3].end.way);
    }

    void volatileFieldsAndNamespacesMakeTheKey()
    {
        CountingOrigin counted;
        ProxyFixture proxy(counted.origin.url(), with([](config::CachePolicy &policy) {
                               policy.volatileFields = { "/metadata/run" };
                               policy.nameSpace = "mine";
                           }));
        QVERIFY(!isHit(roundTrip(proxy.port(), proxy.post(chat, questionOf("1")))));
        QVERIFY(isHit(roundTrip(proxy.port(), proxy.post(chat, questionOf("2")))));
        QVERIFY(
            isHit(roundTrip(proxy.port(), proxy.post(chat, questionOf("3"), "X-Cachescope-Namespace: mine\r\n"))));
        QVERIFY(
            !isHit(roundTrip(proxy.port(), proxy.post(chat, questionOf("4"), "X-Cachescope-Namespace: x\r\n"))));
        QCOMPARE(proxy.waitForRecords(4).front().start.nameSpace, std::string("mine"));
    }

    void onlyDeterministicCalls()
    {
        CountingOrigin counted;
        ProxyFixture proxy(
            counted.origin.url(), with([](config::CachePolicy &policy) { policy.deterministicOnly = true; }));
        const std::string cold = "{\"model\":\"gpt-4o\",\"temperature\":0,\"messages\":[]}";
        for (const std::string &body : { question, cold })
            roundTrip(proxy.port(), proxy.post(chat, body));
        const RawMessage warm = roundTrip(proxy.port(), proxy.post(chat, question));
        QVERIFY(warm.field("cache-status").find("fwd=bypass") != std::string::npos);
        QVERIFY(warm.field("cache-status").find("not deterministic") != std::string::npos);
        QVERIFY(isHit(roundTrip(proxy.port(), proxy.post(chat, cold))));
    }

    void staleAnswersServeWhileTheyAreAskedAnew()
    {
        base::ManualClock clock;
        CountingOrigin counted;
        ProxyFixture proxy(
            counted.origin.url(), with([](config::CachePolicy &policy) {
                policy.ttl = std::chrono::seconds(10);
                policy.staleWhileRevalidate = std::chrono::seconds(60);
            }),
            &clock);
        roundTrip(proxy.port(), proxy.post(chat, question));
        clock.advance(std::chrono::seconds(15));
        const RawMessage stale = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(stale.body, answerOf(1));
        QVERIFY2(stale.field("cache-status").find("hit; ttl=-5;") != std::string::npos, stale.head.c_str());
        auto records = proxy.waitForRecords(3);
        QCOMPARE(records.size(), std::size_t{ 3 });
        QCOMPARE(counted.calls.load(), 2);
        const auto asked = std::find_if(records.begin(), records.end(), [](const requestlog::CallRecord &record) {
            return record.end.way && record.end.way->purpose == "revalidate";
        });
        QVERIFY(asked != records.end());
        QVERIFY(asked->end.stored);
        QCOMPARE(asked->end.state, requestlog::CallState::Complete);
        QCOMPARE(asked->end.attempts, 1);
        const RawMessage fresh = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(fresh.body, answerOf(2));
        QVERIFY(isHit(fresh));
        // Past the grace it is a miss.
        clock.advance(std::chrono::seconds(100));
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).body, answerOf(3));
        QTRY_COMPARE(proxy.server().openCalls(), 0);
    }

    void shadowQuestionsCompare()
    {
        CountingOrigin counted;
        ProxyFixture proxy(counted.origin.url(), with([](config::CachePolicy &policy) { policy.shadowShare = 1; }));
        roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).body, answerOf(1));
        proxy.waitForRecords(3);
        // What came is compared, not kept.
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).body, answerOf(1));
        int compared = 0;
        for (const auto &record : proxy.waitForRecords(5)) {
            if (!record.end.way || record.end.way->purpose.empty())
                continue;
            ++compared;
            QCOMPARE(record.end.way->purpose, std::string("shadow"));
            QCOMPARE(record.end.way->comparison, std::string("different"));
            QCOMPARE(record.end.outcome, Outcome::Bypass);
        }
        QCOMPARE(compared, 2);
        const std::string metrics
            = roundTrip(proxy.port(), "GET /_cachescope/metrics HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n")
                  .body;
        QVERIFY(metrics.find("cachescope_shadow_answers_total{result=\"different\"} 2\n") != std::string::npos);
    }

    void pacedStreamsAreWhole()
    {
        std::string events;
        for (int i = 0; i < 5; ++i)
            events += "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"w\"},\"finish_reason\":"
                + std::string(i == 4 ? "\"stop\"" : "null") + "}]}\n\n";
        events += "data: [DONE]\n\n";
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(
                    "HTTP/1.1 200 X\r\nContent-Type: text/event-stream\r\nContent-Length: "
                    + std::to_string(events.size()) + "\r\n\r\n" + events);
        });
        ProxyFixture proxy(origin.url(), with([](config::CachePolicy &policy) {
                               policy.replay = { config::Replay::Pace::Fixed, 100 };
                           }));
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, streamed)).body, events);
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post(chat, streamed));
        const RawMessage hit(client.readResponse());
        QVERIFY(isHit(hit));
        QCOMPARE(hit.body, events);
        const auto records = proxy.waitForRecords(2);
        QCOMPARE(records[1].end.outcome, Outcome::Hit);
        // Six events at a hundred a second: the last is due after 50 ms, never before.
        QVERIFY(records[1].end.totalMicros >= 50'000);
        // The connection goes on, and a client that leaves in the middle is noticed.
        client.write(proxy.post(chat, streamed));
        client.readUntil("data: ");
        client.reset();
        QTRY_COMPARE(proxy.server().openCalls(), 0);
        QCOMPARE(proxy.waitForRecords(3).back().end.state, requestlog::CallState::ClientGone);
    }
};

QTEST_GUILESS_MAIN(TestProxyPolicies)
#include "tst_proxy_policies.moc"
