// SPDX-License-Identifier: MIT
#include "cache_store.h"

#include <atomic>
#include <csignal>
#include <fstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace cachescope;
using namespace cachescope::cache::test;
using namespace std::chrono_literals;
using cache::Entry;
using cache::ResponseCache;
using Freshness = ResponseCache::Freshness;

/** Limits, damage, broken disks, threads and a process that dies. */
class ResponseCacheLimitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void damagedEntriesAreDropped_data();
    void damagedEntriesAreDropped();
    void diskLimitHolds();
    void memoryOnlyHoldsWhatFits();
    void aBrokenDiskLeavesMemoryWorking();
    void manyThreads();
    void killedItKeepsWhatItAcknowledged();

private:
    QString path() const { return m_folder->filePath("data.db"); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ResponseCacheLimitsTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void ResponseCacheLimitsTest::damagedEntriesAreDropped_data()
{
    QTest::addColumn<QByteArray>("damage");
    for (const char *damage :
         { "UPDATE cache_body SET data = zeroblob(length(data))", "UPDATE cache_body SET data = x''",
           "UPDATE cache_body SET data = substr(data, 1, 20)", "UPDATE cache_entry SET body_size = 9000000000000",
           "UPDATE cache_entry SET body_size = -1", "UPDATE cache_entry SET expires_at = expires_at + 1",
           "UPDATE cache_entry SET status = 201", "UPDATE cache_entry SET form = 1",
           "UPDATE cache_entry SET credential = 'other'", "UPDATE cache_entry SET content_type = 'text/html'",
           "UPDATE cache_entry SET checksum = x'00'" })
        QTest::newRow(damage) << QByteArray(damage);
}

void ResponseCacheLimitsTest::damagedEntriesAreDropped()
{
    QFETCH(QByteArray, damage);
    CacheStore store(path());
    store.cache->store(entry(store.clock, 1));
    store.drain();
    store.tamper(damage.toStdString());
    store.reopen();
    QVERIFY(!store.fetch(digest(1)));
    QCOMPARE(store.cache->status().rejectedDamaged, std::int64_t{ 1 });
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    store.drain();
    QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), std::int64_t{ 0 });
}

void ResponseCacheLimitsTest::diskLimitHolds()
{
    ResponseCache::Settings settings;
    settings.maxBytes = 50'000;
    CacheStore store(path(), settings);
    for (int i = 0; i < 300; ++i) {
        store.cache->store(entry(store.clock, i));
        if (i > 0)
            store.cache->recordHit(digest(0)); // The oldest, but always in use.
        store.clock.advance(1s);
        if (i % 20 == 0)
            store.drain();
    }
    store.drain();
    const auto status = store.cache->status();
    QVERIFY(status.bytes <= 50'000);
    QVERIFY(status.entries > 20);
    QCOMPARE(status.evictions, 300 - status.entries);
    QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), status.entries);
    store.reopen();
    QVERIFY(store.cache->find(digest(0)).onDisk);
    QVERIFY(store.cache->find(digest(299)).onDisk);
    QVERIFY(!store.cache->find(digest(1)).onDisk);
    Entry huge = entry(store.clock, 0);
    huge.body.assign(60'000, 'h');
    store.cache->store(huge); // Larger than the limit: memory only, the older one leaves.
    QVERIFY(store.cache->find(digest(0)).entry);
    store.reopen();
    QVERIFY(store.cache->find(digest(0)).freshness == Freshness::Absent);
}

