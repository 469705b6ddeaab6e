// SPDX-License-Identifier: MIT
#include "cache/invalidator.h"

#include "cache/response_cache.h"
#include "storage/database.h"

#include <QtTest>

#include <future>

using namespace cachescope;
using namespace std::chrono_literals;
using cache::Entry;
using cache::InvalidateAction;
using cache::Invalidator;
using cache::ResponseCache;
using cache::Selector;
using Freshness = ResponseCache::Freshness;
using Kind = cache::UndoResult::Kind;

namespace {

base::Digest digest(int number)
{
    return base::sha256("canonical " + std::to_string(number));
}

Selector selector(std::string_view name, const std::string &value)
{
    Selector made;
    if (!cache::setSelector(made, name, value).value_or(false))
        qFatal("no selector: %s", std::string(name).c_str());
    return made;
}

storage::WriteQueue::Limits quickly()
{
    storage::WriteQueue::Limits limits;
    limits.longestDelay = 2ms;
    return limits;
}

/** A queue, a cache and an invalidator over one file, reopened at will. */
class Store
{
public:
    Store() { open(); }
    void open()
    {
        queue = std::move(*storage::WriteQueue::start(m_directory.filePath("log.sqlite").toStdString(), quickly()));
        cache = std::move(*ResponseCache::create(*queue, clock, {}));
        fetch(digest(-1)); // Behind the index's loading, on the same thread.
        control = std::make_unique<Invalidator>(*cache, *queue, clock);
    }
    void reopen()
    {
        control.reset();
        cache.reset();
        queue.reset();
        open();
    }
    cache::EntryPointer fetch(const base::Digest &canonical)
    {
        std::promise<cache::EntryPointer> promise;
        cache->fetch(canonical, [&](cache::EntryPointer found) { promise.set_value(std::move(found)); });
        return promise.get_future().get();
    }
    Entry make(int number) const
    {
        Entry made;
        made.canonical = digest(number);
        made.upstream = "openai";
        made.model = number % 2 == 0 ? "gpt-5" : "gpt-5-mini";
        made.project = "shop";
        made.nameSpace = "n" + std::to_string(number);
        made.version = "v1";
        made.tags = { "a", "team-b" };
        made.api = providers::Api::OpenAiChat;
        made.contentType = "application/json";
        made.body = "{\"number\":" + std::to_string(number) + "}";
        made.storedAt = clock.wall();
        made.expiresAt = made.storedAt + std::chrono::microseconds(24h).count();
        made.cost = base::Money::fromPico(1'000'000);
        made.originalTotalMicros = 1000;
        made.systemHash = number % 2 == 0 ? 1 : 0;
        made.firstText = "Tell me of number " + std::to_string(number);
        return made;
    }
    void store(int number) { QVERIFY(cache->store(make(number))); }
    void fill(int count)
    {
        for (int i = 0; i < count; ++i)
            store(i);
        QVERIFY(queue->drain(30s));
    }
    int fresh(int count)
    {
        int found = 0;
        for (int i = 0; i < count; ++i)
            found += cache->find(digest(i)).freshness == Freshness::Fresh ? 1 : 0;
        return found;
    }
    std::int64_t rows(const char *sql) const
    {
        auto database = storage::Database::open(queue->path(), storage::OpenMode::ReadOnly);
        return database->integer(sql)->value_or(-1);
    }

    base::ManualClock clock;
    std::unique_ptr<storage::WriteQueue> queue;
    std::unique_ptr<ResponseCache> cache;
    std::unique_ptr<Invalidator> control;

private:
    QTemporaryDir m_directory;
};

} // namespace

