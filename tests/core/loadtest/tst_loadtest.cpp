// SPDX-License-Identifier: MIT
#include "loadtest/contexts.h"
#include "loadtest/load_run.h"
#include "loadtest/report.h"
#include "loadtest/target.h"
#include "simulated/simulated_provider.h"

#include <nlohmann/json.hpp>

#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

#include <map>
#include <set>

using namespace cachescope::loadtest;
using cachescope::simulated::SimulatedProvider;

namespace {

const auto neverStopped = [] { return false; };

Plan smallPlan(const std::string &url)
{
    Plan plan;
    plan.targets.push_back(*parseTarget(url));
    plan.requests = 200;
    plan.contexts = 10;
    plan.concurrency = 8;
    plan.warmUp = 10;
    plan.key = "k";
    plan.body.contextBytes = 200;
    return plan;
}

std::unique_ptr<SimulatedProvider> provider(const char *fault = "")
{
    SimulatedProvider::Settings settings;
    settings.firstToken = std::chrono::milliseconds(0);
    settings.tokensPerSecond = 0;
    settings.fault = fault;
    return std::move(*SimulatedProvider::start(settings));
}

/** Answers every request with fixed bytes, then closes when told to: what a provider would not do. */
class FixedServer : public QTcpServer
{
public:
    FixedServer(QByteArray answer, bool closes)
        : m_answer(std::move(answer))
        , m_closes(closes)
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            QTcpSocket *socket = nextPendingConnection();
            connect(socket, &QTcpSocket::readyRead, socket, [this, socket] {
                QByteArray &read = m_read[socket];
                read += socket->readAll();
                const qsizetype head = read.indexOf("\r\n\r\n");
                if (head < 0)
                    return;
                const qsizetype at = read.indexOf("Content-Length: ") + 16;
                if (read.size() < head + 4 + read.mid(at, read.indexOf('\r', at) - at).toLongLong())
                    return;
                read.clear();
                ++requests;
                socket->write(m_answer);
                if (m_closes)
                    socket->disconnectFromHost();
            });
        });
    }
    std::string url() const { return "http://127.0.0.1:" + std::to_string(serverPort()); }
    int requests = 0;

private:
    QByteArray m_answer;
    bool m_closes;
    std::map<QTcpSocket *, QByteArray> m_read;
};

} // namespace

