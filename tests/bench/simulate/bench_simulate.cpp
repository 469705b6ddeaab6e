// SPDX-License-Identifier: MIT
// bench_simulate write CALLS FILE: a log of 14 days as programs make it: agents with tools whose conversations
// grow, a support bot with popular questions, a classifier, a notebook. bench_simulate replay FILE: reads it and
// replays the variants and the sweep that the window shows, timed by phase.
#include "insight/simulation/load_traffic.h"
#include "insight/simulation/simulation.h"
#include "requestlog/request_log.h"
#include "storage/write_queue.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <sys/resource.h>
#include <thread>

using namespace cachescope;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr base::UnixMicros firstCall = 1'790'000'000'000'000;
constexpr std::int64_t reach = 14LL * 24 * 3600 * second;

class Words
{
public:
    explicit Words(unsigned int seed)
        : m_random(seed)
    {
        static const char *syllables[]
            = { "ka", "to", "re", "mi", "lon", "ver", "sa", "tion", "pre", "ing", "cal", "o" };
        for (int i = 0; i < 4000; ++i) {
            std::string word;
            for (std::size_t n = 1 + m_random() % 4; n > 0; --n)
                word += syllables[m_random() % 12];
            m_words.push_back(word);
        }
    }
    std::string text(std::size_t bytes)
    {
        std::string text;
        while (text.size() < bytes) {
            text += m_words[m_random() % m_words.size()];
            text += m_random() % 12 == 0 ? ".\\n" : " ";
        }
        return text;
    }
    std::size_t below(std::size_t end) { return m_random() % end; }

private:
    std::mt19937 m_random;
    std::vector<std::string> m_words;
};

std::string tool(const std::string &name, const std::string &description)
{
    return "{\"name\":\"" + name + "\",\"description\":\"" + description
        + "\",\"input_schema\":{\"type\":\"object\",\"properties\":{\"path\":{\"type\":\"string\"}}}}";
}

/** One conversation of a coding agent, as Anthropic's API wants it. */
struct Agent
{
    std::string session, history;
    std::size_t turns = 0, length = 0;
};

