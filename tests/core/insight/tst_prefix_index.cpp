// SPDX-License-Identifier: MIT
#include "insight/prefix_index.h"

#include <QTest>

#include <random>

using namespace cachescope::insight;

namespace {

using Row = std::vector<std::uint32_t>;

Row row(std::mt19937 &random, std::size_t size)
{
    Row tokens(size);
    for (auto &token : tokens)
        token = static_cast<std::uint32_t>(random() % 50'000);
    return tokens;
}

std::size_t sharedOf(const Row &a, const Row &b)
{
    std::size_t shared = 0;
    while (shared < std::min(a.size(), b.size()) && a[shared] == b[shared])
        ++shared;
    return shared;
}

IndexedCall call(std::int64_t id)
{
    return { id, id * 1'000'000, id * 1'000'000 + 300'000 };
}

} // namespace

class PrefixIndexTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheLongestBeginningToTheToken()
    {
        std::mt19937 random(5);
        PrefixIndex index;
        std::vector<Row> known;
        for (std::int64_t id = 1; id <= 400; ++id) {
            Row tokens;
            if (!known.empty() && random() % 4 != 0) { // Goes on from somewhere within an earlier one.
                const Row &earlier = known[random() % known.size()];
                tokens.assign(earlier.begin(), earlier.begin() + std::ptrdiff_t(random() % (earlier.size() + 1)));
            }
            const Row rest = row(random, 1 + random() % 300);
            tokens.insert(tokens.end(), rest.begin(), rest.end());
            std::size_t most = 0;
            for (const Row &earlier : known)
                most = std::max(most, sharedOf(earlier, tokens));
            const auto match = index.best(1, tokens);
            QCOMPARE(match ? match->tokens : 0, most);
            if (match)
                QCOMPARE(sharedOf(known[std::size_t(match->call.id - 1)], tokens), most);
            index.add(1, tokens, call(id));
            known.push_back(std::move(tokens));
        }
        QCOMPARE(index.prompts(), known.size());
        QCOMPARE(index.evicted(), 0);
    }

    void ofEqualsTheNewest()
    {
        std::mt19937 random(6);
        PrefixIndex index;
        const Row shared = row(random, 200);
        for (std::int64_t id = 1; id <= 5; ++id) {
            Row tokens = shared;
            tokens.push_back(std::uint32_t(100'000 + id));
            index.add(1, tokens, call(id));
        }
        QCOMPARE(index.best(1, shared)->call.id, 5);
        QCOMPARE(index.newestSharing(1, shared, 192).id, 5);
        QCOMPARE(index.newestSharing(1, row(random, 200), 192).id, 0);
    }

    void scopesAreKeptApart()
    {
        std::mt19937 random(7);
        PrefixIndex index;
        const Row tokens = row(random, 150);
        index.add(1, tokens, call(1));
        QVERIFY(!index.best(2, tokens));
        QVERIFY(index.best(1, tokens));
    }

    void tellsWhoWasReady()
    {
        std::mt19937 random(8);
        PrefixIndex index;
        const Row tokens = row(random, 130);
        index.add(1, tokens, { 1, 1'000, 2'000 });
        index.add(1, tokens, { 2, 5'000, 9'000 }); // The first was ready by then.
        QCOMPARE(index.newestReady(1, tokens, 128, 9'000).id, 2);
        QCOMPARE(index.newestReady(1, tokens, 128, 8'999).id, 1);
        QCOMPARE(index.newestReady(1, tokens, 128, 1'500).id, 0);
    }

    void forgetsWhatWasNotUsedForLongest()
    {
        std::mt19937 random(9);
        PrefixIndex index({ .bytes = std::size_t{ 1 } << 30, .prompts = 10 });
        std::vector<Row> known;
        for (std::int64_t id = 1; id <= 10; ++id) {
            known.push_back(row(random, 300));
            index.add(1, known.back(), call(id));
        }
        QVERIFY(index.best(1, known[0])); // Used: the second is the oldest now.
        index.add(1, row(random, 300), call(11));
        QCOMPARE(index.evicted(), 1);
        QCOMPARE(index.best(1, known[0])->tokens, std::size_t{ 300 });
        QVERIFY(!index.best(1, known[1]));
    }

    void staysWithinItsMemory()
    {
        std::mt19937 random(10);
        constexpr std::size_t limit = 2 << 20;
        PrefixIndex index({ .bytes = limit, .prompts = 1'000'000 });
        const Row shared = row(random, 640);
        for (std::int64_t id = 1; id <= 3'000; ++id) {
            Row tokens = shared;
            const Row rest = row(random, 200);
            tokens.insert(tokens.end(), rest.begin(), rest.end());
            index.add(1, tokens, call(id));
            QVERIFY(index.bytes() <= limit);
        }
        QVERIFY(index.evicted() > 0);
        QCOMPARE(index.best(1, shared)->call.id, 3'000); // What all share stays while one is left.
    }

    void nothingIsLeftOfWhatIsForgotten()
    {
        std::mt19937 random(11);
        PrefixIndex index({ .bytes = std::size_t{ 1 } << 30, .prompts = 1 });
        index.add(1, row(random, 500), call(1));
        const std::size_t one = index.bytes();
        for (std::int64_t id = 2; id <= 50; ++id)
            index.add(1, row(random, 500), call(id));
        QCOMPARE(index.prompts(), std::size_t{ 1 });
        QVERIFY(index.bytes() <= one + 2'000);
    }
};

QTEST_GUILESS_MAIN(PrefixIndexTest)
#include "tst_prefix_index.moc"