class TestLoadtest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsTargets_data()
    {
        QTest::addColumn<QString>("url");
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("shape");
        const auto shape = [](Shape value) { return static_cast<int>(value); };
        QTest::newRow("no path") << "http://127.0.0.1:8737"
                                 << "/v1/chat/completions" << shape(Shape::OpenAiChat);
        QTest::newRow("slash") << "http://127.0.0.1:8737/"
                               << "/v1/chat/completions" << shape(Shape::OpenAiChat);
        QTest::newRow("v1") << "http://h/openai/v1/"
                            << "/openai/v1/chat/completions" << shape(Shape::OpenAiChat);
        QTest::newRow("messages") << "https://h/v1/messages"
                                  << "/v1/messages" << shape(Shape::Anthropic);
        QTest::newRow("responses") << "http://[::1]:1/v1/responses"
                                   << "/v1/responses" << shape(Shape::OpenAiResponses);
        QTest::newRow("gemini") << "http://h/v1beta/models/m:streamGenerateContent?alt=sse"
                                << "/v1beta/models/m:streamGenerateContent?alt=sse" << shape(Shape::Gemini);
    }
    void readsTargets()
    {
        QFETCH(QString, url);
        const auto target = parseTarget(url.toStdString());
        QVERIFY(target.has_value());
        QTEST(QString::fromStdString(target->path), "path");
        QTEST(static_cast<int>(target->shape), "shape");
    }
    void refusesWrongTargets()
    {
        for (const char *url :
             { "", "127.0.0.1:80", "ftp://h/", "http://", "http://user:key@h/", "http://h:99999/" }) {
            const auto target = parseTarget(url);
            QVERIFY2(!target, url);
            QVERIFY(target.error().message.find("no URL for load") != std::string::npos);
        }
    }
    void writesIpv6AuthorityInBrackets() { QCOMPARE(parseTarget("http://[::1]:81/x")->authority(), "[::1]:81"); }

    void contextsDifferAndRepeatExactly()
    {
        std::set<std::string> bodies;
        for (std::uint64_t i = 0; i < 50; ++i) {
            bodies.insert(contextBody(Shape::Anthropic, i, {}));
            QCOMPARE(contextBody(Shape::Anthropic, i, {}), contextBody(Shape::Anthropic, i, {}));
        }
        QCOMPARE(bodies.size(), std::size_t(50));
        const auto body = nlohmann::json::parse(contextBody(Shape::OpenAiChat, 3, {}));
        QVERIFY(body.at("messages").at(0).at("content").get<std::string>().size() >= 4096);
        QCOMPARE(body.at("temperature").get<int>(), 0);
    }
    void everyContextComesEquallyOften()
    {
        std::map<std::uint32_t, int> counts;
        const auto order = contextOrder(1003, 50, 7);
        QCOMPARE(order.size(), std::size_t(1003));
        for (const std::uint32_t context : order)
            ++counts[context];
        QCOMPARE(counts.size(), std::size_t(50));
        for (const auto &[context, count] : counts)
            QVERIFY(count == 20 || count == 21);
        QVERIFY(order != contextOrder(1003, 50, 8));
    }

    void countsEveryRequestOnce_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<bool>("stream");
        for (const char *path :
             { "/openai/v1/chat/completions", "/openai/v1/responses", "/anthropic/v1/messages" }) {
            QTest::addRow("%s", path) << path << false;
            QTest::addRow("%s stream", path) << path << true;
        }
        QTest::newRow("gemini") << "/gemini/v1beta/models/gemini-2.5-flash:generateContent" << false;
    }
    void countsEveryRequestOnce()
    {
        QFETCH(QString, path);
        QFETCH(bool, stream);
        const auto origin = provider();
        Plan plan = smallPlan(origin->url() + path.toStdString());
        plan.body.stream = stream;
        const auto tallies = runLoad(plan, neverStopped);
        QCOMPARE(tallies.size(), std::size_t(1));
        QVERIFY2(
            tallies[0].errors.empty(), tallies[0].errors.empty() ? "" : tallies[0].errors.begin()->first.c_str());
        QCOMPARE(tallies[0].succeeded, 200);
        QCOMPARE(origin->callCount(), 210); // the warm-up's too
        QCOMPARE(tallies[0].latency.count(), 200);
        QCOMPARE(tallies[0].hits, 0);
    }
    void tellsWhatFailed()
    {
        const auto origin = provider("429:1");
        const auto tallies = runLoad(smallPlan(origin->url() + "/openai"), neverStopped);
        QCOMPARE(tallies[0].failed, 200);
        QCOMPARE(tallies[0].errors.at("HTTP 429"), 200);
        QCOMPARE(tallies[0].latency.count(), 0);
    }
    void openLoopKeepsItsPace()
    {
        const auto origin = provider();
        Plan plan = smallPlan(origin->url());
        plan.ratePerSecond = 1000;
        const auto tallies = runLoad(plan, neverStopped);
        QCOMPARE(tallies[0].succeeded, 200);
        QVERIFY(tallies[0].seconds >= 0.199); // The last of 200 falls due at 199 ms: earlier would be no pace.
    }
    void twoTargetsTakeTurnsAndGetEqualLoads()
    {
        const auto first = provider(), second = provider();
        Plan plan = smallPlan(first->url());
        plan.targets.push_back(*parseTarget(second->url()));
        const auto tallies = runLoad(plan, neverStopped);
        QCOMPARE(tallies[0].succeeded, 200);
        QCOMPARE(tallies[1].succeeded, 200);
        QCOMPARE(first->callCount(), second->callCount());
        const auto report = nlohmann::json::parse(reportJson(plan, tallies));
        QCOMPARE(report.at("runs").size(), std::size_t(2));
        QVERIFY(report.at("comparison").at(0).at("throughput_ratio").get<double>() > 0);
    }
    void hitsAreReadFromCacheStatus_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<int>("hits");
        QTest::newRow("ours") << QByteArray("Cache-Status: cachescope; hit; ttl=3; key=\"a; miss\"") << 200;
        QTest::newRow("hit last") << QByteArray("Cache-Status: origin; fwd=miss, cachescope; hit") << 200;
        QTest::newRow("miss") << QByteArray("Cache-Status: cachescope; fwd=miss; stored") << 0;
        QTest::newRow("nginx") << QByteArray("X-Cache: HIT") << 200;
        QTest::newRow("none") << QByteArray("X-Other: hit") << 0;
    }
    void hitsAreReadFromCacheStatus()
    {
        QFETCH(QByteArray, field);
        const FixedServer server("HTTP/1.1 200 OK\r\n" + field + "\r\nContent-Length: 2\r\n\r\n{}", false);
        const auto tallies = runLoad(smallPlan(server.url()), neverStopped);
        QCOMPARE(tallies[0].succeeded, 200);
        QTEST(static_cast<int>(tallies[0].hits), "hits");
    }
    void connectionsThatThePeerClosesAreOpenedAgain()
    {
        const FixedServer server("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", true);
        const auto tallies = runLoad(smallPlan(server.url()), neverStopped);
        QCOMPARE(tallies[0].succeeded, 200);
        QCOMPARE(server.requests, 210);
    }
    void cutAnswersAreFailures()
    {
        const FixedServer server("HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n{}", true);
        const auto tallies = runLoad(smallPlan(server.url()), neverStopped);
        QCOMPARE(tallies[0].errors.at("cut answer"), 200);
    }
    void refusedConnectionsAreFailures()
    {
        std::string url;
        {
            const FixedServer server({}, false);
            url = server.url();
        }
        const auto tallies = runLoad(smallPlan(url), neverStopped);
        QCOMPARE(tallies[0].failed, 200);
        const auto report = nlohmann::json::parse(reportJson(smallPlan(url), tallies));
        QVERIFY(report.at("latency_ms").at("p50").is_null());
        QVERIFY(tallies[0].errors.begin()->first.rfind("connect: ", 0) == 0);
    }
    void stopsWhenAsked()
    {
        const auto origin = provider();
        int asked = 0;
        const auto tallies = runLoad(smallPlan(origin->url()), [&asked] { return ++asked > 50; });
        QVERIFY(tallies[0].requests() < 200);
    }
    void talliesAddUp()
    {
        Tally a, b;
        a.add({ 1000, 500, true, {} });
        b.add({ 3000, -1, false, {} });
        b.add({ 0, -1, false, "timeout" });
        a.merge(b);
        QCOMPARE(a.requests(), 3);
        QCOMPARE(a.meanMs(), 2.0);
        QCOMPARE(a.hitRate(), 0.5);
        QCOMPARE(a.latencyMaxMicros, 3000);
        QCOMPARE(a.errors.at("timeout"), 1);
    }
};

QTEST_GUILESS_MAIN(TestLoadtest)
#include "tst_loadtest.moc"
