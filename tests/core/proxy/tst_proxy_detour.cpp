// SPDX-License-Identifier: MIT
// Calls that reach their upstream through another proxy: SOCKS5, HTTP CONNECT, the system's settings.
#include "support/forward_proxy.h"
#include "support/proxy_fixture.h"
#include "support/tls_origin.h"

#include <QSslConfiguration>
#include <QStandardPaths>
#include <QTest>

#include <atomic>

using namespace cachescope;
using namespace cachescope::test;

namespace {

using Kind = ForwardProxy::Kind;
constexpr std::string_view okAnswer
    = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";
/** Nothing may resolve it but the proxy. */
constexpr std::string_view hiddenName = "provider.hidden.test";

void answerAll(RawPeer &peer)
{
    while (!peer.readRequest().empty())
        peer.write(okAnswer);
}

ProxyFixture::Adjust through(std::string way, std::chrono::seconds connect = std::chrono::seconds(10))
{
    return [way = std::move(way), connect](config::Config &config) {
        config.upstreamProxy = way;
        config.limits.connect = connect;
    };
}

std::string upstreamAt(std::string_view name, std::uint16_t port)
{
    return "http://" + std::string(name) + ":" + std::to_string(port);
}

RawMessage call(ProxyFixture &proxy)
{
    return roundTrip(proxy.port(), proxy.post("/up/v1/x", "{}"));
}

} // namespace

