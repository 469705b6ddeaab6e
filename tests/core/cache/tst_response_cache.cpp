// SPDX-License-Identifier: MIT
#include "cache_store.h"

#include <fstream>
#include <sstream>

using namespace cachescope;
using namespace cachescope::cache::test;
using namespace std::chrono_literals;
using cache::Entry;
using cache::ResponseCache;
using Freshness = ResponseCache::Freshness;

/** What is stored is found, until it expires, is replaced or taken out. */
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
    void hitsAreWritten();
    void secretsAreNotKept();
    void formsServeEachOther();

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
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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

void ResponseCacheTest::hitsAreWritten()
{
    CacheStore store(path());
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
    CacheStore store(path());
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
    CacheStore store(path());
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

QTEST_GUILESS_MAIN(ResponseCacheTest)
#include "tst_response_cache.moc"
