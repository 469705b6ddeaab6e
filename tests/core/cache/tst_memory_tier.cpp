// SPDX-License-Identifier: MIT
#include "cache/disk_index.h"
#include "cache/memory_tier.h"

#include <QtTest>

using namespace cachescope;
using cache::Entry;
using cache::EntryPointer;

namespace {

base::Digest digest(int number)
{
    return base::sha256(std::to_string(number));
}

EntryPointer entry(int number, std::size_t bodyBytes = 1000)
{
    Entry made;
    made.canonical = digest(number);
    made.body.assign(bodyBytes, 'x');
    return std::make_shared<const Entry>(std::move(made));
}

} // namespace

class MemoryTierTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void holdsItsLimit();
    void leastRecentlyUsedLeavesFirst();
    void hugeEntriesAreNotKept();
    void replacingCountsOnce();
    void aSmallerLimitEvicts();
    void onlyTheVeryEntryIsRemoved();
    void variantsCountAndLeaveWithTheirEntry();
    void indexKeepsOutWhatLeftWhileLoading();
    void indexVictimsAreTheLeastUsed();
    void indexHitsAreTotals();
};

void MemoryTierTest::holdsItsLimit()
{
    const std::int64_t limit = 100'000;
    cache::MemoryTier tier(limit);
    for (int i = 0; i < 1000; ++i) {
        tier.insert(entry(i), 0);
        QVERIFY(tier.bytes() <= limit);
    }
    QVERIFY(tier.entries() > 30);
    QCOMPARE(tier.entries() + tier.evictions(), std::int64_t{ 1000 });
    QCOMPARE(tier.bytes(), tier.entries() * cache::memoryBytes(*entry(0)));
    tier.clear();
    QCOMPARE(tier.bytes(), std::int64_t{ 0 });
    QCOMPARE(tier.entries(), std::int64_t{ 0 });
}

void MemoryTierTest::leastRecentlyUsedLeavesFirst()
{
    // The order holds over all shards, not only within one.
    cache::MemoryTier tier(10 * cache::memoryBytes(*entry(0)));
    for (int i = 0; i < 10; ++i)
        tier.insert(entry(i), 0);
    for (const int used : { 3, 0, 7 })
        QVERIFY(tier.find(digest(used)).entry);
    for (int i = 10; i < 17; ++i)
        tier.insert(entry(i), 0);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(bool(tier.find(digest(i)).entry), i == 3 || i == 0 || i == 7);
}

