// SPDX-License-Identifier: MIT
// Identical calls under way share one upstream call: reliability.md D4 to D8.
#include "requestlog/call_way.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <algorithm>
#include <semaphore>
#include <thread>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

const std::string question
    = "{\"model\":\"gpt-4o\",\"temperature\":0,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
const std::string streamed = "{\"model\":\"gpt-4o\",\"temperature\":0,\"stream\":true,\"messages\":[{\"role\":"
                             "\"user\",\"content\":\"hi\"}]}";
const std::string warm = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
const std::string chat = "/up/v1/chat/completions";

std::string chunk(std::string_view text)
{
    char size[16];
    std::snprintf(size, sizeof size, "%zx\r\n", text.size());
    return size + std::string(text) + "\r\n";
}

std::string delta(std::string_view word, bool last = false)
{
    return "data: "
           "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,"
           "\"delta\":{\"content\":\""
        + std::string(word) + "\"},\"finish_reason\":" + (last ? "\"stop\"" : "null") + "}]}\n\n";
}

const std::string streamHead
    = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nSet-Cookie: a=1\r\nx-request-id: leader\r\n"
      "Transfer-Encoding: chunked\r\n\r\n";
const std::string answer
    = "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"message\":{"
      "\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
      "\"completion_tokens\":2,\"total_tokens\":12}}";

std::string whole(std::string_view body, int status = 200)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

void twoThreads(config::Config &configuration)
{
    configuration.limits.threads = 2;
}

/** An origin that holds each call until it is let go. */
struct HeldOrigin
{
    explicit HeldOrigin(std::function<void(RawPeer &, HeldOrigin &)> play)
        : origin([this, play](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                arrived.release();
                play(peer, *this);
            }
            ++ended;
        })
    { }
    ~HeldOrigin() { go.release(1000); }
    std::atomic<int> calls{ 0 };
    std::atomic<int> ended{ 0 }; ///< Connections that the proxy closed.
    std::counting_semaphore<> arrived{ 0 };
    std::counting_semaphore<> go{ 0 };
    RawOrigin origin;
};

} // namespace

