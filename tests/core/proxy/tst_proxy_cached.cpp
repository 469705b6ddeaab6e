// SPDX-License-Identifier: MIT
// The cache seen from outside: Cache-Status, Age, controls, who may have whose answer.
#include "support/proxy_fixture.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::Outcome;

namespace {

const std::string chat = "/up/v1/chat/completions";
const std::string question = R"({"model":"gpt-4o","messages":[{"role":"user","content":"hi"}]})";
const std::string answerBody
    = R"({"id":"c1","object":"chat.completion","model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":1,"total_tokens":10}})";

struct CountingOrigin
{
    std::atomic<int> calls{ 0 };
    std::mutex mutex;
    std::string reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nSet-Cookie: a=b\r\nx-request-id: "
                        "r1\r\nContent-Length: "
        + std::to_string(answerBody.size()) + "\r\n\r\n" + answerBody; ///< under mutex
    RawOrigin origin{ [this](RawPeer &peer) {
        while (!peer.readRequest().empty()) {
            ++calls;
            const std::lock_guard lock(mutex);
            peer.write(reply);
        }
    } };
};

} // namespace

class TestProxyCached : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secondCallIsAHit()
    {
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post(chat, question));
        const RawMessage first(client.readResponse());
        QVERIFY2(
            first.field("cache-status").starts_with("cachescope; fwd=miss; ttl=86400; stored; key=\""),
            first.head.c_str());
        QCOMPARE(first.field("set-cookie"), std::string("a=b"));
        QVERIFY(first.field("age").empty());
        client.write(proxy.post(chat, question));
        const RawMessage second(client.readResponse());
        QVERIFY2(second.field("cache-status").starts_with("cachescope; hit; ttl="), second.head.c_str());
        QCOMPARE(second.body, answerBody);
        QCOMPARE(second.field("content-type"), std::string("application/json"));
        QVERIFY(!second.field("age").empty());
        QVERIFY(second.field("set-cookie").empty() && second.field("x-request-id").empty());
        QVERIFY(first.field("x-cachescope-request-id") != second.field("x-cachescope-request-id"));
        QCOMPARE(origin.calls.load(), 1);
        const auto records = proxy.waitForRecords(2);
        QCOMPARE(records[0].end.outcome, Outcome::Miss);
        QVERIFY(records[0].end.stored);
        QCOMPARE(records[1].end.outcome, Outcome::Hit);
        QCOMPARE(records[1].end.hitOf, records[0].start.id);
        QCOMPARE(records[1].end.cacheKey, records[0].end.cacheKey);
    }

    // D2
    void othersNeverGetIt_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("fields");
        QTest::newRow("credential") << QByteArray("/up/v1/chat/completions")
                                    << QByteArray("Authorization: Bearer two\r\n");
        QTest::newRow("no credential") << QByteArray("/up/v1/chat/completions") << QByteArray();
        QTest::newRow("place of the key")
            << QByteArray("/up/v1/chat/completions") << QByteArray("x-api-key: one\r\n");
        QTest::newRow("upstream") << QByteArray("/groq/v1/chat/completions")
                                  << QByteArray("Authorization: Bearer one\r\n");
        QTest::newRow("beta") << QByteArray("/up/v1/chat/completions")
                              << QByteArray("Authorization: Bearer one\r\nanthropic-beta: x\r\n");
        QTest::newRow("organisation") << QByteArray("/up/v1/chat/completions")
                                      << QByteArray("Authorization: Bearer one\r\nOpenAI-Organization: x\r\n");
        QTest::newRow("version") << QByteArray("/up/v1/chat/completions")
                                 << QByteArray("Authorization: Bearer one\r\nX-Cachescope-Version: v2\r\n");
        QTest::newRow("namespace") << QByteArray("/up/v1/chat/completions")
                                   << QByteArray("Authorization: Bearer one\r\nX-Cachescope-Namespace: x\r\n");
    }
    void othersNeverGetIt()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, fields);
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        const auto ask = [&](std::string_view to, std::string_view head) {
            client.write(proxy.post(to, question, head));
            return RawMessage(client.readResponse()).status;
        };
        // Until the proxy knows it by its bytes alone; the others ask on the same connection, and on one of theirs.
        for (int i = 0; i < 4; ++i)
            QCOMPARE(ask(chat, "Authorization: Bearer one\r\n"), 200);
        QCOMPARE(origin.calls.load(), 1);
        QCOMPARE(ask(target.toStdString(), fields.toStdString()), 200);
        QCOMPARE(origin.calls.load(), 2);
        QCOMPARE(
            roundTrip(proxy.port(), proxy.post(target.toStdString(), question, fields.toStdString())).status, 200);
        QCOMPARE(origin.calls.load(), 2);
        QCOMPARE(ask(chat, "Authorization: Bearer one\r\n"), 200);
        QCOMPARE(origin.calls.load(), 2);
    }

    // A new version of the prompt, or of the schema of its answers, never sees an answer to the old one.
    void newVersionsAndSchemasAskAnew()
    {
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        const auto ask = [&](const std::string &version, const std::string &schema) {
            const std::string body
                = R"({"model":"gpt-4o","messages":[{"role":"user","content":"hi"}],)"
                  R"("response_format":{"type":"json_schema","json_schema":{"name":"a","schema":)"
                + schema + "}}}";
            client.write(proxy.post(chat, body, "X-Cachescope-Version: " + version + "\r\n"));
            return RawMessage(client.readResponse()).field("cache-status").starts_with("cachescope; hit");
        };
        const std::string one = R"({"type":"object"})", two = R"({"type":"array"})";
        QVERIFY(!ask("v41", one));
        QVERIFY(ask("v41", one));
        QVERIFY(!ask("v42", one));
        QVERIFY(!ask("v41", two));
        QVERIFY(!ask("v42", two));
        QVERIFY(ask("v41", one) && ask("v42", one) && ask("v41", two) && ask("v42", two));
        QCOMPARE(origin.calls.load(), 4);
        const auto records = proxy.waitForRecords(9);
        QCOMPARE(records[0].start.version, std::string("v41"));
        QVERIFY(records[0].end.cacheKey != records[2].end.cacheKey);
    }

    // What was read from a head holds only under the settings, and what is remembered of a body only for its bytes.
    void repeatedHeadsAreReadAnewUnderNewSettings()
    {
        CountingOrigin origin;
        config::Config configuration;
        ProxyFixture proxy(origin.origin.url(), [&](config::Config &given) { configuration = given; });
        RawPeer client(RawPeer::connectTo(proxy.port()));
        const auto ask = [&](std::string_view body) {
            client.write(proxy.post(chat, body));
            return RawMessage(client.readResponse());
        };
        std::string other(question);
        other[other.rfind('"') - 1] ^= 1;
        for (int i = 0; i < 3; ++i)
            QCOMPARE(ask(question).status, 200);
        QCOMPARE(origin.calls.load(), 1);
        QVERIFY(ask(other).field("cache-status").starts_with("cachescope; fwd=miss"));
        QVERIFY(ask(question).field("cache-status").starts_with("cachescope; hit"));
        proxy.cache().clear();
        QVERIFY(ask(question).field("cache-status").starts_with("cachescope; fwd=miss"));
        QVERIFY(ask(question).field("cache-status").starts_with("cachescope; hit"));
        configuration.cache.enabled = false;
        proxy.server().reconfigure(configuration, nullptr);
        QTRY_VERIFY(ask(question).field("cache-status").starts_with("cachescope; fwd=bypass; detail=\"disabled\""));
    }

    void controls_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("calls"); // at the origin, after a first call had filled the cache
        QTest::addColumn<int>("status");
        QTest::addColumn<QByteArray>("cacheStatus");
        QTest::newRow("off") << QByteArray("X-Cachescope-Cache: off\r\n") << 2 << 200
                             << QByteArray("cachescope; fwd=bypass");
        QTest::newRow("no-store") << QByteArray("Cache-Control: no-store\r\n") << 2 << 200
                                  << QByteArray("cachescope; fwd=bypass");
        QTest::newRow("refresh") << QByteArray("X-Cachescope-Cache: refresh\r\n") << 2 << 200
                                 << QByteArray("cachescope; fwd=request; ttl=86400; stored");
        QTest::newRow("no-cache") << QByteArray("Cache-Control: no-cache\r\n") << 2 << 200
                                  << QByteArray("cachescope; fwd=request; ttl=86400; stored");
        QTest::newRow("only, present") << QByteArray("X-Cachescope-Cache: only\r\n") << 1 << 200
                                       << QByteArray("cachescope; hit");
        QTest::newRow("only, absent") << QByteArray("Cache-Control: only-if-cached\r\nX-Cachescope-Version: 9\r\n")
                                      << 1 << 504 << QByteArray("cachescope; fwd=miss");
        QTest::newRow("project is no difference")
            << QByteArray("X-Cachescope-Project: other\r\nX-Cachescope-Tags: a, b\r\n") << 1 << 200
            << QByteArray("cachescope; hit");
        QTest::newRow("nonsense") << QByteArray("X-Cachescope-Cache: perhaps\r\n") << 1 << 400
                                  << QByteArray("cachescope; fwd=bypass");
    }
    void controls()
    {
        QFETCH(QByteArray, fields);
        QFETCH(int, calls);
        QFETCH(int, status);
        QFETCH(QByteArray, cacheStatus);
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question, fields.toStdString()));
        QCOMPARE(answer.status, status);
        QVERIFY2(answer.field("cache-status").starts_with(cacheStatus.toStdString()), answer.head.c_str());
        QCOMPARE(origin.calls.load(), calls);
    }

    // D8: either form answers both, with nothing lost.
    void streamsAnswerPlainRequestsAndBack()
    {
        const std::string events
            = "data: "
              "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":["
              "{\"index\":0,"
              "\"delta\":{\"role\":\"assistant\",\"content\":\"hello\"},\"finish_reason\":null}]}\n\n"
              "data: "
              "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":["
              "{\"index\":0,"
              "\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: "
              "{\"id\":\"c1\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"gpt-4o\",\"choices\":["
              "],\"usage\":{\"prompt_tokens\":9,\"completion_tokens\":1,\"total_tokens\":10}}\n\ndata: [DONE]\n\n";
        CountingOrigin origin;
        origin.reply = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nContent-Length: "
            + std::to_string(events.size()) + "\r\n\r\n" + events;
        ProxyFixture proxy(origin.origin.url());
        const std::string streamed
            = "{\"stream\":true,\"stream_options\":{\"include_usage\":true}," + question.substr(1);
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, streamed)).body, events);
        const RawMessage again = roundTrip(proxy.port(), proxy.post(chat, streamed));
        QVERIFY(again.field("cache-status").starts_with("cachescope; hit"));
        QCOMPARE(again.body, events);
        QCOMPARE(again.field("content-type"), std::string("text/event-stream"));
        const RawMessage plain = roundTrip(proxy.port(), proxy.post(chat, question));
        QVERIFY2(plain.field("cache-status").starts_with("cachescope; hit"), plain.head.c_str());
        QVERIFY(plain.field("content-type").starts_with("application/json"));
        QVERIFY(plain.body.find("\"content\":\"hello\"") != std::string::npos);
        QCOMPARE(origin.calls.load(), 1);
    }

    void expiredAnswersAreStale()
    {
        CountingOrigin origin;
        base::ManualClock clock;
        ProxyFixture proxy(origin.origin.url(), {}, &clock);
        roundTrip(proxy.port(), proxy.post(chat, question, "X-Cachescope-TTL: 60\r\n"));
        clock.advance(std::chrono::seconds(59));
        const RawMessage hit = roundTrip(proxy.port(), proxy.post(chat, question));
        QVERIFY(hit.field("cache-status").starts_with("cachescope; hit; ttl=1;"));
        QCOMPARE(hit.field("age"), std::string("59"));
        clock.advance(std::chrono::seconds(2));
        const RawMessage stale = roundTrip(proxy.port(), proxy.post(chat, question));
        QVERIFY2(stale.field("cache-status").starts_with("cachescope; fwd=stale"), stale.head.c_str());
        QCOMPARE(origin.calls.load(), 2);
    }

    // D9
    void errorsAreNotKept()
    {
        CountingOrigin origin;
        origin.reply = "HTTP/1.1 401 Unauthorized\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
        ProxyFixture proxy(origin.origin.url());
        for (int i = 0; i < 2; ++i)
            QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 401);
        QCOMPARE(origin.calls.load(), 2);
        QCOMPARE(proxy.waitForRecords(2).front().end.outcome, Outcome::Error);
    }

    void answersThatRepeatTheKeyAreDeliveredButNotKept()
    {
        CountingOrigin origin;
        std::string body = answerBody;
        body.replace(body.find("hello"), 5, "my-odd-secret-1");
        origin.reply = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
        ProxyFixture proxy(origin.origin.url());
        for (int i = 0; i < 2; ++i)
            QCOMPARE(
                roundTrip(proxy.port(), proxy.post(chat, question, "Authorization: Bearer my-odd-secret-1\r\n"))
                    .body,
                body);
        QCOMPARE(origin.calls.load(), 2);
    }

    void opaquePathsAreNotKept()
    {
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        for (int i = 0; i < 2; ++i)
            QVERIFY(roundTrip(proxy.port(), proxy.post("/up/v1/files", question))
                        .field("cache-status")
                        .starts_with("cachescope; fwd=bypass"));
        QCOMPARE(origin.calls.load(), 2);
    }

    void bypassModeCallsEveryTime()
    {
        CountingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        proxy.server().setMode(proxy::ProxyServer::Mode::CacheBypassed);
        for (int i = 0; i < 2; ++i)
            QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        QCOMPARE(origin.calls.load(), 2);
    }

    void keysFromTheEnvironmentServeCallersWithoutOne()
    {
        std::mutex mutex;
        std::string seen;
        RawOrigin origin([&](RawPeer &peer) {
            for (std::string request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                {
                    const std::lock_guard lock(mutex);
                    seen = request;
                }
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
            }
        });
        qputenv("CACHESCOPE_TEST_KEY", "key-from-environment");
        ProxyFixture proxy(origin.url(), [](config::Config &c) {
            c.upstreams["anthropic"].keyEnvironment = "CACHESCOPE_TEST_KEY";
            c.upstreams["up"].keyEnvironment = "CACHESCOPE_TEST_KEY";
        });
        const auto ask = [&](const char *target, std::string_view fields) {
            roundTrip(proxy.port(), proxy.post(target, "{}", fields));
            const std::lock_guard lock(mutex);
            return RawMessage(seen);
        };
        QCOMPARE(ask("/v1/messages", {}).field("x-api-key"), std::string("key-from-environment"));
        QCOMPARE(ask("/up/v1/x", {}).field("authorization"), std::string("Bearer key-from-environment"));
        const RawMessage own = ask("/v1/messages", "x-api-key: mine\r\n");
        QCOMPARE(own.field("x-api-key"), std::string("mine"));
        QVERIFY(own.head.find("key-from-environment") == std::string::npos);
        for (const auto &record : proxy.waitForRecords(3))
            QVERIFY(!record.start.credential.empty());
    }
};

QTEST_GUILESS_MAIN(TestProxyCached)
#include "tst_proxy_cached.moc"
