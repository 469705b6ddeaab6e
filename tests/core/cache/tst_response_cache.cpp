// SPDX-License-Identifier: MIT
#include "cache/response_cache.h"

#include "storage/database.h"

#include <QtTest>

#include <atomic>
#include <csignal>
#include <fstream>
#include <future>
#include <sstream>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

using namespace cachescope;
using namespace std::chrono_literals;
using cache::Entry;
using cache::ResponseCache;
using Freshness = ResponseCache::Freshness;

namespace {

base::Digest digest(int number)
{
    return base::sha256("canonical " + std::to_string(number));
}

constexpr const char *chatJson
    = R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}})";

Entry entry(const base::Clock &clock, int number, std::chrono::seconds ttl = 24h)
{
    Entry made;
    made.canonical = digest(number);
    made.upstream = "openai";
    made.model = "gpt-5";
    made.project = "p";
    made.nameSpace = "n";
    made.version = "v";
    made.credential = "hash";
    made.tags = { "a", "b" };
    made.api = providers::Api::OpenAiChat;
    made.contentType = "application/json";
    made.contentHeaders = { { "Content-Language", "en: x" } };
    made.body = "{\"number\":" + std::to_string(number) + ",\"pad\":\"" + std::string(400, 'p') + "\"}";
    made.storedAt = clock.wall();
    made.expiresAt = made.storedAt + std::chrono::microseconds(ttl).count();
    made.filledBy = 77;
    made.usage.source = providers::UsageSource::Reported;
    made.usage.tokens.fresh = 5;
    made.usage.tokens.output = 6;
    made.usage.rawJson = "{\"x\":1}";
    made.cost = base::Money::fromPico(1234);
    made.originalFirstTokenMicros = 8;
    made.originalTotalMicros = 9;
    made.firstText = "Tell me";
    return made;
}

/** A queue and a cache over one file, both reopened at will. */
class Store
{
public:
    explicit Store(const QString &path, ResponseCache::Settings settings = {})
        : m_path(path.toStdString())
        , m_settings(settings)
    {
        open();
    }
    void open()
    {
        auto opened = storage::WriteQueue::start(m_path, {});
        if (!opened)
            qFatal("%s", opened.error().message.c_str());
        queue = std::move(*opened);
        cache = std::move(*ResponseCache::create(*queue, clock, m_settings));
        // One read goes through the same thread: the index is loaded when it is done.
        fetch(base::Digest{});
    }
    void close()
    {
        cache.reset();
        queue.reset();
    }
    void reopen()
    {
        close();
        open();
    }
    void drain() { QVERIFY(queue->drain(30s)); }
    cache::EntryPointer fetch(const base::Digest &canonical)
    {
        std::promise<cache::EntryPointer> promise;
        cache->fetch(canonical, [&](cache::EntryPointer found) { promise.set_value(std::move(found)); });
        return promise.get_future().get();
    }
    std::int64_t count(const std::string &sql)
    {
        auto database = storage::Database::open(m_path, storage::OpenMode::ReadOnly);
        return database ? database->integer(sql)->value_or(-1) : -1;
    }
    /** Changes the file behind the cache's back. */
    void tamper(std::string sql)
    {
        queue->submit([sql](storage::Database &database) { return database.execute(sql); }, 1);
        drain();
    }

    base::ManualClock clock;
    std::unique_ptr<storage::WriteQueue> queue;
    std::unique_ptr<ResponseCache> cache;

private:
    std::string m_path;
    ResponseCache::Settings m_settings;
};

} // namespace

class ResponseCacheTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void findsWhatWasStored();
    void survivesARestartWhole();
    void expires();
    void clockJumps();
    void refreshReplaces();
    void removedIsGone();
    void clearedIsGoneFromAllFiles();
    void damagedEntriesAreDropped_data();
    void damagedEntriesAreDropped();
    void diskLimitHolds();
    void memoryOnlyHoldsWhatFits();
    void hitsAreWritten();
    void secretsAreNotKept();
    void formsServeEachOther();
    void aBrokenDiskLeavesMemoryWorking();
    void manyThreads();
    void killedItKeepsWhatItAcknowledged();

private:
    QString path() const { return m_folder->filePath("data.db"); }
    std::unique_ptr<QTemporaryDir> m_folder;
};

void ResponseCacheTest::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
}

