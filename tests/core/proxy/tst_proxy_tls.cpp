// SPDX-License-Identifier: MIT
// B11: TLS to the upstream, against openssl's own server.
#include "support/proxy_fixture.h"

#include <QProcess>
#include <QRegularExpression>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QStandardPaths>
#include <QTest>

using namespace cachescope;
using namespace cachescope::test;

namespace {

/** `openssl s_server -www` with a fresh certificate for `name`. */
class TlsOrigin
{
public:
    explicit TlsOrigin(const QString &name, int days, const QStringList &extra = {})
    {
        const QString key = m_directory.filePath(QStringLiteral("key.pem"));
        certificate = m_directory.filePath(QStringLiteral("cert.pem"));
        const QString request = m_directory.filePath(QStringLiteral("request.pem"));
        run({ "req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", request, "-subj", "/CN=test",
              "-addext", "subjectAltName=" + name });
        run({ "x509", "-req", "-in", request, "-signkey", key, "-copy_extensions", "copyall", "-days",
              QString::number(days), "-out", certificate });
        m_server.setProcessChannelMode(QProcess::MergedChannels);
        m_server.start(
            QStringLiteral("openssl"),
            QStringList{ QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                         QStringLiteral("-cert"), certificate, QStringLiteral("-key"), key, QStringLiteral("-www") }
                + extra);
        QByteArray output;
        static const QRegularExpression accept(QStringLiteral("ACCEPT \\S*:(\\d+)"));
        while (port.isEmpty() && m_server.waitForReadyRead(10'000)) {
            output += m_server.readAll();
            port = accept.match(QString::fromUtf8(output)).captured(1);
        }
    }
    ~TlsOrigin()
    {
        m_server.kill();
        m_server.waitForFinished();
    }
    std::string url() const { return "https://127.0.0.1:" + port.toStdString(); }

    QString certificate;
    QString port;

private:
    static void run(const QStringList &arguments)
    {
        QProcess process;
        process.start(QStringLiteral("openssl"), arguments);
        process.waitForFinished();
    }

    QTemporaryDir m_directory;
    QProcess m_server;
};

RawMessage ask(const std::string &url)
{
    ProxyFixture proxy(url);
    // s_server -www answers GET only.
    return roundTrip(proxy.port(), "GET /up/v1/models HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n");
}

void trust(const QString &file)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setCaCertificates(QSslCertificate::fromPath(file));
    QSslConfiguration::setDefaultConfiguration(configuration);
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