void ResponseCacheLimitsTest::memoryOnlyHoldsWhatFits()
{
    ResponseCache::Settings settings;
    settings.memoryBytes = 20'000;
    CacheStore store(path(), settings);
    for (int i = 0; i < 100; ++i)
        store.cache->store(entry(store.clock, i));
    QVERIFY(store.cache->status().memoryBytes <= 20'000);
    store.drain();
    const auto found = store.cache->find(digest(0));
    QVERIFY(!found.entry && found.onDisk && found.freshness == Freshness::Fresh);
    QCOMPARE(store.fetch(digest(0))->body, entry(store.clock, 0).body);
    QVERIFY(store.cache->status().memoryBytes <= 20'000);
}

void ResponseCacheLimitsTest::aBrokenDiskLeavesMemoryWorking()
{
    CacheStore store(path());
    store.cache->store(entry(store.clock, 1));
    store.drain();
    store.tamper("DROP TABLE cache_body");
    store.cache->store(entry(store.clock, 2));
    store.drain();
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Fresh);
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Fresh);
    store.cache->setSettings({ std::int64_t{ 1 } << 30, 0 }); // Only the disk is left, and it fails.
    QVERIFY(store.cache->find(digest(1)).onDisk);
    QVERIFY(!store.fetch(digest(1)));
    QVERIFY(!store.cache->status().message.empty());
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Absent);
}

void ResponseCacheLimitsTest::manyThreads()
{
    ResponseCache::Settings settings;
    settings.memoryBytes = 40'000;
    settings.maxBytes = 60'000;
    CacheStore store(path(), settings);
    std::atomic<int> wrong{ 0 }, answered{ 0 }, asked{ 0 };
    const auto work = [&](int seed) {
        for (int step = 0; step < 1500; ++step) {
            const int number = (seed * 31 + step * 7) % 60;
            const auto check = [&, number](const cache::EntryPointer &found) {
                if (found && found->body != entry(store.clock, number).body)
                    ++wrong;
            };
            switch ((step + seed) % 8) {
            case 0:
                store.cache->store(entry(store.clock, number));
                break;
            case 1:
                ++asked;
                store.cache->fetch(digest(number), [&, check](cache::EntryPointer found) {
                    check(found);
                    ++answered;
                });
                break;
            case 2:
                store.cache->recordHit(digest(number));
                break;
            case 3:
                if (step % 50 == 0)
                    store.cache->remove(digest(number));
                else if (step % 331 == 0)
                    store.cache->clear();
                break;
            default:
                check(store.cache->find(digest(number)).entry);
            }
            if (step % 100 == 0 && store.cache->status().memoryBytes < 0)
                ++wrong;
        }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(work, i);
    for (std::thread &thread : threads)
        thread.join();
    store.drain();
    QVERIFY(store.cache->status().memoryBytes <= 40'000);
    store.close(); // Every fetch is answered, those still waiting included.
    QCOMPARE(answered.load(), asked.load());
    QCOMPARE(wrong.load(), 0);
}

void ResponseCacheLimitsTest::killedItKeepsWhatItAcknowledged()
{
#ifdef __SANITIZE_THREAD__
    QSKIP("ThreadSanitizer cannot follow threads behind a fork.");
#endif
    for (int round = 0; round < 5; ++round) {
        int ends[2];
        QCOMPARE(::pipe(ends), 0);
        const QString file = m_folder->filePath(QString("killed-%1.db").arg(round));
        const pid_t child = ::fork();
        QVERIFY(child >= 0);
        if (child == 0) {
            CacheStore store(file);
            for (int i = 0;; ++i) {
                store.cache->store(entry(store.clock, i));
                if (i % 10 == 9 && store.queue->drain(30s) && ::write(ends[1], &i, sizeof i) != sizeof i)
                    ::_exit(1);
            }
        }
        ::close(ends[1]); // Else a child that dies early would never end the reading.
        int acknowledged = -1;
        for (int i = 0; i <= round; ++i)
            QCOMPARE(::read(ends[0], &acknowledged, sizeof acknowledged), ssize_t(sizeof acknowledged));
        ::kill(child, SIGKILL);
        int status = 0;
        QCOMPARE(::waitpid(child, &status, 0), child);
        ::close(ends[0]);
        CacheStore store(file);
        for (int i = 0; i <= acknowledged; ++i) {
            const auto found = store.fetch(digest(i));
            QVERIFY2(found, qPrintable(QString::number(i)));
            QCOMPARE(found->body, entry(store.clock, i).body);
        }
        QCOMPARE(store.cache->status().rejectedDamaged, std::int64_t{ 0 });
        QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), store.count("SELECT count(*) FROM cache_body"));
    }
}

QTEST_GUILESS_MAIN(ResponseCacheLimitsTest)
#include "tst_response_cache_limits.moc"