void ResponseCacheTest::findsWhatWasStored()
{
    Store store(path());
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    QVERIFY(store.cache->store(entry(store.clock, 1)));
    store.clock.advance(90s);
    const auto found = store.cache->find(digest(1));
    QVERIFY(found.freshness == Freshness::Fresh);
    QVERIFY(found.age == 90s && found.timeLeft == 24h - 90s);
    QCOMPARE(found.entry->body, entry(store.clock, 1).body);
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Absent);
    store.cache->setSettings({});
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Fresh);
}

void ResponseCacheTest::survivesARestartWhole()
{
    Store store(path());
    Entry original = entry(store.clock, 1);
    original.body = std::string("\0\xff", 2) + original.body;
    original.includeUsage = true;
    QVERIFY(store.cache->store(original));
    store.reopen();
    const auto found = store.cache->find(digest(1));
    QVERIFY(found.onDisk && !found.entry && found.freshness == Freshness::Fresh);
    const auto read = store.fetch(digest(1));
    QVERIFY(read);
    QVERIFY(read->canonical == original.canonical);
    QCOMPARE(read->body, original.body);
    QCOMPARE(read->upstream, original.upstream);
    QCOMPARE(read->model, original.model);
    QCOMPARE(read->project, original.project);
    QCOMPARE(read->nameSpace, original.nameSpace);
    QCOMPARE(read->version, original.version);
    QCOMPARE(read->credential, original.credential);
    QVERIFY(read->tags == original.tags);
    QVERIFY(read->api == original.api && read->form == original.form && read->includeUsage);
    QCOMPARE(read->status, original.status);
    QCOMPARE(read->contentType, original.contentType);
    QVERIFY(read->contentHeaders == original.contentHeaders);
    QCOMPARE(read->storedAt, original.storedAt);
    QCOMPARE(read->expiresAt, original.expiresAt);
    QCOMPARE(read->filledBy, original.filledBy);
    QVERIFY(read->usage.tokens == original.usage.tokens && read->usage.source == original.usage.source);
    QCOMPARE(read->usage.rawJson, original.usage.rawJson);
    QVERIFY(read->cost == original.cost);
    QCOMPARE(read->originalFirstTokenMicros, original.originalFirstTokenMicros);
    QCOMPARE(read->originalTotalMicros, original.originalTotalMicros);
    QCOMPARE(read->firstText, original.firstText);
    QVERIFY(store.cache->find(digest(1)).entry == read); // Now in memory.
    QCOMPARE(store.cache->status().entries, std::int64_t{ 1 });
    QVERIFY(store.cache->status().bytes > 0);
    QVERIFY(store.cache->status().message.empty());
}

void ResponseCacheTest::expires()
{
    Store store(path());
    QVERIFY(!store.cache->store(entry(store.clock, 1, 0s)));
    store.cache->store(entry(store.clock, 1, 60s));
    store.clock.advance(59s);
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Fresh);
    store.clock.advance(1s);
    const auto found = store.cache->find(digest(1));
    QVERIFY(found.freshness == Freshness::Stale && found.entry && found.timeLeft == 0s);
    store.reopen();
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Stale);
    QVERIFY(store.cache->find(digest(1)).onDisk);
}

void ResponseCacheTest::clockJumps()
{
    Store store(path());
    const auto now = store.clock.wall();
    const std::int64_t day = std::chrono::microseconds(24h).count();
    store.cache->store(entry(store.clock, 1, 60s));
    store.clock.jumpTo(now - 2 * day); // Set back: from the future, so not trusted, and no negative age.
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Stale);
    QVERIFY(store.cache->find(digest(1)).age == 0s);
    store.clock.jumpTo(now - 30'000'000); // Half a minute is slewing, not a jump.
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Fresh);
    QVERIFY(store.cache->find(digest(1)).age == 0s);
    store.clock.advance(61s); // Real time counts although the date says otherwise.
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Stale);
    store.clock.jumpTo(now + 3650 * day);
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Stale);

    store.cache->store(entry(store.clock, 2, 60s)); // Kept while the date was wrong.
    store.clock.jumpTo(now);
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Stale);
    store.reopen();
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Stale);
}

