// SPDX-License-Identifier: MIT
// Help for the provider's cache, end to end, against the simulated provider and raw origins.
#include "base/clock.h"
#include "requestlog/call_way.h"
#include "simulated/simulated_provider.h"
#include "support/proxy_fixture.h"

#include <QTest>

#include <semaphore>
#include <thread>

using namespace cachescope;
using namespace cachescope::test;
using requestlog::CallRecord;

namespace {

const std::string chat = "/openai/v1/chat/completions";

std::unique_ptr<simulated::SimulatedProvider> simulatedProvider(std::chrono::milliseconds firstToken = {})
{
    simulated::SimulatedProvider::Settings settings;
    settings.firstToken = firstToken;
    settings.tokensPerSecond = 0;
    return std::move(*simulated::SimulatedProvider::start(settings));
}

ProxyFixture::Adjust with(const std::string &upstream, const std::function<void(config::ProviderHelp &)> &adjust)
{
    return [=](config::Config &c) {
        adjust(c.upstreams[upstream].help);
        c.cache.enabled = false;
    };
}

std::string streamed(std::string_view more = {})
{
    return "{ \"model\":\"gpt-4o\",\"stream\":true," + std::string(more)
        + "\"messages\":[{\"role\":\"user\",\"content\":\"say \\u00e9\"}] }";
}

/** Remembers what it got, answers all alike. */
struct Recording
{
    explicit Recording(std::string answerText)
        : answer(std::move(answerText))
    { }
    std::vector<RawMessage> requests()
    {
        const std::lock_guard lock(mutex);
        return got;
    }
    std::mutex mutex;
    std::vector<RawMessage> got;
    std::string answer;
    std::function<std::string(const RawMessage &)> choose;
    RawOrigin origin{ [this](RawPeer &peer) {
        for (std::string bytes = peer.readRequest(); !bytes.empty(); bytes = peer.readRequest()) {
            const RawMessage request(bytes);
            std::string reply = choose ? choose(request) : answer;
            {
                const std::lock_guard lock(mutex);
                got.push_back(request);
            }
            peer.write(reply);
        }
    } };
};

std::string whole(int status, std::string_view type, std::string_view body)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: " + std::string(type)
        + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + std::string(body);
}

const std::string done = "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"a\"},"
                         "\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,\"completion_tokens\":1}}";

const std::string messages = "/anthropic/v1/messages";
const std::string claudeAnswer = "{\"id\":\"m\",\"type\":\"message\",\"role\":\"assistant\",\"content\":[],"
                                 "\"stop_reason\":\"end_turn\",\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";

const std::string gemini = "/gemini/v1beta/models/gemini-2.5-flash:generateContent";
const std::string geminiKey = "x-goog-api-key: secret-key\r\n";
const std::string geminiAnswer
    = R"({"candidates":[{"content":{"parts":[{"text":"a"}]},"finishReason":"STOP"}],"usageMetadata":{"promptTokenCount":1}})";

std::string geminiPrompt(const std::string &user)
{
    std::string system;
    for (int i = 0; i < 600; ++i)
        system += "Rule " + std::to_string(i) + " is to answer kindly. ";
    return "{\"systemInstruction\":{\"parts\":[{\"text\":\"" + system
        + "\"}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"" + user + "\"}]}]}";
}

CallRecord ofPurpose(const std::vector<CallRecord> &records, const std::string &purpose)
{
    for (const CallRecord &record : records) {
        if (record.end.way && record.end.way->purpose == purpose)
            return record;
    }
    return {};
}

/** A question behind a system text of some 2,000 tokens. */
std::string longPrompt(const std::string &user, const std::string &start = {})
{
    std::string system = start;
    for (int i = 0; i < 400; ++i)
        system += "Rule " + std::to_string(i) + " is to answer kindly. ";
    return "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":20,\"system\":\"" + system
        + "\",\"messages\":[{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
}

} // namespace

