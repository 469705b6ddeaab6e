// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/call_way.h"
#include "requestlog/query.h"
#include "requestlog/request_log.h"

#include <QTemporaryDir>
#include <QtTest>

#include <random>

namespace cachescope::requestlog {

/** Nothing is too old: most tests use small times. */
inline constexpr Retention keepAll{
    .bodies = true, .bodyDays = 100'000, .bodyBytes = std::int64_t{ 1 } << 40, .days = 100'000
};

/** A log in a directory of its own, with a clock moved by hand. */
class LogFixture
{
public:
    explicit LogFixture(Retention retention = keepAll)
    {
        m_path = m_directory.filePath(QStringLiteral("log.sqlite")).toStdString();
        openLog(retention);
    }

    void openLog(Retention retention = keepAll)
    {
        auto queue = storage::WriteQueue::start(m_path, { .longestDelay = std::chrono::milliseconds(5) });
        if (!queue)
            qFatal("%s", queue.error().message.c_str());
        m_queue = *std::move(queue);
        auto log = RequestLog::create(*m_queue, m_clock, retention);
        if (!log)
            qFatal("%s", log.error().message.c_str());
        m_log = *std::move(log);
    }
    void closeLog()
    {
        m_log.reset();
        m_queue.reset();
    }

    RequestLog &log() { return *m_log; }
    storage::WriteQueue &queue() { return *m_queue; }
    base::ManualClock &clock() { return m_clock; }
    const std::string &path() const { return m_path; }
    void drain() { QVERIFY(m_queue->drain(std::chrono::seconds(20))); }

    std::unique_ptr<Reader> reader()
    {
        auto reader = Reader::open(m_path);
        if (!reader)
            qFatal("%s", reader.error().message.c_str());
        return *std::move(reader);
    }
    std::int64_t count(const std::string &sql)
    {
        auto database = storage::Database::open(m_path, storage::OpenMode::ReadOnly);
        auto value = database->integer(sql);
        if (!value)
            qFatal("%s", value.error().message.c_str());
        return value->value_or(-1);
    }
    /** Opens and ends a call; returns its id. */
    std::int64_t write(const CallRecord &record)
    {
        const std::int64_t id = m_log->open(record.start);
        m_log->finish(id, record.end);
        return id;
    }

private:
    QTemporaryDir m_directory;
    std::string m_path;
    base::ManualClock m_clock{ 1'790'000'000'000'000 };
    std::unique_ptr<storage::WriteQueue> m_queue;
    std::unique_ptr<RequestLog> m_log;
};

/** Calls with everything varied, the same for the same seed. */
class RandomCalls
{
public:
    explicit RandomCalls(unsigned int seed)
        : m_random(seed)
    { }

