// SPDX-License-Identifier: MIT
// Writes calls through RequestLog and the write queue, and asks what the window asks.
//   bench_log write ROWS FILE [bodies]   how fast the writer is; leaves FILE
//   bench_log read FILE                  dashboard, list and search over FILE
//   bench_log chunks                     cutting, digests and storing of bodies
#include "requestlog/query.h"
#include "requestlog/request_log.h"
#include "storage/body_store.h"
#include "storage/chunker.h"
#include "storage/schema.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <functional>
#include <random>
#include <string>
#include <sys/resource.h>
#include <thread>

using namespace cachescope;
using namespace cachescope::requestlog;

namespace {

using Clock = std::chrono::steady_clock;

double secondsSince(Clock::time_point start)
{
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpuSeconds(int who)
{
    rusage usage = {};
    ::getrusage(who, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

double peakMegabytes()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    return static_cast<double>(usage.ru_maxrss) / 1024.0;
}

[[noreturn]] void fail(const std::string &message)
{
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

/** Thirty days of calls up to now, evenly spread, with the variety of a busy team. */
class Traffic
{
public:
    static constexpr std::int64_t span = 30 * std::int64_t{ 86'400'000'000 };

    Traffic(std::int64_t rows, base::UnixMicros newest)
        : m_rows(rows)
        , m_newest(newest)
    { }

    CallStart start(std::int64_t number)
    {
        static const char *const upstreams[] = { "anthropic", "openai", "gemini" };
        static const char *const models[] = { "claude-opus-4-8", "claude-sonnet-5", "gpt-5",          "gpt-5-mini",
                                              "gpt-5-nano",      "gemini-3-pro",    "gemini-3-flash", "o5" };
        static const char *const projects[] = { "", "shop", "lab" };
        static const char *const clients[] = { "claude-code", "openai-node", "anthropic-python", "curl" };
        CallStart start;
        start.startedAt
            = m_newest - span
            + static_cast<std::int64_t>(
                  static_cast<double>(number) / static_cast<double>(m_rows) * static_cast<double>(span));
        start.uid = base::Uid::create(start.startedAt);
        const std::int64_t model = below(8);
        start.upstream = upstreams[model < 2 ? 0 : model < 5 || model == 7 ? 1 : 2];
        start.api = providers::Api::OpenAiChat;
        start.method = "POST";
        start.target = "/v1/chat/completions";
        start.model = models[model];
        start.project = projects[below(3)];
        start.client = clients[below(4)];
        start.session = "session-" + std::to_string(number / 40);
        start.credential = "0123456789ab";
        start.stream = below(2) == 0;
        start.requestBytes = 8'192;
        start.firstText = "Please review the change below and tell me what could go wrong";
        return start;
    }

    CallEnd end()
    {
        CallEnd end;
        const std::int64_t kind = below(100);
        end.outcome = kind < 40 ? Outcome::Hit
            : kind < 88         ? Outcome::Miss
            : kind < 95         ? Outcome::Bypass
            : kind < 97         ? Outcome::Coalesced
                                : Outcome::Error;
        end.status = end.outcome == Outcome::Error ? 529 : 200;
        end.cacheDetail = end.outcome == Outcome::Hit ? "hit" : "fwd=miss";
        end.cacheKey = "3f2a0123456789ab";
        end.usage.source = providers::UsageSource::Reported;
        end.usage.tokens = { below(3'000), below(100'000), 0, below(4'000), 0, below(2'000), 0 };
        end.usage.rawJson = R"({"input_tokens":1234,"cache_read_input_tokens":56789,"output_tokens":345})";
        end.billed = base::Money::fromPico(below(100'000'000'000));
        end.withoutCache = base::Money::fromPico(below(200'000'000'000));
        end.totalMicros
            = end.outcome == Outcome::Hit ? 300 + below(400) : static_cast<std::int64_t>(m_latency(m_random));
        end.firstTokenMicros = end.totalMicros / 4;
        end.firstByteMicros = end.totalMicros / 5;
        end.attempts = 1;
        end.responseBytes = 2'048;
        return end;
    }

private:
    std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(m_random() >> 1) % limit; }

    std::int64_t m_rows;
    base::UnixMicros m_newest;
    std::mt19937_64 m_random{ 7 };
    std::lognormal_distribution<double> m_latency{ 14.5, 0.9 };
};

std::string body(std::size_t size, std::int64_t number)
{
    std::string text = R"({"model":"gpt-5","messages":[{"role":"user","content":")";
    std::mt19937 random(static_cast<unsigned int>(number));
    while (text.size() < size)
        text += "word" + std::to_string(random() % 5'000) + " ";
    text.resize(size);
    return text;
}

void writeCalls(std::int64_t rows, const std::string &path, bool bodies)
{
    auto queue = storage::WriteQueue::start(path, {});
    if (!queue)
        fail(queue.error().message);
    const base::UnixMicros now = base::SystemClock::instance().wall();
    const base::ManualClock clock(now);
    auto log = RequestLog::create(**queue, clock, {});
    if (!log)
        fail(log.error().message);
    std::vector<std::string> texts;
    for (int i = 0; bodies && i < 512; ++i)
        texts.push_back(body(8'192, i));
    Traffic traffic(rows, now);
    const auto start = Clock::now();
    const double cpuBefore = cpuSeconds(RUSAGE_SELF) - cpuSeconds(RUSAGE_THREAD);
    double waiting = 0;
    for (std::int64_t i = 0; i < rows; ++i) {
        const std::int64_t id = (*log)->open(traffic.start(i));
        CallEnd end = traffic.end();
        if (bodies) {
            end.requestBody = texts[static_cast<std::size_t>(i) % texts.size()] + std::to_string(i);
            end.responseBody = texts[static_cast<std::size_t>(i * 7) % texts.size()].substr(0, 2'048);
            end.requestHead
                = "POST /v1/chat/completions HTTP/1.1\nHost: 127.0.0.1\nContent-Type: application/json\n";
            end.responseHead = "HTTP/1.1 200 OK\nContent-Type: application/json\nContent-Length: 2048\n";
        }
        (*log)->finish(id, std::move(end));
        if (i % 1'000 == 0) {
            // As fast as the writer, and no faster: the queue must not refuse.
            const auto wait = Clock::now();
            while ((*queue)->status().queuedJobs > 60'000 || (*queue)->status().queuedBytes > (100 << 20))
                std::this_thread::sleep_for(std::chrono::milliseconds(2));
            waiting += secondsSince(wait);
        }
    }
    if (!(*queue)->drain(std::chrono::minutes(5)))
        fail("the writer did not catch up");
    const double took = secondsSince(start);
    std::printf(
        "wrote %lld rows in %.1f s: %.0f records/s (producer waited %.1f s); dropped %lld; peak %.0f MB\n",
        static_cast<long long>(rows), took, static_cast<double>(rows) / took, waiting,
        static_cast<long long>((*log)->droppedRows()), peakMegabytes());
    const double writer = cpuSeconds(RUSAGE_SELF) - cpuSeconds(RUSAGE_THREAD) - cpuBefore;
    std::printf(
        "writer thread: %.1f us of processor time a record, so %.0f records/s on a core of its own\n",
        writer / static_cast<double>(rows) * 1e6, static_cast<double>(rows) / writer);
    const auto cleaning = Clock::now();
    (*log)->cleanUp(); // What years of use do bit by bit: the window is not to meet all of it at once.
    for (int quiet = 0; quiet < 3;) {
        const std::int64_t before = (*queue)->status().writtenJobs;
        if (!(*queue)->drain(std::chrono::minutes(5)))
            fail("the clean-up did not end");
        quiet = (*queue)->status().writtenJobs == before ? quiet + 1 : 0;
        if (quiet > 0) // the next step is queued by the one before, in its transaction
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
    }
    std::printf("clean-up: %.1f s\n", secondsSince(cleaning));
    log->reset();
    queue->reset();
    std::ifstream file(path, std::ios::ate | std::ios::binary);
    std::printf("file: %.0f MB\n", static_cast<double>(file.tellg()) / 1e6);
}

void timed(const char *what, const std::function<std::string()> &query, int repeats = 5)
{
    double best = 1e9;
    double cpu = 1e9;
    double first = 0;
    std::string answer;
    for (int i = 0; i < repeats; ++i) {
        const auto start = Clock::now();
        const double cpuStart = cpuSeconds(RUSAGE_SELF);
        answer = query();
        const double took = secondsSince(start) * 1000;
        cpu = std::min(cpu, (cpuSeconds(RUSAGE_SELF) - cpuStart) * 1000);
        first = i == 0 ? took : first;
        best = std::min(best, took);
    }
    std::printf("%-56s first %9.2f ms  best %9.2f ms  cpu %9.2f ms  %s\n", what, first, best, cpu, answer.c_str());
    std::fflush(stdout);
}

template <typename T> const T &checked(const base::Result<T> &result)
{
    if (!result)
        fail(result.error().message);
    return *result;
}

std::string idsOf(Reader &reader, TimeRange range, const char *filter, SortColumn sort)
{
    std::vector<std::int64_t> ids;
    const auto start = Clock::now();
    double firstBatch = 0;
    const auto done = reader.ids(range, *Filter::parse(filter), sort, false, [&](const auto &batch) {
        if (ids.empty())
            firstBatch = secondsSince(start) * 1000;
        ids.insert(ids.end(), batch.begin(), batch.end());
    });
    if (!done)
        fail(done.error().message);
    char text[128];
    std::snprintf(
        text, sizeof text, "%zu ids, first batch %.1f ms, peak %.0f MB", ids.size(), firstBatch, peakMegabytes());
    return text;
}

void readCalls(const std::string &path)
{
    const auto reader = std::move(*Reader::open(path));
    const base::UnixMicros now = checked(reader->newestTime()).value_or(0) + 1;
    const std::int64_t minute = 60'000'000;
    const std::int64_t hour = 60 * minute;
    const std::int64_t day = 24 * hour;
    const TimeRange month{ now - Traffic::span, now + 1 };
    const auto requests = [](const Totals &totals) { return std::to_string(totals.requests()) + " requests"; };
    const auto ask = [&](const char *what, TimeRange range) {
        timed(what, [&] { return requests(checked(reader->totals(range, Filter()))); });
    };
    ask("totals, last hour", { now - hour, now });
    ask("totals, last day, odd ends", { now - day - 12'345'678, now - 777 });
    ask("totals, all (30 days)", month);
    const auto series = [&](const char *what, std::int64_t step, int steps) {
        const base::UnixMicros end = now / step * step;
        timed(what, [&] {
            std::int64_t sum = 0;
            const auto points = reader->series({ end - steps * step, end }, steps, Filter());
            for (const SeriesPoint &point : checked(points))
                sum += point.totals.requests();
            return std::to_string(sum) + " requests";
        });
    };
    series("series, last hour by minute", minute, 60);
    series("series, last day by 5 minutes", 5 * minute, 288);
    series("series, last 7 days by hour", hour, 168);
    series("series, 30 days by hour", hour, 720);
    series("series, 30 days by day", day, 30);
    for (const auto &[what, by] : { std::pair("groups by model, 30 days", GroupBy::Model),
                                    std::pair("groups by project, 30 days", GroupBy::Project),
                                    std::pair("groups by day, 30 days", GroupBy::Day) })
        timed(what, [&, by = by] {
            return std::to_string(checked(reader->groups(month, by, Filter())).size()) + " groups";
        });
    // What the page Spend asks: by day, by its usual two groups, and by others.
    timed("spend: cost per day, 30 days", [&] {
        return std::to_string(checked(reader->spendDays(month)).size()) + " days";
    });
    const auto spend = [&](const char *what, SpendBy first, std::optional<SpendBy> second) {
        timed(what, [&] {
            const auto found = reader->spendBreakdown({ month, first, second });
            return std::to_string(checked(found).rows.size()) + " rows, adds up: " + (found->addsUp ? "yes" : "no");
        });
    };
    spend("spend: by upstream, then model", SpendBy::Upstream, SpendBy::Model);
    spend("spend: by client, then project", SpendBy::Client, SpendBy::Project);
    spend("spend: by tag", SpendBy::Tag, {});
    spend("spend: by day, then model", SpendBy::Day, SpendBy::Model);
    spend("spend: by hour", SpendBy::Hour, {});
    spend("spend: by session, then model", SpendBy::Session, SpendBy::Model);
    timed("dashboard: totals and 5-minute series of the last day", [&] {
        const base::UnixMicros end = now / (5 * minute) * (5 * minute);
        (void)checked(reader->totals({ end - day, end }, Filter()));
        return requests(checked(reader->series({ end - day, end }, 288, Filter())).front().totals);
    });
    const TimeRange all{ 0, now + 1 };
    timed(
        "ids, newest first, no filter", [&] { return idsOf(*reader, all, "", SortColumn::Time); }, 2);
    std::int64_t newest = checked(reader->newestId());
    timed("rows, a page of 200", [&] {
        std::vector<std::int64_t> ids;
        for (int i = 0; i < 200; ++i)
            ids.push_back(newest--);
        return std::to_string(checked(reader->rows(ids)).size()) + " rows";
    });
    for (const char *filter : { "model:opus*", "status>=500", "cost>0.099",
                                "model:opus* cache:miss cost>0.05 -client:curl", "session:session-1234", "zebra" })
        timed(
            (std::string("ids, ") + filter).c_str(), [&] { return idsOf(*reader, all, filter, SortColumn::Time); },
            2);
    timed(
        "totals, filter model:opus*",
        [&] { return requests(checked(reader->totals(all, *Filter::parse("model:opus*")))); }, 1);
    timed(
        "ids by cost, no filter", [&] { return idsOf(*reader, all, "", SortColumn::Cost); }, 1);
    timed(
        "storage sizes", [&] { return std::to_string(checked(reader->storageSizes()).rows) + " rows"; }, 2);
    std::printf("peak memory %.0f MB\n", peakMegabytes());
    for (const auto depth : { storage::CheckDepth::Quick, storage::CheckDepth::Full })
        timed(
            depth == storage::CheckDepth::Quick ? "check, quick" : "check, every page",
            [&] {
                const auto checkedFile = storage::check(path, depth);
                return checkedFile ? std::string("ok") : checkedFile.error().message;
            },
            1);
}

void chunks()
{
    const std::string text = body(64 << 20, 1);
    auto start = Clock::now();
    std::size_t count = 0;
    for (std::string_view rest = text; !rest.empty(); ++count)
        rest.remove_prefix(storage::firstChunk(rest));
    const auto megabytes = static_cast<double>(text.size()) / 1e6;
    std::printf("cutting: %.0f MB/s (%zu chunks)\n", megabytes / secondsSince(start), count);
    start = Clock::now();
    (void)base::sha256(text);
    std::printf("SHA-256: %.0f MB/s\n", megabytes / secondsSince(start));
    auto database = storage::Database::open({}, storage::OpenMode::InMemory);
    if (!database || !storage::migrate(*database))
        fail("no database");
    start = Clock::now();
    (void)storage::BodyStore::put(*database, text);
    std::printf(
        "storing new: %.0f MB/s, %.2f of the size\n", megabytes / secondsSince(start),
        static_cast<double>(*storage::BodyStore::storedBytes(*database)) / static_cast<double>(text.size()));
    start = Clock::now();
    (void)storage::BodyStore::put(*database, text);
    std::printf("storing known: %.0f MB/s\n", megabytes / secondsSince(start));
    std::string conversation = body(20'000, 2);
    std::int64_t plain = 0;
    const std::int64_t before = *storage::BodyStore::storedBytes(*database);
    start = Clock::now();
    for (int turn = 0; turn < 100; ++turn) {
        conversation += body(3'000, 100 + turn);
        (void)storage::BodyStore::put(*database, conversation);
        plain += static_cast<std::int64_t>(conversation.size());
    }
    std::printf(
        "a conversation of 100 turns: %.1f MB sent, %.2f MB stored, %.0f MB/s\n", static_cast<double>(plain) / 1e6,
        static_cast<double>(*storage::BodyStore::storedBytes(*database) - before) / 1e6,
        static_cast<double>(plain) / 1e6 / secondsSince(start));
}

} // namespace

int main(int argc, char **argv)
{
    const std::string mode = argc > 1 ? argv[1] : "";
    if (mode == "write" && argc >= 4)
        writeCalls(std::atoll(argv[2]), argv[3], argc > 4 && std::strcmp(argv[4], "bodies") == 0);
    else if (mode == "read" && argc == 3)
        readCalls(argv[2]);
    else if (mode == "chunks")
        chunks();
    else
        fail("usage: bench_log write ROWS FILE [bodies] | read FILE | chunks");
    return 0;
}
