// SPDX-License-Identifier: MIT
// What the response cache costs on the way of a call: digests of bodies, and a look-up in memory.
#include "cache/response_cache.h"

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <string>

using namespace cachescope;

namespace {

/** Time of this thread on a processor, so that a busy machine does not count. */
double threadSeconds()
{
    timespec time{};
    ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

double secondsOf(int rounds, const auto &work)
{
    const double start = threadSeconds();
    for (int i = 0; i < rounds; ++i)
        work(i);
    return threadSeconds() - start;
}

/** A chat request of about `bytes`: short messages with line breaks and quotes, as conversations have. */
std::string chatBody(std::size_t bytes)
{
    std::string body = R"({"model":"gpt-5","temperature":0,"stream":true,"messages":[)";
    for (int i = 0; body.size() < bytes; ++i)
        body += std::string(i ? "," : "") + R"({"role":"user","content":"Line )" + std::to_string(i)
            + R"(\nsays \"hello\" and goes on for a while about nothing in particular, as people do; )"
            + std::string(300, 'x')
            + R"( caf)"
              "\xc3\xa9"
              R"("})";
    return body + "]}";
}

void measureKeys()
{
    for (const std::size_t bytes : { std::size_t{ 8 } << 10, std::size_t{ 64 } << 10, std::size_t{ 1 } << 20 }) {
        const std::string body = chatBody(bytes);
        cache::KeyParts parts;
        parts.method = "POST";
        parts.target = "/v1/chat/completions";
        parts.upstream = "openai";
        parts.credential = std::string_view("0123456789abcdef0123456789abcdef");
        parts.body = body;
        const int rounds = static_cast<int>((std::size_t{ 512 } << 20) / body.size());
        const double megabytes = static_cast<double>(rounds) * static_cast<double>(body.size()) / 1e6;
        const double canonical = secondsOf(rounds, [&](int) {
            if (!cache::canonicalDigest(parts, providers::Api::OpenAiChat, {}))
                std::abort();
        });
        std::printf(
            "%8zu bytes: canonical %6.0f MB/s (%7.2f us)\n", body.size(), megabytes / canonical,
            canonical * 1e6 / rounds);
    }
}

void measureLookups(const base::Clock &clock, const std::string &folder)
{
    auto queue = storage::WriteQueue::start(folder + "/bench.db", {});
    if (!queue)
        std::abort();
    auto cache = *cache::ResponseCache::create(**queue, clock, {});
    constexpr int entries = 10'000;
    std::vector<base::Digest> questions;
    for (int i = 0; i < entries; ++i) {
        cache::Entry entry;
        questions.push_back(base::sha256("c" + std::to_string(i)));
        entry.canonical = questions.back();
        entry.body.assign(2048, 'a');
        entry.storedAt = clock.wall();
        entry.expiresAt = entry.storedAt + 3'600'000'000;
        cache->store(std::move(entry));
    }
    constexpr int rounds = 3'000'000;
    std::int64_t found = 0;
    const double look = secondsOf(rounds, [&](int i) {
        found += cache->find(questions[static_cast<std::size_t>(i) * 7919 % entries]).entry != nullptr;
    });
    const double hit = secondsOf(rounds, [&](int i) {
        const base::Digest &question = questions[static_cast<std::size_t>(i) * 7919 % entries];
        if (cache->find(question).entry)
            cache->recordHit(question);
    });
    std::printf(
        "find %.0f ns, with recordHit %.0f ns (%lld of %d found)\n", look * 1e9 / rounds, hit * 1e9 / rounds,
        static_cast<long long>(found), rounds);
}

} // namespace

int main()
{
    const base::SystemClock &clock = base::SystemClock::instance();
    measureKeys();
    char folder[] = "/tmp/cachescope-bench-XXXXXX";
    if (::mkdtemp(folder) == nullptr)
        return 3;
    measureLookups(clock, folder);
    std::filesystem::remove_all(folder);
}