void ResponseCacheTest::refreshReplaces()
{
    Store store(path());
    store.cache->store(entry(store.clock, 1));
    store.drain();
    Entry newer = entry(store.clock, 1);
    newer.body = "newer";
    store.cache->store(newer);
    QCOMPARE(store.cache->find(digest(1)).entry->body, std::string("newer"));
    store.reopen();
    QCOMPARE(store.fetch(digest(1))->body, std::string("newer"));
    QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), std::int64_t{ 1 });
    QCOMPARE(store.count("SELECT count(*) FROM cache_body"), std::int64_t{ 1 });
}

void ResponseCacheTest::removedIsGone()
{
    Store store(path());
    store.cache->store(entry(store.clock, 1));
    store.cache->store(entry(store.clock, 2));
    store.cache->remove(digest(1)); // Perhaps before it was written.
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    QVERIFY(!store.fetch(digest(1)));
    store.drain();
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    store.cache->remove(digest(2));
    store.reopen();
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    QVERIFY(store.cache->find(digest(2)).freshness == Freshness::Absent);
    QCOMPARE(store.count("SELECT count(*) FROM cache_body"), std::int64_t{ 0 });
}

void ResponseCacheTest::clearedIsGoneFromAllFiles()
{
    Store store(path());
    Entry marked = entry(store.clock, 1);
    marked.body = "needle-in-the-answer";
    marked.firstText = "needle-in-the-prompt";
    store.cache->store(marked);
    store.drain();
    store.cache->clear();
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    QCOMPARE(store.cache->status().entries, std::int64_t{ 0 });
    QCOMPARE(store.cache->status().memoryBytes, std::int64_t{ 0 });
    store.close();
    for (const QFileInfo &file : QDir(m_folder->path()).entryInfoList(QDir::Files | QDir::Hidden)) {
        QFile reading(file.filePath());
        QVERIFY(reading.open(QIODevice::ReadOnly));
        QVERIFY2(!reading.readAll().contains("needle-in-the"), qPrintable(file.fileName()));
    }
}

void ResponseCacheTest::damagedEntriesAreDropped_data()
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

void ResponseCacheTest::damagedEntriesAreDropped()
{
    QFETCH(QByteArray, damage);
    Store store(path());
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

void ResponseCacheTest::diskLimitHolds()
{
    ResponseCache::Settings settings;
    settings.maxBytes = 50'000;
    Store store(path(), settings);
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

void ResponseCacheTest::memoryOnlyHoldsWhatFits()
{
    ResponseCache::Settings settings;
    settings.memoryBytes = 20'000;
    Store store(path(), settings);
    for (int i = 0; i < 100; ++i)
        store.cache->store(entry(store.clock, i));
    QVERIFY(store.cache->status().memoryBytes <= 20'000);
    store.drain();
    const auto found = store.cache->find(digest(0));
    QVERIFY(!found.entry && found.onDisk && found.freshness == Freshness::Fresh);
    QCOMPARE(store.fetch(digest(0))->body, entry(store.clock, 0).body);
    QVERIFY(store.cache->status().memoryBytes <= 20'000);
}

void ResponseCacheTest::hitsAreWritten()
{
    Store store(path());
    store.cache->store(entry(store.clock, 1));
    store.clock.advance(5s);
    for (int i = 0; i < 3; ++i)
        store.cache->recordHit(digest(1));
    store.cache->recordHit(digest(2)); // Unknown: nothing to count.
    store.reopen();
    QCOMPARE(store.count("SELECT hits FROM cache_entry"), std::int64_t{ 3 });
    QCOMPARE(store.count("SELECT last_hit_at FROM cache_entry"), std::int64_t{ store.clock.wall() });
    store.cache->recordHit(digest(1));
    store.close();
    QCOMPARE(store.count("SELECT hits FROM cache_entry"), std::int64_t{ 4 });
}

void ResponseCacheTest::secretsAreNotKept()
{
    const std::string key = "sk-abcdefghijklmnopqrstuvwxyz0123456789";
    Store store(path());
    Entry leaking = entry(store.clock, 1);
    leaking.body = "{\"error\":\"bad key " + key + "\"}";
    QVERIFY(!store.cache->store(leaking));
    QVERIFY(store.cache->find(digest(1)).freshness == Freshness::Absent);
    Entry prompt = entry(store.clock, 2);
    prompt.firstText = "my key is " + key;
    QVERIFY(store.cache->store(prompt));
    QVERIFY(store.cache->find(digest(2)).entry->firstText.find(key) == std::string::npos);

    // In pieces: seen when the stream is put together, before it reaches the disk.
    Entry stream = entry(store.clock, 3);
    stream.form = providers::AnswerForm::Sse;
    stream.contentType = "text/event-stream";
    stream.body
        = R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,)"
          R"("delta":{"role":"assistant","content":""},"finish_reason":null}]})"
          "\n\n";
    for (std::size_t at = 0; at < key.size(); at += 5)
        stream.body
            += R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,)"
               R"("delta":{"content":")"
            + key.substr(at, 5)
            + R"("},"finish_reason":null}]})"
              "\n\n";
    stream.body
        += R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,)"
           R"("delta":{},"finish_reason":"stop"}]})"
           "\n\n"
           R"(data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[],)"
           R"("usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}})"
           "\n\ndata: [DONE]\n\n";
    store.cache->store(stream);
    store.drain();
    QVERIFY(store.cache->find(digest(3)).freshness == Freshness::Absent);
    QCOMPARE(store.cache->status().withheldSecrets, std::int64_t{ 2 });
    QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), std::int64_t{ 1 });
}