void MemoryTierTest::hugeEntriesAreNotKept()
{
    cache::MemoryTier tier(10'000);
    tier.insert(entry(1), 0);
    tier.insert(entry(2, 6'000), 0);
    QVERIFY(tier.find(digest(1)).entry);
    QVERIFY(!tier.find(digest(2)).entry);
    tier.insert(entry(1, 6'000), 0); // Takes the older, smaller answer away.
    QVERIFY(!tier.find(digest(1)).entry);
}

void MemoryTierTest::replacingCountsOnce()
{
    cache::MemoryTier tier(1'000'000);
    tier.insert(entry(1, 10), 1);
    tier.insert(entry(1, 500), 2);
    QCOMPARE(tier.entries(), std::int64_t{ 1 });
    QCOMPARE(tier.bytes(), cache::memoryBytes(*entry(1, 500)));
    QCOMPARE(tier.find(digest(1)).deadline, std::int64_t{ 2 });
    QVERIFY(!tier.insertIfAbsent(entry(1, 10), 3));
    QCOMPARE(tier.find(digest(1)).entry->body.size(), std::size_t{ 500 });
}

void MemoryTierTest::aSmallerLimitEvicts()
{
    cache::MemoryTier tier(1'000'000);
    for (int i = 0; i < 100; ++i)
        tier.insert(entry(i), 0);
    tier.setLimit(20'000);
    QVERIFY(tier.bytes() <= 20'000);
    QVERIFY(tier.find(digest(99)).entry);
    tier.setLimit(0);
    QCOMPARE(tier.entries(), std::int64_t{ 0 });
}

void MemoryTierTest::onlyTheVeryEntryIsRemoved()
{
    cache::MemoryTier tier(1'000'000);
    const EntryPointer first = entry(1), second = entry(1);
    tier.insert(first, 0);
    tier.removeExactly(second);
    QVERIFY(tier.find(digest(1)).entry);
    tier.removeExactly(first);
    QVERIFY(!tier.find(digest(1)).entry);
}

void MemoryTierTest::variantsCountAndLeaveWithTheirEntry()
{
    using providers::AnswerForm;
    cache::MemoryTier tier(1'000'000);
    const EntryPointer one = entry(1);
    tier.insert(one, 0);
    const std::int64_t before = tier.bytes();
    tier.addVariant(one, { AnswerForm::Sse, false, std::make_shared<const std::string>(5000, 'y') });
    QVERIFY(tier.bytes() >= before + 5000);
    tier.addVariant(one, { AnswerForm::Sse, false, std::make_shared<const std::string>(9000, 'z') });
    QCOMPARE(tier.variant(one, AnswerForm::Sse, false)->text->size(), std::size_t{ 5000 });
    QVERIFY(!tier.variant(one, AnswerForm::Sse, true));
    tier.addVariant(entry(1), { AnswerForm::JsonArray, false, nullptr }); // Another entry of the same question.
    QVERIFY(!tier.variant(one, AnswerForm::JsonArray, false));
    tier.remove(digest(1));
    QCOMPARE(tier.bytes(), std::int64_t{ 0 });
}

void MemoryTierTest::indexKeepsOutWhatLeftWhileLoading()
{
    cache::DiskRecord record;
    record.bytes = 10;
    {
        cache::DiskIndex index;
        index.erase(digest(1));
        index.load(digest(1), record);
        index.load(digest(2), record);
        QVERIFY(!index.find(digest(1))->written);
        QVERIFY(index.find(digest(2))->written);
        index.erase(digest(2));
        index.load(digest(2), record);
        QVERIFY(!index.find(digest(2))->written);
        QCOMPARE(index.entries(), std::int64_t{ 0 });
        QCOMPARE(index.bytes(), std::int64_t{ 0 });
    }
    cache::DiskIndex index;
    index.load(digest(1), record);
    index.clear();
    index.load(digest(2), record);
    QVERIFY(!index.find(digest(1)) && !index.find(digest(2)));
    const auto token = index.announce(digest(2), 0, 1); // New ones are welcome.
    index.markWritten(digest(2), token, 7);
    QCOMPARE(index.bytes(), std::int64_t{ 7 });
}

void MemoryTierTest::indexVictimsAreTheLeastUsed()
{
    cache::DiskIndex index;
    index.endLoading();
    for (int i = 0; i < 10; ++i)
        index.markWritten(digest(i), index.announce(digest(i), 100 + i, i == 5 ? 150 : 1000), 10);
    index.countHit(digest(0), 500);
    const auto victims = index.takeVictims(70, 200);
    const std::vector<base::Digest> expected{ digest(5), digest(1), digest(2) }; // 5 is expired, 0 was used.
    QVERIFY(victims == expected);
    QCOMPARE(index.bytes(), std::int64_t{ 70 });
    QCOMPARE(index.entries(), std::int64_t{ 7 });
}

void MemoryTierTest::indexHitsAreTotals()
{
    cache::DiskIndex index;
    index.endLoading();
    QVERIFY(!index.countHit(digest(1), 1));
    const auto token = index.announce(digest(1), 0, 10);
    QVERIFY(index.countHit(digest(1), 5));
    QVERIFY(!index.countHit(digest(1), 3));
    auto hits = index.takeHits();
    QCOMPARE(hits.size(), std::size_t{ 1 });
    QCOMPARE(hits[0].count, std::int64_t{ 2 });
    QCOMPARE(hits[0].lastAt, std::int64_t{ 5 });
    QVERIFY(index.takeHits().empty());
    index.markWritten(digest(1), token, 1);
    QVERIFY(index.countHit(digest(1), 9));
    hits = index.takeHits();
    QCOMPARE(hits[0].count, std::int64_t{ 3 });
}

QTEST_GUILESS_MAIN(MemoryTierTest)
#include "tst_memory_tier.moc"
