// SPDX-License-Identifier: MIT
#include "support/proxy_fixture.h"

#include <QTest>

#include <nlohmann/json.hpp>

using namespace cachescope;
using namespace cachescope::test;

namespace {

struct Setup
{
    RawOrigin origin{ [](RawPeer &peer) {
        while (!peer.readRequest().empty())
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    } };
    ProxyFixture proxy{ origin.url() };

    RawMessage get(const std::string &path, const std::string &token = {}, const std::string &method = "GET")
    {
        const std::string authorization = token.empty() ? "" : "Authorization: Bearer " + token + "\r\n";
        return roundTrip(
            proxy.port(),
            method + " /_cachescope/" + path + " HTTP/1.1\r\nHost: " + proxy.host() + "\r\n" + authorization
                + "\r\n");
    }
};

const std::string token(ProxyFixture::adminToken);

} // namespace

class TestProxyAdmin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void healthAndMetricsAreOpen()
    {
        Setup setup;
        const auto health = nlohmann::json::parse(setup.get("health").body);
        QCOMPARE(health["status"].get<std::string>(), std::string("ok"));
        QCOMPARE(health["mode"].get<std::string>(), std::string("on"));
        roundTrip(
            setup.proxy.port(),
            setup.proxy.post("/up/v1/chat/completions", "{\"model\":\"m\\\"1\",\"messages\":[]}"));
        setup.proxy.waitForRecords(1);
        const RawMessage metrics = setup.get("metrics");
        QCOMPARE(metrics.status, 200);
        QVERIFY(metrics.field("content-type").starts_with("text/plain; version=0.0.4"));
        QVERIFY2(
            metrics.body.find("cachescope_requests_total{upstream=\"up\",model=\"m\\\"1\",outcome=\"")
                != std::string::npos,
            metrics.body.c_str());
        for (const char *name :
             { "cachescope_request_duration_seconds_bucket{", "cachescope_overhead_seconds_bucket{",
               "cachescope_time_to_first_byte_seconds_count{", "cachescope_cache_entries ",
               "cachescope_log_dropped_total ", "cachescope_upstream_retries_total 0",
               "cachescope_rate_limit_wait_seconds_count 0" })
            QVERIFY2(metrics.body.find(name) != std::string::npos, name);
    }

    // G9
    void modelNamesAreBounded()
    {
        Setup setup;
        RawPeer client(RawPeer::connectTo(setup.proxy.port()));
        for (int i = 0; i < 260; ++i) {
            client.write(setup.proxy.post(
                "/up/v1/chat/completions", "{\"model\":\"m" + std::to_string(i) + "\",\"messages\":[]}"));
            client.readResponse();
        }
        setup.proxy.waitForRecords(260);
        const std::string text = setup.get("metrics").body;
        std::size_t series = 0;
        for (std::size_t at = text.find("cachescope_requests_total{"); at != std::string::npos;
             at = text.find("cachescope_requests_total{", at + 1))
            ++series;
        QCOMPARE(series, std::size_t{ 201 });
        QVERIFY(text.find("model=\"other\"") != std::string::npos);
    }

    void everythingElseWantsTheToken_data()
    {
        QTest::addColumn<QByteArray>("path");
        for (const char *path :
             { "stats", "requests", "requests/01ARZ3NDEKTSV4RRFFQ69G5FAV", "events", "entries", "invalidate", "" })
            QTest::newRow(path) << QByteArray(path);
    }
    void everythingElseWantsTheToken()
    {
        QFETCH(QByteArray, path);
        Setup setup;
        for (const std::string &wrong : { std::string(), std::string("wrong"), token + "x", token.substr(1) }) {
            const RawMessage answer = setup.get(path.toStdString(), wrong);
            QCOMPARE(answer.status, 401);
            QCOMPARE(answer.field("content-type"), std::string("application/problem+json"));
            QVERIFY(!answer.field("www-authenticate").empty());
        }
    }

    void emptyTokenOpensNothing()
    {
        RawOrigin origin([](RawPeer &) {});
        config::Config configuration = config::defaults();
        configuration.listen.port = 0;
        auto server = proxy::ProxyServer::start(configuration, providers::PriceBook::shipped(), {});
        QVERIFY(server);
        const std::string host = "127.0.0.1:" + std::to_string((*server)->port());
        QCOMPARE(
            roundTrip(
                (*server)->port(),
                "GET /_cachescope/stats HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: Bearer \r\n\r\n")
                .status,
            401);
    }

    void wrongUseIsAProblemDocument()
    {
        Setup setup;
        QCOMPARE(setup.get("nothing", token).status, 404);
        QCOMPARE(setup.get("requests/short", token).status, 400);
        QCOMPARE(setup.get("requests/01ARZ3NDEKTSV4RRFFQ69G5FAV", token).status, 404);
        QCOMPARE(setup.get("requests?limit=0", token).status, 400);
        QCOMPARE(setup.get("requests?limit=9999999999999999999999", token).status, 400);
        QCOMPARE(setup.get("stats?since=yesterday", token).status, 400);
        QCOMPARE(setup.get("stats?by=moon", token).status, 400);
        const RawMessage answer = setup.get("stats", token, "DELETE");
        QCOMPARE(answer.status, 405);
        const auto problem = nlohmann::json::parse(answer.body);
        QCOMPARE(problem["status"].get<int>(), 405);
        QVERIFY(problem.contains("title") && problem.contains("detail"));
    }

    void statsAndRequestsAreJson()
    {
        Setup setup;
        QVERIFY(nlohmann::json::parse(setup.get("stats?since=1h&by=model", token).body).is_object());
        const auto list = nlohmann::json::parse(setup.get("requests?limit=5", token).body);
        QVERIFY(list["requests"].is_array());
    }

    void oneRequestIsFoundByItsId()
    {
        Setup setup;
        const RawMessage answer = roundTrip(
            setup.proxy.port(),
            setup.proxy.post(
                "/up/v1/chat/completions", "{\"model\":\"m\",\"messages\":[]}",
                "Authorization: Bearer my-odd-secret-1\r\n"));
        const std::string id = answer.field("x-cachescope-request-id");
        // The row is written behind the call's back: it is asked for until it is there.
        RawMessage found("");
        QTRY_COMPARE((found = setup.get("requests/" + id, token)).status, 200);
        QVERIFY2(found.body.find(id) != std::string::npos, found.body.c_str());
        QVERIFY(found.body.find("my-odd-secret-1") == std::string::npos);
        const auto list = nlohmann::json::parse(setup.get("requests?limit=5", token).body);
        QCOMPARE(list["requests"].size(), std::size_t{ 1 });
        QVERIFY(nlohmann::json::parse(setup.get("requests?limit=5&before=1", token).body)["requests"].empty());
    }

    void callsAppearInTheEventStream()
    {
        Setup setup;
        RawPeer reader(RawPeer::connectTo(setup.proxy.port()));
        reader.write(
            "GET /_cachescope/events HTTP/1.1\r\nHost: " + setup.proxy.host() + "\r\nAuthorization: Bearer " + token
            + "\r\n\r\n");
        QVERIFY(reader.readUntil("live calls follow").starts_with("HTTP/1.1 200"));
        const RawMessage answer = roundTrip(setup.proxy.port(), setup.proxy.post("/up/v1/chat/completions", "{}"));
        const std::string id = answer.field("x-cachescope-request-id");
        QVERIFY(reader.readUntil(id).find("event: call\ndata: ") != std::string::npos);
    }

    void closedMetricsWantTheToken()
    {
        RawOrigin origin([](RawPeer &) {});
        ProxyFixture proxy(origin.url(), [](config::Config &c) { c.admin.metricsToken = true; });
        const std::string head = "GET /_cachescope/metrics HTTP/1.1\r\nHost: " + proxy.host() + "\r\n";
        QCOMPARE(roundTrip(proxy.port(), head + "\r\n").status, 401);
        QCOMPARE(roundTrip(proxy.port(), head + "Authorization: bearer " + token + "\r\n\r\n").status, 200);
    }

    void takenPortIsNamed()
    {
        Setup setup;
        config::Config configuration = config::defaults();
        configuration.listen.port = setup.proxy.port();
        const auto second = proxy::ProxyServer::start(configuration, providers::PriceBook::shipped(), {});
        QVERIFY(!second);
        QCOMPARE(second.error().code, base::ErrorCode::Unavailable);
        QVERIFY(second.error().message.find(std::to_string(setup.proxy.port())) != std::string::npos);
    }

    void drainWaitsForOpenCalls()
    {
        std::atomic<bool> go{ false };
        RawOrigin origin([&](RawPeer &peer) {
            peer.readRequest();
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nab");
            go.wait(false);
            peer.write("cd");
            peer.readToEnd();
        });
        ProxyFixture proxy(origin.url());
        RawPeer client(RawPeer::connectTo(proxy.port()));
        client.write(proxy.post("/up/v1/x", "{}"));
        client.readUntil("ab");
        bool drained = false;
        proxy.server().drain(10'000, [&] { drained = true; });
        QTRY_COMPARE(RawPeer::connectTo(proxy.port()), -1);
        QVERIFY(!drained);
        go = true;
        go.notify_all();
        QCOMPARE(client.readSome(2), std::string("cd"));
        QTRY_VERIFY(drained);
        QCOMPARE(client.readToEnd().end, RawPeer::End::Fin);
    }
};

QTEST_GUILESS_MAIN(TestProxyAdmin)
#include "tst_proxy_admin.moc"
