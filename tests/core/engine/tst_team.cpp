// SPDX-License-Identifier: MIT
// Two running Cachescopes and a real Redis between them: answers, invalidations, calls under way, and what happens
// when the Redis is killed, comes back empty, or accepts and never answers.
#include "cache/redis_server.h"
#include "engine/engine.h"
#include "requestlog/query.h"
#include "support/proxy_fixture.h"

#include <QElapsedTimer>
#include <QTest>

#include <atomic>
#include <functional>
#include <memory>
#include <semaphore>
#include <thread>

using namespace cachescope;
using namespace cachescope::test;

namespace {

constexpr int patience = 30'000;

std::string questionOf(const std::string &text, bool streams = false)
{
    return "{\"model\":\"gpt-4o\",\"temperature\":0," + std::string(streams ? "\"stream\":true," : "")
        + "\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
}

const std::string goodAnswer
    = "{\"id\":\"x\",\"object\":\"chat.completion\",\"model\":\"gpt-4o\",\"choices\":[{\"index\":0,\"message\":{"
      "\"role\":\"assistant\",\"content\":\"yes\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":10,"
      "\"completion_tokens\":2,\"total_tokens\":12}}";

std::string whole(const std::string &body, int status = 200)
{
    return "HTTP/1.1 " + std::to_string(status) + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/** Without the test's own time-out: a busy machine is no failure, and once true is enough. */
template <typename Condition> bool eventually(Condition condition)
{
    QElapsedTimer timer;
    timer.start();
    while (!condition()) {
        if (timer.elapsed() > patience)
            return false;
        QTest::qWait(5);
    }
    return true;
}

/** An upstream that counts and, if it is to, holds each call until it is let go. */
struct Origin
{
    explicit Origin(std::string reply = whole(goodAnswer))
        : answer(std::move(reply))
        , server([this](RawPeer &peer) {
            while (!peer.readRequest().empty()) {
                ++calls;
                if (holds)
                    go.acquire();
                peer.write(answer);
            }
        })
    { }
    ~Origin() { go.release(1000); }
    std::string answer;
    std::atomic<int> calls{ 0 };
    std::atomic<bool> holds{ false };
    std::counting_semaphore<> go{ 0 };
    RawOrigin server; ///< The last: its threads use everything above.
};

/** One machine of the team. */
class Member
{
public:
    Member(const std::string &store, const Origin &origin, const std::string &more = {})
    {
        QFile file(m_directory.filePath("config.json"));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("No configuration can be written.");
        file.write(QByteArray::fromStdString(
            "{\"cache\":{\"store\":\"" + store + "\"},\"retries\":{\"max\":0}" + more + "}"));
        file.close();
        m_options.dataDirectory = m_directory.filePath("data").toStdString();
        m_options.configFile = m_directory.filePath("config.json").toStdString();
        m_options.port = std::uint16_t{ 0 };
        m_options.upstreams["openai"] = origin.server.url();
        start();
    }
    void start()
    {
        auto started = engine::Engine::start(m_options);
        if (!started)
            qFatal("%s", started.error().message.c_str());
        m_engine = std::move(*started);
    }
    void stop() { m_engine.reset(); }
    engine::Engine &engine() { return *m_engine; }
    cache::SharedTierStatus team() const { return m_engine->cacheStatus().team; }
    std::uint16_t port() const
    {
        const std::string address = m_engine->proxyState().address;
        return static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1)));
    }
    std::string request(const std::string &body) const
    {
        return "POST /openai/v1/chat/completions HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port())
            + "\r\nAuthorization: Bearer the-team\r\nContent-Type: application/json\r\nContent-Length: "
            + std::to_string(body.size()) + "\r\n\r\n" + body;
    }
    RawMessage call(const std::string &body) const { return roundTrip(port(), request(body)); }
    /** Whether the cache answers it, without any call upstream. */
    bool has(const std::string &body) const
    {
        std::string text = request(body);
        text.insert(text.find("Content-Type"), "X-Cachescope-Cache: only\r\n");
        return roundTrip(port(), text).status == 200;
    }
    std::string get(const std::string &path) const
    {
        return roundTrip(
                   port(),
                   "GET /_cachescope/" + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + std::to_string(port())
                       + "\r\n\r\n")
            .body;
    }
    cache::Invalidation invalidate(const std::string &model, cache::InvalidateAction action)
    {
        cache::Selector selector;
        selector.model = model;
        auto done = m_engine->invalidator().apply(selector, action, "command");
        if (!done)
            qFatal("%s", done.error().message.c_str());
        return std::move(*done);
    }
    std::vector<cache::Invalidation> history() { return *m_engine->invalidator().history(100); }

