// SPDX-License-Identifier: MIT
#include "engine/data_directory.h"
#include "engine/engine.h"

#include <QFile>
#include <QFileInfo>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace cachescope;
using engine::Engine;
using Kind = engine::ProxyState::Kind;

/** One running Cachescope, as the window and serve use it, on a data directory of its own. */
class EngineTest : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_directory;

    engine::Options options(const char *name) const
    {
        engine::Options result;
        result.dataDirectory = m_directory.filePath(QString::fromLatin1(name)).toStdString();
        result.configFile = result.dataDirectory + "-config/config.json";
        result.port = std::uint16_t{ 0 };
        return result;
    }
    static void write(const std::string &path, const QByteArray &content)
    {
        QVERIFY(QDir().mkpath(QFileInfo(QString::fromStdString(path)).path()));
        QFile file(QString::fromStdString(path));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    static QByteArray read(const std::string &path)
    {
        QFile file(QString::fromStdString(path));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

private Q_SLOTS:
    void startsOnAFreePort()
    {
        const auto started = Engine::start(options("fresh"));
        QVERIFY2(started, started ? "" : started.error().message.c_str());
        QCOMPARE((*started)->proxyState().kind, Kind::On);
        QVERIFY((*started)->notices().empty());
        QCOMPARE((*started)->adminToken().size(), std::size_t{ 64 });
    }

    void keepsItsSecretsAcrossStarts()
    {
        std::string token;
        {
            const auto first = Engine::start(options("secrets"));
            QVERIFY(first);
            token = (*first)->adminToken();
        }
        const auto second = Engine::start(options("secrets"));
        QVERIFY(second);
        QCOMPARE((*second)->adminToken(), token);
        QVERIFY((*second)->renewAdminToken());
        QVERIFY((*second)->adminToken() != token);
    }

    void refusesADirectoryInUse()
    {
        const auto first = Engine::start(options("locked"));
        QVERIFY(first);
        const auto second = Engine::start(options("locked"));
        QVERIFY(!second);
        QVERIFY(second.error().message.find("locked") != std::string::npos);
    }

    void neverMixesSimulatedAndRealCalls()
    {
        engine::Options simulated = options("mixed");
        simulated.demo = true;
        simulated.demoTraffic = false;
        {
            const auto demo = Engine::start(simulated);
            QVERIFY2(demo, demo ? "" : demo.error().message.c_str());
            QVERIFY((*demo)->isDemo());
            for (const auto &[name, upstream] : (*demo)->configuration().upstreams)
                QVERIFY2(upstream.url.starts_with("http://127.0.0.1:"), name.c_str());
        }
        QVERIFY(!Engine::start(options("mixed")));
        {
            QVERIFY(Engine::start(options("real")));
        }
        engine::Options wrong = options("real");
        wrong.demo = true;
        const auto mixed = Engine::start(wrong);
        QVERIFY(!mixed);
        QCOMPARE(mixed.error().code, base::ErrorCode::InvalidInput);
    }

    void settingsAreWrittenAppliedAndKeepComments()
    {
        const engine::Options chosen = options("settings");
        write(chosen.configFile, "{\n  // mine\n  \"cache\": { \"ttl_s\": 60 }\n}\n");
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        Engine &engine = **started;
        QCOMPARE(engine.configuration().cache.ttl.count(), 60);
        QSignalSpy changed(&engine, &Engine::configurationChanged);
        QVERIFY(engine.changeSetting("cache.ttl_s", "120"));
        QCOMPARE(changed.count(), 1);
        QCOMPARE(engine.configuration().cache.ttl.count(), 120);
        QVERIFY(read(chosen.configFile).contains("// mine"));
        QVERIFY(engine.changeSetting("cache.ttl_s", ""));
        QCOMPARE(engine.configuration().cache.ttl.count(), 24 * 3600);
    }

    void aRefusedSettingChangesNothing()
    {
        const engine::Options chosen = options("refused");
        write(chosen.configFile, "{}\n");
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        QVERIFY(!(*started)->changeSetting("cache.ttl_s", "\"soon\""));
        QVERIFY(!(*started)->changeSetting("cache.tll_s", "5"));
        QCOMPARE(read(chosen.configFile), QByteArray("{}\n"));
        QCOMPARE((*started)->configuration().cache.ttl.count(), 24 * 3600);
    }

    void aDamagedConfigurationIsLeftAlone()
    {
        engine::Options chosen = options("damaged");
        write(chosen.configFile, "{ \"listen\": ");
        QVERIFY(!Engine::start(chosen));
        chosen.tolerateBadConfig = true;
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        QCOMPARE((*started)->notices().size(), std::size_t{ 1 });
        QVERIFY(!(*started)->changeSetting("cache.ttl_s", "5"));
        QCOMPARE(read(chosen.configFile), QByteArray("{ \"listen\": "));
    }

    void settingsWithoutEffectAreSaid()
    {
        const engine::Options chosen = options("effect");
        write(chosen.configFile, "{ \"cache\": { \"store\": \"redis://127.0.0.1:6379\" } }");
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        QCOMPARE((*started)->notices().size(), std::size_t{ 1 });
        QVERIFY((*started)->notices().front().find("cache.store") != std::string::npos);
    }

    void aTakenPortIsShownAndSolved()
    {
        QTcpServer squatter;
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        engine::Options chosen = options("port");
        chosen.port = squatter.serverPort();
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        QCOMPARE((*started)->proxyState().kind, Kind::PortInUse);
        QVERIFY((*started)->proxyState().message.find(std::to_string(squatter.serverPort())) != std::string::npos);
        QVERIFY((*started)->startProxy(0));
        QCOMPARE((*started)->proxyState().kind, Kind::On);
    }

    /** Neither a new admin token nor a new port ends what is under way. */
    void openCallsSurviveANewTokenAndANewPort()
    {
        QTcpServer upstream;
        QVERIFY(upstream.listen(QHostAddress::LocalHost));
        engine::Options chosen = options("moving");
        chosen.upstreams["openai"] = "http://127.0.0.1:" + std::to_string(upstream.serverPort());
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        Engine &engine = **started;
        const std::string oldAddress = engine.proxyState().address;
        QNetworkAccessManager client;
        const auto urlAt = [](const std::string &address, const char *path) {
            return QUrl(QString::fromStdString("http://" + address + path));
        };
        QNetworkRequest request(urlAt(oldAddress, "/v1/chat/completions"));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        std::unique_ptr<QNetworkReply> reply(
            client.post(request, R"({"model":"gpt-4.1","messages":[{"role":"user","content":"slow"}]})"));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        QTRY_VERIFY(upstream.hasPendingConnections());
        QTcpSocket *peer = upstream.nextPendingConnection();

        const std::string oldToken = engine.adminToken();
        QVERIFY(engine.renewAdminToken());
        QVERIFY(engine.adminToken() != oldToken);
        const auto statusWith = [&](const std::string &token) {
            QNetworkRequest question(urlAt(oldAddress, "/_cachescope/stats"));
            question.setRawHeader("Authorization", QByteArray("Bearer ") + token.c_str());
            std::unique_ptr<QNetworkReply> answer(client.get(question));
            QSignalSpy answered(answer.get(), &QNetworkReply::finished);
            answered.wait();
            return answer->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        };
        QCOMPARE(statusWith(oldToken), 401);
        QCOMPARE(statusWith(engine.adminToken()), 200);

        QTcpServer squatter;
        QVERIFY(squatter.listen(QHostAddress::LocalHost));
        QVERIFY(!engine.changeSetting("listen.port", std::to_string(squatter.serverPort())));
        QCOMPARE(engine.proxyState().address, oldAddress);
        const quint16 free = squatter.serverPort();
        squatter.close();
        QVERIFY(engine.changeSetting("listen.port", std::to_string(free)));
        QCOMPARE(engine.proxyState().address, "127.0.0.1:" + std::to_string(free));
        QCOMPARE(finished.count(), 0);
        QTcpSocket late;
        late.connectToHost(
            QHostAddress(QHostAddress::LocalHost), static_cast<quint16>(urlAt(oldAddress, "").port()));
        QVERIFY(!late.waitForConnected(2000));

        QTRY_VERIFY(peer->bytesAvailable() > 0);
        peer->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        QVERIFY(finished.count() > 0 || finished.wait());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->readAll(), QByteArray("{}"));
        QSignalSpy stopped(&engine, &Engine::stopped);
        engine.stop(5000);
        QVERIFY(stopped.count() > 0 || stopped.wait());
    }

    void stoppingAtOnceEndsOpenCalls()
    {
        QTcpServer upstream;
        QVERIFY(upstream.listen(QHostAddress::LocalHost));
        engine::Options chosen = options("ending");
        chosen.upstreams["openai"] = "http://127.0.0.1:" + std::to_string(upstream.serverPort());
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        QTcpSocket client;
        const QUrl url(QString::fromStdString("http://" + (*started)->proxyState().address));
        client.connectToHost(QHostAddress(url.host()), static_cast<quint16>(url.port()));
        client.write(
            "POST /v1/chat/completions HTTP/1.1\r\nHost: " + url.authority().toUtf8()
            + "\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}");
        QTRY_VERIFY(upstream.hasPendingConnections());
        QSignalSpy stopped(started->get(), &Engine::stopped);
        (*started)->stop(0);
        QVERIFY(stopped.count() > 0 || stopped.wait());
    }

    void aCallIsAnnouncedAndLogged()
    {
        engine::Options chosen = options("call");
        chosen.demo = true;
        chosen.demoTraffic = false;
        const auto started = Engine::start(chosen);
        QVERIFY(started);
        Engine &engine = **started;
        QSignalSpy announced(&engine, &Engine::callsChanged);
        QNetworkAccessManager client;
        QNetworkRequest request(
            QUrl(QString::fromStdString("http://" + engine.proxyState().address + "/v1/chat/completions")));
        request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
        QNetworkReply *reply
            = client.post(request, R"({"model":"gpt-4.1","messages":[{"role":"user","content":"hello"}]})");
        QSignalSpy finished(reply, &QNetworkReply::finished);
        QVERIFY(finished.wait());
        QCOMPARE(reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(), 200);
        QVERIFY(announced.count() > 0 || announced.wait());
        QSignalSpy stopped(&engine, &Engine::stopped);
        engine.stop(5000);
        QVERIFY(stopped.count() > 0 || stopped.wait());
        auto reader = requestlog::Reader::open(engine.databasePath());
        QVERIFY(reader);
        const auto newest = (*reader)->newestId();
        QVERIFY(newest);
        const auto rows = (*reader)->rows({ *newest });
        QVERIFY(rows && rows->size() == 1);
        QCOMPARE(rows->front().start.model, std::string("gpt-4.1"));
        QVERIFY(rows->front().end.usage.tokens.output > 0);
        QVERIFY(rows->front().end.billed.has_value());
    }
};

QTEST_GUILESS_MAIN(EngineTest)
#include "tst_engine.moc"
