// SPDX-License-Identifier: MIT
// The listening side: reliability.md A1, A5, A7, A8, A9, G1, G2, G6.
#include "request_cases.h"
#include "support/proxy_fixture.h"

#include <QTest>

using namespace cachescope;
using namespace cachescope::test;

namespace {

constexpr std::string_view okAnswer
    = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

/** An origin that answers everything with {} and keeps what it was sent. */
struct RecordingOrigin
{
    std::mutex mutex;
    std::vector<std::string> requests; ///< under mutex
    RawOrigin origin{ [this](RawPeer &peer) {
        for (;;) {
            std::string request = peer.readRequest();
            if (request.empty())
                return;
            {
                const std::lock_guard lock(mutex);
                requests.push_back(std::move(request));
            }
            peer.write(okAnswer);
        }
    } };
    std::size_t count()
    {
        const std::lock_guard lock(mutex);
        return requests.size();
    }
};

void replaceAll(std::string &text, std::string_view from, std::string_view to)
{
    for (std::size_t at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

} // namespace

class TestProxyClientSide : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // A1: what is malformed gets 4xx and a closed connection, and the origin sees nothing of it.
    void malformedRequestsStopHere()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        for (const RequestCase &row : requestCases()) {
            std::string bytes = row.bytes;
            replaceAll(bytes, "Host: a\r\n", "Host: " + proxy.host() + "\r\n");
            replaceAll(bytes, "Host: 127.0.0.1\r\n", "Host: " + proxy.host() + "\r\n");
            const std::size_t before = origin.count();
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(bytes);
            if (row.status != 0) {
                const RawPeer::Rest rest = client.readToEnd();
                const RawMessage answer(rest.bytes);
                QVERIFY2(answer.status == row.status, row.name);
                QVERIFY2(rest.end == RawPeer::End::Fin, row.name);
                QVERIFY2(origin.count() == before, row.name);
            } else {
                const RawMessage answer(client.readResponse());
                QVERIFY2(
                    answer.status <= 200 || (answer.status >= 403 && answer.status <= 404) || answer.status == 421,
                    row.name);
            }
        }
    }

