// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN // moc of Qt 6.4 cannot read some headers of C++20
#include "proxy/answer_comparison.h"
#include "proxy/cache_status.h"
#include "proxy/call_controls.h"
#include "proxy/call_memory.h"
#include "proxy/credential.h"
#include "proxy/guards.h"
#include "proxy/limit_news.h"
#include "proxy/paced_replay.h"
#include "proxy/retry_hints.h"
#include "proxy/router.h"
#include "proxy/upstream_request.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::proxy;

namespace {

std::shared_ptr<const Settings> settings()
{
    config::Config configuration = config::defaults();
    configuration.upstreams["up"].url = "http://127.0.0.1:9/pre/";
    static flow::FlowRegister flows;
    return makeSettings(configuration, nullptr, 8737, flows, 0);
}

} // namespace

class TestProxyUnits : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void rememberedCallsAreFoundByTheirBytes()
    {
        const auto call = std::make_shared<const RememberedCall>();
        CallMemory memory(80'000);
        QVERIFY(!memory.find("head", "body"));
        memory.remember("head", "body", call);
        QVERIFY(memory.find("head", "body") == call);
        QVERIFY(!memory.find("head", "bodY") && !memory.find("heaD", "body") && !memory.find("headb", "ody"));
        memory.remember("head", std::string(20'000, 'x'), call); // Too large a share of it.
        QVERIFY(!memory.find("head", std::string(20'000, 'x')));
        for (int i = 0; i < 100; ++i) {
            memory.remember(std::to_string(i), std::string(5'000, 'x'), call);
            QVERIFY(memory.find("head", "body") == call); // Used again and again, so it stays.
        }
        QVERIFY(!memory.find("50", std::string(5'000, 'x')) && memory.find("99", std::string(5'000, 'x')));
        memory.clear();
        QVERIFY(!memory.find("head", "body"));
    }

    // G1 and G2: who is let in.
    void guards_data()
    {
        QTest::addColumn<QByteArray>("fields");
        QTest::addColumn<int>("status");
        const auto row
            = [](const char *name, QByteArray fields, int status) { QTest::newRow(name) << fields << status; };
        row("loopback", "Host: 127.0.0.1:8737", 0);
        row("localhost", "Host: LocalHost:8737", 0);
        row("v6", "Host: [::1]:8737", 0);
        row("configured name", "Host: box.lan", 0);
        row("configured name with port", "Host: box.lan:8737", 0);
        row("evil name", "Host: evil.example:8737", 403);
        row("name that begins like ours", "Host: localhost.evil.example:8737", 403);
        row("trailing dot", "Host: localhost.:8737", 403);
        row("short form", "Host: 127.1:8737", 403);
        row("decimal form", "Host: 2130706433:8737", 403);
        row("wildcard", "Host: 0.0.0.0:8737", 403);
        row("empty", "Host: ", 403);
        row("with user", "Host: a@127.0.0.1:8737", 403);
        row("other port", "Host: 127.0.0.1:80", 421);
        row("no port", "Host: 127.0.0.1", 421);
        row("odd port", "Host: 127.0.0.1:8737x", 421);
        row("Node's fetch", "Host: 127.0.0.1:8737\nSec-Fetch-Mode: cors\nAccept-Language: *", 0);
        row("foreign Origin", "Host: 127.0.0.1:8737\nOrigin: https://evil.example", 403);
        row("null Origin", "Host: 127.0.0.1:8737\nOrigin: null", 403);
        row("own Origin", "Host: 127.0.0.1:8737\nOrigin: http://127.0.0.1:8737", 403);
        row("configured Origin", "Host: 127.0.0.1:8737\nOrigin: http://app.lan", 0);
        row("configured Origin, cross-site",
            "Host: 127.0.0.1:8737\nOrigin: http://app.lan\nSec-Fetch-Site: cross-site", 0);
        row("two Origins", "Host: 127.0.0.1:8737\nOrigin: http://app.lan\nOrigin: http://evil.example", 403);
        row("cross-site", "Host: 127.0.0.1:8737\nSec-Fetch-Site: cross-site", 403);
        row("same-site", "Host: 127.0.0.1:8737\nSec-Fetch-Site: same-site", 403);
        row("typed by hand", "Host: 127.0.0.1:8737\nSec-Fetch-Site: none", 0);
    }
    void guards()
    {
        QFETCH(QByteArray, fields);
        QFETCH(int, status);
        const std::vector<std::string> hosts{ "box.lan" };
        const std::vector<std::string> origins{ "http://app.lan" };
        http::RequestHead head{ "POST", "/v1/x", 1, {} };
        for (const QByteArray &line : fields.split('\n')) {
            const qsizetype colon = line.indexOf(':');
            head.fields.add(line.left(colon).toStdString(), line.mid(colon + 2).toStdString());
        }
        QCOMPARE(checkGuards(head, { "127.0.0.1", 8737, &hosts, &origins }).status, status);
    }

    void targetsAndMethodsAreGuarded()
    {
        const std::vector<std::string> none;
        const auto check = [&](const char *method, const char *target) {
            const http::RequestHead head{ method, target, 1, { { "Host", "127.0.0.1:8737" } } };
            return checkGuards(head, { "127.0.0.1", 8737, &none, &none }).status;
        };
        QCOMPARE(check("CONNECT", "api.openai.com:443"), 405);
        QCOMPARE(check("TRACE", "/"), 405);
        QCOMPARE(check("GET", "http://127.0.0.1:8737/v1/models"), 0);
        QCOMPARE(check("GET", "http://evil.example/v1/models"), 421);
        QCOMPARE(check("GET", "http://127.0.0.1:80/v1/models"), 421);
        QCOMPARE(check("GET", "https://127.0.0.1:8737/v1/models"), 421);
        QCOMPARE(check("GET", "api.openai.com:443"), 421);
        QCOMPARE(check("OPTIONS", "*"), 0);
    }

    void routes_data()
    {
        QTest::addColumn<QByteArray>("target");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("upstream");
        QTest::addColumn<QByteArray>("rest");
        QTest::addColumn<QByteArray>("project");
        const auto row = [](const char *target, Route::Kind kind, const char *upstream, const char *rest,
                            const char *project = "") {
            QTest::newRow(target) << QByteArray(target) << static_cast<int>(kind) << QByteArray(upstream)
                                  << QByteArray(rest) << QByteArray(project);
        };
        using enum Route::Kind;
        row("/v1/chat/completions", Upstream, "openai", "/v1/chat/completions");
        row("/v1/messages", Upstream, "anthropic", "/v1/messages");
        row("/v1/messages?beta=true", Upstream, "anthropic", "/v1/messages?beta=true");
        row("/v1/messages/count_tokens", Upstream, "anthropic", "/v1/messages/count_tokens");
        row("/v1/messagesx", Upstream, "openai", "/v1/messagesx");
        row("/v1beta/models/g:generateContent?key=K", Upstream, "gemini", "/v1beta/models/g:generateContent?key=K");
        row("/v1/models/g:generateContent", Upstream, "gemini", "/v1/models/g:generateContent");
        row("/v1/models/g:streamGenerateContent?alt=sse", Upstream, "gemini",
            "/v1/models/g:streamGenerateContent?alt=sse");
        row("/v1/models/ft:gpt-4o:org::id", Upstream, "openai", "/v1/models/ft:gpt-4o:org::id");
        row("/up/v1/a%2Fb//c/../d?x=%20", Upstream, "up", "/v1/a%2Fb//c/../d?x=%20");
        row("/up//evil.example/x", Upstream, "up", "//evil.example/x");
        row("/up/@evil.example/", Upstream, "up", "/@evil.example/");
        row("/@my%20team/up/v1/x", Upstream, "up", "/v1/x", "my team");
        row("/@p/v1/messages", Upstream, "anthropic", "/v1/messages", "p");
        row("/@p/", Base, "", "", "p");
        row("/@p", Base, "", "", "p");
        row("/", Base, "", "");
        row("/up", Base, "up", "");
        row("/up/", Base, "up", "/");
        row("/up?x", Base, "up", "?x");
        row("/nope/v1/x", Unknown, "nope", "");
        row("/UP/v1/x", Unknown, "UP", "");
        row("//evil.example/v1", Unknown, "", "");
        row("/_cachescope/health", Admin, "", "health");
        row("/_cachescope/requests?limit=1", Admin, "", "requests?limit=1");
        row("/%5fcachescope/health", Unknown, "%5fcachescope", "");
        row("http://127.0.0.1:8737/v1/models", Upstream, "openai", "/v1/models");
        row("http://127.0.0.1:8737", Base, "", "");
        row("*", Base, "", "");
    }
    void routes()
    {
        QFETCH(QByteArray, target);
        const Route route = routeTarget(target.toStdString(), *settings());
        QTEST(static_cast<int>(route.kind), "kind");
        QTEST(QByteArray::fromStdString(route.upstream), "upstream");
        QTEST(QByteArray::fromStdString(route.rest), "rest");
        QTEST(QByteArray::fromStdString(route.project), "project");
    }

    void projectsAreCleanText()
    {
        QVERIFY(routeTarget("/@a%0d%0ab/up/x", *settings()).project.empty());
        QVERIFY(routeTarget("/@%ff/up/x", *settings()).project.empty());
        QVERIFY(routeTarget("/@" + std::string(200, 'a') + "/up/x", *settings()).project.empty());
    }

    void origins_data()
    {
        QTest::addColumn<QByteArray>("url");
        QTest::addColumn<QByteArray>("expected"); // empty = refused
        QTest::newRow("https") << QByteArray("https://api.openai.com")
                               << QByteArray("api.openai.com 443 api.openai.com  tls");
        QTest::newRow("prefix") << QByteArray("https://openrouter.ai/api/")
                                << QByteArray("openrouter.ai 443 openrouter.ai /api tls");
        QTest::newRow("port") << QByteArray("http://127.0.0.1:11434")
                              << QByteArray("127.0.0.1 11434 127.0.0.1:11434 ");
        QTest::newRow("v6") << QByteArray("http://[::1]:99/x") << QByteArray("::1 99 [::1]:99 /x");
        for (const char *bad : { "ftp://a", "a.example", "http://", "http://u:p@a", "http://a:0", "http://a:99999",
                                 "http://a:x", "http://a/?q", "http://a/#f", "http://a b" })
            QTest::newRow(bad) << QByteArray(bad) << QByteArray();
    }
    void origins()
    {
        QFETCH(QByteArray, url);
        QFETCH(QByteArray, expected);
        const auto origin = parseOrigin(url.toStdString());
        QCOMPARE(origin.has_value(), !expected.isEmpty());
        if (!origin)
            return;
        const std::string text = origin->host + " " + std::to_string(origin->port) + " " + origin->authority + " "
            + origin->prefix + (origin->tls ? " tls" : "");
        QCOMPARE(QByteArray::fromStdString(text), expected);
    }

    // C7: five key forms, each told apart, each partitioned.
    void callersAreToldApart()
    {
        const base::Secret hashKey("install");
        CredentialHasher hasher(hashKey);
        const auto hash = [&](const char *target, const http::Fields &fields) {
            return hasher.hash(CallerKeys({ "POST", target, 1, fields }));
        };
        std::vector<std::string> hashes{ hash("/x", {}),
                                         hash("/x", { { "Authorization", "Bearer k1" } }),
                                         hash("/x", { { "Authorization", "Bearer k2" } }),
                                         hash("/x", { { "x-api-key", "k1" } }),
                                         hash("/x", { { "x-goog-api-key", "k1" } }),
                                         hash("/x", { { "api-key", "k1" } }),
                                         hash("/x?key=k1", {}),
                                         hash("/x?key=k2", {}),
                                         hash("/x", { { "x-api-key", "k1" }, { "Authorization", "Bearer k1" } }) };
        QVERIFY(hashes.front().empty());
        std::sort(hashes.begin(), hashes.end());
        QVERIFY(std::adjacent_find(hashes.begin(), hashes.end()) == hashes.end());
        QCOMPARE(
            hash("/x", { { "authorization", "Bearer k1" } }), hash("/x?a=b", { { "Authorization", "bearer k1" } }));
        const http::RequestHead head{ "GET", "/x?key=q", 1, { { "Authorization", "Bearer the-token" } } };
        const CallerKeys keys(head); // Its values lie in the head.
        QCOMPARE(keys.values().size(), std::size_t{ 2 });
        QCOMPARE(keys.values().front(), std::string_view("the-token"));
    }

    void secretsAreHiddenWhereverTheyTurnUp()
    {
        std::string text = "you sent my-odd-secret-1 twice: my-odd-secret-1";
        hideSecrets(text, { "my-odd-secret-1", "x" });
        QCOMPARE(text, std::string("you sent [redacted] twice: [redacted]"));
        QVERIFY(holdsSecret("a my-odd-secret-1 b", { "my-odd-secret-1" }));
        QVERIFY(!holdsSecret("short x", { "x" }));
    }

    void patterns()
    {
        QVERIFY(matchesPattern("gpt-*", "gpt-4o"));
        QVERIFY(matchesPattern("*", ""));
        QVERIFY(matchesPattern("a*b*c", "axxbyyc"));
        QVERIFY(!matchesPattern("a*b*c", "axxbyy"));
        QVERIFY(!matchesPattern("gpt", "gpt-4o"));
        QVERIFY(matchesPattern(std::string(50, '*') + "b", std::string(5000, 'a') + "b"));
    }

    void firstMatchingPolicyDecides()
    {
        config::Cache cache;
        config::CachePolicy off;
        off.name = "off", off.models = { "gpt-*" }, off.store = false;
        config::CachePolicy longer;
        longer.name = "longer", longer.projects = { "team" }, longer.ttl = std::chrono::seconds(7);
        longer.volatileFields = { "/user" }, longer.storeToolCalls = true;
        cache.policies = { off, longer };
        QVERIFY(!matchPolicy(cache, { "team", "gpt-4o", "openai", "curl" }).enabled);
        const auto matched = matchPolicy(cache, { "team", "claude", "anthropic", "curl" });
        QVERIFY(matched.enabled && matched.storeToolCalls);
        QCOMPARE(matched.ttl, std::chrono::seconds(7));
        QCOMPARE(matched.policyName, std::string("longer"));
        QCOMPARE(matchPolicy(cache, { "other", "claude", "anthropic", "curl" }).policyName, std::string());
    }

    void upstreamHeadKeepsOrderAndCase()
    {
        const auto all = settings();
        const http::RequestHead head{ "POST",
                                      "/up/x",
                                      1,
                                      { { "zz-First", "1" },
                                        { "HOST", "127.0.0.1:8737" },
                                        { "Connection", "x-drop, close" },
                                        { "X-Drop", "1" },
                                        { "x-cachescope-Project", "p" },
                                        { "Expect", "100-continue" },
                                        { "aUTHORIZATION", "Bearer k" },
                                        { "X-Two", "a" },
                                        { "x-two", "b" },
                                        { "Content-Length", "3" } } };
        std::string out;
        appendUpstreamHead(out, head, "/x?y=%2f", *all->findUpstream("up"), UpstreamBody::AsAnnounced, nullptr);
        QCOMPARE(
            out,
            std::string(
                "POST /pre/x?y=%2f HTTP/1.1\r\nzz-First: 1\r\nHOST: 127.0.0.1:9\r\naUTHORIZATION: Bearer k\r\n"
                "X-Two: a\r\nx-two: b\r\nContent-Length: 3\r\n\r\n"));
    }

    void cacheStatusIsHarmless()
    {
        CacheStatusMember member{ false, "bypass", false, {}, {}, "a\"b\r\nX: y\\" };
        QCOMPARE(toHeader(member), std::string("cachescope; fwd=bypass; detail=\"a\\\"bX: y\\\\\""));
    }

    void policiesSayWhatTheyMatched()
    {
        config::Cache cache;
        config::CachePolicy policy;
        policy.name = "agents", policy.clients = { "codex", "claude-*" }, policy.routes = { "/v1/*" };
        policy.replay = { config::Replay::Pace::Fixed, 20 };
        cache.policies = { policy };
        const auto matched = matchPolicy(cache, { "", "m", "up", "claude-code", "/v1/messages?beta=true" });
        QCOMPARE(matched.policyReason, std::string("client \"claude-*\", route \"/v1/*\""));
        QCOMPARE(matched.eventsPerSecond, 20.0);
        QVERIFY(matchPolicy(cache, { "", "m", "up", "claude-code", "/v2/messages" }).policyName.empty());
        cache.policies = { {} };
        cache.policies.front().name = "all";
        QCOMPARE(matchPolicy(cache, {}).policyReason, std::string("every call"));
    }

    void storedStreamsComeInTheirTime()
    {
        const auto text = std::make_shared<const std::string>("data: 1\n\ndata: 2\r\n\r\ndata: 3\n\n");
        PacedReplay replay(text, 1000, 5000);
        QCOMPARE(replay.events(), std::size_t{ 3 });
        QVERIFY(replay.take(999).empty());
        QCOMPARE(replay.take(1000), std::string_view("data: 1\n\n"));
        QCOMPARE(replay.nextAt(), std::int64_t{ 3000 });
        QVERIFY(replay.take(2999).empty());
        QCOMPARE(replay.take(9999), std::string_view("data: 2\r\n\r\ndata: 3\n\n"));
        QVERIFY(replay.isDone());
        PacedReplay lone(std::make_shared<const std::string>("no event"), -1, -1);
        QCOMPARE(lone.take(0), std::string_view("no event"));
        QVERIFY(lone.isDone());
    }

    void answersAreComparedByWhatTheySay()
    {
        using providers::AnswerForm;
        using providers::Api;
        const auto chat = [](const char *id, const char *word) {
            return std::string("{\"id\":\"") + id + "\",\"created\":1" + id
                + ",\"choices\":[{\"index\":0,\"message\":{\"content\":\"" + word
                + "\"},\"finish_reason\":\"stop\"}]}";
        };
        const std::string one = chat("1", "yes");
        const std::string same = chat("2", "yes");
        const std::string other = chat("3", "no");
        QCOMPARE(sayTheSame(Api::OpenAiChat, { AnswerForm::Json, one }, { AnswerForm::Json, same }), true);
        QCOMPARE(sayTheSame(Api::OpenAiChat, { AnswerForm::Json, one }, { AnswerForm::Json, other }), false);
        QVERIFY(!sayTheSame(Api::OpenAiChat, { AnswerForm::Json, one }, { AnswerForm::Json, "{broken" }));
    }

    void announcedLimitsAreRead()
    {
        constexpr base::UnixMicros now = 1'790'000'000'000'000;
        const auto read = [](http::Fields fields, int status = 200) {
            return readLimitNews({ status, "", 1, std::move(fields) }, now);
        };
        const auto openAi = read({ { "X-RateLimit-Limit-Requests", "60" },
                                   { "x-ratelimit-remaining-requests", "3" },
                                   { "x-ratelimit-reset-requests", "1m2.5s" },
                                   { "x-ratelimit-limit-tokens", "1000" },
                                   { "x-ratelimit-remaining-tokens", "900" },
                                   { "x-ratelimit-reset-tokens", "20ms" } });
        QVERIFY(openAi.requests && openAi.tokens);
        QCOMPARE(openAi.requests->limit, 60.0);
        QCOMPARE(openAi.requests->remaining, 3.0);
        QCOMPARE(openAi.requests->resetMicros, std::int64_t{ 62'500'000 });
        QCOMPARE(openAi.tokens->resetMicros, std::int64_t{ 20'000 });
        const auto anthropic = read({ { "anthropic-ratelimit-input-tokens-limit", "1000" },
                                      { "anthropic-ratelimit-input-tokens-remaining", "10" },
                                      { "anthropic-ratelimit-input-tokens-reset", "2026-09-21T14:13:50Z" },
                                      { "anthropic-ratelimit-tokens-limit", "2000" },
                                      { "anthropic-ratelimit-tokens-remaining", "1900" },
                                      { "anthropic-ratelimit-tokens-reset", "2026-09-21T14:13:50Z" } });
        QVERIFY(!anthropic.requests && anthropic.tokens);
        QCOMPARE(anthropic.tokens->remaining, 10.0); // the nearer wall
        QCOMPARE(anthropic.tokens->resetMicros, std::int64_t{ 30'000'000 });
        QVERIFY(read({ { "x-ratelimit-limit-requests", "60" } }).empty());
        QVERIFY(read({ { "x-ratelimit-limit-requests", "nan" },
                       { "x-ratelimit-remaining-requests", "-1" },
                       { "x-ratelimit-reset-requests", "soon" } })
                    .empty());
        QVERIFY(read({ { "Retry-After", "5" } }).empty());
        QCOMPARE(read({ { "Retry-After", "5" } }, 429).retryAfterMicros, std::int64_t{ 5'000'000 });
        QVERIFY(read({ { "Retry-After", "90" } }, 429).empty());
    }

    void retryHints()
    {
        QCOMPARE(retryDelayMs({ { "Retry-After", "7" } }, 0), std::int64_t{ 7000 });
        QCOMPARE(retryDelayMs({ { "Retry-After", "7" }, { "retry-after-ms", "250" } }, 0), std::int64_t{ 250 });
        QVERIFY(retryDelayMs({ { "Retry-After", "Fri, 31 Dec 2100 23:59:59 GMT" } }, 0) > longestRetryWaitMs);
        for (const char *nonsense : { "-5", "nan", "soon", "" })
            QVERIFY(retryDelayMs({ { "Retry-After", nonsense } }, 0) <= 500);
        QVERIFY(backoffMs(30) <= 8000);
    }
};

QTEST_GUILESS_MAIN(TestProxyUnits)
#include "tst_proxy_units.moc"
