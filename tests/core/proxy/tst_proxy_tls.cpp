// SPDX-License-Identifier: MIT
// B11: TLS to the upstream, against openssl's own server.
#include "support/proxy_fixture.h"
#include "support/tls_origin.h"

#include <QSslCertificate>
#include <QSslConfiguration>
#include <QStandardPaths>
#include <QTest>

using namespace cachescope;
using namespace cachescope::test;

namespace {

RawMessage ask(const std::string &url)
{
    ProxyFixture proxy(url);
    // s_server -www answers GET only.
    return roundTrip(proxy.port(), "GET /up/v1/models HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n");
}

} // namespace

class TestProxyTls : public QObject
{
    Q_OBJECT

    const QSslConfiguration m_original = QSslConfiguration::defaultConfiguration();

private Q_SLOTS:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
            QSKIP("the openssl command is not installed");
    }
    void cleanup() { QSslConfiguration::setDefaultConfiguration(m_original); }

    void selfSignedIsRefusedByName()
    {
        const TlsOrigin origin(QStringLiteral("IP:127.0.0.1"), 10);
        const RawMessage answer = ask(origin.url());
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.body.find("upstream_tls") != std::string::npos, answer.body.c_str());
        QVERIFY2(answer.body.find("self-signed") != std::string::npos, answer.body.c_str());
    }

    void trustedIsServed()
    {
        const TlsOrigin origin(QStringLiteral("IP:127.0.0.1"), 10);
        trust(origin.certificate);
        const RawMessage answer = ask(origin.url());
        QCOMPARE(answer.status, 200);
        QVERIFY(answer.body.find("TLSv1.3") != std::string::npos);
    }

    void wrongNameIsRefused()
    {
        const TlsOrigin origin(QStringLiteral("DNS:other.example"), 10);
        trust(origin.certificate);
        const RawMessage answer = ask(origin.url());
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.body.find("upstream_tls") != std::string::npos, answer.body.c_str());
    }

    void expiredIsRefused()
    {
        const TlsOrigin origin(QStringLiteral("IP:127.0.0.1"), -1);
        trust(origin.certificate);
        const RawMessage answer = ask(origin.url());
        QCOMPARE(answer.status, 502);
        QVERIFY2(answer.body.find("expired") != std::string::npos, answer.body.c_str());
    }

    void oldProtocolsAreRefused()
    {
        const TlsOrigin origin(
            QStringLiteral("IP:127.0.0.1"), 10,
            { QStringLiteral("-tls1_1"), QStringLiteral("-cipher"), QStringLiteral("ALL:@SECLEVEL=0") });
        trust(origin.certificate);
        QCOMPARE(ask(origin.url()).status, 502);
    }
};

QTEST_GUILESS_MAIN(TestProxyTls)
#include "tst_proxy_tls.moc"
