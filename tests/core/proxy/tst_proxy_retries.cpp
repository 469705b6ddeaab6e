// SPDX-License-Identifier: MIT
// Retries, end to end: C4 and F3 of reliability.md, and what the log says of each attempt.
#include "requestlog/call_way.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <thread>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallState;
using requestlog::Outcome;

namespace {

const std::string question = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
const std::string chat = "/up/v1/chat/completions";
const std::string fine = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 2\r\n\r\n{}";

std::string refusal(int status, std::string_view fields)
{
    return "HTTP/1.1 " + std::to_string(status) + " No\r\n" + std::string(fields) + "Content-Length: 0\r\n\r\n";
}

void twoRetries(config::Config &configuration)
{
    configuration.retries.max = 2;
}

} // namespace

class TestProxyRetries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theContractsStatusesAreRetried_data()
    {
        QTest::addColumn<int>("status");
        QTest::addColumn<int>("calls");
        for (const int status : { 408, 429, 500, 502, 503, 504, 529 })
            QTest::addRow("%d", status) << status << 2;
        for (const int status : { 400, 401, 404, 409, 422, 501 })
            QTest::addRow("%d", status) << status << 1;
    }
    void theContractsStatusesAreRetried()
    {
        QFETCH(int, status);
        QFETCH(int, calls);
        std::atomic<int> made{ 0 };
        std::vector<std::string> seen;
        RawOrigin origin([&](RawPeer &peer) {
            for (std::string request = peer.readRequest(); !request.empty(); request = peer.readRequest()) {
                seen.push_back(request);
                peer.write(++made == 1 ? refusal(status, "retry-after-ms: 1\r\n") : fine);
            }
        });
        ProxyFixture proxy(origin.url(), twoRetries);
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, calls == 2 ? 200 : status);
        QCOMPARE(made.load(), calls);
        // The client's own bytes each time.
        QCOMPARE(seen.front(), seen.back());
        QVERIFY(seen.front().ends_with(question));
    }

    void eachAttemptIsLogged()
    {
        std::atomic<int> made{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                if (++made == 1) {
                    peer.reset();
                    return;
                }
                peer.write(made == 2 ? refusal(503, "retry-after-ms: 3\r\n") : fine);
            }
        });
        ProxyFixture proxy(origin.url(), twoRetries);
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        const requestlog::CallRecord record = proxy.waitForRecords(1).front();
        QCOMPARE(record.end.attempts, 3);
        QVERIFY(record.end.way);
        const auto &attempts = record.end.way->attempts;
        QCOMPARE(attempts.size(), std::size_t{ 3 });
        QCOMPARE(attempts[0].status, 0);
        QCOMPARE(attempts[0].problem, std::string("upstream_closed"));
        QCOMPARE(attempts[1].status, 503);
        QCOMPARE(attempts[2].status, 200);
        QVERIFY(attempts[1].startMicros >= attempts[0].endMicros);
        QVERIFY(attempts[2].startMicros >= attempts[1].endMicros + 2'000);
        const RawMessage metrics
            = roundTrip(proxy.port(), "GET /_cachescope/metrics HTTP/1.1\r\nHost: " + proxy.host() + "\r\n\r\n");
        QVERIFY(metrics.body.find("\ncachescope_upstream_retries_total 2\n") != std::string::npos);
    }

    void anUneventfulCallHasNoList()
    {
        RawOrigin origin([](RawPeer &peer) {
            while (!peer.readRequest().empty())
                peer.write(fine);
        });
        ProxyFixture proxy(origin.url(), twoRetries);
        QCOMPARE(roundTrip(proxy.port(), proxy.post(chat, question)).status, 200);
        QVERIFY(!proxy.waitForRecords(1).front().end.way);
    }

    void longWaitsAreTheClients_data()
    {
        QTest::addColumn<QByteArray>("hint");
        QTest::newRow("seconds") << QByteArray("Retry-After: 31\r\n");
        QTest::newRow("milliseconds") << QByteArray("retry-after-ms: 30001\r\n");
        QTest::newRow("date") << QByteArray("Retry-After: Fri, 31 Dec 2100 23:59:59 GMT\r\n");
        QTest::newRow("upstream says no") << QByteArray("x-should-retry: false\r\n");
    }
    void longWaitsAreTheClients()
    {
        QFETCH(QByteArray, hint);
        std::atomic<int> made{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++made;
                peer.write(refusal(429, hint.toStdString()));
            }
        });
        ProxyFixture proxy(origin.url(), twoRetries);
        const RawMessage answer = roundTrip(proxy.port(), proxy.post(chat, question));
        QCOMPARE(answer.status, 429);
        QCOMPARE(made.load(), 1);
        const std::string name = hint.left(hint.indexOf(':')).toStdString();
        QVERIFY(!answer.field(name).empty());
        if (!hint.startsWith("x-should"))
            QVERIFY(answer.field("x-should-retry").empty());
    }

    // F3: an upstream that refuses everything gets at most 1.2 times the calls.
    void aFailingUpstreamIsNotStormed()
    {
        std::atomic<int> made{ 0 };
        RawOrigin origin([&](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++made;
                peer.write(refusal(503, "retry-after-ms: 0\r\n"));
            }
        });
        ProxyFixture proxy(origin.url(), [](config::Config &c) {
            c.retries.max = 2;
            c.breaker.mode = config::BreakerMode::Off; // the budget alone
        });
        constexpr int clients = 8;
        constexpr int calls = 100;
        std::vector<std::thread> threads;
        std::atomic<int> answered{ 0 };
        std::atomic<int> told{ 0 };
        for (int t = 0; t < clients; ++t) {
            threads.emplace_back([&] {
                RawPeer client(RawPeer::connectTo(proxy.port()));
                for (int i = 0; i < calls; ++i) {
                    client.write(proxy.post(chat, question));
                    const RawMessage answer(client.readResponse());
                    answered += answer.status == 503 ? 1 : 0;
                    told += answer.field("x-should-retry") == "false" ? 1 : 0;
                }
            });
        }
        for (std::thread &thread : threads)
            thread.join();
        QCOMPARE(answered.load(), clients * calls);
        QCOMPARE(told.load(), clients * calls);
        QVERIFY2(made <= clients * calls * 12 / 10, qPrintable(QString::number(made)));
        QVERIFY(made > clients * calls);
    }
};

QTEST_GUILESS_MAIN(TestProxyRetries)
#include "tst_proxy_retries.moc"