class TestInvalidator : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void selectorsMeanWhatTheySay_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<int>("meant"); // of ten entries, five of each model
        const QString key = QString::fromStdString(base::toHex(digest(3))).left(16);
        QTest::newRow("key") << "key" << key << 1;
        QTest::newRow("key in capitals") << "key" << key.toUpper() << 1;
        QTest::newRow("model") << "model"
                               << "gpt-5" << 5;
        QTest::newRow("model glob") << "model"
                                    << "gpt-5*" << 10;
        QTest::newRow("glob in the middle") << "model"
                                            << "g*-m*ni" << 5;
        QTest::newRow("other model") << "model"
                                     << "gpt" << 0;
        QTest::newRow("upstream") << "upstream"
                                  << "openai" << 10;
        QTest::newRow("project") << "project"
                                 << "shop" << 10;
        QTest::newRow("other project") << "project"
                                       << "sho" << 0;
        QTest::newRow("tag") << "tag"
                             << "team-b" << 10;
        QTest::newRow("part of a tag") << "tag"
                                       << "team" << 0;
        QTest::newRow("namespace") << "namespace"
                                   << "n4" << 1;
        QTest::newRow("version") << "version"
                                 << "v2" << 0;
        QTest::newRow("prefix") << "prefix_text"
                                << "Tell me of number 7" << 1;
        QTest::newRow("not in front") << "prefix_text"
                                      << "number 7" << 0;
        QTest::newRow("fresh") << "state"
                               << "fresh" << 10;
        QTest::newRow("stale ones") << "state"
                                    << "stale" << 0;
        QTest::newRow("system") << "system" << QString::fromStdString(cache::systemHashText(1)) << 5;
        QTest::newRow("another system") << "system_not" << QString::fromStdString(cache::systemHashText(1)) << 0;
        QTest::newRow("other than none") << "system_not" << QString::fromStdString(cache::systemHashText(7)) << 5;
        QTest::newRow("older") << "older_than"
                               << "1h" << 0;
        QTest::newRow("young") << "older_than"
                               << "59m" << 10;
        QTest::newRow("expires within a day") << "ttl_left_below"
                                              << "1d" << 10;
        QTest::newRow("expires within an hour") << "ttl_left_below"
                                                << "1h" << 0;
        QTest::newRow("never hit") << "hits_below"
                                   << "1" << 9;
        QTest::newRow("all") << "all"
                             << "true" << 10;
    }
    void selectorsMeanWhatTheySay()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        Store store;
        store.fill(10);
        store.cache->recordHit(digest(0));
        store.clock.advance(1h);
        QTRY_COMPARE(store.rows("SELECT sum(hits) FROM cache_entry"), 1);
        const Selector meant = selector(name.toStdString(), value.toStdString());
        const auto effect = store.control->preview(meant, InvalidateAction::Remove);
        QVERIFY(effect.has_value());
        QTEST(static_cast<int>(effect->entries), "meant");
        const auto done = store.control->apply(meant, InvalidateAction::Remove, "test");
        QVERIFY(done.has_value());
        QCOMPARE(done->effect.entries, effect->entries);
        QCOMPARE(done->effect.bytes, effect->bytes);
        QCOMPARE(done->effect.perWeek, effect->perWeek);
        QCOMPARE(store.fresh(10), 10 - static_cast<int>(effect->entries));
    }
    void promptTextsBeginWithTheSystemText()
    {
        Store store;
        Entry entry = store.make(1);
        entry.promptText = "You are the agent of the shop.\nTell me of number 1";
        QVERIFY(store.cache->store(entry));
        QVERIFY(store.queue->drain(30s));
        const auto meant = [&](const std::string &text) {
            return store.control->preview(selector("prefix_text", text), InvalidateAction::Stale)->entries;
        };
        QCOMPARE(meant("You are the agent"), 1);
        QCOMPARE(meant("You  are\nthe agent of the shop. Tell me of"), 1); // Blanks are blanks.
        QCOMPARE(meant("Tell me of number 1"), 0); // Not from the beginning.
        QCOMPARE(store.rows("SELECT prompt_size FROM cache_entry"), std::int64_t(entry.promptText.size()));
        store.reopen();
        QCOMPARE(meant("You are the agent of the shop."), 1);
        QCOMPARE(store.cache->status().bytes, store.control->entries({}, cache::EntrySort::Newest, 0, 9)->bytes);
    }
    void aFilterWantsSomeoneWhoReadsIt()
    {
        Store store;
        store.fill(4);
        QVERIFY(!store.control->preview(selector("filter", "model:gpt-5"), InvalidateAction::Stale));
        store.control->setFilterReader([](const std::string &text) -> base::Result<cache::EntryJudge> {
            if (text != "even")
                return base::failure(base::ErrorCode::InvalidInput, "no filter");
            return [](const cache::EntryFacts &facts) { return facts.model == "gpt-5"; };
        });
        QVERIFY(!store.control->apply(selector("filter", "odd"), InvalidateAction::Stale, "test"));
        QCOMPARE(
            store.control->apply(selector("filter", "even"), InvalidateAction::Remove, "test")->effect.entries, 2);
        QCOMPARE(store.fresh(4), 2);
        QCOMPARE(store.control->history(1)->front().selector, "{\"filter\":\"even\"}");
    }
    void listsAreSortedBothWaysAndAddUp()
    {
        Store store;
        for (int i = 0; i < 6; ++i) {
            store.store(i);
            store.clock.advance(1s);
        }
        QVERIFY(store.queue->drain(30s));
        const auto up = store.control->entryIds(
            selector("model", "gpt-5"), cache::EntrySort::Newest, cache::SortOrder::Ascending);
        const auto down = store.control->entryIds(
            selector("model", "gpt-5"), cache::EntrySort::Newest, cache::SortOrder::Descending);
        QCOMPARE(up->ids.size(), std::size_t(3));
        QVERIFY(std::equal(up->ids.begin(), up->ids.end(), down->ids.rbegin()));
        QCOMPARE(up->matching.entries, 3);
        QCOMPARE(up->all.entries, 6);
        const auto rows = store.control->entryRows(down->ids);
        QCOMPARE(rows->size(), std::size_t(3));
        QCOMPARE(rows->front().nameSpace, std::string("n4"));
        QCOMPARE(rows->front().id, down->ids.front());
        const auto names = store.control->entryNames();
        QCOMPARE(names->models.size(), std::size_t(2));
        QCOMPARE(names->models.front().second, 3);
    }
    void aPreviewTellsTheVersions()
    {
        Store store;
        store.fill(3);
        Entry other = store.make(3);
        other.version = "v2";
        QVERIFY(store.cache->store(other));
        QVERIFY(store.queue->drain(30s));
        const auto effect = store.control->preview(selector("all", "true"), InvalidateAction::Stale);
        QCOMPARE(effect->allEntries, 4);
        QCOMPARE(effect->versions.size(), std::size_t(2));
        QCOMPARE(effect->versions.front().version, std::string("v1"));
        QCOMPARE(effect->versions.front().entries + effect->versions.back().entries, effect->entries);
        QCOMPARE(effect->versions.front().bytes + effect->versions.back().bytes, effect->bytes);
    }
    void wrongSelectorsAreRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::newRow("no hex") << "key"
                                << "xyzxyzxyz";
        QTest::newRow("short key") << "key"
                                   << "abcdef";
        QTest::newRow("empty") << "model"
                               << "";
        QTest::newRow("age") << "older_than"
                             << "1 hour";
        QTest::newRow("negative") << "hits_below"
                                  << "-1";
        QTest::newRow("long prefix") << "prefix_text" << QString(2001, QLatin1Char('x'));
        QTest::newRow("hash") << "system"
                              << "12ab";
        QTest::newRow("condition") << "state"
                                   << "lost";
    }
    void wrongSelectorsAreRefused()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        Selector made;
        QVERIFY(!cache::setSelector(made, name.toStdString(), value.toStdString()));
        QVERIFY(!cache::setSelector(made, "colour", "blue").value_or(true));
    }
    void anEmptySelectorMeansNothing()
    {
        Store store;
        store.fill(1);
        QVERIFY(!store.control->preview({}, InvalidateAction::Remove));
        QVERIFY(!store.control->apply({}, InvalidateAction::Remove, "test"));
        QCOMPARE(store.fresh(1), 1);
    }

    void staleEntriesAreAskedAnewAndComeBack()
    {
        Store store;
        store.fill(4);
        const auto done = store.control->apply(selector("model", "gpt-5"), InvalidateAction::Stale, "test");
        QCOMPARE(done->effect.entries, 2);
        QCOMPARE(store.cache->find(digest(0)).freshness, Freshness::Stale);
        QCOMPARE(store.cache->find(digest(1)).freshness, Freshness::Fresh);
        QVERIFY(!store.fetch(digest(0)));
        store.reopen();
        QCOMPARE(store.cache->find(digest(0)).freshness, Freshness::Stale);
        const auto undone = store.control->undo(done->id);
        QVERIFY(undone.has_value());
        QCOMPARE(undone->kind, Kind::Done);
        QCOMPARE(undone->restored, 2);
        QCOMPARE(store.cache->find(digest(0)).freshness, Freshness::Fresh);
        QCOMPARE(store.fetch(digest(0))->body, store.make(0).body);
    }
    void anUndoSurvivesARestart()
    {
        Store store;
        store.fill(6);
        const auto done = store.control->apply(selector("all", "true"), InvalidateAction::Remove, "test");
        QCOMPARE(store.fresh(6), 0);
        store.reopen();
        QCOMPARE(store.fresh(6), 0);
        QCOMPARE(store.cache->status().entries, 0);
        QCOMPARE(store.control->undo(done->id)->restored, 6);
        QCOMPARE(store.fresh(6), 6);
        QCOMPARE(store.cache->status().entries, 6);
        store.reopen();
        QCOMPARE(store.fresh(6), 6);
    }
    void aSecondUndoSaysSo()
    {
        Store store;
        store.fill(2);
        const auto done = store.control->apply(selector("all", "true"), InvalidateAction::Remove, "test");
        QCOMPARE(store.control->undo(done->id)->kind, Kind::Done);
        QCOMPARE(store.control->undo(done->id)->kind, Kind::AlreadyUndone);
        QCOMPARE(store.control->undo("01ARZ3NDEKTSV4RRFFQ69G5FAV")->kind, Kind::Unknown);
    }
    void afterTenMinutesItIsGoneForGood()
    {
        Store store;
        store.fill(3);
        const auto done = store.control->apply(selector("model", "gpt-5"), InvalidateAction::Remove, "test");
        store.clock.advance(10min + 1s);
        QCOMPARE(store.control->undo(done->id)->kind, Kind::TooLate);
        QCOMPARE(store.rows("SELECT count(*) FROM cache_entry"), 3);
        store.control->purge();
        QVERIFY(store.queue->drain(30s));
        QCOMPARE(store.rows("SELECT count(*) FROM cache_entry"), 1);
        QCOMPARE(store.rows("SELECT count(*) FROM cache_body"), 1);
        QCOMPARE(store.rows("SELECT count(*) FROM invalidated"), 0);
        QCOMPARE(store.control->history(10)->size(), std::size_t(1)); // The history stays.
    }
    void newAnswersOutliveTheUndoOfOldOnes()
    {
        Store store;
        store.fill(2);
        const auto done = store.control->apply(selector("all", "true"), InvalidateAction::Remove, "test");
        store.clock.advance(1s);
        Entry newer = store.make(0);
        newer.body = "{\"newer\":true}";
        QVERIFY(store.cache->store(newer));
        QVERIFY(store.queue->drain(30s));
        QCOMPARE(store.control->undo(done->id)->restored, 1);
        QCOMPARE(store.cache->find(digest(0)).entry->body, "{\"newer\":true}");
        QCOMPARE(store.fresh(2), 2);
    }
    void pinnedEntriesAreKept()
    {
        Store store;
        store.fill(4);
        QVERIFY(store.control->setPinned(base::toHex(digest(1)).substr(0, 16), true).has_value());
        const auto done = store.control->apply(selector("all", "true"), InvalidateAction::Remove, "test");
        QCOMPARE(done->effect.entries, 3);
        QCOMPARE(done->effect.pinnedKept, 1);
        QCOMPARE(store.cache->find(digest(1)).freshness, Freshness::Fresh);
        QVERIFY(!store.control->setPinned("0123456789abcdef", true));
    }
    void answersUnderWayAreNotKept()
    {
        Store store;
        Entry slow = store.make(0); // Begun before, done after the invalidation.
        slow.storedAt = store.clock.wall() + std::chrono::microseconds(30s).count();
        slow.expiresAt = slow.storedAt + std::chrono::microseconds(24h).count();
        slow.originalTotalMicros = std::chrono::microseconds(60s).count();
        const auto done = store.control->apply(selector("model", "gpt-5"), InvalidateAction::Stale, "test");
        store.clock.advance(30s);
        QVERIFY(!store.cache->store(slow));
        Entry quick = slow; // Begun after it.
        quick.originalTotalMicros = std::chrono::microseconds(1s).count();
        QVERIFY(store.cache->store(quick));
        store.cache->remove(quick.canonical);
        QVERIFY(store.control->undo(done->id).has_value());
        QVERIFY(store.cache->store(slow));
    }
    void theHistoryTellsWhatHappened()
    {
        Store store;
        store.fill(2);
        QVERIFY(store.control->apply(selector("model", "gpt-5"), InvalidateAction::Stale, "window").has_value());
        store.clock.advance(1s);
        QVERIFY(store.control->apply(selector("older_than", "1h"), InvalidateAction::Remove, "admin").has_value());
        const auto history = store.control->history(10);
        QCOMPARE(history->size(), std::size_t(2));
        QCOMPARE(history->at(0).selector, "{\"older_than\":\"3600s\"}");
        QCOMPARE(history->at(1).origin, "window");
        QCOMPARE(history->at(1).effect.entries, 1);
    }
    void savingsAreCountedPerWeek()
    {
        Store store;
        store.fill(1);
        store.clock.advance(48h);
        cache::EntryRow row;
        row.storedAt = store.clock.wall() - std::chrono::microseconds(48h).count();
        row.hits = 4;
        row.cost = base::Money::fromPico(1'000'000);
        QCOMPARE(row.savedPerWeek(store.clock.wall())->pico(), 14'000'000); // two a day
        row.cost.reset();
        QVERIFY(!row.savedPerWeek(store.clock.wall()));
    }
    void manyEntriesGoAtOnce()
    {
        Store store;
        constexpr int many = 2000;
        store.fill(many);
        QCOMPARE(
            store.control->apply(selector("all", "true"), InvalidateAction::Remove, "t")->effect.entries, many);
        QCOMPARE(store.rows("SELECT count(*) FROM cache_entry WHERE stale = 2"), many);
        QCOMPARE(store.cache->status().memoryEntries, 0);
    }
};

QTEST_GUILESS_MAIN(TestInvalidator)
#include "tst_invalidator.moc"
