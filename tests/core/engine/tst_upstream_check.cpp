// SPDX-License-Identifier: MIT
#include "engine/upstream_check.h"

#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <optional>

using namespace cachescope;
using Kind = engine::UpstreamVerdict::Kind;
Q_DECLARE_METATYPE(cachescope::engine::UpstreamVerdict::Kind)

/** Key and address of an upstream: each thing that can be wrong is named as what it is. */
class UpstreamCheckTest : public QObject
{
    Q_OBJECT

private:
    /** Asks an upstream that answers with `answer`; gives the verdict and the request that it saw. */
    static engine::UpstreamVerdict ask(const QByteArray &answer, QByteArray *request = nullptr)
    {
        QTcpServer server;
        if (!server.listen(QHostAddress::LocalHost))
            qFatal("no port");
        QObject::connect(&server, &QTcpServer::newConnection, &server, [&] {
            QTcpSocket *socket = server.nextPendingConnection();
            QObject::connect(socket, &QTcpSocket::readyRead, socket, [socket, &answer, request] {
                if (request)
                    *request += socket->readAll();
                socket->write(answer);
                socket->disconnectFromHost();
            });
        });
        return verdict("http://127.0.0.1:" + std::to_string(server.serverPort()));
    }
    static engine::UpstreamVerdict verdict(const std::string &url, const char *keyName = "CACHESCOPE_TEST_KEY")
    {
        config::Upstream upstream;
        upstream.url = url;
        upstream.keyEnvironment = keyName;
        std::optional<engine::UpstreamVerdict> result;
        const engine::UpstreamCheck check(
            "openai", upstream, [&](const engine::UpstreamVerdict &found) { result = found; });
        if (!QTest::qWaitFor([&] { return result.has_value(); }, 20'000))
            qFatal("no verdict");
        return *result;
    }
    static QByteArray http(const char *status, const QByteArray &body, const char *more = "")
    {
        return QByteArray("HTTP/1.1 ") + status + "\r\nContent-Type: application/json\r\n" + more
            + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    }

private Q_SLOTS:
    void init() { qputenv("CACHESCOPE_TEST_KEY", "sk-canary-77"); }

    void namesWhatIsWrong_data()
    {
        QTest::addColumn<QByteArray>("answer");
        QTest::addColumn<Kind>("kind");
        QTest::newRow("fine") << http("200 OK", R"({"data":[]})") << Kind::Fine;
        QTest::newRow("401") << http("401 Unauthorized", R"({"error":{"message":"Incorrect API key"}})")
                             << Kind::Unauthorized;
        QTest::newRow("403") << http("403 Forbidden", "{}") << Kind::Unauthorized;
        QTest::newRow("gemini's bad key")
            << http("400 Bad Request", R"({"error":{"details":[{"reason":"API_KEY_INVALID"}]}})")
            << Kind::Unauthorized;
        QTest::newRow("429") << http("429 Too Many Requests", "{}") << Kind::RateLimited;
        QTest::newRow("redirect") << http("307 Temporary Redirect", "", "Location: https://other.example/\r\n")
                                  << Kind::Redirected;
        QTest::newRow("html") << http("200 OK", "<html>welcome</html>") << Kind::NotJson;
        QTest::newRow("404") << http("404 Not Found", "{}") << Kind::OtherStatus;
        QTest::newRow("not HTTP") << QByteArray("SSH-2.0-OpenSSH\r\n") << Kind::Unreachable;
    }
    void namesWhatIsWrong()
    {
        QFETCH(QByteArray, answer);
        QFETCH(Kind, kind);
        const auto found = ask(answer);
        QVERIFY2(found.kind == kind, found.message.c_str());
        QVERIFY(found.message.find("sk-canary-77") == std::string::npos);
    }

    void sendsTheKeyToTheUpstreamOnly()
    {
        QByteArray request;
        ask(http("200 OK", "{}"), &request);
        QVERIFY(request.contains("GET /v1/models"));
        QVERIFY(request.contains("Bearer sk-canary-77"));
    }

    void missingAndMalformedKeysAreFoundBeforeAnyCall()
    {
        qunsetenv("CACHESCOPE_TEST_KEY");
        QCOMPARE(verdict("http://127.0.0.1:1").kind, Kind::NoKey);
        qputenv("CACHESCOPE_TEST_KEY", "sk-with blank");
        QCOMPARE(verdict("http://127.0.0.1:1").kind, Kind::MalformedKey);
    }

    void unreachableHostsAreNamed()
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        const auto port = closed.serverPort();
        closed.close();
        QCOMPARE(verdict("http://127.0.0.1:" + std::to_string(port)).kind, Kind::Unreachable);
    }
};

QTEST_GUILESS_MAIN(UpstreamCheckTest)
#include "tst_upstream_check.moc"