class TestProxyDetour : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void ways_data()
    {
        QTest::addColumn<bool>("socks");
        QTest::addColumn<QByteArray>("user");
        QTest::newRow("socks5") << true << QByteArray();
        QTest::newRow("socks5 with user and password") << true << QByteArray("anna");
        QTest::newRow("connect") << false << QByteArray();
        QTest::newRow("connect with user and password") << false << QByteArray("anna");
    }
    // The proxy is given the name, not an address: it may be the only one that can resolve it.
    void ways()
    {
        QFETCH(bool, socks);
        QFETCH(QByteArray, user);
        RawOrigin origin(answerAll);
        ForwardProxy detour(
            socks ? Kind::Socks5 : Kind::Connect, { .user = user.toStdString(), .password = "s3cret" });
        const std::string credentials = user.isEmpty() ? "" : user.toStdString() + ":s3cret";
        ProxyFixture proxy(upstreamAt(hiddenName, origin.port()), through(detour.url(credentials)));
        for (int i = 0; i < 3; ++i) {
            const RawMessage answer = call(proxy);
            QVERIFY2(answer.status == 200, (answer.head + answer.body).c_str());
            QCOMPARE(answer.body, std::string("{}"));
        }
        const std::vector<std::string> expected{ std::string(hiddenName) + ":" + std::to_string(origin.port()) };
        QCOMPARE(detour.targets(), expected); // One connection for the three: it is kept.
        QCOMPARE(origin.connections(), 1);
    }

    void streamsAndLargeBodiesPass_data() { kinds(); }
    void streamsAndLargeBodiesPass()
    {
        QFETCH(bool, socks);
        constexpr std::size_t size = 20U << 20;
        std::atomic<std::size_t> received{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            received = RawMessage(peer.readRequest()).body.size();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n");
            peer.write(std::string(size, 'x'));
            peer.readToEnd();
        });
        ForwardProxy detour(socks ? Kind::Socks5 : Kind::Connect, {});
        ProxyFixture proxy(origin.url(), through(detour.url()));
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/x", std::string(size, 'y')));
        QTest::qWait(300); // The way fills up and the upstream is held back.
        const RawMessage answer(client.readResponse());
        QCOMPARE(answer.status, 200);
        QCOMPARE(answer.body.size(), size);
        QCOMPARE(received.load(), size);
    }

    // 0: wrong password, 1: the target is not allowed, 2: silence, 3: nobody listens.
    void failuresNameTheProxy_data()
    {
        QTest::addColumn<bool>("socks");
        QTest::addColumn<int>("fault");
        for (int fault = 0; fault < 4; ++fault)
            for (const bool socks : { true, false })
                QTest::addRow("%s, fault %d", socks ? "socks5" : "connect", fault) << socks << fault;
    }
    void failuresNameTheProxy()
    {
        QFETCH(bool, socks);
        QFETCH(int, fault);
        RawOrigin origin(answerAll);
        ForwardProxy::Rules rules;
        if (fault == 0)
            rules = { .user = "anna", .password = "s3cret" };
        rules.refusesTargets = fault == 1;
        rules.staysSilent = fault == 2;
        ForwardProxy detour(socks ? Kind::Socks5 : Kind::Connect, rules);
        std::string way = detour.url(fault == 0 ? "anna:wrong" : "");
        std::string port = std::to_string(detour.port());
        if (fault == 3) {
            const int free = RawOrigin([](RawPeer &) {}).port();
            port = std::to_string(free);
            way = (socks ? "socks5://127.0.0.1:" : "http://127.0.0.1:") + port;
        }
        ProxyFixture proxy(origin.url(), through(way, std::chrono::seconds(1)));
        const RawMessage answer = call(proxy);
        QVERIFY2(answer.status == (fault == 2 ? 504 : 502), answer.head.c_str());
        QVERIFY2(answer.body.find("127.0.0.1:" + port) != std::string::npos, answer.body.c_str());
        QVERIFY2(answer.body.find("wrong") == std::string::npos, answer.body.c_str());
        QVERIFY2(answer.body.find("s3cret") == std::string::npos, answer.body.c_str());
        QCOMPARE(origin.connections(), 0);
    }

    void aLostTunnelCutsTheAnswer_data() { kinds(); }
    void aLostTunnelCutsTheAnswer()
    {
        QFETCH(bool, socks);
        RawOrigin origin([](RawPeer &peer) {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf");
        });
        ForwardProxy detour(socks ? Kind::Socks5 : Kind::Connect, {});
        ProxyFixture proxy(origin.url(), through(detour.url()));
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/x", "{}"));
        QCOMPARE(client.readToEnd().end, RawPeer::End::Reset);
        QCOMPARE(proxy.waitForRecords(1).front().end.state, requestlog::CallState::Cut);
    }

    void tlsPasses_data() { kinds(); }
    void tlsPasses()
    {
        QFETCH(bool, socks);
        if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
            QSKIP("the openssl command is not installed");
        const QSslConfiguration before = QSslConfiguration::defaultConfiguration();
        const TlsOrigin origin(QStringLiteral("DNS:provider.hidden.test"), 10);
        trust(origin.certificate);
        ForwardProxy detour(socks ? Kind::Socks5 : Kind::Connect, {});
        ProxyFixture proxy(
            "https://" + std::string(hiddenName) + ":" + origin.port.toStdString(), through(detour.url()));
        const RawMessage answer
            = roundTrip(proxy.port(), "GET /up/v1/models HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n");
        QSslConfiguration::setDefaultConfiguration(before);
        QVERIFY2(answer.status == 200, answer.body.c_str());
        QVERIFY(answer.body.find("TLSv1.3") != std::string::npos);
    }

    void theSystemsSettings()
    {
        RawOrigin origin(answerAll);
        ForwardProxy detour(Kind::Connect, {});
        qputenv("http_proxy", QByteArray::fromStdString(detour.url()));
        qputenv("no_proxy", "127.0.0.1");
        {
            ProxyFixture proxy(upstreamAt(hiddenName, origin.port()), through("system"));
            QCOMPARE(call(proxy).status, 200);
            QCOMPARE(detour.connections(), 1);
        }
        {
            ProxyFixture proxy(origin.url(), through("system")); // An exception of the system's.
            QCOMPARE(call(proxy).status, 200);
            QCOMPARE(detour.connections(), 1);
        }
        {
            ProxyFixture proxy(origin.url()); // Not asked to look at the system's settings.
            QCOMPARE(call(proxy).status, 200);
            QCOMPARE(detour.connections(), 1);
        }
        qunsetenv("http_proxy");
        qunsetenv("no_proxy");
    }

private:
    static void kinds()
    {
        QTest::addColumn<bool>("socks");
        QTest::newRow("socks5") << true;
        QTest::newRow("connect") << false;
    }
};

QTEST_GUILESS_MAIN(TestProxyDetour)
#include "tst_proxy_detour.moc"
