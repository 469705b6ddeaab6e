// SPDX-License-Identifier: MIT
// Filters of the log's language as selectors of cached answers.
#include <QtTest> // First: moc 6.4 stumbles over <concepts> behind other standard headers.

#include "engine/entry_filter.h"

#include "cache/invalidator.h"
#include "cache/response_cache.h"
#include "requestlog/request_log.h"

#include <QTemporaryDir>

using namespace cachescope;
using namespace std::chrono_literals;

class TestEntryFilter : public QObject
{
    Q_OBJECT

    QTemporaryDir m_directory;
    base::ManualClock m_clock{ 1'790'000'000'000'000 };
    std::unique_ptr<storage::WriteQueue> m_queue;
    std::unique_ptr<requestlog::RequestLog> m_log;
    std::unique_ptr<cache::ResponseCache> m_cache;
    std::unique_ptr<cache::Invalidator> m_control;

    /** A logged call and the answer that was kept of it. */
    void call(const std::string &client, const std::string &project, int cents, const std::string &text)
    {
        requestlog::CallStart start;
        start.uid = base::Uid::create(m_clock.wall());
        start.startedAt = m_clock.wall();
        start.client = client;
        start.project = project;
        start.firstText = text;
        const std::int64_t id = m_log->open(start);
        requestlog::CallEnd end;
        end.status = 200;
        end.stored = true;
        m_log->finish(id, end);
        cache::Entry entry;
        entry.canonical = base::sha256(client + text);
        entry.project = project;
        entry.model = "gpt-5";
        entry.body = "{}";
        entry.storedAt = m_clock.wall();
        entry.expiresAt = entry.storedAt + std::chrono::microseconds(24h).count();
        entry.cost = base::Money::fromPico(std::int64_t{ cents } * 10'000'000'000);
        entry.filledBy = id;
        entry.firstText = text;
        entry.promptText = "You are the support agent\n" + text;
        QVERIFY(m_cache->store(entry));
    }

private Q_SLOTS:
    void initTestCase()
    {
        const std::string path = m_directory.filePath("log.sqlite").toStdString();
        m_queue = std::move(*storage::WriteQueue::start(path, {}));
        m_log = std::move(*requestlog::RequestLog::create(*m_queue, m_clock, { true, 100'000, 1 << 30, 100'000 }));
        m_cache = std::move(*cache::ResponseCache::create(*m_queue, m_clock, {}));
        m_control = std::make_unique<cache::Invalidator>(*m_cache, *m_queue, m_clock);
        m_control->setFilterReader(engine::entryFilterReader(path));
        call("ci", "shop", 1, "Where is my parcel");
        call("curl", "shop", 20, "Cancel the order");
        call("curl", "desk", 3, "How do I change my password");
        QVERIFY(m_queue->drain(30s));
    }

    void filtersMeanEntries_data()
    {
        QTest::addColumn<QByteArray>("filter");
        QTest::addColumn<int>("meant");
        const auto row
            = [](const char *filter, int meant) { QTest::newRow(filter) << QByteArray(filter) << meant; };
        row("project:shop", 2);
        row("-project:shop", 1);
        row("model:gpt*", 3);
        row("cost>0.02", 2);
        row("project:shop cost>0.02", 1);
        row("parcel", 1);
        row("support", 3); // The system text's words.
        row("client:curl", 2); // Only the log knows.
        row("client:curl or parcel", 3);
        row("client:nobody", 0);
        row("stream:yes", 0);
    }
    void filtersMeanEntries()
    {
        QFETCH(QByteArray, filter);
        cache::Selector selector;
        QVERIFY(cache::setSelector(selector, "filter", filter.toStdString()).value_or(false));
        const auto effect = m_control->preview(selector, cache::InvalidateAction::Stale);
        QVERIFY2(effect.has_value(), effect ? "" : effect.error().message.c_str());
        QTEST(static_cast<int>(effect->entries), "meant");
        const auto ids = m_control->entryIds(selector, cache::EntrySort::Newest, cache::SortOrder::Descending);
        QCOMPARE(static_cast<std::int64_t>(ids->ids.size()), effect->entries);
    }

    void aWrongFilterSaysWhere()
    {
        cache::Selector selector;
        QVERIFY(cache::setSelector(selector, "filter", "colour:blue").value_or(false));
        const auto effect = m_control->preview(selector, cache::InvalidateAction::Stale);
        QCOMPARE(effect.error().code, base::ErrorCode::InvalidInput);
        QVERIFY2(effect.error().message.find("character 1") != std::string::npos, effect.error().message.c_str());
    }
};

QTEST_GUILESS_MAIN(TestEntryFilter)
#include "tst_entry_filter.moc"
