// SPDX-License-Identifier: MIT
// The rule "when the system prompt of a project changes".
#include <QtTest> // First: moc 6.4 stumbles over <concepts> behind other standard headers.

#include "cache/system_watch.h"

#include "cache/response_cache.h"

using namespace cachescope;
using namespace std::chrono_literals;
using cache::InvalidateAction;
using cache::ResponseCache;
using Freshness = ResponseCache::Freshness;

namespace {

/** A cache whose kept answers a watch looks at. */
class Watched
{
public:
    Watched()
        : queue(std::move(*storage::WriteQueue::start(m_directory.filePath("log.sqlite").toStdString(), {})))
        , cache(std::move(*ResponseCache::create(*queue, clock, {})))
        , control(*cache, *queue, clock)
        , watch(std::make_unique<cache::SystemWatch>(control, clock))
    {
        connect();
    }
    ~Watched() { cache->setStoredHook({}); }
    void connect()
    {
        cache->setStoredHook([this](const cache::Entry &entry) { watch->stored(entry); });
    }
    /** A new watch, as after a restart. */
    void restart(const std::vector<cache::SystemRule> &rules)
    {
        QVERIFY(queue->drain(30s));
        watch = std::make_unique<cache::SystemWatch>(control, clock);
        clock.advance(1s);
        watch->setRules(rules);
    }
    void store(const std::string &name, const std::string &project, std::uint64_t system)
    {
        clock.advance(1s);
        cache::Entry entry;
        entry.canonical = base::sha256(name);
        entry.upstream = "openai";
        entry.model = "gpt-5";
        entry.project = project;
        entry.body = "{}";
        entry.storedAt = clock.wall();
        entry.expiresAt = entry.storedAt + std::chrono::microseconds(24h).count();
        entry.systemHash = system;
        QVERIFY(cache->store(entry));
        watch->finish();
        QVERIFY(queue->drain(30s));
    }
    bool isFresh(const std::string &name) { return cache->find(base::sha256(name)).freshness == Freshness::Fresh; }

    base::ManualClock clock;

private:
    QTemporaryDir m_directory;

public:
    std::unique_ptr<storage::WriteQueue> queue;
    std::unique_ptr<ResponseCache> cache;
    cache::Invalidator control;
    std::unique_ptr<cache::SystemWatch> watch;
};

const std::vector<cache::SystemRule> shopRule{ { "shop prompt", { "shop*" }, {}, {}, InvalidateAction::Stale } };

} // namespace

class TestSystemWatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void nothingHappensWithoutARule()
    {
        Watched store;
        store.store("old", "shop", 1);
        store.store("new", "shop", 2);
        QVERIFY(store.isFresh("old"));
        QVERIFY(store.control.history(10)->empty());
    }

    void aNewSystemPromptSetsOlderAnswersAside()
    {
        Watched store;
        store.watch->setRules(shopRule);
        store.store("a", "shop", 1);
        store.store("b", "shop", 1);
        store.store("other", "helpdesk", 1);
        store.store("none", "shop", 0);
        QVERIFY(store.control.history(10)->empty());
        store.store("c", "shop", 2);
        QVERIFY(!store.isFresh("a"));
        QVERIFY(!store.isFresh("b"));
        QVERIFY(store.isFresh("c"));
        QVERIFY(store.isFresh("other")); // Another project.
        QVERIFY(store.isFresh("none")); // No system prompt at all.
        const auto history = store.control.history(10);
        QCOMPARE(history->size(), std::size_t(1));
        QCOMPARE(history->front().origin, std::string("rule"));
        QVERIFY2(
            history->front().cause.find("shop prompt") != std::string::npos
                && history->front().cause.find("project shop") != std::string::npos,
            history->front().cause.c_str());
        QCOMPARE(history->front().effect.entries, 2);
        QCOMPARE(store.control.undo(history->front().id)->restored, 2);
        QVERIFY(store.isFresh("a"));
        // Known now, and taken back: neither text does it again.
        store.store("d", "shop", 2);
        store.store("e", "shop", 1);
        QVERIFY(store.isFresh("a") && store.isFresh("c"));
        QCOMPARE(store.control.history(10)->size(), std::size_t(1));
    }

    void whatWasKeptBeforeTheStartIsKnown()
    {
        Watched store;
        store.store("a", "shop", 1);
        store.store("b", "shop", 2);
        store.restart(shopRule);
        store.store("c", "shop", 2);
        QVERIFY(store.isFresh("a"));
        store.store("d", "shop", 3);
        QVERIFY(!store.isFresh("a") && !store.isFresh("b") && !store.isFresh("c"));
        QVERIFY(store.isFresh("d"));
    }

    void removingIsDoneWhenTheRuleSaysSo()
    {
        Watched store;
        auto rules = shopRule;
        rules.front().action = InvalidateAction::Remove;
        store.watch->setRules(rules);
        store.store("a", "shop", 1);
        store.store("b", "shop", 2);
        QCOMPARE(store.cache->find(base::sha256("a")).freshness, Freshness::Absent);
        QCOMPARE(store.control.history(1)->front().action, InvalidateAction::Remove);
    }
};

QTEST_GUILESS_MAIN(TestSystemWatch)
#include "tst_system_watch.moc"