    // A5
    void basePathsAreAnsweredHere()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        const std::string host = "Host: " + proxy.host() + "\r\n\r\n";
        for (const char *path : { "/", "/anthropic", "/anthropic/", "/@team/up" }) {
            QCOMPARE(
                roundTrip(proxy.port(), "HEAD " + std::string(path) + " HTTP/1.1\r\n" + host, true).status, 200);
            QCOMPARE(roundTrip(proxy.port(), "OPTIONS " + std::string(path) + " HTTP/1.1\r\n" + host).status, 200);
        }
        QCOMPARE(roundTrip(proxy.port(), "CONNECT api.openai.com:443 HTTP/1.1\r\n" + host).status, 405);
        QCOMPARE(roundTrip(proxy.port(), "GET http://evil.example/v1/models HTTP/1.1\r\n" + host).status, 421);
        QCOMPARE(origin.count(), std::size_t{ 0 });
        QCOMPARE(
            roundTrip(proxy.port(), "GET http://" + proxy.host() + "/v1/models HTTP/1.1\r\n" + host).status, 200);
        QCOMPARE(
            roundTrip(
                proxy.port(),
                "GET /v1/models HTTP/1.1\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: "
                "AAMA\r\n"
                    + host)
                .status,
            200);
        QCOMPARE(origin.count(), std::size_t{ 2 });
        QVERIFY(origin.requests.back().find("h2c") == std::string::npos);
        QVERIFY(origin.requests.back().find("HTTP2-Settings") == std::string::npos);
    }

    void oldClientsGetTheirAnswerAndTheEnd()
    {
        RecordingOrigin origin;
        origin.origin.setScript([](RawPeer &peer) {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n");
        });
        ProxyFixture proxy(origin.origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write("GET /up/v1/x HTTP/1.0\r\nHost: " + proxy.host() + "\r\n\r\n");
        const RawPeer::Rest rest = client.readToEnd();
        QCOMPARE(rest.end, RawPeer::End::Fin);
        QVERIFY(rest.bytes.ends_with("\r\n\r\nhello"));
        QVERIFY(rest.bytes.find("Transfer-Encoding") == std::string::npos);
    }

    void headRequestsGoThroughWithoutABody()
    {
        RecordingOrigin origin;
        origin.origin.setScript([](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1234\r\n\r\n");
        });
        ProxyFixture proxy(origin.origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        for (int i = 0; i < 2; ++i) {
            client.write("HEAD /up/v1/models HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n");
            const RawMessage answer(client.readResponse(true));
            QCOMPARE(answer.status, 200);
            QCOMPARE(answer.field("content-length"), std::string("1234"));
        }
        QCOMPARE(origin.origin.connections(), 1);
    }

    void expectIsAnsweredBeforeTheBody()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        const std::string body = "{\"model\":\"m\",\"messages\":[]}";
        for (const char *path : { "/up/v1/chat/completions", "/up/v1/files" }) {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(
                "POST " + std::string(path) + " HTTP/1.1\r\nHost: " + proxy.host()
                + "\r\nExpect: 100-continue\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
            QCOMPARE(client.readUntil("\r\n\r\n"), std::string("HTTP/1.1 100 Continue\r\n\r\n"));
            client.write(body);
            QCOMPARE(RawMessage(client.readResponse()).status, 200);
        }
        QVERIFY(origin.requests.back().find("Expect") == std::string::npos);
        // Refused at once, without waiting for a body.
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(
            "POST /nope/x HTTP/1.1\r\nHost: " + proxy.host()
            + "\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
        QVERIFY(client.readUntil("\r\n").starts_with("HTTP/1.1 404"));
    }

    // A8
    void pipelinedRequestsAreAnsweredInOrder()
    {
        std::atomic<int> calls{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            for (std::string request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                ++calls;
                const std::string body = "{\"echo\":\"" + request.substr(request.find("q=") + 2, 2) + "\"}";
                peer.write(
                    "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                    + std::to_string(body.size()) + "\r\n\r\n" + body);
            }
        });
        ProxyFixture proxy(origin.url());
        std::string all;
        for (int i = 10; i < 60; ++i)
            all += i % 3 == 0 ? "HEAD / HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n"
                              : proxy.post("/up/v1/x?q=" + std::to_string(i), "{}");
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(all);
        for (int i = 10; i < 60; ++i) {
            const RawMessage answer(client.readResponse(i % 3 == 0));
            QCOMPARE(answer.status, 200);
            if (i % 3 != 0)
                QCOMPARE(answer.body, "{\"echo\":\"" + std::to_string(i) + "\"}");
        }
        QCOMPARE(calls.load(), 34);
    }

    // A9
    void earlyAnswersSurviveLargeBodies_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::newRow("read whole") << QByteArray("/up/v1/chat/completions");
        QTest::newRow("streamed through") << QByteArray("/up/v1/files");
    }
    void earlyAnswersSurviveLargeBodies()
    {
        QFETCH(QByteArray, target);
        RawOrigin origin([](RawPeer &peer) {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\nConnection: close\r\n\r\nnope");
            peer.close(); // with megabytes unread: RST follows
        });
        ProxyFixture proxy(origin.url());
        const std::string body = "{\"a\":\"" + std::string(5U << 20, 'x') + "\"}";
        for (int i = 0; i < 20; ++i) {
            RawPeer client(RawPeer::connectTo(proxy.port()));
            client.write(proxy.post(target.toStdString(), body));
            const RawMessage answer(client.readResponse());
            QCOMPARE(answer.status, 404);
            QCOMPARE(answer.body, std::string("nope"));
        }
    }

    void largeUploadsStreamThrough()
    {
        std::string digest;
        std::size_t size = 0;
        RawOrigin origin([&](RawPeer &peer) {
            const std::string head = peer.readUntil("\r\n\r\n");
            base::Sha256 sum;
            while (size < (80U << 20)) {
                const std::string piece = peer.readSome(1U << 20);
                if (piece.empty())
                    return;
                size += piece.size();
                sum.add(piece);
            }
            digest = base::toHex(sum.finish());
            peer.write(okAnswer);
        });
        ProxyFixture proxy(origin.url());
        std::string piece(1U << 20, '\0');
        for (std::size_t i = 0; i < piece.size(); ++i)
            piece[i] = static_cast<char>(i * 31 % 251);
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(
            "POST /up/v1/files HTTP/1.1\r\nHost: " + proxy.host()
            + "\r\nContent-Type: multipart/form-data; boundary=\"x y\"\r\nContent-Length: "
            + std::to_string(80U << 20) + "\r\n\r\n");
        base::Sha256 sum;
        for (int i = 0; i < 80; ++i) {
            client.write(piece);
            sum.add(piece);
        }
        QCOMPARE(RawMessage(client.readResponse()).status, 200);
        QCOMPARE(digest, base::toHex(sum.finish()));
    }

    void oversizedBodiesAreRefusedAtTheirHead()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        const std::string head = "POST /up/v1/chat/completions HTTP/1.1\r\nHost: " + proxy.host()
            + "\r\nContent-Length: 70000000\r\n\r\n";
        const RawMessage answer = roundTrip(proxy.port(), head);
        QCOMPARE(answer.status, 413);
        QVERIFY(answer.body.find("cachescope_error") != std::string::npos);
    }

    // G6: only configured origins are ever contacted.
    void nothingInARequestSteers()
    {
        RecordingOrigin origin;
        RecordingOrigin evil;
        ProxyFixture proxy(origin.origin.url());
        const std::string elsewhere = evil.origin.url();
        for (const std::string &target : { "/up/v1/x?api_base=" + elsewhere, "/up//" + elsewhere.substr(7) + "/x",
                                           "/up/@" + elsewhere.substr(7) + "/x", std::string("/up/../../x"),
                                           std::string("/up/%2f%2fevil/x") }) {
            const RawMessage answer = roundTrip(
                proxy.port(),
                proxy.post(
                    target, "{\"api_base\":\"" + elsewhere + "\",\"base_url\":\"" + elsewhere + "\"}",
                    "X-Forwarded-Host: " + elsewhere.substr(7) + "\r\nX-Cachescope-Upstream: " + elsewhere
                        + "\r\n"));
            QCOMPARE(answer.status, 200);
        }
        QCOMPARE(origin.count(), std::size_t{ 5 });
        QCOMPARE(evil.count(), std::size_t{ 0 });
    }

    // G1, G2 through the socket: refused on every path, without CORS fields.
    void pagesAreRefusedEverywhere()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        const std::string host = "Host: " + proxy.host() + "\r\n";
        for (const char *path :
             { "/", "/up/v1/x", "/_cachescope/health", "/_cachescope/metrics", "/_cachescope/events", "/nope" }) {
            for (const std::string &fields :
                 { std::string("Host: evil.example\r\n"), host + "Origin: https://evil.example\r\n",
                   host + "Origin: null\r\n", host + "Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: no-cors\r\n",
                   host + "Origin: http://x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" }) {
                for (const char *method : { "GET", "OPTIONS" }) {
                    const RawMessage answer = roundTrip(
                        proxy.port(), std::string(method) + " " + path + " HTTP/1.1\r\n" + fields + "\r\n");
                    QCOMPARE(answer.status, 403);
                    QVERIFY(answer.head.find("Access-Control") == std::string::npos);
                }
            }
        }
        QCOMPARE(origin.count(), std::size_t{ 0 });
    }

    void idleAndSlowClientsAreCutOff()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url(), [](config::Config &c) { c.limits.idle = std::chrono::seconds(1); });
        RawPeer idle(RawPeer::connectTo(proxy.port()));
        RawPeer slowHead(RawPeer::connectTo(proxy.port()));
        slowHead.write("POST /up/v1/x HTTP/1.1\r\nHo");
        RawPeer slowBody(RawPeer::connectTo(proxy.port()));
        slowBody.write(
            "POST /up/v1/chat/completions HTTP/1.1\r\nHost: " + proxy.host() + "\r\nContent-Length: 9\r\n\r\n{");
        QCOMPARE(idle.readToEnd().end, RawPeer::End::Fin);
        QCOMPARE(RawMessage(slowHead.readToEnd().bytes).status, 408);
        QCOMPARE(RawMessage(slowBody.readToEnd().bytes).status, 408);
        QCOMPARE(origin.count(), std::size_t{ 0 });
    }

    void unknownUpstreamsAreNamed()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        const RawMessage answer = roundTrip(proxy.port(), proxy.post("/opnai/v1/chat/completions", "{}"));
        QCOMPARE(answer.status, 404);
        QVERIFY(answer.body.find("openai") != std::string::npos);
    }

    void pausedAnswers503()
    {
        RecordingOrigin origin;
        ProxyFixture proxy(origin.origin.url());
        proxy.server().setMode(proxy::ProxyServer::Mode::Paused);
        const RawMessage answer = roundTrip(proxy.port(), proxy.post("/v1/messages", "{}"));
        QCOMPARE(answer.status, 503);
        QVERIFY(answer.body.find("\"type\":\"error\"") != std::string::npos);
        QCOMPARE(origin.count(), std::size_t{ 0 });
    }
};

QTEST_GUILESS_MAIN(TestProxyClientSide)
#include "tst_proxy_client_side.moc"