void ResponseCacheTest::formsServeEachOther()
{
    using providers::AnswerForm;
    Store store(path());
    Entry plain = entry(store.clock, 1);
    plain.body = chatJson;
    store.cache->store(plain);
    const auto held = store.cache->find(digest(1)).entry;
    providers::CallFacts facts;
    facts.api = providers::Api::OpenAiChat;
    QVERIFY(store.cache->inForm(held, facts).get() == &held->body); // No copy.
    const std::int64_t before = store.cache->status().memoryBytes;
    facts.form = AnswerForm::Sse;
    const auto without = store.cache->inForm(held, facts);
    QVERIFY(without && without->ends_with("data: [DONE]\n\n"));
    QVERIFY(without->find("\"prompt_tokens\"") == std::string::npos);
    QVERIFY(store.cache->inForm(held, facts) == without); // Made once.
    facts.includeUsage = true;
    const auto with = store.cache->inForm(held, facts);
    QVERIFY(with && with->find("\"prompt_tokens\"") != std::string::npos);
    QVERIFY(store.cache->status().memoryBytes >= before + std::int64_t(with->size() + without->size()));

    // A stream asked for without usage must not answer one asked for with it, and the reverse is converted.
    Entry stream = entry(store.clock, 2);
    stream.form = AnswerForm::Sse;
    stream.includeUsage = false;
    stream.usage = {};
    stream.body = *without;
    store.cache->store(stream);
    const auto silent = store.cache->find(digest(2)).entry;
    QVERIFY(!store.cache->inForm(silent, facts));
    facts.includeUsage = false;
    QVERIFY(store.cache->inForm(silent, facts).get() == &silent->body);

    Entry counted = entry(store.clock, 3);
    counted.form = AnswerForm::Sse;
    counted.includeUsage = true;
    counted.body = *with;
    store.cache->store(counted);
    const auto speaking = store.cache->find(digest(3)).entry;
    const auto quiet = store.cache->inForm(speaking, facts);
    QVERIFY(!quiet || quiet->find("\"prompt_tokens\"") == std::string::npos);

    Entry coded = plain;
    coded.canonical = digest(4);
    coded.contentEncoding = "br";
    store.cache->store(coded);
    QVERIFY(!store.cache->inForm(store.cache->find(digest(4)).entry, facts));
}

void ResponseCacheTest::aBrokenDiskLeavesMemoryWorking()
{
    Store store(path());
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

void ResponseCacheTest::manyThreads()
{
    ResponseCache::Settings settings;
    settings.memoryBytes = 40'000;
    settings.maxBytes = 60'000;
    Store store(path(), settings);
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

void ResponseCacheTest::killedItKeepsWhatItAcknowledged()
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
            Store store(file);
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
        Store store(file);
        for (int i = 0; i <= acknowledged; ++i) {
            const auto found = store.fetch(digest(i));
            QVERIFY2(found, qPrintable(QString::number(i)));
            QCOMPARE(found->body, entry(store.clock, i).body);
        }
        QCOMPARE(store.cache->status().rejectedDamaged, std::int64_t{ 0 });
        QCOMPARE(store.count("SELECT count(*) FROM cache_entry"), store.count("SELECT count(*) FROM cache_body"));
    }
}

QTEST_GUILESS_MAIN(ResponseCacheTest)
#include "tst_response_cache.moc"