class TestProxyHelp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withEverythingOffNothingChanges()
    {
        Recording origin(whole(200, "application/json", done));
        ProxyFixture proxy(origin.origin.url());
        roundTrip(proxy.port(), proxy.post(chat, streamed()));
        QCOMPARE(origin.requests().front().body, streamed());
        QVERIFY(!proxy.waitForRecords(1).front().end.way);
    }

    void usageIsAskedForAndKeptFromTheClient()
    {
        const auto provider = simulatedProvider();
        ProxyFixture proxy(
            provider->url(), with("openai", [](config::ProviderHelp &help) { help.includeUsage = true; }));
        const RawMessage plain = roundTrip(proxy.port(), proxy.post(chat, streamed()));
        QVERIFY2(plain.body.find("[DONE]") != std::string::npos, plain.body.c_str());
        QVERIFY(plain.body.find("\"prompt_tokens\"") == std::string::npos);
        // Who asks gets it.
        const RawMessage asked
            = roundTrip(proxy.port(), proxy.post(chat, streamed("\"stream_options\":{\"include_usage\":true},")));
        QVERIFY(asked.body.find("\"prompt_tokens\"") != std::string::npos);
        const auto records = proxy.waitForRecords(2);
        QVERIFY(records[0].end.usage.tokens.input() > 0);
        QVERIFY(records[0].end.way);
        const requestlog::CallWay &way = *records[0].end.way;
        QCOMPARE(way.splices.size(), std::size_t{ 2 });
        QCOMPARE(way.splices[0].byte, std::int64_t{ -1 });
        QCOMPARE(way.splices[0].inserted, std::string("Accept-Encoding: identity"));
        QCOMPARE(way.splices[1].byte, static_cast<std::int64_t>(streamed().size() - 1));
        QVERIFY(!records[1].end.way);
    }

    void theStoredAnswerIsTheClientsOwn()
    {
        const auto provider = simulatedProvider();
        ProxyFixture proxy(
            provider->url(), [](config::Config &c) { c.upstreams["openai"].help.includeUsage = true; });
        const RawMessage first = roundTrip(proxy.port(), proxy.post(chat, streamed()));
        const RawMessage again = roundTrip(proxy.port(), proxy.post(chat, streamed()));
        QVERIFY2(again.field("cache-status").starts_with("cachescope; hit"), again.head.c_str());
        QCOMPARE(again.body, first.body);
        // A call that asks for usage itself is another question.
        const RawMessage asked
            = roundTrip(proxy.port(), proxy.post(chat, streamed("\"stream_options\":{\"include_usage\":true},")));
        QVERIFY(asked.body.find("\"prompt_tokens\"") != std::string::npos);
    }

    void aRefusedChangeIsTakenBack()
    {
        Recording origin({});
        origin.choose = [](const RawMessage &request) {
            return request.body.find("stream_options") == std::string::npos
                ? whole(200, "application/json", done)
                : whole(400, "application/json", "{\"error\":{\"message\":\"unknown field\"}}");
        };
        ProxyFixture proxy(
            origin.origin.url(), with("openai", [](config::ProviderHelp &help) { help.includeUsage = true; }));
        QVERIFY(roundTrip(proxy.port(), proxy.post(chat, streamed())).head.starts_with("HTTP/1.1 200"));
        QVERIFY(roundTrip(proxy.port(), proxy.post(chat, streamed())).head.starts_with("HTTP/1.1 200"));
        const auto requests = origin.requests();
        QCOMPARE(requests.size(), std::size_t{ 3 }); // the second call does not try again
        QCOMPARE(requests[1].body, streamed());
        QCOMPARE(requests[2].body, streamed());
        const auto records = proxy.waitForRecords(2);
        QCOMPARE(records[0].end.way->helpRefused, 400);
        QCOMPARE(records[0].end.attempts, 2);
        QVERIFY(!records[1].end.way);
        QCOMPARE(*requestlog::bodyAsSent(streamed(), *records[0].end.way), streamed());
    }

    void cacheKeysFollowTheBeginningAndTheProject()
    {
        Recording origin(whole(200, "application/json", done));
        ProxyFixture proxy(origin.origin.url(), [](config::Config &c) {
            c.cache.enabled = false;
            config::CachePolicy &policy = c.cache.policies.emplace_back();
            policy.name = "key";
            policy.projects = { "p*" };
            policy.help.cacheKey = true;
        });
        const auto ask = [&](const std::string &system, const std::string &user, const std::string &project) {
            const std::string body = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"system\",\"content\":\""
                + system + "\"},{\"role\":\"user\",\"content\":\"" + user + "\"}]}";
            roundTrip(proxy.port(), proxy.post(chat, body, "X-Cachescope-Project: " + project + "\r\n"));
            const std::string sent = origin.requests().back().body;
            const std::size_t at = sent.find("\"prompt_cache_key\":\"cs-");
            return at == std::string::npos ? std::string() : sent.substr(at);
        };
        const std::string key = ask("rules", "one", "p1");
        QVERIFY(!key.empty());
        QCOMPARE(ask("rules", "two", "p1"), key);
        QVERIFY(ask("others", "one", "p1") != key);
        QVERIFY(ask("rules", "one", "p2") != key);
        QVERIFY(ask("rules", "one", "q").empty());
        const auto records = proxy.waitForRecords(5);
        QCOMPARE(records[0].end.way->splices.front().what, std::string("cache_key"));
    }

    void marksMakeAnthropicsCacheWork()
    {
        const auto provider = simulatedProvider();
        ProxyFixture proxy(provider->url(), with("anthropic", [](config::ProviderHelp &help) {
                               help.marks = config::MarkLifetime::FiveMinutes;
                           }));
        for (const char *user : { "one", "two" })
            QCOMPARE(roundTrip(proxy.port(), proxy.post(messages, longPrompt(user))).status, 200);
        const auto records = proxy.waitForRecords(2);
        QVERIFY(records[0].end.usage.tokens.cacheWrite() > 1024);
        QCOMPARE(records[1].end.usage.tokens.cacheRead, records[0].end.usage.tokens.cacheWrite());
        QCOMPARE(records[0].end.way->splices.front().what, std::string("marks"));
        const auto sent = requestlog::bodyAsSent(longPrompt("one"), *records[0].end.way);
        QVERIFY(sent && sent->find("cache_control") != std::string::npos);
    }

    void changingSystemTextIsNotMarkedForLong()
    {
        const auto provider = simulatedProvider();
        ProxyFixture proxy(provider->url(), with("anthropic", [](config::ProviderHelp &help) {
                               help.marks = config::MarkLifetime::FiveMinutes;
                           }));
        for (int i = 0; i < 6; ++i)
            roundTrip(
                proxy.port(), proxy.post(messages, longPrompt("q", "Case " + std::to_string(i * 7919) + ": ")));
        const auto records = proxy.waitForRecords(6);
        QVERIFY(records[0].end.way);
        QVERIFY(!records[4].end.way);
        QCOMPARE(records[5].end.usage.tokens.cacheWrite(), std::int64_t{ 0 });
    }

    void theWarmGateMakesOneWriteOfMany()
    {
        // Each answer takes its time, so that all are under way at once.
        const auto provider = simulatedProvider(std::chrono::milliseconds(1500));
        constexpr int calls = 50;
        for (const bool gated : { false, true }) {
            ProxyFixture proxy(provider->url(), [&](config::Config &c) {
                c.cache.enabled = false;
                c.upstreams["anthropic"].help.marks = config::MarkLifetime::FiveMinutes;
                if (gated)
                    c.upstreams["anthropic"].help.warmGate = std::chrono::seconds(60);
            });
            std::vector<std::jthread> clients;
            for (int i = 0; i < calls; ++i)
                clients.emplace_back([&, i] {
                    roundTrip(
                        proxy.port(),
                        proxy.post(messages, longPrompt(std::to_string(i), gated ? "With. " : "Without. ")));
                });
            clients.clear();
            int written = 0, read = 0, led = 0, followed = 0;
            for (const CallRecord &record : proxy.waitForRecords(calls)) {
                QCOMPARE(record.end.status, 200);
                written += record.end.usage.tokens.cacheWrite() > 0 ? 1 : 0;
                read += record.end.usage.tokens.cacheRead > 0 ? 1 : 0;
                led += record.end.way->gate == "led" ? 1 : 0;
                followed += record.end.way->gate == "followed" ? 1 : 0;
                QCOMPARE(record.end.way->gateWaitMicros > 0, record.end.way->gate == "followed");
            }
            if (gated) {
                QCOMPARE(written, 1);
                QCOMPARE(read, calls - 1);
                QCOMPARE(led, 1);
                QVERIFY(followed > 0);
            } else {
                QVERIFY(written > 1);
                QCOMPARE(led + followed, 0);
            }
        }
    }

    void nobodyWaitsLongerThanAllowed()
    {
        Recording origin({});
        std::binary_semaphore arrived{ 0 }, proceed{ 0 };
        origin.choose = [&](const RawMessage &request) {
            if (request.body.find("\"slow\"") != std::string::npos) {
                arrived.release();
                proceed.acquire();
            }
            return whole(200, "application/json", claudeAnswer);
        };
        ProxyFixture proxy(origin.origin.url(), with("anthropic", [](config::ProviderHelp &help) {
                               help.marks = config::MarkLifetime::FiveMinutes;
                               help.warmGate = std::chrono::milliseconds(20);
                           }));
        std::jthread slow([&] { roundTrip(proxy.port(), proxy.post(messages, longPrompt("slow"))); });
        arrived.acquire();
        QCOMPARE(roundTrip(proxy.port(), proxy.post(messages, longPrompt("quick"))).status, 200);
        proceed.release();
        slow.join();
        const auto records = proxy.waitForRecords(2);
        QCOMPARE(records[0].end.way->gate, std::string("gave up"));
        QVERIFY(records[0].end.waitMicros >= 20'000);
        QCOMPARE(records[1].end.way->gate, std::string("led"));
    }

    void geminiObjectsAreMadeUsedAndDeleted()
    {
        const auto provider = simulatedProvider();
        ProxyFixture proxy(provider->url(), with("gemini", [](config::ProviderHelp &help) {
                               help.cachedContents = std::chrono::seconds(300);
                           }));
        const auto ask = [&](const std::string &user) {
            const RawMessage answer = roundTrip(proxy.port(), proxy.post(gemini, geminiPrompt(user), geminiKey));
            return answer.status;
        };
        QCOMPARE(ask("one"), 200);
        QCOMPARE(ask("two"), 200); // from here on it pays
        auto records = proxy.waitForRecords(3);
        const CallRecord made = ofPurpose(records, "create_cached_contents");
        QCOMPARE(made.end.status, 200);
        QVERIFY(made.end.billed && made.end.parts);
        QVERIFY(made.end.parts->cacheWrite > base::Money{}); // storage
        QCOMPARE(*made.end.billed, made.end.parts->sum());
        QCOMPARE(*made.end.withoutCache, base::Money{});
        QVERIFY(made.start.target.find("secret-key") == std::string::npos);
        QCOMPARE(ask("three"), 200);
        records = proxy.waitForRecords(4);
        const CallRecord &used = records.back();
        QVERIFY(used.end.way && !used.end.way->splices.empty());
        QCOMPARE(used.end.way->splices.front().what, std::string("cached_contents"));
        QCOMPARE(used.end.usage.tokens.cacheRead, made.end.usage.tokens.fresh);
        // Nothing is left behind.
        std::atomic<bool> drained{ false };
        proxy.server().drain(5000, [&] { drained = true; });
        QTRY_VERIFY(drained.load());
        const CallRecord deleted = ofPurpose(proxy.waitForRecords(5), "delete_cached_contents");
        QCOMPARE(deleted.end.status, 200);
    }

    void aLostGeminiObjectCostsNoCall()
    {
        Recording origin({});
        origin.choose = [](const RawMessage &request) {
            if (request.head.find("cachedContents") != std::string::npos)
                return whole(
                    200, "application/json",
                    R"({"name":"cachedContents/x","usageMetadata":{"totalTokenCount":5000}})");
            return request.body.find("cachedContent") != std::string::npos
                ? whole(403, "application/json", R"({"error":{"code":403,"message":"not found"}})")
                : whole(200, "application/json", geminiAnswer);
        };
        ProxyFixture proxy(origin.origin.url(), with("gemini", [](config::ProviderHelp &help) {
                               help.cachedContents = std::chrono::seconds(300);
                           }));
        for (const char *user : { "one", "two" })
            roundTrip(proxy.port(), proxy.post(gemini, geminiPrompt(user), geminiKey));
        proxy.waitForRecords(3);
        for (const char *user : { "three", "four" })
            QCOMPARE(roundTrip(proxy.port(), proxy.post(gemini, geminiPrompt(user), geminiKey)).status, 200);
        const auto records = proxy.waitForRecords(5);
        QCOMPARE(records[3].end.way->helpRefused, 403);
        QVERIFY(!records[4].end.way); // not tried again at once
        QCOMPARE(origin.requests().back().body, geminiPrompt("four"));
        QCOMPARE(origin.requests()[4].body, geminiPrompt("three"));
        const RawMessage created = origin.requests()[2].head.find("POST /v1beta/cachedContents") == 0
            ? origin.requests()[2]
            : origin.requests()[1];
        QVERIFY(created.head.starts_with("POST /v1beta/cachedContents"));
        QCOMPARE(created.field("x-goog-api-key"), std::string("secret-key"));
        QCOMPARE(created.field("content-length"), std::to_string(created.body.size()));
    }

    void warmBeginningsAreReadBeforeTheyExpire()
    {
        base::ManualClock clock;
        Recording origin(whole(200, "application/json", claudeAnswer));
        ProxyFixture proxy(
            origin.origin.url(),
            with(
                "anthropic",
                [](config::ProviderHelp &help) {
                    help.marks = config::MarkLifetime::FiveMinutes;
                    help.keepWarm = std::chrono::seconds(3600);
                }),
            &clock);
        int calls = 0;
        for (; calls < 4; ++calls) {
            roundTrip(proxy.port(), proxy.post(messages, longPrompt(std::to_string(calls))));
            proxy.waitForRecords(static_cast<std::size_t>(calls) + 1);
            clock.advance(std::chrono::seconds(400));
        }
        roundTrip(proxy.port(), proxy.post(messages, longPrompt("last")));
        proxy.waitForRecords(5);
        clock.advance(std::chrono::seconds(280));
        const CallRecord ping = ofPurpose(proxy.waitForRecords(6), "keep_warm");
        QCOMPARE(ping.end.status, 200);
        QVERIFY(ping.end.billed);
        const std::string body = origin.requests().back().body;
        QVERIFY(body.find("\"max_tokens\":1,") != std::string::npos);
        QVERIFY(body.find("cache_control") != std::string::npos);
        QVERIFY(body.find("last") == std::string::npos);
        // Never while it shuts down.
        roundTrip(proxy.port(), proxy.post(messages, longPrompt("again")));
        proxy.waitForRecords(7);
        std::atomic<bool> drained{ false };
        proxy.server().drain(5000, [&] { drained = true; });
        QTRY_VERIFY(drained.load());
        clock.advance(std::chrono::seconds(280));
        QCOMPARE(origin.requests().size(), std::size_t{ 7 });
    }

    void diagnosticsCompareWithTheCallBefore()
    {
        Recording origin({});
        std::atomic<int> number{ 0 };
        origin.choose = [&](const RawMessage &) {
            std::string answer = claudeAnswer;
            answer.replace(answer.find("\"m\""), 3, "\"msg_" + std::to_string(++number) + "\"");
            return whole(200, "application/json", answer);
        };
        ProxyFixture proxy(
            origin.origin.url(), with("anthropic", [](config::ProviderHelp &help) { help.diagnostics = true; }));
        roundTrip(proxy.port(), proxy.post(messages, longPrompt("one"), "anthropic-beta: other\r\n"));
        roundTrip(proxy.port(), proxy.post(messages, longPrompt("two"), "anthropic-beta: other\r\n"));
        const auto requests = origin.requests();
        QCOMPARE(requests[0].body, longPrompt("one"));
        QCOMPARE(requests[0].field("anthropic-beta"), std::string("other"));
        const std::string two = longPrompt("two");
        QCOMPARE(
            requests[1].body,
            two.substr(0, two.size() - 1) + ",\"diagnostics\":{\"previous_message_id\":\"msg_1\"}}");
        QCOMPARE(requests[1].field("anthropic-beta"), std::string("other,cache-diagnosis-2026-04-07"));
    }
};

QTEST_GUILESS_MAIN(TestProxyHelp)
#include "tst_proxy_help.moc"
