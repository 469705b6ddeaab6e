// SPDX-License-Identifier: MIT
// Our own limits, the breaker and the fallback upstream, end to end.
#include "requestlog/call_way.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <semaphore>
#include <thread>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

const std::string question = "{\"model\": \"gpt-4o\", \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
const std::string chat = "/up/v1/chat/completions";
const std::string answer
    = "{\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"yes\"},"
      "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":2,\"total_tokens\":12}}";
const std::string noCache = "X-Cachescope-Cache: off\r\n";

std::string whole(std::string_view body, int status = 200)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

std::string closedPort()
{
    const RawOrigin gone([](RawPeer &) {});
    return gone.url();
}

/** An origin that answers everything, and remembers what it was asked. */
struct Spare
{
    std::mutex mutex;
    std::vector<std::string> requests;
    RawOrigin origin{ [this](RawPeer &peer) {
        for (std::string request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
            {
                const std::lock_guard lock(mutex);
                requests.push_back(request);
            }
            peer.write(whole(answer));
        }
    } };
    std::size_t calls()
    {
        const std::lock_guard lock(mutex);
        return requests.size();
    }
};

constexpr const char *spareKey = "CACHESCOPE_TEST_SPARE_KEY";

} // namespace

class TestProxyLimits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void concurrencyIsCapped()
    {
        std::atomic<int> running{ 0 };
        std::atomic<int> most{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                const int now = ++running;
                int seen = most;
                while (now > seen && !most.compare_exchange_weak(seen, now)) { }
                --running;
                peer.write(whole(answer));
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) {
            c.upstreams["up"].concurrency = 2;
            c.limits.threads = 2;
        });
        std::atomic<int> fine{ 0 };
        std::vector<std::thread> threads;
        for (int t = 0; t < 12; ++t) {
            threads.emplace_back([&, t] {
                const std::string key = "Authorization: Bearer key-number-" + std::to_string(t % 5) + "\r\n";
                for (int i = 0; i < 20; ++i)
                    fine
                        += roundTrip(proxy.port(), proxy.post(chat, question, key + noCache)).status == 200 ? 1 : 0;
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(fine.load(), 240);
        QVERIFY2(most <= 2, qPrintable(QString::number(most)));
        bool anyWaited = false;
        for (const auto &record : proxy.waitForRecords(240))
            anyWaited = anyWaited || (record.end.way && record.end.way->limitWaitMicros > 0);
        QVERIFY(anyWaited);
        const std::string metrics
            = roundTrip(proxy.port(), "GET /_cachescope/metrics HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n")
                  .body;
        QVERIFY(metrics.find("cachescope_rate_limit_wait_seconds_count 0\n") == std::string::npos);
    }

    void whoWaitsTooLongGets429_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("shape");
        QTest::newRow("OpenAI") << QByteArray("/openai/v1/chat/completions")
                                << QByteArray("\"code\":\"rate_limited\"");
        QTest::newRow("Anthropic") << QByteArray("/anthropic/v1/messages") << QByteArray("\"type\":\"error\"");
    }
    void whoWaitsTooLongGets429()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, shape);
        Spare spare;
        ProxyFixture proxy(spare.origin.url(), [](config::Config &c) {
            for (auto &[name, upstream] : c.upstreams) {
                upstream.requestsPerMinute = 6; // a burst of one
                upstream.longestWait = std::chrono::seconds(0);
            }
        });
        const std::string call = proxy.post(target.toStdString(), question, noCache);
        QCOMPARE(roundTrip(proxy.port(), call).status, 200);
        const RawMessage refused = roundTrip(proxy.port(), call);
        QCOMPARE(refused.status, 429);
        QVERIFY2(refused.body.find(shape.toStdString()) != std::string::npos, refused.body.c_str());
        const int seconds = std::atoi(refused.field("retry-after").c_str());
        QVERIFY(seconds >= 9 && seconds <= 11);
        QCOMPARE(spare.calls(), std::size_t{ 1 });
        const auto records = proxy.waitForRecords(2);
        QCOMPARE(records.back().end.attempts, 0);
        QCOMPARE(records.back().end.errorKind, std::string("rate_limited"));
        // Another key has limits of its own.
        const std::string other
            = proxy.post(target.toStdString(), question, noCache + "Authorization: Bearer somebody-else\r\n");
        QCOMPARE(roundTrip(proxy.port(), other).status, 200);
    }

    void aWaitingClientMayLeave()
    {
        std::counting_semaphore<> go(0);
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                go.acquire();
                peer.write(whole(answer));
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) { c.upstreams["up"].concurrency = 1; });
        RawPeer first(RawPeer::connectTo(proxy.port()));
        first.write(proxy.post(chat, question, noCache));
        QTRY_COMPARE(proxy.server().openCalls(), 1);
        {
            RawPeer second(RawPeer::connectTo(proxy.port()));
            second.write(proxy.post(chat, question, noCache));
            QTRY_COMPARE(proxy.server().openCalls(), 2);
            second.reset();
        }
        QTRY_COMPARE(proxy.server().openCalls(), 1);
        RawPeer third(RawPeer::connectTo(proxy.port()));
        third.write(proxy.post(chat, question, noCache));
        go.release(10);
        QCOMPARE(RawMessage(first.readResponse()).status, 200);
        QCOMPARE(RawMessage(third.readResponse()).status, 200);
    }

    void anOpenBreakerRefusesWhenToldTo()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write(whole("{}", 503));
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) {
            c.breaker = { config::BreakerMode::Always, 3, std::chrono::seconds(3600) };
        });
        for (int i = 0; i < 3; ++i)
            QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 503);
        const RawMessage refused = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(refused.status, 503);
        QVERIFY(refused.body.find("upstream_circuit_open") != std::string::npos);
        QCOMPARE(refused.field("retry-after"), std::string("60"));
        QCOMPARE(calls.load(), 3);
        const std::string health
            = roundTrip(proxy.port(), "GET /_cachescope/health HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n")
                  .body;
        QVERIFY2(health.find("\"up\":{\"breaker\":\"open\"") != std::string::npos, health.c_str());
        QCOMPARE(proxy.server().upstreamHealth().at("up").breaker, proxy::UpstreamHealth::Breaker::Open);
        // Other upstreams are not concerned.
        QCOMPARE(roundTrip(proxy.port(), proxy.post("/openai/v1/chat/completions", question)).status, 503);
        QCOMPARE(calls.load(), 4);
    }

    void anOpenBreakerOnlyStopsRetriesOtherwise()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write("HTTP/1.1 503 X\r\nretry-after-ms: 0\r\nContent-Type: "
                           "application/json\r\nContent-Length: 0\r\n\r\n");
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) {
            c.retries.max = 2;
            c.breaker = { config::BreakerMode::Fallback, 3, std::chrono::seconds(3600) };
        });
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 503);
        QCOMPARE(calls.load(), 3);
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 503);
        QCOMPARE(calls.load(), 4);
        QCOMPARE(proxy.waitForRecords(2).back().end.way->retryEnd, std::string("breaker"));
    }

    void theFallbackTakesOverWithItsOwnKey()
    {
        qputenv(spareKey, "the-spare-ones-own-key");
        Spare spare;
        ProxyFixture proxy(closedPort(), [&](config::Config &c) {
            c.upstreams["spare"].url = spare.origin.url() + "/api";
            c.upstreams["spare"].keyEnvironment = spareKey;
            c.upstreams["up"].fallback.upstream = "spare";
            c.upstreams["up"].fallback.models = { { "gpt-*", "vendor/model" } };
        });
        const std::string fields = "Authorization: Bearer the-callers-own-key\r\nOpenAI-Organization: org\r\n"
                                   "Cookie: a=b\r\nX-Kept: yes\r\n";
        for (int i = 0; i < 2; ++i) {
            const RawMessage got = roundTrip(
                proxy.port(), proxy.post("/up/v1/chat/completions?key=in-the-query&x=1", question, fields));
            QCOMPARE(got.status, 200);
            QCOMPARE(got.body, answer);
            QVERIFY(got.field("cache-status").find("stored") == std::string::npos);
        }
        QCOMPARE(spare.calls(), std::size_t{ 2 }); // not from the cache
        const std::string request = spare.requests.front();
        QVERIFY2(request.starts_with("POST /api/v1/chat/completions?x=1 HTTP/1.1\r\n"), request.c_str());
        QVERIFY(request.find("Authorization: Bearer the-spare-ones-own-key") != std::string::npos);
        QVERIFY(request.find("X-Kept: yes") != std::string::npos);
        for (const char *secret : { "the-callers-own-key", "in-the-query", "OpenAI-Organization", "Cookie" })
            QVERIFY2(request.find(secret) == std::string::npos, secret);
        QVERIFY(request.ends_with(
            "{\"model\": \"vendor/model\", \"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}"));
        const auto record = proxy.waitForRecords(2).front();
        QVERIFY(record.end.way);
        QCOMPARE(record.end.way->answeredBy, std::string("spare"));
        QCOMPARE(record.end.way->answeredModel, std::string("vendor/model"));
        QCOMPARE(record.end.way->attempts.size(), std::size_t{ 2 });
        QCOMPARE(record.end.way->attempts[0].problem, std::string("upstream_unreachable"));
        QCOMPARE(record.end.way->attempts[1].upstream, std::string("spare"));
    }

    void withoutAKeyOfItsOwnThereIsNoFallback()
    {
        qunsetenv(spareKey);
        Spare spare;
        ProxyFixture proxy(closedPort(), [&](config::Config &c) {
            c.upstreams["spare"].url = spare.origin.url();
            c.upstreams["spare"].keyEnvironment = spareKey;
            c.upstreams["up"].fallback.upstream = "spare";
        });
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 502);
        QCOMPARE(spare.calls(), std::size_t{ 0 });
    }

    void theRuleSaysWhen_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<bool>("goes");
        QTest::newRow("503") << 503 << true;
        QTest::newRow("429 is not in the rule") << 429 << false;
        QTest::newRow("400 never") << 400 << false;
        QTest::newRow("401 never") << 401 << false;
    }
    void theRuleSaysWhen()
    {
        QFETCH(int, status);
        QFETCH(bool, goes);
        qputenv(spareKey, "the-spare-ones-own-key");
        Spare spare;
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(whole("{}", status));
        });
        ProxyFixture proxy(origin.url(), [&](config::Config &c) {
            c.upstreams["spare"].url = spare.origin.url();
            c.upstreams["spare"].keyEnvironment = spareKey;
            c.upstreams["up"].fallback.upstream = "spare";
        });
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, goes ? 200 : status);
        QCOMPARE(spare.calls(), std::size_t{ goes ? 1U : 0U });
    }
};

QTEST_GUILESS_MAIN(TestProxyLimits)
#include "tst_proxy_limits.moc"
