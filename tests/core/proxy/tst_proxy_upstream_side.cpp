// SPDX-License-Identifier: MIT
// The upstream side: reliability.md B2, B4, B5, B7, B10, redirects, retries.
#include "http/response_parser.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <semaphore>
#include <zlib.h>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

const std::string question = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
const std::string chat = "/up/v1/chat/completions";

std::string answered(std::string_view fields, std::string_view body)
{
    return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n" + std::string(fields) + "\r\n"
        + std::string(body);
}

std::string whole(std::string_view body)
{
    return answered("Content-Length: " + std::to_string(body.size()) + "\r\n", body);
}

std::string gzipped(std::string_view text)
{
    z_stream stream{};
    deflateInit2(&stream, 6, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY);
    std::string out(text.size() + 100, '\0');
    stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef *>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    deflate(&stream, Z_FINISH);
    out.resize(out.size() - stream.avail_out);
    deflateEnd(&stream);
    return out;
}

/** True when an HTTP client would take `bytes` and then the connection's end for a whole answer. */
bool looksWhole(const RawPeer::Rest &rest)
{
    http::ResponseParser parser;
    parser.start(http::ResponseParser::RequestKind::Ordinary);
    std::string_view input = rest.bytes;
    for (;;) {
        const http::Event event = parser.feed(input);
        if (event.kind == http::EventKind::End)
            return true;
        if (event.kind == http::EventKind::Error)
            return false;
        if (event.kind == http::EventKind::NeedMore)
            return rest.end == RawPeer::End::Fin && parser.finish().kind == http::EventKind::End;
    }
}

} // namespace

