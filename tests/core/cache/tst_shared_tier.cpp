// SPDX-License-Identifier: MIT
// Test D13 of the reliability document: a Redis that is absent, slow, full, read-only, closed to us, or no Redis.
#include "cache/response_cache.h"
#include "cache/shared_tier.h"
#include "redis_server.h"
#include "team_tools.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <atomic>
#include <future>
#include <thread>

using namespace cachescope;
using cache::SharedTier;
using test::ask;
using test::entryOf;
using test::patience;
using test::settingsFor;

namespace {

/** A server that sends what it was given as soon as somebody speaks to it, again and again when `endless`. */
class FakeServer
{
public:
    enum class Manner
    {
        Once,
        Endless
    };
    explicit FakeServer(std::string reply, Manner manner = Manner::Once)
        : m_reply(std::move(reply))
        , m_manner(manner)
    {
        // A plain socket: a QTcpServer would accept in the test's event loop as well, and wait there for what the
        // thread has taken already.
        m_listener = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof address;
        const bool listens = ::bind(m_listener, reinterpret_cast<sockaddr *>(&address), size) == 0
            && ::listen(m_listener, 16) == 0
            && ::getsockname(m_listener, reinterpret_cast<sockaddr *>(&address), &size) == 0;
        if (!listens)
            qFatal("The fake server cannot listen.");
        m_port = ntohs(address.sin_port);
        m_thread = std::thread([this] { serve(); });
    }
    ~FakeServer()
    {
        m_stopping = true;
        QTcpSocket last; // Wakes the accept.
        last.connectToHost("127.0.0.1", m_port);
        last.waitForConnected(1000);
        last.abort();
        m_thread.join();
        ::close(m_listener);
    }
    std::string address() const { return "redis://127.0.0.1:" + std::to_string(m_port); }

private:
    void serve()
    {
        while (!m_stopping) {
            const int client = ::accept(m_listener, nullptr, nullptr);
            char byte = 0;
            if (client >= 0 && !m_stopping && ::recv(client, &byte, 1, 0) == 1) {
                do {
                    if (::send(client, m_reply.data(), m_reply.size(), MSG_NOSIGNAL) < 0)
                        break;
                } while (m_manner == Manner::Endless && !m_stopping);
                while (!m_stopping && ::recv(client, &byte, 1, MSG_DONTWAIT) != 0 && errno != ECONNRESET)
                    std::this_thread::yield();
            }
            ::close(client);
        }
    }

    const std::string m_reply;
    const Manner m_manner;
    int m_listener = -1;
    quint16 m_port = 0;
    std::atomic<bool> m_stopping{ false };
    std::thread m_thread;
};

/** A cache of one member, with a data directory of its own. */
struct Member
{
    explicit Member(const std::string &address)
    {
        queue = *storage::WriteQueue::start(directory.filePath("c.db").toStdString(), {});
        auto tier = std::make_unique<SharedTier>(settingsFor(address), base::SystemClock::instance());
        team = tier.get();
        cache = *cache::ResponseCache::create(*queue, base::SystemClock::instance(), {}, std::move(tier));
    }
    cache::EntryPointer fetch(const std::string &question)
    {
        std::promise<cache::EntryPointer> answer;
        auto future = answer.get_future();
        cache->fetch(
            base::sha256(question), [&](cache::EntryPointer entry) { answer.set_value(std::move(entry)); });
        return future.get();
    }
    QTemporaryDir directory;
    std::unique_ptr<storage::WriteQueue> queue;
    SharedTier *team = nullptr;
    std::unique_ptr<cache::ResponseCache> cache;
};

} // namespace

class SharedTierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!test::RedisServer::isInstalled())
            QSKIP("redis-server is not installed; ./dev setup installs it");
    }

    void oneMembersAnswerServesAnother()
    {
        const test::RedisServer server;
        SharedTier one(settingsFor(server.address()), base::SystemClock::instance());
        SharedTier other(settingsFor(server.address()), base::SystemClock::instance());
        SharedTier stranger(
            settingsFor(server.address(), "the key of quite another team, as long"), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(one.isReachable() && other.isReachable() && stranger.isReachable(), patience);
        QVERIFY(!ask(other, "q"));
        one.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(one.status().stored, 1, patience);
        const auto entry = ask(other, "q");
        QVERIFY(entry);
        QCOMPARE(entry->body, std::string("answer"));
        QVERIFY(!ask(stranger, "q"));
        QCOMPARE(other.status().hits, 1);
        QCOMPARE(server.command("DBSIZE"), QByteArray(":1"));
        one.erase({ base::sha256("q") });
        QTRY_COMPARE_WITH_TIMEOUT(server.command("DBSIZE"), QByteArray(":0"), patience);
    }

    void cachesServeEachOther()
    {
        using Freshness = cache::ResponseCache::Freshness;
        const test::RedisServer server;
        Member one(server.address());
        Member other(server.address());
        QTRY_VERIFY_WITH_TIMEOUT(one.team->isReachable() && other.team->isReachable(), patience);
        const base::Digest question = base::sha256("q");
        QVERIFY(one.cache->store(*entryOf("q")));
        QTRY_COMPARE_WITH_TIMEOUT(one.team->status().stored, 1, patience);
        const auto found = other.cache->find(question);
        QVERIFY(found.onDisk && !found.entry);
        QVERIFY(other.fetch("q"));
        QVERIFY(other.cache->find(question).entry); // In memory from now on.
        QCOMPARE(other.cache->status().team.hits, 1);
        QVERIFY(!other.fetch("unknown"));
        QVERIFY(other.cache->find(base::sha256("unknown")).freshness == Freshness::Fresh); // Perhaps, says onDisk.

        // Invalidated here, it does not come back by the other member's copy on the server.
        cache::Selector everything;
        everything.all = true;
        other.cache->refuseOlder("x", everything, base::SystemClock::instance().wall());
        other.cache->setAsideInMemory(everything, {});
        QVERIFY(!other.fetch("q"));
        one.cache->remove(question);
        QTRY_COMPARE_WITH_TIMEOUT(server.command("DBSIZE"), QByteArray(":0"), patience);
    }

    void answersThatHoldAKeyStayHere()
    {
        const test::RedisServer server;
        Member member(server.address());
        QTRY_VERIFY_WITH_TIMEOUT(member.team->isReachable(), patience);
        // A key in two events shows only when the stream is put together.
        cache::Entry entry = *entryOf("q");
        entry.api = providers::Api::OpenAiChat;
        entry.form = providers::AnswerForm::Sse;
        entry.body.clear();
        const auto event = [](const std::string &delta, const std::string &reason) {
            return "data: {\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
                   "\"choices\":[{\"index\":0,\"delta\":{"
                + delta + "},\"finish_reason\":" + reason + "}]}\n\n";
        };
        const std::string key = "sk-abcdefghijklmnopqrstuvwxyz0123456789";
        entry.body += event("\"role\":\"assistant\",\"content\":\"\"", "null");
        for (std::size_t at = 0; at < key.size(); at += 5)
            entry.body += event("\"content\":\"" + key.substr(at, 5) + '"', "null");
        entry.body += event("", "\"stop\"")
            + "data: "
              "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\",\"choices\":[],"
              "\"usage\":{\"prompt_tokens\":5,\"completion_tokens\":1,\"total_tokens\":6}}\n\ndata: [DONE]\n\n";
        QVERIFY(member.cache->store(entry));
        QTRY_COMPARE_WITH_TIMEOUT(member.team->status().unstored + member.team->status().stored, 1, patience);
        QCOMPARE(member.team->status().stored, 0);
        QCOMPARE(server.command("DBSIZE"), QByteArray(":0"));
    }

    void entriesLeaveByThemselves()
    {
        const test::RedisServer server;
        const auto settings = settingsFor(server.address());
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        tier.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);
        const QByteArray name = QByteArray::fromStdString(cache::sealedName(base::sha256("q"), settings.secrets));
        const int left = server.command("PTTL " + name).mid(1).toInt();
        QVERIFY2(left > 0 && left <= 3'600'000, qPrintable(QString::number(left)));
    }

    void anotherQuestionsValueIsNotTaken()
    {
        const test::RedisServer server;
        const auto settings = settingsFor(server.address());
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        tier.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);
        const auto name = [&](const char *question) {
            return QByteArray::fromStdString(cache::sealedName(base::sha256(question), settings.secrets));
        };
        server.command("RENAME " + name("q") + ' ' + name("other"));
        QVERIFY(!ask(tier, "other"));
        QCOMPARE(tier.status().rejected, 1);
        QVERIFY(tier.isReachable());
    }

    void absentServerAnswersAtOnce()
    {
        QTcpServer probe;
        probe.listen(QHostAddress::LocalHost);
        const std::string address = "redis://127.0.0.1:" + std::to_string(probe.serverPort());
        probe.close();
        SharedTier tier(settingsFor(address), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!tier.status().message.empty(), patience);
        bool answered = false;
        tier.get(base::sha256("q"), [&answered](const cache::EntryPointer &entry) { answered = !entry; });
        QVERIFY(answered); // Before get() returned: nobody waited.
        tier.put(entryOf("q"));
        QCOMPARE(tier.status().unstored, 1);
    }

    void aServerThatStopsIsLeftAndFoundAgain()
    {
        test::RedisServer server;
        SharedTier tier(settingsFor(server.address()), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        server.stop();
        QVERIFY(!ask(tier, "q"));
        QVERIFY(!tier.status().message.empty());
        tier.erase({ base::sha256("kept") }); // Must be done when it is back.
        server.start();
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        tier.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);
        QVERIFY(ask(tier, "q"));
        QVERIFY(server.command("INFO commandstats").startsWith('$'));
        QVERIFY(tier.status().message.empty());
    }

    void deletionsOutliveALostConnection()
    {
        const test::RedisServer server;
        SharedTier tier(settingsFor(server.address()), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        tier.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);
        server.command("CLIENT KILL TYPE normal SKIPME yes");
        tier.erase({ base::sha256("q") });
        QTRY_COMPARE_WITH_TIMEOUT(server.command("DBSIZE"), QByteArray(":0"), patience);
    }

    void aSlowServerIsLeft()
    {
        const test::RedisServer server;
        auto settings = settingsFor(server.address());
        settings.lookUpTime = std::chrono::milliseconds(50);
        settings.connectTime = std::chrono::milliseconds(200);
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        QCOMPARE(server.command("CLIENT PAUSE 3000 ALL"), QByteArray("+OK"));
        QVERIFY(!ask(tier, "q"));
        QVERIFY(!tier.isReachable()); // The next call does not even ask.
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
    }

    void aServerThatTakesNothingStillGives_data()
    {
        QTest::addColumn<QByteArray>("command");
        QTest::addColumn<QString>("word");
        QTest::newRow("full") << QByteArray("CONFIG SET maxmemory 1") << "OOM";
        QTest::newRow("read-only") << QByteArray("REPLICAOF 127.0.0.1 1") << "READONLY";
        QTest::newRow("not allowed") << QByteArray("ACL SETUSER default -set") << "NOPERM";
    }

    void aServerThatTakesNothingStillGives()
    {
        QFETCH(QByteArray, command);
        QFETCH(QString, word);
        const test::RedisServer server;
        SharedTier tier(settingsFor(server.address()), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        tier.put(entryOf("q"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);
        QCOMPARE(server.command(command), QByteArray("+OK"));
        tier.put(entryOf("p"));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().unstored, 1, patience);
        const QString message = QString::fromStdString(tier.status().message);
        QVERIFY2(message.contains(word), qPrintable(message));
        QVERIFY(ask(tier, "q"));
    }

    void aWrongPasswordIsNamed()
    {
        const test::RedisServer server({ "--requirepass", "right" });
        SharedTier tier(settingsFor(server.address("default:wrong")), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!tier.status().message.empty(), patience);
        const QString message = QString::fromStdString(tier.status().message);
        QVERIFY2(message.contains("refuses us") && !message.contains("wrong@"), qPrintable(message));
        SharedTier good(settingsFor(server.address("default:right")), base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(good.isReachable(), patience);
    }

    void whatIsNoRedisIsLeft_data()
    {
        QTest::addColumn<QByteArray>("reply");
        QTest::addColumn<bool>("endless");
        QTest::addColumn<QString>("word");
        QTest::newRow("garbage") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n") << false << "protocol";
        QTest::newRow("list") << QByteArray("*1000000000\r\n") << false << "protocol";
        QTest::newRow("huge value") << QByteArray("$2000000000\r\n").append(QByteArray(60'000, 'x')) << true
                                    << "larger";
        QTest::newRow("endless line") << QByteArray(60'000, '+') << true << "larger";
    }

    void whatIsNoRedisIsLeft()
    {
        QFETCH(QByteArray, reply);
        QFETCH(bool, endless);
        QFETCH(QString, word);
        const FakeServer server(
            reply.toStdString(), endless ? FakeServer::Manner::Endless : FakeServer::Manner::Once);
        auto settings = settingsFor(server.address());
        settings.largestEntry = 1 << 20;
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(!tier.status().message.empty(), patience);
        const QString message = QString::fromStdString(tier.status().message);
        QVERIFY2(message.contains(word), qPrintable(message));
        QVERIFY(!tier.isReachable());
    }
};

QTEST_GUILESS_MAIN(SharedTierTest)
#include "tst_shared_tier.moc"
