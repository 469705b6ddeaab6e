// SPDX-License-Identifier: MIT
// A Redis behind TLS, with certificates made for the test: the right one, and every fault by its name.
#include "redis_server.h"
#include "team_tools.h"

#include <QProcess>
#include <QTest>

#include <memory>

using namespace cachescope;
using cache::SharedTier;
using test::ask;
using test::entryOf;
using test::patience;

namespace {

/** A CA of the test's own and what it signed. */
class Certificates
{
public:
    Certificates()
    {
        QFile names(file("names"));
        if (!names.open(QIODevice::WriteOnly))
            qFatal("No file can be written.");
        names.write(
            "[here]\nsubjectAltName=IP:127.0.0.1,DNS:localhost\n[other]\nsubjectAltName=DNS:elsewhere.test\n"
            "[client]\nextendedKeyUsage=clientAuth\n");
        names.close();
        for (const char *const ca : { "ca", "stranger" })
            openssl({ "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days",
                      "2", "-subj", QString("/CN=%1").arg(ca), "-keyout", file(QString(ca) + ".key"), "-out",
                      file(QString(ca) + ".pem") });
        sign("here", "2");
        sign("other", "2");
        sign("client", "2");
        sign("here", "-1", "late"); // Ended yesterday.
    }
    QString file(const QString &name) const { return m_directory.filePath(name); }
    QStringList serverOptions(const QString &name, const QString &clients = "no") const
    {
        return { "--tls-cert-file",    file(name + ".pem"), "--tls-key-file",     file(name + ".key"),
                 "--tls-ca-cert-file", file("ca.pem"),      "--tls-auth-clients", clients };
    }

private:
    void openssl(const QStringList &arguments)
    {
        QProcess process;
        process.start("openssl", arguments);
        if (!process.waitForFinished(60'000) || process.exitCode() != 0)
            qFatal("openssl: %s", process.readAllStandardError().constData());
    }
    void sign(const QString &section, const QString &days, QString name = {})
    {
        if (name.isEmpty())
            name = section;
        openssl({ "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=" + name,
                  "-keyout", file(name + ".key"), "-out", file(name + ".csr") });
        openssl({ "x509", "-req", "-in", file(name + ".csr"), "-CA", file("ca.pem"), "-CAkey", file("ca.key"),
                  "-CAcreateserial", "-days", days, "-extfile", file("names"), "-extensions", section, "-out",
                  file(name + ".pem") });
    }
    QTemporaryDir m_directory;
};

} // namespace

class RedisTlsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!test::RedisServer::isInstalled() || QStandardPaths::findExecutable("openssl").isEmpty())
            QSKIP("redis-server or openssl is not installed; ./dev setup installs them");
        m_certificates = std::make_unique<Certificates>();
    }

    void answersTravelSealedAndEncrypted()
    {
        const test::RedisServer server(m_certificates->serverOptions("here"), test::RedisServer::Transport::Tls);
        SharedTier one(test::settingsFor(addressOf(server)), base::SystemClock::instance());
        SharedTier other(test::settingsFor(addressOf(server, "localhost")), base::SystemClock::instance());
        QTRY_VERIFY2_WITH_TIMEOUT(
            one.isReachable() && other.isReachable(), (one.status().message + other.status().message).c_str(),
            patience);
        // Larger than a TLS record and than what one read takes.
        const std::string large(300'000, 'x');
        one.put(entryOf("q", large));
        QTRY_COMPARE_WITH_TIMEOUT(one.status().stored, 1, patience);
        const auto entry = ask(other, "q");
        QVERIFY(entry && entry->body == large);
        one.erase({ base::sha256("q") });
        QTRY_VERIFY_WITH_TIMEOUT(!ask(other, "q"), patience);
    }

    void ourCertificateIsShownWhereTheServerAsks()
    {
        const test::RedisServer server(
            m_certificates->serverOptions("here", "yes"), test::RedisServer::Transport::Tls);
        SharedTier none(test::settingsFor(addressOf(server)), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!none.status().message.empty(), patience);
        const QString message = QString::fromStdString(none.status().message);
        QVERIFY2(message.contains("certificate"), qPrintable(message));
        const std::string files = "&cert=" + path("client.pem") + "&key=" + path("client.key");
        SharedTier good(test::settingsFor(addressOf(server) + files), base::SystemClock::instance());
        QTRY_VERIFY2_WITH_TIMEOUT(good.isReachable(), good.status().message.c_str(), patience);
    }

    void faultsHaveNames_data()
    {
        QTest::addColumn<QString>("certificate");
        QTest::addColumn<QString>("ca"); // Empty: what the system trusts.
        QTest::addColumn<QString>("words");
        QTest::newRow("unknown to the system") << "here"
                                               << ""
                                               << "self-signed certificate in certificate chain|?ca=FILE";
        QTest::newRow("of another CA") << "here"
                                       << "stranger.pem"
                                       << "self-signed certificate in certificate chain|?ca=FILE";
        QTest::newRow("for another host") << "other"
                                          << "ca.pem"
                                          << "IP address mismatch|another name";
        QTest::newRow("expired") << "late"
                                 << "ca.pem"
                                 << "certificate has expired|refused";
        QTest::newRow("no such file") << "here"
                                      << "none.pem"
                                      << "none.pem|?ca=";
        QTest::newRow("a file without one") << "here"
                                            << "names"
                                            << "names|?ca=";
    }

    void faultsHaveNames()
    {
        QFETCH(QString, certificate);
        QFETCH(QString, ca);
        QFETCH(QString, words);
        const test::RedisServer server(
            m_certificates->serverOptions(certificate), test::RedisServer::Transport::Tls);
        std::string address = "rediss://127.0.0.1:" + std::to_string(server.port());
        if (!ca.isEmpty())
            address += "?ca=" + path(ca);
        SharedTier tier(test::settingsFor(address), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!tier.status().message.empty(), patience);
        const QString message = QString::fromStdString(tier.status().message);
        for (const QString &word : words.split('|'))
            QVERIFY2(message.contains(word), qPrintable(message));
        QVERIFY(!tier.isReachable());
    }

    void aPlainServerIsNoTlsServer()
    {
        const test::RedisServer server;
        SharedTier tier(test::settingsFor(addressOf(server)), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!tier.status().message.empty(), patience);
        const QString message = QString::fromStdString(tier.status().message);
        QVERIFY2(message.contains("TLS"), qPrintable(message));
        QVERIFY(!tier.isReachable());
    }

private:
    std::string path(const QString &name) const { return m_certificates->file(name).toStdString(); }
    std::string addressOf(const test::RedisServer &server, const std::string &host = "127.0.0.1") const
    {
        return "rediss://" + host + ':' + std::to_string(server.port()) + "?ca=" + path("ca.pem");
    }
    std::unique_ptr<Certificates> m_certificates;
};

QTEST_GUILESS_MAIN(RedisTlsTest)
#include "tst_redis_tls.moc"