class TestProxyUpstreamSide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // B2: what arrives cut leaves cut, and is never kept.
    void cutAnswersStayCut_data()
    {
        QTest::addColumn<QByteArray>("framing");
        QTest::addColumn<QByteArray>("ending");
        QTest::addColumn<bool>("reused");
        for (const char *framing : { "length", "chunked", "gzip", "until close" }) {
            for (const char *ending : { "FIN", "RST", "bad chunk", "no last chunk" }) {
                const bool chunks = QByteArray(framing) == "chunked" || QByteArray(framing) == "gzip";
                const bool untilClose = QByteArray(framing) == "until close";
                // A FIN is the proper end of a body without framing.
                if ((!chunks && QByteArray(ending).endsWith("chunk"))
                    || (untilClose && QByteArray(ending) == "FIN"))
                    continue;
                for (const bool reused : { false, true })
                    QTest::addRow("%s, %s, %s", framing, ending, reused ? "reused" : "new")
                        << QByteArray(framing) << QByteArray(ending) << reused;
            }
        }
    }
    void cutAnswersStayCut()
    {
        QFETCH(QByteArray, framing);
        QFETCH(QByteArray, ending);
        QFETCH(bool, reused);
        std::string body = "{\"choices\":[{\"finish_reason\":\"stop\",\"message\":{\"content\":\""
            + std::string(3000, 'x') + "\"}}]}";
        std::string fields;
        if (framing == "gzip") {
            body = gzipped(body);
            fields = "Content-Encoding: gzip\r\n";
        }
        std::string bytes;
        if (framing == "length") {
            bytes = answered("Content-Length: " + std::to_string(body.size() + 10) + "\r\n", body);
        } else if (framing == "until close") {
            bytes = answered("", body);
        } else {
            std::string chunks;
            http::appendChunk(chunks, body);
            if (ending == "bad chunk")
                chunks += "zz\r\n";
            else if (ending != "no last chunk")
                chunks += "10\r\nhalf";
            bytes = answered(fields + "Transfer-Encoding: chunked\r\n", chunks);
        }
        std::atomic<int> calls{ 0 };
        std::counting_semaphore<> beginningArrived(0);
        RawOrigin origin([&](RawPeer &peer) {
            if (reused) {
                peer.readRequest();
                peer.write(whole("{}"));
            }
            if (peer.readRequest().empty())
                return;
            ++calls;
            peer.write(bytes);
            // A RST destroys what it overtakes: it is sent once the beginning is with the client.
            beginningArrived.acquire();
            if (ending == "RST") {
                peer.reset();
            } else {
                peer.finish();
                peer.readToEnd();
            }
        });
        ProxyFixture proxy(origin.url());
        constexpr int times = 20;
        for (int i = 0; i < times; ++i) {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            if (reused) {
                client.write(proxy.post("/up/v1/other", "{}"));
                QCOMPARE(RawMessage(client.readResponse()).status, 200);
            }
            client.write(proxy.post(chat, question));
            std::string beginning = client.readUntil("\r\n\r\n");
            beginning += client.readSome(20);
            beginningArrived.release();
            RawPeer::Rest rest = client.readToEnd();
            rest.bytes = beginning + rest.bytes;
            QVERIFY2(!looksWhole(rest), rest.bytes.c_str());
            QCOMPARE(RawMessage(rest.bytes).status, 200);
        }
        QCOMPARE(calls.load(), times); // never answered from the cache
        for (const requestlog::CallRecord &record : proxy.waitForRecords(reused ? 2 * times : times)) {
            if (record.start.target == "/v1/other")
                continue;
            QCOMPARE(record.end.state, CallState::Cut);
            QVERIFY(!record.end.stored);
        }
    }

    void closeDelimitedAnswersEndProperly()
    {
        RawOrigin origin([](RawPeer &peer) {
            peer.readRequest();
            peer.write(answered("", "{\"a\":1}"));
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int i = 0; i < 3; ++i) {
            client.write(proxy.post("/up/v1/other", "{}"));
            const RawMessage answer(client.readResponse());
            QCOMPARE(answer.body, std::string("{\"a\":1}"));
            QCOMPARE(answer.field("transfer-encoding"), std::string("chunked"));
        }
    }

    // B4: bytes after an answer belong to no one.
    void extraBytesEndTheConnection()
    {
        RawOrigin origin([](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(whole("{}") + "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison");
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int i = 0; i < 5; ++i) {
            client.write(proxy.post("/up/v1/other", "{}"));
            QCOMPARE(RawMessage(client.readResponse()).body, std::string("{}"));
        }
        QCOMPARE(origin.connections(), 5);
    }

    // B5, G7: nothing malformed crosses from the upstream.
    void malformedAnswersBecome502_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("two lengths") << QByteArray(
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}");
        QTest::newRow("TE and CL") << QByteArray(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n0\r\n\r\n");
        QTest::newRow("negative") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}");
        QTest::newRow("NUL") << QByteArray("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\n{}", 48);
        QTest::newRow("bare CR") << QByteArray(
            "HTTP/1.1 200 OK\r\nX: a\rSet-Cookie: b\r\nContent-Length: 2\r\n\r\n{}");
        QTest::newRow("bare LF") << QByteArray(
            "HTTP/1.1 200 OK\r\nX: a\nSet-Cookie: b\r\nContent-Length: 2\r\n\r\n{}");
        QTest::newRow("high byte in a name")
            << QByteArray("HTTP/1.1 200 OK\r\nX\xe4: a\r\nContent-Length: 2\r\n\r\n{}");
        QTest::newRow("garbage") << QByteArray("\x15\x03\x03 what\r\n\r\n");
        QTest::newRow("HTTP/2") << QByteArray("HTTP/2 200\r\n\r\n");
        QTest::newRow("101") << QByteArray("HTTP/1.1 101 Switching Protocols\r\n\r\n");
        QTest::newRow("half a head") << QByteArray("HTTP/1.1 200 OK\r\nContent-");
        QTest::newRow("nothing") << QByteArray();
    }
    void malformedAnswersBecome502()
    {
        QFETCH(QByteArray, bytes);
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(bytes.toStdString());
        });
        ProxyFixture proxy(origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.body.find("\"cachescope_error\"") != std::string::npos, answer.body.c_str());
        QVERIFY(answer.body.find("Set-Cookie") == std::string::npos);
        const auto record = proxy.waitForRecords(1).front();
        QCOMPARE(record.end.outcome, Outcome::Error);
        QCOMPARE(record.end.state, CallState::Failed);
        QCOMPARE(origin.connections(), 1);
    }

    // B7
    void interimAnswersAreSkipped()
    {
        RawOrigin origin([](RawPeer &peer) {
            peer.readRequest();
            std::string bytes = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
            for (int i = 0; i < 1000; ++i)
                bytes += "HTTP/1.1 102 Processing\r\n\r\n";
            peer.write(bytes + whole("{}"));
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body, std::string("{}"));
    }

    void redirectsAreNotFollowedAndNotPassedOn()
    {
        std::atomic<int> leaked{ 0 };
        RawOrigin elsewhere([&](RawPeer &peer) {
            peer.readRequest();
            ++leaked;
        });
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(
                "HTTP/1.1 307 Temporary Redirect\r\nLocation: " + elsewhere.url()
                + "/v1?key=abc\r\nContent-Length: 0\r\n\r\n");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 502);
        QVERIFY(answer.body.find(elsewhere.url()) != std::string::npos);
        QVERIFY(answer.body.find("abc") == std::string::npos);
        QVERIFY(answer.field("location").empty());
        QCOMPARE(leaked.load(), 0);
    }

    // B10
    void deadlinesAreOurOwn()
    {
        std::counting_semaphore<> done(0);
        const auto adjust = [](config::Config &c) {
            c.limits.firstByte = std::chrono::seconds(1);
            c.limits.idle = std::chrono::seconds(1);
            c.limits.connect = std::chrono::seconds(1);
        };
        RawOrigin silent([&](RawPeer &peer) { peer.readToEnd(); });
        {
            ProxyFixture proxy(silent.url(), adjust);
            const RawMessage answer = roundTrip(proxy.port(), proxy.post("/v1/messages", question));
            QCOMPARE(answer.status, 504);
            QVERIFY2(answer.body.find("\"type\":\"error\"") != std::string::npos, answer.body.c_str());
        }
        {
            ProxyFixture proxy("https" + silent.url().substr(4), adjust); // a TLS handshake that is never answered
            QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 504);
        }
        RawOrigin stalling([&](RawPeer &peer) {
            peer.readRequest();
            peer.write(answered("Content-Length: 100\r\n", "half"));
            peer.readToEnd();
        });
        ProxyFixture proxy(stalling.url(), adjust);
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post(chat, question));
        const RawPeer::Rest rest = client.readToEnd();
        QVERIFY(rest.bytes.ends_with("half"));
        QVERIFY(!looksWhole(rest));
        QCOMPARE(proxy.waitForRecords(1).front().end.errorKind, std::string("upstream_stalled"));
    }

    void refusedConnectionsAreReported()
    {
        std::uint16_t freePort = 0;
        {
            RawOrigin gone([](RawPeer &) {});
            freePort = gone.port();
        }
        ProxyFixture proxy("http://127.0.0.1:" + std::to_string(freePort));
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 502);
        QVERIFY(answer.body.find("upstream_unreachable") != std::string::npos);
        QVERIFY(answer.field("cache-status").starts_with("cachescope; fwd="));
    }

    void aKeptConnectionThatDiedIsReplacedOnce()
    {
        std::atomic<int> served{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            ++served;
            peer.write(whole("{}"));
            // Takes the second request and closes without a word, as a server that had just given the connection
            // up.
            peer.readRequest();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int i = 0; i < 3; ++i) {
            client.write(
                proxy.post("/up/v1/embeddings", "{\"model\":\"m\",\"input\":\"" + std::to_string(i) + "\"}"));
            QCOMPARE(RawMessage(client.readResponse()).status, 200);
        }
        QCOMPARE(served.load(), 3);
        QCOMPARE(origin.connections(), 3);
    }

    void aNewConnectionThatDiesIsNotRetried()
    {
        RawOrigin origin([](RawPeer &peer) { peer.readRequest(); });
        ProxyFixture proxy(origin.url());
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 502);
        QCOMPARE(origin.connections(), 1);
    }

    void retriesAreMadeAndCounted()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write(
                    calls < 3 ? "HTTP/1.1 529 Overloaded\r\nretry-after-ms: 1\r\nContent-Length: 0\r\n\r\n"
                              : whole("{}"));
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) { c.retries.max = 2; });
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        QCOMPARE(calls.load(), 3);
        QCOMPARE(proxy.waitForRecords(1).front().end.attempts, 3);
    }

    void spentRetriesTellTheClientToStop()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                peer.write("HTTP/1.1 503 Busy\r\nretry-after-ms: 1\r\nContent-Length: 0\r\n\r\n");
            }
        });
        {
            ProxyFixture proxy(origin.url(), [](config::Config &c) { c.retries.max = 2; });
            const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
            QCOMPARE(answer.status, 503);
            QCOMPARE(answer.field("x-should-retry"), std::string("false"));
            QCOMPARE(calls.load(), 3);
        }
        ProxyFixture proxy(origin.url()); // retries.max 0
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 503);
        QCOMPARE(answer.field("x-should-retry"), std::string());
        QCOMPARE(calls.load(), 4);
    }

    void upstreamsAreReachedThroughAConfiguredProxy()
    {
        std::mutex mutex;
        std::string connectRequest;
        RawOrigin webProxy([&](RawPeer &peer) {
            {
                const std::lock_guard lock(mutex);
                connectRequest = peer.readUntil("\r\n\r\n");
            }
            peer.write("HTTP/1.1 200 Connection established\r\n\r\n");
            // From here on it plays the origin.
            while (!peer.readRequest().empty())
                peer.write(whole("{}"));
        });
        ProxyFixture proxy(
            "http://origin.invalid:81", [&](config::Config &c) { c.upstreamProxy = webProxy.url(); });
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        const std::lock_guard lock(mutex);
        QVERIFY2(connectRequest.starts_with("CONNECT origin.invalid:81 HTTP/1.1\r\n"), connectRequest.c_str());
    }

    void unknownNamesAreReported()
    {
        ProxyFixture proxy("http://origin.invalid");
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.body.find("origin.invalid") != std::string::npos, answer.body.c_str());
    }

    void itNeverCallsItself()
    {
        RawOrigin origin([](RawPeer &) {});
        ProxyFixture proxy(origin.url());
        config::Config configuration = config::defaults();
        configuration.upstreams["up"].url = "http://localhost:" + std::to_string(proxy.port());
        proxy.server().reconfigure(configuration, providers::PriceBook::shipped());
        RawMessage answer("");
        QTRY_VERIFY(
            (answer = roundTrip(proxy.port(), proxy.post(chat, question))).body.find("itself")
            != std::string::npos);
        QCOMPARE(answer.status, 502);
    }

    void healthIsTold()
    {
        RawOrigin origin([](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write("HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n");
        });
        ProxyFixture proxy(origin.url());
        roundTrip(proxy.port(), proxy.post(chat, question));
        proxy.waitForRecords(1);
        const auto health = proxy.server().upstreamHealth();
        QCOMPARE(health.at("up").state, proxy::UpstreamHealth::State::Failing);
        QCOMPARE(health.at("up").lastError, std::string("HTTP 500"));
    }

    void callersNeverShareAConnection()
    {
        RawOrigin origin([](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(whole("{}"));
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int i = 0; i < 6; ++i) {
            client.write(
                proxy.post("/up/v1/other", "{}", i % 2 ? "Authorization: Bearer one\r\n" : "x-api-key: two\r\n"));
            QCOMPARE(RawMessage(client.readResponse()).status, 200);
        }
        QCOMPARE(origin.connections(), 2);
    }
};

QTEST_GUILESS_MAIN(TestProxyUpstreamSide)
#include "tst_proxy_upstream_side.moc"