private:
    QTemporaryDir m_directory;
    engine::Options m_options;
    std::unique_ptr<engine::Engine> m_engine;
};

/** A client whose answer is not read yet. */
std::unique_ptr<RawPeer> begin(const Member &member, const std::string &body)
{
    auto peer = std::make_unique<RawPeer>(RawPeer::connectTo(member.port()));
    peer->write(member.request(body));
    return peer;
}

bool isGood(const std::string &response)
{
    return response.find(" 200 ") != std::string::npos && response.ends_with(goodAnswer);
}

} // namespace

class TeamTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!RedisServer::isInstalled())
            QSKIP("redis-server is not installed; ./dev setup installs it");
        qputenv("CACHESCOPE_TEAM_KEY", "a team key that is long enough for it");
    }

    void invalidationsReachTheOthersMemory_data()
    {
        QTest::addColumn<bool>("removes");
        QTest::newRow("removed") << true;
        QTest::newRow("stale") << false;
    }

    void invalidationsReachTheOthersMemory()
    {
        QFETCH(bool, removes);
        const RedisServer redis;
        Origin origin;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().newsGaps > 0 && b.team().newsGaps > 0; })); // Both listen.
        const std::string fromA = questionOf("a"), fromB = questionOf("b");
        a.call(fromA);
        b.call(fromB);
        QVERIFY(eventually([&] { return a.team().stored == 1 && b.team().stored == 1; }));
        QVERIFY(b.has(fromA) && a.has(fromB)); // In both memories now.
        QCOMPARE(b.engine().cacheStatus().memoryEntries, 2);

        const auto action = removes ? cache::InvalidateAction::Remove : cache::InvalidateAction::Stale;
        const cache::Invalidation done = a.invalidate("gpt-4*", action);
        QVERIFY(eventually([&] { return !b.has(fromA) && !b.has(fromB); }));
        QVERIFY(!a.has(fromA) && !a.has(fromB));
        QVERIFY(eventually([&] { return redis.command("DBSIZE") == ":1"; })); // The news alone.
        QVERIFY(eventually([&] { return b.history().size() == 1; }));
        QCOMPARE(b.history()[0].id, done.id);
        QCOMPARE(b.history()[0].origin, std::string("team"));
        QCOMPARE(a.history().size(), std::size_t{ 1 }); // Not once more by its own word.

        // Taken back by the one, it is back with the other: b's own from its disk, a's from the Redis.
        const auto undone = b.engine().invalidator().undo(done.id);
        QVERIFY(undone && undone->kind == cache::UndoResult::Kind::Done);
        QVERIFY(eventually([&] { return a.has(fromA) && a.has(fromB) && b.has(fromA) && b.has(fromB); }));
        QCOMPARE(origin.calls.load(), 2);
        QVERIFY(a.get("metrics").find("cachescope_team_invalidations_heard_total 2") != std::string::npos);
        QVERIFY(a.get("health").find("\"team_cache\":{\"reachable\":true") != std::string::npos);
    }

    void newAnswersAreSharedAfterwards()
    {
        const RedisServer redis;
        Origin origin;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().newsGaps > 0 && b.team().newsGaps > 0; }));
        a.call(questionOf("q"));
        QVERIFY(eventually([&] { return b.has(questionOf("q")); }));
        a.invalidate("gpt-4o", cache::InvalidateAction::Remove);
        QVERIFY(eventually([&] { return !b.has(questionOf("q")); }));
        b.call(questionOf("q"));
        QCOMPARE(origin.calls.load(), 2);
        QVERIFY(eventually([&] { return a.has(questionOf("q")); }));
    }

    void whatWasMissedIsHeardOnReturn()
    {
        const RedisServer redis;
        Origin origin;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().newsGaps > 0 && b.team().newsGaps > 0; }));
        b.call(questionOf("b"));
        QVERIFY(eventually([&] { return b.team().stored == 1; }));
        b.stop(); // Its answer is on its disk.
        const auto done = a.invalidate("gpt-4o", cache::InvalidateAction::Remove);
        QVERIFY(eventually([&] { return a.team().newsTaken >= 1; })); // By its own echo.
        b.start();
        QVERIFY(eventually([&] { return !b.history().empty() && !b.has(questionOf("b")); }));
        QCOMPARE(b.history()[0].id, done.id);
        QCOMPARE(b.history()[0].at, done.at);
        // What came after it is none of its business, also when it is told again.
        b.call(questionOf("new"));
        b.stop();
        b.start();
        QVERIFY(eventually([&] { return b.team().newsGaps > 0; }));
        QVERIFY(b.has(questionOf("new")));
        QCOMPARE(b.history().size(), std::size_t{ 1 });
    }

    void anInvalidationDuringAnOutageIsToldAfterwards()
    {
        RedisServer redis;
        Origin origin;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().newsGaps > 0 && b.team().newsGaps > 0; }));
        a.call(questionOf("a"));
        QVERIFY(eventually([&] { return b.has(questionOf("a")); }));
        b.call(questionOf("b"));
        redis.stop();
        // Local tiers go on, and the window says why nothing is shared.
        QVERIFY(eventually([&] {
            return !a.has(questionOf("x")) && !b.has(questionOf("x")) && !a.team().reachable && !b.team().reachable;
        }));
        QVERIFY(b.has(questionOf("a")) && b.has(questionOf("b")));
        QVERIFY(!a.engine().cacheStatus().message.empty());
        QVERIFY(!a.engine().notices().empty());
        QVERIFY(a.get("health").find("\"team_cache\":{\"reachable\":false") != std::string::npos);
        QVERIFY(isGood(a.call(questionOf("alone")).head + a.call(questionOf("alone")).body));
        const auto done = a.invalidate("gpt-4o", cache::InvalidateAction::Stale);
        QVERIFY(!a.has(questionOf("a")));

        redis.start(); // Empty: it has nothing on disk.
        QVERIFY(
            eventually([&] { return b.team().reachable && !b.has(questionOf("a")) && !b.has(questionOf("b")); }));
        QVERIFY(eventually([&] { return !b.history().empty(); }));
        QCOMPARE(b.history()[0].id, done.id);
        QVERIFY(eventually([&] { return a.engine().cacheStatus().message.empty(); }));
    }

    void whatAKilledServerForgotIsDroppedAndToldAgain()
    {
        RedisServer redis;
        Origin origin;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().newsGaps > 0 && b.team().newsGaps > 0; }));
        a.call(questionOf("a"));
        QVERIFY(eventually([&] { return b.has(questionOf("a")); }));
        b.call(questionOf("b"));
        // b is away while a invalidates; the server dies before b can hear of it.
        b.stop();
        const auto done = a.invalidate("gpt-4o", cache::InvalidateAction::Remove);
        QVERIFY(eventually([&] { return a.team().newsTaken >= 1; })); // By its own echo.
        redis.stop();
        redis.start();
        b.start();
        QVERIFY(eventually([&] { return !b.history().empty(); })); // a told it again.
        QCOMPARE(b.history()[0].id, done.id);
        QVERIFY(!b.has(questionOf("b")));

        // A copy from the Redis leaves the memory once the server may have forgotten something.
        QVERIFY(eventually([&] { return (void)a.has(questionOf("x")), a.team().reachable && b.team().reachable; }));
        a.call(questionOf("copy"));
        QVERIFY(eventually([&] { return b.has(questionOf("copy")); }));
        const std::int64_t gaps = b.team().newsGaps;
        redis.stop();
        redis.start();
        QVERIFY(eventually([&] { return b.team().newsGaps > gaps; }));
        QVERIFY(!b.has(questionOf("copy")) && a.has(questionOf("copy")));
    }

    void identicalCallsOfTwoMembersAreOne_data()
    {
        QTest::addColumn<bool>("streams");
        QTest::newRow("whole") << false;
        QTest::newRow("stream asked for, too") << true;
    }

    void identicalCallsOfTwoMembersAreOne()
    {
        QFETCH(bool, streams);
        const RedisServer redis;
        Origin origin;
        origin.holds = true;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().reachable && b.team().reachable; }));
        const auto first = begin(a, questionOf("q"));
        QVERIFY(eventually([&] { return origin.calls == 1; }));
        std::vector<std::unique_ptr<RawPeer>> others;
        for (int i = 0; i < 5; ++i)
            others.push_back(begin(b, questionOf("q", streams)));
        QVERIFY(eventually([&] { return b.engine().openCalls() == 5; }));
        origin.holds = false;
        origin.go.release();
        QVERIFY(isGood(first->readResponse()));
        for (const auto &other : others) {
            const std::string response = other->readResponse();
            QVERIFY2(response.find(" 200 ") != std::string::npos, response.c_str());
            QVERIFY2(
                response.find(streams ? "text/event-stream" : "chat.completion") != std::string::npos,
                response.c_str());
        }
        QCOMPARE(origin.calls.load(), 1);
        QCOMPARE(a.team().turnsLed, 1);
        QCOMPARE(b.team().turnsAnswered, 1);
        QVERIFY(eventually([&] { return redis.command("DBSIZE") == ":2"; })); // Entry and news: no lock is left.
        QVERIFY(b.get("metrics").find("cachescope_team_turns_answered_total 1") != std::string::npos);
        QVERIFY(eventually([&] {
            return b.get("metrics").find("outcome=\"coalesced\"} 1") != std::string::npos
                || b.get("metrics").find("outcome=\"coalesced\"} 5") != std::string::npos;
        }));
    }

    void aFailedLeaderHoldsUpNobody()
    {
        const RedisServer redis;
        Origin origin(whole("{\"error\":{\"message\":\"no\"}}", 500));
        origin.holds = true;
        Member a(redis.address(), origin, ",\"coalescing\":{\"team_wait_ms\":600000}");
        Member b(redis.address(), origin, ",\"coalescing\":{\"team_wait_ms\":600000}");
        QVERIFY(eventually([&] { return a.team().reachable && b.team().reachable; }));
        const auto first = begin(a, questionOf("q"));
        QVERIFY(eventually([&] { return origin.calls == 1; }));
        const auto second = begin(b, questionOf("q"));
        QVERIFY(eventually([&] { return b.engine().openCalls() == 1; }));
        origin.go.release(); // Nothing to keep: the other makes its own call.
        QVERIFY(eventually([&] { return origin.calls == 2; }));
        QCOMPARE(b.team().turnsAlone, 1);
        origin.go.release();
        QVERIFY(first->readResponse().find(" 500 ") != std::string::npos);
        QVERIFY(second->readResponse().find(" 500 ") != std::string::npos);
    }

    void aLeaderThatDiesHoldsUpNobodyForLong()
    {
        const RedisServer redis;
        Origin origin;
        origin.holds = true;
        Member a(redis.address(), origin, ",\"coalescing\":{\"team_wait_ms\":300}");
        Member b(redis.address(), origin, ",\"coalescing\":{\"team_wait_ms\":300}");
        QVERIFY(eventually([&] { return a.team().reachable && b.team().reachable; }));
        const auto first = begin(a, questionOf("q"));
        QVERIFY(eventually([&] { return origin.calls == 1; }));
        const auto second = begin(b, questionOf("q"));
        QVERIFY(eventually([&] { return origin.calls == 2; })); // The limit has passed: on its own.
        QCOMPARE(b.team().turnsAlone, 1);
        origin.holds = false;
        origin.go.release(2);
        QVERIFY(isGood(first->readResponse()) && isGood(second->readResponse()));
    }

    void aClientThatLeavesGivesTheTurnBack()
    {
        const RedisServer redis;
        Origin origin;
        origin.holds = true;
        const std::string wait = ",\"coalescing\":{\"team_wait_ms\":600000}";
        Member a(redis.address(), origin, wait), b(redis.address(), origin, wait);
        QVERIFY(eventually([&] { return a.team().reachable && b.team().reachable; }));
        auto first = begin(a, questionOf("q"));
        QVERIFY(eventually([&] { return origin.calls == 1; }));
        const auto second = begin(b, questionOf("q"));
        auto third = begin(b, questionOf("other"));
        QVERIFY(eventually([&] { return origin.calls == 2 && b.engine().openCalls() == 2; }));
        third.reset();
        first.reset(); // Its call is ended, and the lock with it.
        QVERIFY(eventually([&] { return origin.calls == 3; }));
        origin.holds = false;
        origin.go.release(3);
        QVERIFY(isGood(second->readResponse()));
    }

    void onlyWhatMayBeSharedWaits()
    {
        const RedisServer redis;
        Origin origin;
        origin.holds = true;
        Member a(redis.address(), origin), b(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().reachable && b.team().reachable; }));
        const std::string warm = "{\"model\":\"gpt-4o\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
        const auto first = begin(a, warm);
        const auto second = begin(b, warm);
        QVERIFY(eventually([&] { return origin.calls == 2; }));
        QCOMPARE(a.team().turnsLed + b.team().turnsLed, 0);
        origin.holds = false;
        origin.go.release(2);
        QVERIFY(isGood(first->readResponse()) && isGood(second->readResponse()));
    }

    void aServerThatSleepsDelaysNoCallForLong()
    {
        const RedisServer redis({ "--enable-debug-command", "local" });
        Origin origin;
        Member a(redis.address(), origin);
        QVERIFY(eventually([&] { return a.team().reachable; }));
        a.call(questionOf("known"));
        std::thread sleeper([&redis] { redis.command("DEBUG SLEEP 3"); });
        QVERIFY(eventually([&] { return !a.has(questionOf("unknown")) && !a.team().reachable; }));
        const int before = origin.calls;
        for (int i = 0; i < 20; ++i) {
            QVERIFY(isGood("HTTP/1.1 200 " + a.call(questionOf("fresh " + std::to_string(i))).body));
            QVERIFY(a.has(questionOf("known")));
        }
        QCOMPARE(origin.calls - before, 20);
        sleeper.join();
        QVERIFY(eventually([&] { return a.team().reachable && a.engine().cacheStatus().message.empty(); }));
    }

    void aServerThatNeverAnswersDelaysNoCall()
    {
        // The kernel takes the connections; nobody ever reads from them.
        QTcpServer silent;
        QVERIFY(silent.listen(QHostAddress::LocalHost));
        Origin origin;
        Member a("redis://127.0.0.1:" + std::to_string(silent.serverPort()), origin);
        for (int i = 0; i < 20; ++i)
            QVERIFY(isGood("HTTP/1.1 200 " + a.call(questionOf("fresh " + std::to_string(i))).body));
        QVERIFY(a.has(questionOf("fresh 0")));
        QCOMPARE(origin.calls.load(), 20);
        QVERIFY(!a.team().reachable);
        QVERIFY(eventually(
            [&] { return a.engine().cacheStatus().message.find("no answer in time") != std::string::npos; }));
    }
};

QTEST_GUILESS_MAIN(TeamTest)
#include "tst_team.moc"
