// SPDX-License-Identifier: MIT
// Invalidates many entries while calls look up, hit and store: how long it takes, and how long the longest call
// waits meanwhile. Usage: bench_invalidate [ENTRIES]
#include "cache/invalidator.h"
#include "cache/response_cache.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <functional>
#include <random>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

using namespace cachescope;
using Clock = std::chrono::steady_clock;
using std::chrono::duration;
using std::chrono::microseconds;

namespace {

base::Digest digest(int number)
{
    return base::sha256("entry " + std::to_string(number));
}

cache::Entry entryOf(int number, base::UnixMicros now)
{
    cache::Entry entry;
    entry.canonical = digest(number);
    entry.upstream = "openai";
    entry.model = number % 2 == 0 ? "gpt-5" : "gpt-5-mini";
    entry.project = "shop";
    entry.version = "v" + std::to_string(number % 4);
    entry.contentType = "application/json";
    entry.body = "{\"number\":" + std::to_string(number) + ",\"text\":\"" + std::string(900, 'x') + "\"}";
    entry.storedAt = now;
    entry.expiresAt = now + std::chrono::microseconds(std::chrono::hours(24)).count();
    entry.cost = base::Money::fromPico(4'700'000'000);
    entry.originalTotalMicros = 1000;
    entry.firstText = "How do I change number " + std::to_string(number);
    entry.promptText = "You are the support agent of the shop. " + std::string(400, 'y') + "\n" + entry.firstText;
    entry.systemHash = 7;
    return entry;
}

/** Calls as the proxy's threads make them: look-up and hit count, now and then a new answer. */
class Load
{
public:
    Load(cache::ResponseCache &cache, int entries)
        : m_thread([this, &cache, entries] { run(cache, entries); })
    { }
    ~Load()
    {
        m_stop = true;
        m_thread.join();
    }
    void begin() { m_longest = 0; }
    double longestMillis() const { return double(m_longest.load()) / 1000.0; }
    long calls() const { return m_calls; }

private:
    void run(cache::ResponseCache &cache, int entries)
    {
        std::mt19937 random(1);
        std::uniform_int_distribution<int> any(0, entries - 1);
        for (int i = 0; !m_stop; ++i) {
            const int number = any(random);
            const auto begin = Clock::now();
            const auto found = cache.find(digest(number));
            if (found.freshness == cache::ResponseCache::Freshness::Fresh)
                cache.recordHit(digest(number));
            if (i % 20 == 0)
                cache.store(entryOf(entries + i, base::SystemClock::instance().wall()));
            const auto took = std::chrono::duration_cast<microseconds>(Clock::now() - begin).count();
            if (took > m_longest)
                m_longest = took;
            ++m_calls;
            // About a thousand calls a second.
            std::this_thread::sleep_for(std::chrono::milliseconds(1) - (Clock::now() - begin));
        }
    }
    std::atomic<bool> m_stop{ false };
    std::atomic<long> m_longest{ 0 }, m_calls{ 0 };
    std::thread m_thread;
};

/** Of all threads on a processor: what a busy machine does not disturb. */
double processMillis()
{
    timespec time{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

double timed(const std::function<void()> &work)
{
    const auto begin = Clock::now();
    work();
    return duration<double, std::milli>(Clock::now() - begin).count();
}

template <typename Result> const Result &checked(const base::Result<Result> &result)
{
    if (!result) {
        std::fprintf(stderr, "%s\n", result.error().message.c_str());
        std::exit(1);
    }
    return *result;
}

} // namespace

int main(int argc, char **argv)
{
    const int entries = argc > 1 ? std::atoi(argv[1]) : 100'000;
    const auto directory
        = std::filesystem::temp_directory_path() / ("bench_invalidate." + std::to_string(::getpid()));
    std::filesystem::create_directories(directory);
    {
        auto queue = std::move(*storage::WriteQueue::start((directory / "log.sqlite").string(), {}));
        const base::Clock &clock = base::SystemClock::instance();
        cache::ResponseCache::Settings settings;
        settings.maxBytes = std::int64_t{ 4 } << 30;
        auto cache = std::move(*cache::ResponseCache::create(*queue, clock, settings));
        cache::Invalidator control(*cache, *queue, clock);
        for (int i = 0; i < entries; ++i) {
            cache->store(entryOf(i, clock.wall() - 60'000'000));
            if (i % 10'000 == 9'999)
                queue->drain(std::chrono::seconds(60));
        }
        queue->drain(std::chrono::seconds(60));
        std::printf("%lld entries on disk\n", static_cast<long long>(cache->status().entries));
        cache::Selector all;
        all.project = "shop";
        Load load(*cache, entries);
        std::string id;
        const auto step = [&](const char *name, const std::function<std::int64_t()> &work) {
            load.begin();
            std::int64_t count = 0;
            const double processBefore = processMillis();
            const double millis = timed([&] { count = work(); });
            std::printf(
                "%-26s %8lld entries  %7.0f ms  (processor %6.0f ms)  longest call %6.2f ms\n", name,
                static_cast<long long>(count), millis, processMillis() - processBefore, load.longestMillis());
        };
        std::this_thread::sleep_for(std::chrono::seconds(1));
        std::printf("before: longest call %.2f ms\n", load.longestMillis());
        step("list of ids", [&] {
            return checked(control.entryIds({}, cache::EntrySort::LastUse, cache::SortOrder::Descending))
                .matching.entries;
        });
        step("page of 200 rows", [&] {
            auto ids = checked(control.entryIds({}, cache::EntrySort::LastUse, cache::SortOrder::Descending)).ids;
            ids.resize(200);
            return static_cast<std::int64_t>(checked(control.entryRows(ids)).size());
        });
        step("preview", [&] { return checked(control.preview(all, cache::InvalidateAction::Stale)).entries; });
        step("mark stale", [&] {
            const auto done = control.apply(all, cache::InvalidateAction::Stale, "bench");
            id = checked(done).id;
            return done->effect.entries;
        });
        step("undo", [&] { return checked(control.undo(id)).restored; });
        step("remove", [&] {
            const auto done = control.apply(all, cache::InvalidateAction::Remove, "bench");
            id = checked(done).id;
            return done->effect.entries;
        });
        step("undo", [&] { return checked(control.undo(id)).restored; });
        all.prefixText = "You are the support agent of the shop.";
        step("mark stale by prompt text", [&] {
            const auto done = control.apply(all, cache::InvalidateAction::Stale, "bench");
            return checked(done).effect.entries;
        });
    }
    std::filesystem::remove_all(directory);
    return 0;
}
