// SPDX-License-Identifier: MIT
// Streams: reliability.md B3, B9, C8; back-pressure.
#include "http/chunked.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <fstream>
#include <semaphore>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallState;

namespace {

const std::string question = R"({"model":"gpt-4o","stream":true,"messages":[{"role":"user","content":"hi"}]})";
constexpr std::string_view streamHead
    = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nTransfer-Encoding: chunked\r\n\r\n";

std::string chunk(std::string_view data)
{
    std::string out;
    http::appendChunk(out, data);
    return out;
}

std::size_t residentBytes()
{
    std::ifstream file("/proc/self/statm");
    std::size_t size = 0;
    std::size_t resident = 0;
    file >> size >> resident;
    return resident * 4096;
}

} // namespace

class TestProxyStreams : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Each event must be with the client before the origin makes the next: nothing may be held back.
    void eventsLeaveAsTheyArrive()
    {
        std::counting_semaphore<> received(0);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(streamHead);
            for (int i = 0; i < 50; ++i) {
                peer.write(chunk("data: {\"n\":" + std::to_string(i) + "}\n\n"));
                received.acquire();
            }
            peer.write(chunk("data: [DONE]\n\n") + "0\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/chat/completions", question));
        QVERIFY(client.readUntil("\r\n\r\n").starts_with("HTTP/1.1 200"));
        for (int i = 0; i < 50; ++i) {
            QVERIFY(client.readUntil("\n\n").find("\"n\":" + std::to_string(i) + "}") != std::string::npos);
            received.release();
        }
        QVERIFY(client.readUntil("0\r\n\r\n").find("[DONE]") != std::string::npos);
    }

    // B9: byte by byte, multi-byte characters split.
    void bytesArriveUnchangedHoweverTheyAreCut()
    {
        std::string body;
        for (int i = 0; i < 40; ++i)
            body += "event: e\r\ndata: {\"t\":\"\xF0\x9F\x98\x80 \xC3\xA4 " + std::to_string(i) + "\"}\r\n\r\n";
        body += "data: [DONE]\r\n\r\n";
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(streamHead);
            for (const char c : body)
                peer.write(chunk({ &c, 1 }));
            peer.write("0\r\nX-Sum: 1\r\nContent-Length: 3\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post("/up/v1/chat/completions", question));
        QCOMPARE(answer.body, body);
    }

    void trailersCrossExceptThoseThatSteer()
    {
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(
                std::string(streamHead) + chunk("data: x\n\n")
                + "0\r\nX-Sum: 1\r\nContent-Length: 3\r\nSet-Cookie: a\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/x", "{}"));
        const std::string answer = client.readResponse();
        QVERIFY2(answer.ends_with("0\r\nX-Sum: 1\r\n\r\n"), answer.c_str());
    }

    // B3: ends properly, but lacks its terminal event: passed on, flagged, not kept.
    void streamsWithoutTheirTerminalEventAreNotKept_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<QByteArray>("event");
        QTest::newRow("chat") << QByteArray("/up/v1/chat/completions")
                              << QByteArray(
                                     "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"hi\"}}]}\n\n");
        QTest::newRow("responses") << QByteArray("/up/v1/responses")
                                   << QByteArray("event: response.output_text.delta\ndata: "
                                                 "{\"type\":\"response.output_text.delta\",\"delta\":\"hi\"}\n\n");
        QTest::newRow("messages") << QByteArray("/v1/messages")
                                  << QByteArray("event: content_block_delta\ndata: "
                                                "{\"type\":\"content_block_delta\",\"index\":0,\"delta\":{\"type\":"
                                                "\"text_delta\",\"text\":\"hi\"}}\n\n");
        QTest::newRow("gemini")
            << QByteArray("/v1beta/models/g:streamGenerateContent?alt=sse")
            << QByteArray("data: {\"candidates\":[{\"content\":{\"parts\":[{\"text\":\"hi\"}]}}]}\n\n");
    }
    void streamsWithoutTheirTerminalEventAreNotKept()
    {
        QFETCH(QByteArray, target);
        QFETCH(QByteArray, event);
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write(std::string(streamHead) + chunk(event.toStdString()) + "0\r\n\r\n");
            }
        });
        ProxyFixture proxy(origin.url());
        for (int i = 0; i < 2; ++i) {
            const RawMessage answer = roundTrip(proxy.port(), proxy.post(target.toStdString(), question));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.body, event.toStdString());
        }
        QCOMPARE(calls.load(), 2);
        for (const auto &record : proxy.waitForRecords(2)) {
            QCOMPARE(record.end.state, CallState::NoTerminalEvent);
            QVERIFY(!record.end.stored);
        }
    }

    // C8: the upstream call ends with its client.
    void upstreamCallsEndWithTheirClient()
    {
        constexpr int clients = 50;
        std::counting_semaphore<> ended(0);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(std::string(streamHead) + chunk("data: 1\n\n"));
            if (peer.readToEnd().end != RawPeer::End::Timeout)
                ended.release();
        });
        ProxyFixture proxy(origin.url());
        {
            std::vector<std::unique_ptr<RawPeer>> peers;
            for (int i = 0; i < clients; ++i) {
                peers.push_back(std::make_unique<RawPeer>(RawPeer::connectTo(proxy.port())));
                peers.back()->write(proxy.post("/up/v1/chat/completions", question));
            }
            for (const auto &peer : peers)
                peer->readUntil("data: 1");
            QCOMPARE(proxy.server().openCalls(), clients);
        }
        for (int i = 0; i < clients; ++i)
            QVERIFY(ended.try_acquire_for(std::chrono::seconds(10)));
        for (const auto &record : proxy.waitForRecords(clients))
            QCOMPARE(record.end.state, CallState::ClientGone);
        QCOMPARE(proxy.server().openCalls(), 0);
    }

    // A client that does not read must not make the proxy swallow the upstream's whole answer.
    void slowReadersHoldTheUpstreamBack()
    {
        constexpr std::size_t total = 200U << 20;
        std::atomic<std::size_t> sent{ 0 };
        std::counting_semaphore<> stuck(0);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(
                "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: " + std::to_string(total)
                + "\r\n\r\n");
            const std::string piece(1U << 20, 'x');
            while (sent < total) {
                peer.write(piece);
                sent += piece.size();
                if (sent == (8U << 20))
                    stuck.release();
            }
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        const std::size_t before = residentBytes();
        client.write(proxy.post("/up/v1/x", "{}"));
        QVERIFY(client.readUntil("\r\n\r\n").starts_with("HTTP/1.1 200"));
        // The kernel's buffers take some megabytes; what matters is that it stops long before the end.
        for (std::size_t last = ~std::size_t{ 0 }; last != sent;) {
            last = sent;
            QTest::qWait(300);
        }
        QVERIFY2(sent < total / 2, qPrintable(QString::number(sent)));
        QVERIFY(residentBytes() < before + (32U << 20));
        std::size_t received = 0;
        while (received < total) {
            const std::string piece = client.readSome(1U << 20);
            QVERIFY(!piece.empty());
            received += piece.size();
        }
        QCOMPARE(received, total);
        QCOMPARE(proxy.waitForRecords(1).front().end.responseBytes, static_cast<std::int64_t>(total));
    }

    // B9: one event of 20 MB passes; what the recorder makes of it is bounded.
    void hugeEventsPass()
    {
        std::string event = "data: {\"x\":\"" + std::string(20U << 20, 'y') + "\"}\n\n";
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(std::string(streamHead) + chunk(event) + chunk("data: [DONE]\n\n") + "0\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post("/up/v1/chat/completions", question));
        QCOMPARE(answer.body.size(), event.size() + 14);
        QVERIFY(!proxy.waitForRecords(1).front().end.stored);
    }
};

QTEST_GUILESS_MAIN(TestProxyStreams)
#include "tst_proxy_streams.moc"
