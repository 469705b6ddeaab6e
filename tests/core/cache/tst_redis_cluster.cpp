// SPDX-License-Identifier: MIT
// A Redis Cluster of three processes, made for the test: each key on its node, slots that move, a node that dies.
#include "cache/redis_router.h"
#include "cache/redis_slots.h"
#include "redis_server.h"
#include "team_tools.h"

#include <QTest>

#include <array>
#include <memory>
#include <vector>

using namespace cachescope;
using cache::SharedTier;
using test::ask;
using test::entryOf;
using test::eventually;
using test::patience;

namespace {

class Cluster
{
public:
    Cluster()
    {
        for (auto &node : m_nodes) {
            node = std::make_unique<test::RedisServer>(QStringList{ "--cluster-enabled", "yes",
                                                                    "--cluster-node-timeout", "60000",
                                                                    "--cluster-require-full-coverage", "no" });
        }
        for (std::size_t i = 0; i < m_nodes.size(); ++i)
            m_nodes[i]->command(
                "CLUSTER ADDSLOTSRANGE " + QByteArray::number(first(i)) + ' '
                + QByteArray::number(first(i + 1) - 1));
        for (std::size_t i = 1; i < m_nodes.size(); ++i) {
            m_nodes[i]->command("CLUSTER SET-CONFIG-EPOCH " + QByteArray::number(static_cast<int>(i) + 1));
            m_nodes[0]->command("CLUSTER MEET 127.0.0.1 " + QByteArray::number(m_nodes[i]->port()));
        }
    }
    static int first(std::size_t node) { return static_cast<int>(node * cache::redisSlots / 3); }
    /** Every node knows the owner of every slot. */
    bool isReady() const
    {
        for (const auto &node : m_nodes) {
            if (!node->commandText("CLUSTER INFO").contains("cluster_state:ok")
                || !node->commandText("CLUSTER INFO").contains("cluster_slots_assigned:16384"))
                return false;
        }
        return true;
    }
    test::RedisServer &node(std::size_t index) { return *m_nodes[index]; }
    std::string address() const { return m_nodes[0]->address(); }
    int keys(std::size_t index) const { return m_nodes[index]->command("DBSIZE").mid(1).toInt(); }
    QByteArray id(std::size_t index) const
    {
        return m_nodes[index]->commandText("CLUSTER MYID").split('\n').at(1).trimmed();
    }

private:
    std::array<std::unique_ptr<test::RedisServer>, 3> m_nodes;
};

/** Questions whose entries lie on the given node. */
std::vector<std::string> questionsOn(std::size_t node, std::size_t count, const cache::TeamSecrets &secrets)
{
    std::vector<std::string> questions;
    for (int i = 0; questions.size() < count; ++i) {
        std::string question = "q" + std::to_string(i);
        const int slot = cache::slotOf(cache::sealedName(base::sha256(question), secrets));
        if (slot >= Cluster::first(node) && slot < Cluster::first(node + 1))
            questions.push_back(std::move(question));
    }
    return questions;
}

} // namespace

class RedisClusterTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        if (!test::RedisServer::isInstalled())
            QSKIP("redis-server is not installed; ./dev setup installs it");
    }

    void slotsAreRedisOwn_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<int>("slot");
        // The specification's check value of CRC-16/XMODEM is 0x31C3; the others are what CLUSTER KEYSLOT says.
        QTest::newRow("check") << "123456789" << 0x31C3;
        QTest::newRow("foo") << "foo" << 12182;
        QTest::newRow("tag") << "{foo}.bar" << 12182;
        QTest::newRow("second tag") << "a{foo}{bar}" << 12182;
        QTest::newRow("empty") << "" << 0;
    }

    void slotsAreRedisOwn()
    {
        QFETCH(QString, key);
        QFETCH(int, slot);
        QCOMPARE(static_cast<int>(cache::slotOf(key.toStdString())), slot);
    }

    void theServerAgreesOnSlots()
    {
        const test::RedisServer server({ "--cluster-enabled", "yes" });
        for (const char *key : { "{}x", "a{}b", "{", "a}b{c}", "cachescope:1:lock:{cachescope:1:abc}", "x{y" })
            QCOMPARE(
                static_cast<int>(cache::slotOf(key)),
                server.command(QByteArray("CLUSTER KEYSLOT ") + key).mid(1).toInt());
        QCOMPARE(cache::slotOf(cache::besideKey("lock:", "cachescope:1:abc")), cache::slotOf("cachescope:1:abc"));
    }

    void redirectionsAreRead()
    {
        const auto moved = cache::readRedirection("MOVED 3999 127.0.0.1:6381");
        QVERIFY(moved && moved->kind == cache::Redirection::Kind::Moved && moved->slot == 3999);
        QVERIFY(moved->node == (cache::RedisNode{ "127.0.0.1", 6381 }));
        const auto ask = cache::readRedirection("ASK 1 ::1:6381");
        QVERIFY(ask && ask->kind == cache::Redirection::Kind::Ask && ask->node.host == "::1");
        QVERIFY(cache::readRedirection("MOVED 1 :6381")->node.host.empty());
        for (const char *bad : { "MOVED", "MOVED 1", "MOVED 16384 h:1", "MOVED x h:1", "MOVED 1 h:0",
                                 "MOVED 1 h:70000", "MOVED -1 h:1", "ERR x", "" })
            QVERIFY2(!cache::readRedirection(bad), bad);
    }

    void eachAnswerLiesOnItsNode()
    {
        Cluster cluster;
        QTRY_VERIFY_WITH_TIMEOUT(cluster.isReady(), patience);
        SharedTier one(test::settingsFor(cluster.address()), base::SystemClock::instance());
        SharedTier other(
            test::settingsFor("redis://127.0.0.1:" + std::to_string(cluster.node(2).port())),
            base::SystemClock::instance());
        QTRY_VERIFY2_WITH_TIMEOUT(one.isReachable() && other.isReachable(), one.status().message.c_str(), patience);
        constexpr int count = 60;
        for (int i = 0; i < count; ++i)
            one.put(entryOf("q" + std::to_string(i), std::to_string(i)));
        QTRY_COMPARE_WITH_TIMEOUT(one.status().stored, count, patience);
        for (std::size_t i = 0; i < 3; ++i)
            QVERIFY(cluster.keys(i) > 0);
        for (int i = 0; i < count; ++i) {
            const auto entry = ask(other, "q" + std::to_string(i));
            QVERIFY(entry && entry->body == std::to_string(i));
        }
        std::vector<base::Digest> all;
        for (int i = 0; i < count; ++i)
            all.push_back(base::sha256("q" + std::to_string(i)));
        other.erase(all);
        QTRY_COMPARE_WITH_TIMEOUT(cluster.keys(0) + cluster.keys(1) + cluster.keys(2), 0, patience);
    }

    void slotsThatMoveAreFollowed()
    {
        Cluster cluster;
        QTRY_VERIFY_WITH_TIMEOUT(cluster.isReady(), patience);
        const auto settings = test::settingsFor(cluster.address());
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        const std::string question = questionsOn(0, 1, settings.secrets).front();
        const std::string name = cache::sealedName(base::sha256(question), settings.secrets);
        const QByteArray slot = QByteArray::number(cache::slotOf(name));
        tier.put(entryOf(question));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 1, patience);

        // On its way: the new home is asked by ASK, once the old one has it no longer.
        QCOMPARE(
            cluster.node(1).command("CLUSTER SETSLOT " + slot + " IMPORTING " + cluster.id(0)), QByteArray("+OK"));
        QCOMPARE(
            cluster.node(0).command("CLUSTER SETSLOT " + slot + " MIGRATING " + cluster.id(1)), QByteArray("+OK"));
        QVERIFY(eventually([&] { return ask(tier, question) != nullptr; }));
        QCOMPARE(
            cluster.node(0).command(
                "MIGRATE 127.0.0.1 " + QByteArray::number(cluster.node(1).port()) + ' '
                + QByteArray::fromStdString(name) + " 0 5000"),
            QByteArray("+OK"));
        QVERIFY(eventually([&] { return ask(tier, question) != nullptr; }));
        // There for good: MOVED.
        for (const std::size_t node : { 1, 0, 2 })
            QCOMPARE(
                cluster.node(node).command("CLUSTER SETSLOT " + slot + " NODE " + cluster.id(1)),
                QByteArray("+OK"));
        QVERIFY(eventually([&] { return ask(tier, question) != nullptr; }));
        tier.erase({ base::sha256(question) });
        QTRY_COMPARE_WITH_TIMEOUT(cluster.keys(1), 0, patience);
    }

    void aDeadNodeCostsOnlyWhatItHeld()
    {
        Cluster cluster;
        QTRY_VERIFY_WITH_TIMEOUT(cluster.isReady(), patience);
        const auto settings = test::settingsFor(cluster.address());
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        const std::string lost = questionsOn(2, 1, settings.secrets).front();
        const std::string kept = questionsOn(1, 1, settings.secrets).front();
        tier.put(entryOf(lost));
        tier.put(entryOf(kept));
        QTRY_COMPARE_WITH_TIMEOUT(tier.status().stored, 2, patience);
        cluster.node(2).stop();
        QVERIFY(!ask(tier, lost));
        QVERIFY(eventually([&] { return ask(tier, kept) != nullptr; }));
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable() && !tier.status().message.empty(), patience);
        const QString message = QString::fromStdString(tier.status().message);
        QVERIFY2(message.contains("1 of the cluster's 3 nodes is away"), qPrintable(message));
        cluster.node(2).start();
        // It has forgotten its answers, but not its slots.
        QTRY_VERIFY_WITH_TIMEOUT(tier.status().message.empty(), patience);
        // A master that came back takes nothing for two seconds more: CLUSTERDOWN.
        const auto takes = [&] {
            tier.put(entryOf(lost));
            return ask(tier, lost) != nullptr;
        };
        QVERIFY(eventually(takes));
    }

    void withoutTheMapEachMoveTeaches()
    {
        Cluster cluster;
        QTRY_VERIFY_WITH_TIMEOUT(cluster.isReady(), patience);
        for (std::size_t node = 0; node < 3; ++node)
            QCOMPARE(cluster.node(node).command("ACL SETUSER default -cluster|slots"), QByteArray("+OK"));
        const auto settings = test::settingsFor(cluster.address());
        SharedTier tier(settings, base::SystemClock::instance());
        QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
        for (std::size_t node = 0; node < 3; ++node) {
            const std::string question = questionsOn(node, 1, settings.secrets).front();
            QTRY_VERIFY_WITH_TIMEOUT(tier.isReachable(), patience);
            tier.put(entryOf(question));
            QTRY_COMPARE_WITH_TIMEOUT(cluster.keys(node), 1, patience);
            QVERIFY(ask(tier, question)); // The first try already: MOVED is followed.
        }
        QVERIFY(tier.isReachable());
    }
};

QTEST_GUILESS_MAIN(RedisClusterTest)
#include "tst_redis_cluster.moc"