    CallRecord next(base::UnixMicros startedAt)
    {
        CallRecord record;
        CallStart &start = record.start;
        start.uid = base::Uid::create(startedAt);
        start.startedAt = startedAt;
        start.upstream = pick({ "openai", "anthropic", "gemini" });
        start.api = static_cast<providers::Api>(number(8));
        start.method = pick({ "POST", "GET" });
        start.target = pick({ "/v1/chat/completions", "/v1/messages", "/v1beta/models/m:generateContent" });
        start.model = pick({ "gpt-5", "gpt-5-mini", "claude-opus-4-8", "openai/gpt-5", "gemini-3-pro", "" });
        start.client = pick({ "openai-node", "claude-code", "curl", "" });
        start.session = number(3) == 0 ? "" : "s-" + std::to_string(number(20));
        start.project = pick({ "", "shop", "Shop-2", "lab" });
        start.nameSpace = pick({ "", "eu", "us" });
        start.version = pick({ "", "1", "2.1" });
        for (int i = number(4); i > 0; --i)
            start.tags.emplace_back(pick({ "nightly", "eval", "b*c", "line\nbreak", "back\\slash" }));
        start.credential = pick({ "", "0123456789ab" });
        start.stream = number(2) == 0;
        start.requestBytes = number(100'000);
        start.firstText = pick({ "Summarise this", "Translate: guten Tag", "", "50% off, under_score" });
        fillEnd(record.end);
        record.pinned = false;
        return record;
    }

    int number(int below) { return static_cast<int>(m_random() % static_cast<unsigned int>(below)); }
    std::string pick(std::initializer_list<const char *> values)
    {
        return values.begin()[number(static_cast<int>(values.size()))];
    }

private:
    void fillEnd(CallEnd &end)
    {
        end.outcome = static_cast<Outcome>(number(outcomeCount));
        end.state = static_cast<CallState>(1 + number(6));
        const int statuses[] = { 200, 200, 200, 400, 404, 429, 500, 529, 0 };
        end.status = statuses[number(9)];
        end.cacheDetail = pick({ "fwd=miss", "fwd=bypass; detail=no-store", "hit", "" });
        end.cacheKey = pick({ "", "3f2a0123456789ab", "ffff000011112222" });
        end.hitOf = number(3) == 0 ? number(1000) : 0;
        end.stored = number(2) == 0;
        end.servedModel = pick({ "", "gpt-5-2026-01-01" });
        end.serviceTier = pick({ "", "priority" });
        end.finishReason = pick({ "", "stop", "tool_calls" });
        end.errorKind = pick({ "", "", "", "timeout", "upstream_status" });
        end.errorMessage = end.errorKind.empty() ? "" : pick({ "No answer within 10 s.", "401: no key", "" });
        end.usage.source = static_cast<providers::UsageSource>(number(3));
        if (end.usage.source != providers::UsageSource::None) {
            providers::TokenUsage &tokens = end.usage.tokens;
            tokens = { number(50'000),
                       number(4) == 0 ? 0 : number(200'000),
                       number(2) * number(9000),
                       number(2) * number(9000),
                       number(2) * number(9000),
                       number(8'000),
                       number(100) };
            end.usage.rawJson = R"({"n":)" + std::to_string(number(1000)) + "}";
        }
        end.usage.inconsistent = number(10) == 0;
        end.billed = money();
        end.withoutCache = money();
        end.avoided = money();
        if (end.billed && number(5) > 0) {
            const std::int64_t whole = end.billed->pico();
            end.parts = CostParts{ {},
                                   base::Money::fromPico(whole / 3),
                                   base::Money::fromPico(whole / 7),
                                   base::Money::fromPico(whole / 5) };
            end.parts->fresh = *end.billed - end.parts->sum();
        }
        end.totalMicros = number(5) == 0 ? number(50) : number(90'000'000);
        end.firstByteMicros = number(5'000'000);
        end.firstTokenMicros = number(4) == 0 ? -1 : number(9'000'000);
        end.connectMicros = number(2) == 0 ? -1 : number(90'000);
        end.waitMicros = number(1000);
        end.overheadMicros = number(500);
        end.attempts = number(4);
        end.responseBytes = number(1'000'000);
        end.toolCalls = number(2) == 0;
        end.diagnosticsJson = number(4) == 0 ? R"({"d":1})" : "";
        if (number(3) == 0) {
            CallWay way;
            way.attempts = { { 0, number(500), 503, "", "" }, { 900, 2000, 0, "upstream_closed", "spare" } };
            way.limitWaitMicros = number(2);
            way.retryEnd = "budget", way.policy = "ci", way.policyReason = "client \"ci-*\"";
            end.way = std::make_shared<const CallWay>(std::move(way));
        }
        end.responseBodyTruncated = number(9) == 0;
    }

    std::optional<base::Money> money()
    {
        if (number(4) == 0)
            return {};
        return base::Money::fromPico(number(2'000'000'000) - 100'000'000);
    }

    std::mt19937 m_random;
};

/** Everything of a record on lines, for comparing and for reading differences. */
inline std::string describe(const CallRecord &record)
{
    const CallStart &s = record.start;
    const CallEnd &e = record.end;
    std::string text;
    const auto add = [&text](const char *name, const auto &value) {
        text += std::string(name) + "=";
        if constexpr (std::is_convertible_v<decltype(value), std::string_view>)
            text += value;
        else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::optional<base::Money>>)
            text += value ? value->toDecimal() : "unknown";
        else
            text += std::to_string(static_cast<std::int64_t>(value));
        text += "\n";
    };
    add("id", s.id), add("uid", s.uid.toString()), add("startedAt", s.startedAt), add("upstream", s.upstream);
    add("api", s.api), add("method", s.method), add("target", s.target), add("model", s.model);
    add("client", s.client), add("session", s.session), add("project", s.project), add("namespace", s.nameSpace);
    add("version", s.version), add("credential", s.credential), add("stream", s.stream);
    for (const std::string &tag : s.tags)
        add("tag", tag);
    add("requestBytes", s.requestBytes), add("firstText", s.firstText);
    add("outcome", e.outcome), add("state", e.state), add("status", e.status), add("detail", e.cacheDetail);
    add("key", e.cacheKey), add("hitOf", e.hitOf), add("stored", e.stored), add("served", e.servedModel);
    add("tier", e.serviceTier), add("finish", e.finishReason), add("kind", e.errorKind);
    add("message", e.errorMessage), add("source", e.usage.source), add("fresh", e.usage.tokens.fresh);
    add("read", e.usage.tokens.cacheRead), add("w5", e.usage.tokens.cacheWrite5m);
    add("w1", e.usage.tokens.cacheWrite1h), add("wo", e.usage.tokens.cacheWriteOther);
    add("output", e.usage.tokens.output), add("reasoning", e.usage.tokens.reasoning);
    add("inconsistent", e.usage.inconsistent), add("raw", e.usage.rawJson), add("billed", e.billed);
    add("parts",
        e.parts ? e.parts->fresh.toDecimal() + " " + e.parts->cacheRead.toDecimal() + " "
                + e.parts->cacheWrite.toDecimal() + " " + e.parts->output.toDecimal()
                : "unknown");
    add("without", e.withoutCache), add("avoided", e.avoided), add("total", e.totalMicros);
    add("firstByte", e.firstByteMicros), add("firstToken", e.firstTokenMicros), add("connect", e.connectMicros);
    add("wait", e.waitMicros), add("overhead", e.overheadMicros), add("attempts", e.attempts);
    add("responseBytes", e.responseBytes), add("toolCalls", e.toolCalls), add("diagnostics", e.diagnosticsJson);
    add("way", e.way ? toJson(*e.way) : std::string());
    add("truncated", e.responseBodyTruncated), add("pinned", record.pinned), add("note", record.note);
    return text;
}

inline constexpr TimeRange always{ 0, std::int64_t{ 1 } << 60 };

inline Totals totalsOf(LogFixture &fixture, TimeRange range, const char *filter = "")
{
    const auto totals = fixture.reader()->totals(range, *Filter::parse(filter));
    if (!totals)
        qFatal("%s", totals.error().message.c_str());
    return *totals;
}

inline bool operator==(const Percentiles &a, const Percentiles &b)
{
    return a.count == b.count && a.p50 == b.p50 && a.p95 == b.p95 && a.p99 == b.p99;
}

inline bool sameTotals(const Totals &a, const Totals &b)
{
    return a.byOutcome == b.byOutcome && a.tokens == b.tokens && a.billed == b.billed
        && a.withoutCache == b.withoutCache && a.avoided == b.avoided && a.unpriced == b.unpriced
        && a.incomplete == b.incomplete && a.retries == b.retries && a.rateLimited == b.rateLimited
        && a.firstToken == b.firstToken && a.total == b.total && a.hitTotal == b.hitTotal;
}

} // namespace cachescope::requestlog
