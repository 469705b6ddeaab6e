// SPDX-License-Identifier: MIT
#pragma once

#include "cache/response_cache.h"
#include "storage/database.h"

#include <QtTest>

#include <future>

namespace cachescope::cache::test {

using namespace std::chrono_literals;

inline base::Digest digest(int number)
{
    return base::sha256("canonical " + std::to_string(number));
}

inline constexpr const char *chatJson
    = R"({"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],"usage":{"prompt_tokens":5,"completion_tokens":1,"total_tokens":6}})";

inline Entry entry(const base::Clock &clock, int number, std::chrono::seconds ttl = 24h)
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
class CacheStore
{
public:
    explicit CacheStore(const QString &path, ResponseCache::Settings settings = {})
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

} // namespace cachescope::cache::test