class TestProxyFlights : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // D4
    void aHundredCallsAreOne_data()
    {
        QTest::addColumn<bool>("stream");
        QTest::newRow("stream") << true;
        QTest::newRow("plain") << false;
    }
    void aHundredCallsAreOne()
    {
        QFETCH(bool, stream);
        HeldOrigin held([stream](RawPeer &peer, HeldOrigin &self) {
            if (!stream) {
                self.go.acquire();
                peer.write(whole(answer));
                return;
            }
            peer.write(streamHead + chunk(delta("one")));
            self.go.acquire();
            for (int i = 0; i < 50; ++i)
                peer.write(chunk(delta("word " + std::to_string(i))));
            peer.write(chunk(delta("end", true)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        constexpr int callers = 100;
        const std::string body = stream ? streamed : question;
        std::vector<std::unique_ptr<RawPeer>> clients;
        for (int i = 0; i < callers; ++i) {
            clients.push_back(std::make_unique<RawPeer>(RawPeer::connectTo(proxy.port())));
            clients.back()->write(proxy.post("/openai/v1/chat/completions", body)); // whose prices are known
        }
        held.arrived.acquire();
        QTRY_COMPARE(proxy.server().openCalls(), callers);
        if (stream) {
            // Each has the beginning before the rest has even been sent.
            for (const auto &client : clients)
                QVERIFY(client->readUntil("one").ends_with("one"));
        }
        held.go.release();
        int collapsed = 0;
        for (const auto &client : clients) {
            if (stream) {
                QVERIFY(client->readUntil("0\r\n\r\n").find("[DONE]") != std::string::npos);
                continue;
            }
            const RawMessage got(client->readResponse());
            QCOMPARE(got.status, 200);
            QCOMPARE(got.body, answer);
            const bool joined = got.field("cache-status").find("; collapsed") != std::string::npos;
            collapsed += joined ? 1 : 0;
            QCOMPARE(got.field("set-cookie"), std::string());
        }
        QCOMPARE(held.calls.load(), 1);
        int misses = 0;
        int coalesced = 0;
        std::int64_t leader = 0;
        const auto records = proxy.waitForRecords(callers);
        for (const auto &record : records) {
            misses += record.end.outcome == Outcome::Miss ? 1 : 0;
            coalesced += record.end.outcome == Outcome::Coalesced ? 1 : 0;
            if (record.end.outcome == Outcome::Miss)
                leader = record.start.id;
        }
        QCOMPARE(misses, 1);
        QCOMPARE(coalesced, callers - 1);
        for (const auto &record : records) {
            if (record.end.outcome != Outcome::Coalesced)
                continue;
            QCOMPARE(record.end.attempts, 0);
            QCOMPARE(record.end.hitOf, leader);
            if (!stream)
                QVERIFY(record.end.avoided && record.end.avoided->pico() > 0);
        }
        if (!stream)
            QCOMPARE(collapsed, callers - 1);
        const std::string metrics
            = roundTrip(proxy.port(), "GET /_cachescope/metrics HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n")
                  .body;
        QVERIFY(metrics.find("outcome=\"coalesced\"} 99") != std::string::npos);
        QCOMPARE(metrics.find("by=\"coalescing\"") != std::string::npos, !stream);
    }

    void allGetTheSameBytes()
    {
        HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
            peer.write(streamHead + chunk(delta("one")));
            self.go.acquire();
            peer.write(chunk(delta("end", true)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        std::vector<std::string> bodies(8);
        std::vector<std::thread> threads;
        for (std::string &body : bodies)
            threads.emplace_back([&] { body = roundTrip(proxy.port(), proxy.post(chat, streamed)).body; });
        held.arrived.acquire();
        QTRY_COMPARE(proxy.server().openCalls(), 8);
        held.go.release();
        for (std::thread &thread : threads)
            thread.join();
        for (const std::string &body : bodies)
            QCOMPARE(body, delta("one") + delta("end", true) + "data: [DONE]\n\n");
        QCOMPARE(held.calls.load(), 1);
        // And it is in the cache now.
        QVERIFY(
            roundTrip(proxy.port(), proxy.post(chat, streamed)).field("cache-status").find("; hit")
            != std::string::npos);
    }

    // D5
    void aLeaderThatLeavesHurtsNobody()
    {
        HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
            peer.write(streamHead + chunk(delta("one")));
            self.go.acquire();
            peer.write(chunk(delta("end", true)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        auto leader = std::make_unique<RawPeer>(RawPeer::connectTo(proxy.port()));
        leader->write(proxy.post(chat, streamed));
        leader->readUntil("one");
        RawPeer follower(RawPeer::connectTo(proxy.port()));
        follower.write(proxy.post(chat, streamed));
        QVERIFY(follower.readUntil("one").find("collapsed") != std::string::npos);
        leader.reset();
        // The leader has gone before the answer goes on: its row is still to come, at the answer's end.
        QTRY_COMPARE(proxy.server().openCalls(), 2);
        QTest::qWait(20);
        held.go.release();
        QVERIFY(follower.readUntil("0\r\n\r\n").find("[DONE]") != std::string::npos);
        QCOMPARE(held.calls.load(), 1);
        auto records = proxy.waitForRecords(2);
        std::sort(records.begin(), records.end(), [](const auto &one, const auto &other) {
            return one.end.attempts > other.end.attempts;
        });
        QCOMPARE(records[0].end.state, CallState::ClientGone);
        QCOMPARE(records[0].end.outcome, Outcome::Miss);
        QVERIFY(records[0].end.stored);
        QCOMPARE(records[1].end.outcome, Outcome::Coalesced);
        QCOMPARE(records[1].end.state, CallState::Complete);
    }

    void whenAllHaveLeftTheCallIsEnded()
    {
        HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
            peer.write(streamHead + chunk(delta("one")));
            if (self.calls > 1)
                peer.write(chunk(delta("end", true)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        std::vector<std::unique_ptr<RawPeer>> clients;
        for (int i = 0; i < 5; ++i) {
            clients.push_back(std::make_unique<RawPeer>(RawPeer::connectTo(proxy.port())));
            clients.back()->write(proxy.post(chat, streamed));
            clients.back()->readUntil("one");
        }
        QCOMPARE(held.calls.load(), 1);
        for (auto &client : clients) {
            QCOMPARE(held.ended.load(), 0);
            client.reset();
        }
        QElapsedTimer timer;
        timer.start();
        QTRY_COMPARE(held.ended.load(), 1);
        QCOMPARE(proxy.waitForRecords(5).size(), std::size_t{ 5 });
        // A newcomer flies anew.
        const RawMessage fresh = roundTrip(proxy.port(), proxy.post(chat, streamed));
        QVERIFY(fresh.body.ends_with("data: [DONE]\n\n"));
        QCOMPARE(held.calls.load(), 2);
    }

    // D5: newcomers arrive at the very moments at which the others leave.
    void newcomersNeverHangOnACancelledFlight()
    {
        HeldOrigin held([](RawPeer &peer, HeldOrigin &) {
            peer.write(streamHead + chunk(delta("one")));
            peer.write(chunk(delta("end", true)) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
        });
        ProxyFixture proxy(held.origin.url(), [](config::Config &c) {
            c.limits.threads = 2;
            c.cache.ttl = std::chrono::seconds(0); // nothing is kept: every call needs a flight
        });
        std::atomic<int> whole{ 0 };
        std::vector<std::thread> threads;
        for (int t = 0; t < 4; ++t) {
            threads.emplace_back([&, t] {
                for (int i = 0; i < 50; ++i) {
                    RawPeer client(RawPeer::connectTo(proxy.port()));
                    client.write(proxy.post(chat, streamed));
                    if ((i + t) % 2 == 0) {
                        client.close();
                        continue;
                    }
                    whole += RawMessage(client.readResponse()).body.ends_with("data: [DONE]\n\n") ? 1 : 0;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(whole.load(), 100);
        QTRY_COMPARE(proxy.server().openCalls(), 0);
    }

    // D6
    void aFailedLeaderFailsAllAtOnce_data()
    {
        QTest::addColumn<QByteArray>("ending");
        QTest::addColumn<int>("status");
        QTest::newRow("500") << QByteArray("500") << 500;
        QTest::newRow("reset") << QByteArray("reset") << 502;
    }
    void aFailedLeaderFailsAllAtOnce()
    {
        QFETCH(QByteArray, ending);
        QFETCH(int, status);
        HeldOrigin held([ending](RawPeer &peer, HeldOrigin &self) {
            self.go.acquire();
            if (ending == "500")
                peer.write(whole("{\"error\":{\"message\":\"no\"}}", 500));
            else
                peer.reset();
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        std::vector<int> statuses(20);
        std::vector<std::thread> threads;
        for (int &got : statuses)
            threads.emplace_back([&] { got = roundTrip(proxy.port(), proxy.post(chat, question)).status; });
        held.arrived.acquire();
        QTRY_COMPARE(proxy.server().openCalls(), 20);
        held.go.release(100);
        for (std::thread &thread : threads)
            thread.join();
        for (const int got : statuses)
            QCOMPARE(got, status);
        QCOMPARE(held.calls.load(), 1); // no stampede
        for (const auto &record : proxy.waitForRecords(20)) {
            QCOMPARE(record.end.outcome, Outcome::Error);
            QVERIFY(!record.end.stored);
        }
    }

    void aCutAnswerIsCutForAll()
    {
        HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
            peer.write(streamHead + chunk(delta("one")));
            self.go.acquire();
            peer.reset();
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        std::vector<std::unique_ptr<RawPeer>> clients;
        for (int i = 0; i < 6; ++i) {
            clients.push_back(std::make_unique<RawPeer>(RawPeer::connectTo(proxy.port())));
            clients.back()->write(proxy.post(chat, streamed));
            clients.back()->readUntil("one");
        }
        held.go.release();
        for (const auto &client : clients)
            QVERIFY(client->readToEnd().bytes.find("0\r\n\r\n") == std::string::npos);
        for (const auto &record : proxy.waitForRecords(6))
            QCOMPARE(record.end.state, CallState::Cut);
        QCOMPARE(held.calls.load(), 1);
    }

    // D2, D7, D8: what is not the same question, or must not be shared, is not.
    void othersAreNotJoined_data()
    {
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<QByteArray>("second");
        QTest::addColumn<QByteArray>("otherFields");
        QTest::addColumn<int>("calls");
        const QByteArray same(question.c_str());
        const auto with = [&](const char *member) { return QByteArray(question.c_str()).insert(1, member); };
        QTest::newRow("equal") << same << QByteArray() << same << QByteArray() << 1;
        QTest::newRow("other key") << same << QByteArray("Authorization: Bearer aaaaaaaa\r\n") << same
                                   << QByteArray("Authorization: Bearer bbbbbbbb\r\n") << 2;
        QTest::newRow("stream and plain")
            << same << QByteArray() << QByteArray(streamed.c_str()) << QByteArray() << 2;
        QTest::newRow("warm") << QByteArray(warm.c_str()) << QByteArray() << QByteArray(warm.c_str())
                              << QByteArray() << 2;
        QTest::newRow("warm, but told to")
            << QByteArray(warm.c_str()) << QByteArray("X-Cachescope-Cache: on\r\n") << QByteArray(warm.c_str())
            << QByteArray("X-Cachescope-Cache: on\r\n") << 1;
        QTest::newRow("refresh") << same << QByteArray() << same << QByteArray("X-Cachescope-Cache: refresh\r\n")
                                 << 2;
        QTest::newRow("no-cache") << same << QByteArray() << same << QByteArray("Cache-Control: no-cache\r\n") << 2;
        QTest::newRow("no-store") << same << QByteArray() << same << QByteArray("Cache-Control: no-store\r\n") << 2;
        QTest::newRow("store") << with("\"store\":true,") << QByteArray() << with("\"store\":true,") << QByteArray()
                               << 2;
        const char *tools = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"pay\"}}],";
        QTest::newRow("tools") << with(tools) << QByteArray() << with(tools) << QByteArray() << 2;
    }
    void othersAreNotJoined()
    {
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, fields);
        QFETCH(QByteArray, second);
        QFETCH(QByteArray, otherFields);
        QFETCH(int, calls);
        HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
            self.go.acquire();
            peer.write(whole(answer));
        });
        ProxyFixture proxy(held.origin.url(), twoThreads);
        std::thread one(
            [&] { roundTrip(proxy.port(), proxy.post(chat, first.toStdString(), fields.toStdString())); });
        held.arrived.acquire();
        std::thread two(
            [&] { roundTrip(proxy.port(), proxy.post(chat, second.toStdString(), otherFields.toStdString())); });
        QTRY_COMPARE(proxy.server().openCalls(), 2);
        if (calls == 2)
            held.arrived.acquire();
        held.go.release(2);
        one.join();
        two.join();
        QCOMPARE(held.calls.load(), calls);
    }

    void modeOffAndAll()
    {
        for (const auto mode : { config::CoalescingMode::Off, config::CoalescingMode::All }) {
            HeldOrigin held([](RawPeer &peer, HeldOrigin &self) {
                self.go.acquire();
                peer.write(whole(answer));
            });
            ProxyFixture proxy(held.origin.url(), [mode](config::Config &c) { c.coalescing.mode = mode; });
            const bool off = mode == config::CoalescingMode::Off;
            const std::string body = off ? question : warm;
            std::thread one([&] { roundTrip(proxy.port(), proxy.post(chat, body)); });
            held.arrived.acquire();
            std::thread two([&] { roundTrip(proxy.port(), proxy.post(chat, body)); });
            QTRY_COMPARE(proxy.server().openCalls(), 2);
            if (off)
                held.arrived.acquire();
            held.go.release(2);
            one.join();
            two.join();
            QCOMPARE(held.calls.load(), off ? 2 : 1);
        }
    }

    // The batch window: an answer that is not kept serves those who come soon after.
    void theWindowServesLatecomers()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write(whole(answer));
            }
        });
        for (const int window : { 0, 60'000 }) {
            calls = 0;
            ProxyFixture proxy(origin.url(), [window](config::Config &c) {
                c.cache.ttl = std::chrono::seconds(0);
                c.coalescing.window = std::chrono::milliseconds(window);
            });
            QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).body, answer);
            const RawMessage late = roundTrip(proxy.port(), proxy.post(chat, question));
            QCOMPARE(QByteArray::fromStdString(late.body), QByteArray::fromStdString(answer));
            QCOMPARE(late.field("cache-status").find("collapsed") != std::string::npos, window > 0);
            QCOMPARE(calls.load(), window > 0 ? 1 : 2);
        }
    }
};

QTEST_GUILESS_MAIN(TestProxyFlights)
#include "tst_proxy_flights.moc"
