// SPDX-License-Identifier: MIT
#include "storage/body_store.h"
#include "storage/chunker.h"
#include "storage/compression.h"
#include "storage/schema.h"
#include "storage/varint.h"

#include <QtTest>

#include <random>

using namespace cachescope;
using namespace cachescope::storage;

namespace {

std::string randomText(std::mt19937 &random, std::size_t size)
{
    static constexpr std::string_view words[]
        = { "the ", "prompt ", "{\"role\":", "\"user\",", "cache ", "token " };
    std::string text;
    while (text.size() < size) {
        text += words[random() % std::size(words)];
        text += std::to_string(random());
    }
    text.resize(size);
    return text;
}

Database openMemory()
{
    auto database = Database::open({}, OpenMode::InMemory);
    if (!database || !migrate(*database))
        qFatal("no database");
    return *std::move(database);
}

std::int64_t count(Database &database, const char *table)
{
    return **database.integer(std::string("SELECT count(*) FROM ") + table);
}

std::int64_t storedBytesByHand(Database &database)
{
    return **database.integer("SELECT (SELECT coalesce(sum(length(data)), 0) FROM chunk)"
                              " + (SELECT coalesce(sum(length(data)), 0) FROM body WHERE codec < 100)");
}

} // namespace

class BodyStoreTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void chunksCoverTheData()
    {
        std::mt19937 random(1);
        for (const std::size_t size : { 0, 1, 2047, 2048, 2049, 100'000, 1'000'000 }) {
            const std::string text = randomText(random, size);
            std::string_view rest = text;
            std::size_t chunks = 0;
            while (!rest.empty()) {
                const std::size_t length = firstChunk(rest);
                QVERIFY(length > 0 && length <= ChunkSizes::largest && length <= rest.size());
                QVERIFY(length >= ChunkSizes::smallest || length == rest.size());
                rest.remove_prefix(length);
                ++chunks;
            }
            QVERIFY(size < 1'000'000 || (chunks > 60 && chunks < 250));
        }
    }

    void bordersAreTheSameForEver()
    {
        // Stored bodies share chunks with later ones: a changed border silently doubles the store.
        std::string text;
        for (int i = 0; i < 20'000; ++i)
            text += std::to_string(i * 7919) + " ";
        std::vector<std::size_t> lengths;
        for (std::string_view rest = text; !rest.empty() && lengths.size() < 4; rest.remove_prefix(lengths.back()))
            lengths.push_back(firstChunk(rest));
        QCOMPARE(lengths, (std::vector<std::size_t>{ 10219, 9674, 8571, 8271 }));
    }

    void roundTrips()
    {
        Database database = openMemory();
        std::mt19937 random(2);
        for (const std::size_t size : { 0, 1, 63, 64, 1023, 1024, 1025, 5000, 300'000 }) {
            std::string body = randomText(random, size);
            if (size > 100)
                body.replace(50, 3, std::string("\0\xff\n", 3));
            const auto id = BodyStore::put(database, body);
            QVERIFY(id);
            QCOMPARE(*id == 0, size == 0);
            const auto back = BodyStore::get(database, *id);
            QVERIFY2(back, back ? "" : back.error().message.c_str());
            QVERIFY(*back == body);
        }
        QCOMPARE(*BodyStore::storedBytes(database), storedBytesByHand(database));
    }

    void remembersChunksButNotWrongOnes()
    {
        Database database = openMemory();
        std::mt19937 random(11);
        const std::string body = randomText(random, 60'000);
        const auto id = BodyStore::put(database, body);
        ChunkCache cache(1 << 20);
        QVERIFY(*BodyStore::get(database, *id, &cache) == body);
        QVERIFY(cache.find(1) && cache.find(2));
        // Told from the cache: the file's own would be an error.
        QVERIFY(database.execute("UPDATE chunk SET data = x'0011' WHERE id = 2"));
        QVERIFY(*BodyStore::get(database, *id, &cache) == body);
        QVERIFY(!BodyStore::get(database, *id));
        // A number that was given anew: what is remembered under it is not what the body is made of.
        const std::string other = randomText(random, 60'000);
        Database second = openMemory();
        const auto otherId = BodyStore::put(second, other);
        QVERIFY(*BodyStore::get(second, *otherId, &cache) == other);
    }

    void chunksThatWereNotAskedForGo()
    {
        ChunkCache cache(100);
        const auto chunk = [] { return ChunkCache::Chunk{ std::make_shared<const std::string>(40, 'x'), {} }; };
        cache.keep(1, chunk());
        cache.keep(2, chunk());
        QVERIFY(cache.find(1));
        cache.keep(3, chunk());
        QVERIFY(cache.find(1) && cache.find(3));
        QVERIFY(!cache.find(2));
    }

    void storesOneBodyOnce()
    {
        Database database = openMemory();
        std::mt19937 random(3);
        const std::string body = randomText(random, 50'000);
        const auto first = BodyStore::put(database, body);
        const auto bytes = *BodyStore::storedBytes(database);
        const auto second = BodyStore::put(database, body);
        QCOMPARE(*first, *second);
        QCOMPARE(*BodyStore::storedBytes(database), bytes);
        QVERIFY(BodyStore::release(database, *first));
        QVERIFY(*BodyStore::get(database, *first) == body);
        QVERIFY(BodyStore::release(database, *first));
        QCOMPARE(BodyStore::get(database, *first).error().code, base::ErrorCode::NotFound);
        QCOMPARE(count(database, "chunk"), 0);
        QCOMPARE(count(database, "body"), 0);
        QCOMPARE(*BodyStore::storedBytes(database), 0);
    }

    void aGrowingConversationCostsItsNewEnd()
    {
        Database database = openMemory();
        std::mt19937 random(4);
        std::string conversation = R"({"messages":[)" + randomText(random, 100'000);
        std::int64_t plain = 0;
        for (int turn = 0; turn < 30; ++turn) {
            conversation += randomText(random, 2'000);
            QVERIFY(BodyStore::put(database, conversation + "]}"));
            plain += static_cast<std::int64_t>(conversation.size());
        }
        // 30 bodies of 100 to 160 KB; stored: 160 KB of text once and a tail for each turn.
        QVERIFY2(
            **database.integer("SELECT sum(size) FROM chunk") < plain / 8,
            std::to_string(**database.integer("SELECT sum(size) FROM chunk")).c_str());
    }

    void anInsertionCostsFewChunks()
    {
        Database database = openMemory();
        std::mt19937 random(5);
        std::string text = randomText(random, 400'000);
        QVERIFY(BodyStore::put(database, text));
        const auto before = count(database, "chunk");
        text.insert(200'000, "something new in the middle");
        QVERIFY(BodyStore::put(database, text));
        QVERIFY(count(database, "chunk") - before <= 4);
    }

    void countsStayRightOverRandomUse()
    {
        Database database = openMemory();
        std::mt19937 random(6);
        std::vector<std::pair<std::int64_t, std::string>> held;
        const std::string shared = randomText(random, 60'000);
        for (int i = 0; i < 300; ++i) {
            if (held.empty() || random() % 3 != 0) {
                std::string body = shared.substr(0, random() % shared.size()) + randomText(random, random() % 3000);
                const auto id = BodyStore::put(database, body);
                QVERIFY(id);
                held.emplace_back(*id, std::move(body));
            } else {
                const std::size_t at = random() % held.size();
                QVERIFY(BodyStore::release(database, held[at].first));
                held.erase(held.begin() + static_cast<std::ptrdiff_t>(at));
            }
        }
        for (const auto &[id, body] : held)
            QVERIFY(*BodyStore::get(database, id) == body);
        QCOMPARE(*BodyStore::storedBytes(database), storedBytesByHand(database));
        for (const auto &entry : held)
            QVERIFY(BodyStore::release(database, entry.first));
        QCOMPARE(count(database, "chunk"), 0);
        QCOMPARE(*BodyStore::storedBytes(database), 0);
    }

    void bodiesOfTheFirstVersionStay()
    {
        // As version 1 wrote them: one body of two chunks that two calls share, and a short one.
        auto database = Database::open({}, OpenMode::InMemory);
        QVERIFY(migrate(*database, migrationSteps().first(1)));
        std::mt19937 random(8);
        const std::string long1 = randomText(random, 5'000);
        const std::string long2 = randomText(random, 6'000);
        const auto half = [](const std::string &bytes) {
            const base::Digest digest = base::sha256(bytes);
            return std::string(digest.begin(), digest.begin() + 16);
        };
        const auto insert = [&](const char *table, std::int64_t id, const std::string &digest, std::int64_t refs,
                                std::size_t size, std::int64_t codec, const std::string &data) {
            auto statement = database->prepare(
                std::string("INSERT INTO ") + table
                + " (id, digest, refs, size, codec, data) VALUES (?,?,?,?,?,?)");
            QVERIFY(statement);
            statement->bind(1, id);
            statement->bindBlob(2, digest);
            statement->bind(3, refs);
            statement->bind(4, static_cast<std::int64_t>(size));
            statement->bind(5, codec);
            statement->bindBlob(6, data);
            QVERIFY(statement->run());
        };
        const Packed packed = pack(long2);
        insert("chunk", 3, half(long1), 1, long1.size(), 0, long1);
        insert("chunk", 9, half(long2), 1, long2.size(), static_cast<std::int64_t>(packed.codec), packed.data);
        insert(
            "body", 4, half("chunks" + half(long1) + half(long2)), 2, long1.size() + long2.size(), 100,
            std::string("\x03\x09"));
        insert("body", 7, half("short"), 1, 5, 0, "short");
        const auto bytes = static_cast<std::int64_t>(long1.size() + packed.data.size() + 5);
        QVERIFY(database->execute("INSERT INTO meta VALUES ('body_bytes', " + std::to_string(bytes) + ")"));

        QVERIFY(migrate(*database));
        QVERIFY(*BodyStore::get(*database, 4) == long1 + long2);
        QCOMPARE(*BodyStore::get(*database, 7), std::string("short"));
        QCOMPARE(*BodyStore::storedBytes(*database), bytes);
        // What was stored then is found again now.
        QCOMPARE(*BodyStore::put(*database, "short"), 7);
        QCOMPARE(*BodyStore::storedBytes(*database), bytes);
        for (const std::int64_t id : { 7, 7, 4 })
            QVERIFY(BodyStore::release(*database, id));
        QVERIFY(*BodyStore::get(*database, 4) == long1 + long2);
        QVERIFY(BodyStore::release(*database, 4));
        QCOMPARE(count(*database, "chunk") + count(*database, "chunk_use") + count(*database, "body"), 0);
        QCOMPARE(*BodyStore::storedBytes(*database), 0);
    }

    void whatWasRolledBackIsStoredAgain()
    {
        Database database = openMemory();
        std::mt19937 random(9);
        const std::string large = randomText(random, 30'000);
        const std::string small = randomText(random, 300);
        QVERIFY(database.execute("BEGIN"));
        QVERIFY(BodyStore::put(database, large) && BodyStore::put(database, small));
        QVERIFY(database.execute("ROLLBACK"));
        const auto other
            = BodyStore::put(database, randomText(random, 30'000)); // takes the ids that are free again
        QVERIFY(other);
        const auto again = BodyStore::put(database, large);
        QVERIFY(*BodyStore::get(database, *again) == large);
        const auto smallAgain = BodyStore::put(database, small);
        QVERIFY(*BodyStore::get(database, *smallAgain) == small);
        QCOMPARE(*BodyStore::storedBytes(database), storedBytesByHand(database));
    }

    void aNewConnectionKnowsWhatIsStored()
    {
        QTemporaryDir directory;
        const std::string file = directory.filePath(QStringLiteral("b.sqlite")).toStdString();
        std::mt19937 random(10);
        const std::string body = randomText(random, 60'000);
        std::int64_t bytes = 0;
        for (int run = 0; run < 2; ++run) {
            auto database = Database::open(file, OpenMode::ReadWrite);
            QVERIFY(migrate(*database));
            QVERIFY(BodyStore::put(*database, body));
            if (run == 0)
                bytes = *BodyStore::storedBytes(*database);
            QCOMPARE(*BodyStore::storedBytes(*database), bytes);
        }
    }

    void noticesDamage_data()
    {
        QTest::addColumn<QByteArray>("sql");
        QTest::newRow("chunk lost") << QByteArray("DELETE FROM chunk WHERE id = 2");
        QTest::newRow("chunk changed") << QByteArray(
            "UPDATE chunk SET codec = 0, data = zeroblob(size) WHERE id = 2");
        QTest::newRow("chunk garbage") << QByteArray("UPDATE chunk SET data = x'0011' WHERE id = 2");
        QTest::newRow("chunk size negative") << QByteArray("UPDATE chunk SET size = -1 WHERE id = 2");
        QTest::newRow("chunk size huge") << QByteArray("UPDATE chunk SET size = 1 << 60 WHERE id = 2");
        QTest::newRow("list cut") << QByteArray("UPDATE body SET data = substr(data, 1, 3)");
        QTest::newRow("list garbage") << QByteArray("UPDATE body SET data = x'ffffffffffffffffffff'");
        QTest::newRow("size wrong") << QByteArray("UPDATE body SET size = size + 1");
        QTest::newRow("size huge") << QByteArray("UPDATE body SET size = 1 << 61");
        QTest::newRow("codec unknown") << QByteArray("UPDATE body SET codec = 9");
        QTest::newRow("text in place of bytes") << QByteArray("UPDATE chunk SET data = 'text' WHERE id = 1");
    }
    void noticesDamage()
    {
        QFETCH(QByteArray, sql);
        Database database = openMemory();
        std::mt19937 random(7);
        const auto id = BodyStore::put(database, randomText(random, 60'000));
        QVERIFY(BodyStore::get(database, *id));
        QVERIFY(database.execute(sql.toStdString()));
        const auto back = BodyStore::get(database, *id);
        QVERIFY(!back);
        QCOMPARE(back.error().code, base::ErrorCode::Corrupt);
    }

    void varintsRoundTrip()
    {
        for (const std::uint64_t value : { 0ULL, 1ULL, 127ULL, 128ULL, 300ULL, 1ULL << 35, ~0ULL }) {
            std::string text;
            appendVarint(text, value);
            std::string_view rest = text;
            QCOMPARE(takeVarint(rest), std::optional<std::uint64_t>(value));
            QVERIFY(rest.empty());
        }
        std::string_view cut("\x80", 1);
        QVERIFY(!takeVarint(cut));
    }
};

QTEST_GUILESS_MAIN(BodyStoreTest)
#include "tst_body_store.moc"
