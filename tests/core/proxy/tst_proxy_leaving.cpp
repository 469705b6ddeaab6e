// SPDX-License-Identifier: MIT
// Clients that end their side: who only stopped sending gets its answer, who is gone ends the upstream call
// (RFC 9112, section 9.6; reliability.md C8).
#include "proxy/peer_presence.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <semaphore>

using namespace cachescope;
using namespace cachescope::test;
using proxy::PeerPresence;
using requestlog::CallState;

namespace {

const std::string question = R"({"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view streamHead
    = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";
constexpr std::string_view okAnswer
    = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
/** Longer than two of the worker's rounds, in which it looks after clients that left. */
constexpr int roundsMs = 600;
constexpr auto longest = std::chrono::seconds(10);

} // namespace

class TestProxyLeaving : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theKernelTellsAHalfClosedPeerFromOneThatIsGone()
    {
        std::counting_semaphore<> halfClosed(0);
        std::counting_semaphore<> looked(0);
        std::vector<PeerPresence> seen;
        RawOrigin server([&](RawPeer &peer) {
            for (int i = 0; i < 3; ++i) {
                halfClosed.acquire();
                seen.push_back(proxy::peerPresence(peer.descriptor()));
                looked.release();
            }
        });
        auto client = std::make_unique<RawPeer>(RawPeer::connectTo(server.port()));
        client->write("x");
        for (int step = 0; step < 3; ++step) {
            if (step == 1)
                client->finish();
            if (step == 2)
                client.reset();
            halfClosed.release();
            QVERIFY(looked.try_acquire_for(longest));
        }
        const std::vector<PeerPresence> expected{ PeerPresence::Reads, PeerPresence::Reads, PeerPresence::Gone };
        QCOMPARE(seen, expected);
    }

    void whoStoppedSendingGetsItsAnswer()
    {
        std::counting_semaphore<> asked(0);
        std::counting_semaphore<> answer(0);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            asked.release();
            answer.acquire();
            peer.write(okAnswer);
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/chat/completions", "{}"));
        QVERIFY(asked.try_acquire_for(longest));
        client.finish();
        QTest::qWait(roundsMs);
        answer.release();
        const RawPeer::Rest rest = client.readToEnd();
        QCOMPARE(RawMessage(rest.bytes).body, std::string("{}"));
        QCOMPARE(rest.end, RawPeer::End::Fin);
        QCOMPARE(proxy.waitForRecords(1).front().end.state, CallState::Complete);
    }

    // FIN comes with the request, as from `nc -N`.
    void requestAndEndInOneGo()
    {
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(okAnswer);
        });
        ProxyFixture proxy(origin.url());
        for (int i = 0; i < 20; ++i) {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(proxy.post("/up/v1/x", "{}"));
            client.finish();
            const RawPeer::Rest rest = client.readToEnd();
            QCOMPARE(RawMessage(rest.bytes).status, 200);
            QCOMPARE(rest.end, RawPeer::End::Fin);
        }
    }

    void pipelinedRequestsAreAllAnswered()
    {
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(okAnswer);
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        std::string all;
        for (int i = 0; i < 5; ++i)
            all += proxy.post("/up/v1/x", "{\"n\":" + std::to_string(i) + "}");
        client.write(all);
        client.finish();
        const RawPeer::Rest rest = client.readToEnd();
        std::size_t answers = 0;
        for (std::size_t at = rest.bytes.find("HTTP/1.1 200"); at != std::string::npos;
             at = rest.bytes.find("HTTP/1.1 200", at + 1))
            ++answers;
        QCOMPARE(answers, std::size_t{ 5 });
        QCOMPARE(rest.end, RawPeer::End::Fin);
    }

    void aStreamGoesOnToItsEnd()
    {
        std::counting_semaphore<> next(0);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(std::string(streamHead) + "3\r\n1\n\n\r\n");
            next.acquire();
            peer.write("3\r\n2\n\n\r\n0\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/chat/completions", question));
        std::string got = client.readUntil("1\n\n");
        client.finish();
        QTest::qWait(roundsMs);
        next.release();
        const RawPeer::Rest rest = client.readToEnd();
        QVERIFY(rest.bytes.ends_with("0\r\n\r\n"));
        QCOMPARE(rest.end, RawPeer::End::Fin);
    }

    // The end comes long before the client has read its answer.
    void aLargeAnswerArrivesWhole()
    {
        constexpr std::size_t size = 40U << 20;
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
            peer.write(std::string(size, 'x'));
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/x", "{}"));
        client.finish();
        QTest::qWait(roundsMs);
        QCOMPARE(RawMessage(client.readToEnd().bytes).body.size(), size);
    }

    void whoIsGoneEndsTheCall_data()
    {
        QTest::addColumn<bool>("streaming");
        QTest::addColumn<bool>("halfClosedBefore");
        QTest::newRow("before the answer") << false << false;
        QTest::newRow("within the answer") << true << false;
        QTest::newRow("first half-closed, then gone") << false << true;
    }
    void whoIsGoneEndsTheCall()
    {
        QFETCH(bool, streaming);
        QFETCH(bool, halfClosedBefore);
        std::counting_semaphore<> asked(0);
        std::counting_semaphore<> ended(0);
        // It never answers by itself: only the proxy's leaving ends it.
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            if (streaming)
                peer.write(std::string(streamHead) + "3\r\n1\n\n\r\n");
            asked.release();
            if (peer.readToEnd().end != RawPeer::End::Timeout)
                ended.release();
        });
        ProxyFixture proxy(origin.url());
        {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(proxy.post("/up/v1/chat/completions", question));
            QVERIFY(asked.try_acquire_for(longest));
            if (streaming)
                client.readUntil("1\n\n");
            if (halfClosedBefore) {
                client.finish();
                QTest::qWait(roundsMs);
                QCOMPARE(proxy.server().openCalls(), 1);
            }
        }
        QVERIFY(ended.try_acquire_for(longest));
        QCOMPARE(proxy.waitForRecords(1).front().end.state, CallState::ClientGone);
    }

    // Nothing that can be answered: the rest of the request will never come.
    void halfARequestAndTheEnd()
    {
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(okAnswer);
        });
        ProxyFixture proxy(origin.url());
        const std::string whole = proxy.post("/up/v1/x", "{\"a\":1}");
        for (const std::size_t size : { std::size_t{ 10 }, whole.size() - 3 }) {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(whole.substr(0, size));
            client.finish();
            QCOMPARE(client.readToEnd().bytes, std::string());
        }
        QCOMPARE(origin.connections(), 0);
    }
};

QTEST_GUILESS_MAIN(TestProxyLeaving)
#include "tst_proxy_leaving.moc"