class Writer
{
public:
    explicit Writer(requestlog::RequestLog &log)
        : m_log(log)
        , m_words(7)
    {
        for (int i = 0; i < 12; ++i)
            m_tools += (i > 0 ? "," : "") + tool("tool_" + std::to_string(i), m_words.text(420));
        m_agentSystem = m_words.text(4200);
        m_supportSystem = m_words.text(6400);
        m_classifySystem = m_words.text(2200);
        for (int i = 0; i < 400; ++i)
            m_questions.push_back(m_words.text(60 + m_words.below(200)));
        for (int i = 0; i < 30; ++i)
            m_data.push_back(m_words.text(14'000));
        m_agents.resize(40);
    }

    void call(base::UnixMicros at)
    {
        const std::size_t dice = m_words.below(100);
        if (dice < 40)
            agent(at);
        else if (dice < 75)
            support(at);
        else if (dice < 90)
            classify(at);
        else
            notebook(at);
    }

private:
    void agent(base::UnixMicros at)
    {
        Agent &agent = m_agents[m_words.below(m_agents.size())];
        if (agent.turns >= agent.length) {
            agent = { "s" + std::to_string(++m_sessions), {}, 0, 8 + m_words.below(32) };
        } else {
            agent.history
                += ",{\"role\":\"assistant\",\"content\":\"" + m_words.text(250 + m_words.below(300)) + "\"},";
        }
        ++agent.turns;
        const std::string said = m_words.text(300 + m_words.below(1200));
        const std::string user = "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"" + said + "\"";
        const std::string body = "{\"model\":\"claude-sonnet-4-5\",\"max_tokens\":4096,\"stream\":true,\"tools\":["
            + m_tools + "],\"system\":[{\"type\":\"text\",\"text\":\"" + m_agentSystem
            + "\",\"cache_control\":{\"type\":\"ephemeral\"}}],\"messages\":[" + agent.history + user
            + ",\"cache_control\":{\"type\":\"ephemeral\"}}]}]}";
        agent.history += user + "}]}";
        put(at, "anthropic", providers::Api::AnthropicMessages, "claude-sonnet-4-5", "code-agent", body, {});
    }
    void support(base::UnixMicros at)
    {
        // The popular ones more often.
        const std::size_t which = m_words.below(1 + m_words.below(m_questions.size()));
        const std::string body = "{\"model\":\"gpt-4.1-mini\",\"messages\":[{\"role\":\"system\",\"content\":\""
            + m_supportSystem + "\"},{\"role\":\"user\",\"content\":\"" + m_questions[which] + "\"}]}";
        put(at, "openai", providers::Api::OpenAiChat, "gpt-4.1-mini", "support-bot", body, std::to_string(which));
    }
    void classify(base::UnixMicros at)
    {
        const std::string body = "{\"systemInstruction\":{\"parts\":[{\"text\":\"" + m_classifySystem
            + "\"}]},\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\""
            + m_words.text(1500 + m_words.below(2500)) + "\"}]}]}";
        put(at, "gemini", providers::Api::GeminiGenerate, "gemini-2.5-flash", "ci", body, {});
    }
    void notebook(base::UnixMicros at)
    {
        const std::string body = "{\"model\":\"gpt-4.1\",\"messages\":[{\"role\":\"system\",\"content\":\""
            + m_data[m_words.below(m_data.size())] + "\"},{\"role\":\"user\",\"content\":\"" + m_words.text(200)
            + "\"}]}";
        put(at, "openai", providers::Api::OpenAiChat, "gpt-4.1", "notebook", body, {});
    }

    void put(
        base::UnixMicros at, const char *upstream, providers::Api api, const char *model, const char *client,
        const std::string &body, const std::string &key)
    {
        requestlog::CallStart start;
        start.uid = base::Uid::create(at);
        start.startedAt = at;
        start.upstream = upstream;
        start.api = api;
        start.method = "POST";
        start.target = "/v1";
        start.model = model;
        start.client = client;
        start.credential = "0123456789ab";
        start.requestBytes = static_cast<std::int64_t>(body.size());
        requestlog::CallEnd end;
        end.status = 200;
        end.cacheKey = key;
        const bool kept = !key.empty() && m_kept.contains(key);
        end.outcome = kept ? requestlog::Outcome::Hit : requestlog::Outcome::Miss;
        end.stored = !key.empty() && !kept;
        end.hitOf = kept ? m_kept[key] : 0;
        end.usage.source = providers::UsageSource::Reported;
        end.usage.tokens.fresh = static_cast<std::int64_t>(body.size() / 4);
        end.usage.tokens.output = 200;
        end.firstByteMicros = 800'000;
        end.totalMicros = 3 * second;
        end.requestBody = body;
        m_bytes += body.size();
        const std::int64_t id = m_log.record(std::move(start), std::move(end));
        if (!key.empty() && !kept)
            m_kept[key] = id;
    }

public:
    std::size_t bytes() const { return m_bytes; }

private:
    requestlog::RequestLog &m_log;
    Words m_words;
    std::string m_tools, m_agentSystem, m_supportSystem, m_classifySystem;
    std::vector<std::string> m_questions, m_data;
    std::vector<Agent> m_agents;
    std::unordered_map<std::string, std::int64_t> m_kept;
    std::size_t m_sessions = 0, m_bytes = 0;
};

[[noreturn]] void fail(const base::Error &error)
{
    std::fprintf(stderr, "bench_simulate: %s\n", error.message.c_str());
    std::exit(1);
}

void write(std::int64_t calls, const char *file)
{
    auto queue = storage::WriteQueue::start(file, {});
    if (!queue)
        fail(queue.error());
    const base::ManualClock clock(firstCall);
    auto log = requestlog::RequestLog::create(
        **queue, clock,
        { .bodies = true, .bodyDays = 100'000, .bodyBytes = std::int64_t{ 1 } << 40, .days = 100'000 });
    if (!log)
        fail(log.error());
    Writer writer(**log);
    for (std::int64_t i = 0; i < calls; ++i) {
        writer.call(firstCall + i * (reach / calls));
        if (i % 500 == 0)
            (void)(*queue)->drain(std::chrono::seconds(60));
    }
    (void)(*queue)->drain(std::chrono::seconds(120));
    std::printf(
        "%lld calls, %.1f KB of body on average\n", static_cast<long long>(calls),
        static_cast<double>(writer.bytes()) / static_cast<double>(calls) / 1024);
}

double now()
{
    return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

double processorTime()
{
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    const auto seconds = [](const timeval &time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

void replay(const char *file)
{
    using namespace insight;
    const int threads = static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
    const double started = now();
    auto traffic = loadLog(
        { .database = file, .range = { 0, std::int64_t{ 1 } << 60 }, .filter = {}, .threads = threads }, {});
    if (!traffic)
        fail(traffic.error());
    const double loaded = now(), loadedTime = processorTime();
    SimulationRequest request;
    request.threads = threads;
    for (const char *text : { "ttl=1h", "tools=sorted" })
        request.variants.push_back(parseVariant(text).value());
    const auto report = simulate(*traffic, request);
    if (!report)
        fail(report.error());
    const double done = now();
    rusage usage = {};
    ::getrusage(RUSAGE_SELF, &usage);
    std::printf(
        "%lld calls, %zu places, %zu steps\n"
        "reading   %.2f s (processor %.2f s)\nreplaying %.2f s (processor %.2f s): A, B, C and a sweep of 6\n"
        "together  %.2f s with %d threads, %.0f MB\n",
        static_cast<long long>(report->calls), traffic->trie.nodeCount(), traffic->trie.stepCount(),
        loaded - started, loadedTime, done - loaded, processorTime() - loadedTime, done - started, threads,
        static_cast<double>(usage.ru_maxrss) / 1024);
    // How soon it stops when asked to.
    std::stop_source stop;
    double stopped = 0;
    std::jthread worker([&] {
        (void)loadLog(
            { .database = file, .range = { 0, std::int64_t{ 1 } << 60 }, .filter = {}, .threads = threads }, {},
            stop.get_token());
        stopped = now();
    });
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    const double asked = now();
    stop.request_stop();
    worker.join();
    std::printf("stopped   %.1f ms after it was asked while reading\n", (stopped - asked) * 1000);
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 4 && std::strcmp(argv[1], "write") == 0)
        write(std::atoll(argv[2]), argv[3]);
    else if (argc == 3 && std::strcmp(argv[1], "replay") == 0)
        replay(argv[2]);
    else
        return std::fprintf(stderr, "bench_simulate write CALLS FILE | replay FILE\n"), 2;
    return 0;
}
