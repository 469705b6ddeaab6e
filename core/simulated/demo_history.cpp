// SPDX-License-Identifier: MIT
#include "simulated/demo_history.h"

#include "base/digest.h"
#include "base/redact.h"
#include "providers/answer.h"
#include "providers/price_book.h"
#include "simulated/backend.h"
#include "simulated/demo_colleagues.h"
#include "simulated/demo_program.h"

#include <algorithm>
#include <unordered_map>

namespace cachescope::simulated {

namespace {

using requestlog::CallEnd;
using requestlog::CallStart;
using requestlog::CallState;
using requestlog::Outcome;

constexpr std::int64_t microsPerSecond = 1'000'000;
constexpr std::int64_t microsPerHour = 3600 * microsPerSecond;
constexpr std::int64_t longestCall = 45 * microsPerSecond; ///< Nothing of the past may end in the future.
constexpr std::int64_t localLifetime = 24 * microsPerHour; ///< Of the response cache, as it is by default.
constexpr int failedAttempts = 3; ///< The call and the proxy's two retries.
constexpr std::size_t callsOfABlock = 30; ///< People work in bouts; a bout keeps the prefix caches warm.

/** Working hours are four times as busy as the night (UTC). */
bool isQuiet(base::UnixMicros time, Random &random)
{
    const std::int64_t hour = time / microsPerHour % 24;
    return (hour < 7 || hour > 18) && random.chance(0.75);
}

/** Days before the reach, so that sums by day, month and forecast have something to show. */
void addEarlierDays(const DemoHistorySettings &settings, Random &random, std::vector<base::UnixMicros> &times)
{
    constexpr std::int64_t microsPerDay = 24 * microsPerHour;
    constexpr std::size_t weekendCalls = 6;
    const base::UnixMicros newest = settings.until - settings.reach.count() * microsPerHour;
    for (int back = 0; back <= settings.earlierDays; ++back) {
        const std::int64_t day = newest / microsPerDay - back;
        const std::int64_t weekday = (day + 4) % 7; // 1970 began on a Thursday; 0 is Sunday.
        std::size_t calls = weekendCalls;
        if (weekday != 0 && weekday != 6)
            calls = callsOfABlock / 2 + static_cast<std::size_t>(random.unit() * callsOfABlock);
        base::UnixMicros time
            = day * microsPerDay + static_cast<std::int64_t>((8 + 8 * random.unit()) * microsPerHour);
        // The newest day has only its hours before the reach.
        for (std::size_t i = 0; i < calls && time < newest; ++i) {
            times.push_back(time);
            time += static_cast<std::int64_t>(random.exponential(20.0 * microsPerSecond));
        }
    }
}

std::vector<base::UnixMicros> startTimes(const DemoHistorySettings &settings, Random &random)
{
    std::vector<base::UnixMicros> times;
    const std::int64_t newest = settings.until - longestCall;
    for (std::size_t i = 0; i < settings.lastHourCalls; ++i)
        times.push_back(
            newest - static_cast<std::int64_t>(random.unit() * static_cast<double>(microsPerHour - longestCall)));
    const auto reach = static_cast<double>(settings.reach.count() - 1) * static_cast<double>(microsPerHour);
    while (settings.reach.count() > 1 && times.size() < settings.lastHourCalls + settings.earlierCalls) {
        auto time = settings.until - microsPerHour - static_cast<std::int64_t>(random.unit() * reach);
        if (isQuiet(time, random))
            continue;
        for (std::size_t i = 0; i < callsOfABlock && time < settings.until - microsPerHour; ++i) {
            times.push_back(time);
            time += static_cast<std::int64_t>(random.exponential(20.0 * microsPerSecond));
        }
    }
    addEarlierDays(settings, random, times);
    std::sort(times.begin(), times.end());
    return times;
}

std::string headerOf(const DemoCall &call, std::string_view name)
{
    for (const auto &[key, value] : call.headers) {
        if (key == name)
            return value;
    }
    return {};
}

/** The moments of an answer, in microseconds from its call's start. */
struct Moments
{
    std::int64_t head = 0, firstToken = 0, end = 0;
};

Moments momentsOf(const Answer &answer)
{
    Moments moments;
    moments.head = moments.firstToken = moments.end = answer.think.count();
    if (!answer.stream)
        return moments;
    bool sawToken = false;
    for (const Stream::Step &step : answer.stream->steps) {
        moments.end += step.after.count();
        if (!sawToken && step.tokens > 0) {
            moments.firstToken = moments.end;
            sawToken = true;
        }
    }
    return moments;
}

std::string bytesOf(const Answer &answer)
{
    if (!answer.stream)
        return answer.body;
    std::string bytes;
    const std::size_t steps = answer.stream->steps.size();
    for (std::size_t i = 0; i < (answer.fault == Fault::Cut ? steps / 2 : steps); ++i)
        bytes += answer.stream->bytes(i);
    return bytes;
}

class Historian
{
public:
    Historian(const DemoHistorySettings &settings, const DemoHistorySink &sink)
        : m_sink(sink)
        , m_random(mix(settings.seed, 31))
        , m_backend(providerSettings(settings.seed), m_clock)
        , m_schedule(mix(settings.seed, 32))
        , m_prices(providers::PriceBook::shipped())
    { }

    void call(base::UnixMicros time)
    {
        m_clock.jumpTo(time);
        deliverReplies(time);
        const DemoSchedule::Item item = m_schedule.next(time);
        const CallStart start = startOf(item.call, time);
        const bool noStore = headerOf(item.call, "Cache-Control") == "no-store";
        const std::string key
            = base::toHex(base::sha256(start.credential + start.target + item.call.body)).substr(0, 16);
        const auto known = m_kept.find(key);
        if (!noStore && known != m_kept.end() && time < known->second.storedAt + localLifetime) {
            hit(item, start, key, known->second);
            return;
        }
        forward(item, start, key, noStore);
    }
    std::size_t count() const { return m_count; }

private:
    /** What the imitated response cache keeps of an answer. */
    struct Kept
    {
        std::int64_t id = 0;
        base::UnixMicros storedAt = 0;
        std::optional<base::Money> cost;
        providers::Usage usage;
        DemoReply reply;
        std::string head, body;
    };
    struct Waiting
    {
        base::UnixMicros at;
        std::size_t program, session;
        DemoReply reply;
    };

    static Backend::Settings providerSettings(std::uint64_t seed)
    {
        Backend::Settings settings;
        settings.seed = seed;
        settings.firstToken = std::chrono::milliseconds(750);
        settings.tokensPerSecond = 75;
        return settings;
    }

    void deliverReplies(base::UnixMicros now)
    {
        std::erase_if(m_waiting, [&](const Waiting &waiting) {
            if (waiting.at > now)
                return false;
            m_schedule.reply(waiting.program, waiting.session, waiting.reply);
            return true;
        });
    }

    static CallStart startOf(const DemoCall &call, base::UnixMicros time)
    {
        const providers::CallFacts facts = providers::inspectRequest("POST", call.target, call.body);
        CallStart start;
        start.startedAt = time;
        start.uid = base::Uid::create(time);
        start.upstream = call.upstream;
        start.api = facts.api;
        start.method = "POST";
        start.target = call.target;
        start.model = facts.model;
        start.client = providers::clientName(headerOf(call, "User-Agent"));
        start.session = facts.sessionHint;
        start.project = headerOf(call, "X-Cachescope-Project");
        if (const std::string tag = headerOf(call, "X-Cachescope-Tags"); !tag.empty())
            start.tags.push_back(tag);
        start.credential = base::toHex(base::sha256(start.project)).substr(0, 12);
        start.stream = facts.form != providers::AnswerForm::Json;
        start.requestBytes = static_cast<std::int64_t>(call.body.size());
        start.firstText = facts.firstUserText;
        return start;
    }

    std::string requestHead(const DemoCall &call) const
    {
        std::string head = "Host: 127.0.0.1:8737\n";
        for (const auto &[name, value] : call.headers)
            head.append(name).append(": ").append(value).append("\n");
        return base::redactHead(head);
    }

    std::int64_t log(CallStart start, CallEnd end)
    {
        ++m_count;
        return m_sink(std::move(start), std::move(end));
    }

    /** What was saved, as the proxy logs it: sums leave it out, because nothing went upstream. */
    static void takeSaved(const providers::Usage &usage, CallEnd &end)
    {
        end.usage = {};
        end.usage.source = usage.source;
        end.usage.tokens = usage.tokens;
    }

    void hit(const DemoSchedule::Item &item, const CallStart &start, const std::string &key, const Kept &kept)
    {
        CallEnd end;
        end.outcome = Outcome::Hit;
        end.status = 200;
        end.cacheDetail = "hit";
        end.cacheKey = key;
        end.hitOf = kept.id;
        end.billed = end.withoutCache = base::Money{};
        end.parts = requestlog::CostParts{};
        end.avoided = kept.cost;
        takeSaved(kept.usage, end);
        end.firstByteMicros = end.firstTokenMicros = end.overheadMicros = m_random.between(90, 260);
        end.totalMicros = end.overheadMicros + m_random.between(40, 300);
        end.requestHead = requestHead(item.call);
        end.requestBody = item.call.body;
        end.responseHead = kept.head;
        end.responseBody = kept.body;
        end.responseBytes = static_cast<std::int64_t>(kept.body.size());
        log(start, end);
        m_waiting.push_back({ start.startedAt + end.totalMicros, item.program, item.call.session, kept.reply });
    }

    void forward(const DemoSchedule::Item &item, const CallStart &start, const std::string &key, bool noStore)
    {
        http::RequestHead head;
        head.method = "POST";
        head.target = '/' + item.call.upstream + item.call.target;
        for (const auto &[name, value] : item.call.headers)
            head.fields.add(name, value);
        const Answer answer = m_backend.answer(head, item.call.body);
        m_backend.begun(answer);
        const Moments moments = momentsOf(answer);
        const std::string body = bytesOf(answer);
        const bool cut = answer.fault == Fault::Cut && answer.stream;
        const std::string contentType(answer.fields.value("content-type"));
        providers::AnswerObserver observer(start.api, answer.status, contentType, false);
        observer.feed(body);
        const providers::AnswerFacts facts = observer.finish();

        CallEnd end = endOf(answer, facts, moments, cut);
        end.cacheKey = key;
        if (answer.status == 200 && !cut)
            end.outcome = noStore ? Outcome::Bypass : Outcome::Miss;
        end.cacheDetail = noStore ? "fwd=bypass; detail=no-store" : "fwd=miss";
        end.responseBytes = static_cast<std::int64_t>(body.size());
        end.requestHead = requestHead(item.call);
        end.requestBody = item.call.body;
        for (const http::Field field : answer.fields)
            end.responseHead.append(field.name).append(": ").append(field.value).append("\n");
        end.responseBody = body;
        price(start, facts, end);
        end.stored = !noStore && answer.status == 200 && facts.complete && !cut && !facts.hasToolCalls
            && !facts.truncated && !facts.refused;
        const DemoReply reply = readDemoReply(item.call.api, cut ? 0 : answer.status, contentType, body);
        const CallEnd leader = end;
        const std::int64_t id = log(start, std::move(end));
        if (leader.stored)
            m_kept[key] = {
                id,  start.startedAt + leader.totalMicros, leader.billed, leader.usage, reply, leader.responseHead,
                body
            };
        m_waiting.push_back({ start.startedAt + leader.totalMicros, item.program, item.call.session, reply });
        for (int copy = 1; copy < item.call.copies && answer.status == 200 && !cut; ++copy)
            join(start, leader);
    }

    CallEnd endOf(const Answer &answer, const providers::AnswerFacts &facts, const Moments &moments, bool cut)
    {
        CallEnd end;
        const bool failed = answer.status >= 400;
        end.status = answer.status;
        end.attempts = failed ? failedAttempts : 1;
        end.servedModel = facts.servedModel;
        end.serviceTier = facts.serviceTier;
        end.finishReason = facts.finishReason;
        end.usage = facts.usage;
        end.toolCalls = facts.hasToolCalls;
        end.connectMicros = m_random.chance(0.9) ? 0 : m_random.between(18'000, 60'000);
        end.overheadMicros = m_random.between(70, 240);
        const std::int64_t before
            = end.connectMicros + end.overheadMicros + (failed ? m_random.between(1'200'000, 2'600'000) : 0);
        end.firstByteMicros = moments.head + before;
        end.firstTokenMicros = failed ? -1 : moments.firstToken + before;
        end.totalMicros = (cut ? moments.head + (moments.end - moments.head) / 2 : moments.end) + before;
        if (failed || cut)
            end.outcome = Outcome::Error;
        if (failed) {
            end.errorKind = "upstream_status";
            end.errorMessage = facts.errorMessage;
        }
        if (cut) {
            end.state = CallState::Cut;
            end.errorKind = "cut";
            end.errorMessage = "The upstream closed the connection in the middle of its answer.";
        }
        return end;
    }

    void price(const CallStart &start, const providers::AnswerFacts &facts, CallEnd &end) const
    {
        if (facts.usage.source == providers::UsageSource::None)
            return;
        const providers::PriceContext context{ start.startedAt, facts.serviceTier, facts.inferenceGeo };
        const auto cost = m_prices->cost(start.upstream, start.model, facts.usage.tokens, context);
        if (!cost)
            return;
        end.billed = cost->billed;
        end.parts = { cost->input, cost->cacheRead, cost->cacheWrite, cost->output };
        end.withoutCache = cost->withoutCache;
    }

    /** An identical call that came a moment later and got the same stream. */
    void join(CallStart start, CallEnd end)
    {
        const std::int64_t later = m_random.between(2'000, std::max<std::int64_t>(3'000, end.totalMicros / 2));
        start.startedAt += later;
        start.uid = base::Uid::create(start.startedAt);
        end.outcome = Outcome::Coalesced;
        end.cacheDetail = "fwd=miss; collapsed";
        end.avoided = end.billed;
        end.billed = end.withoutCache = base::Money{};
        end.parts = requestlog::CostParts{};
        takeSaved(providers::Usage(end.usage), end);
        end.attempts = 0;
        end.stored = false;
        end.connectMicros = -1;
        end.totalMicros -= later;
        end.firstByteMicros = std::max<std::int64_t>(end.overheadMicros, end.firstByteMicros - later);
        end.firstTokenMicros = std::max<std::int64_t>(end.overheadMicros, end.firstTokenMicros - later);
        end.waitMicros = end.firstByteMicros - end.overheadMicros;
        log(std::move(start), std::move(end));
    }

    const DemoHistorySink &m_sink;
    Random m_random;
    base::ManualClock m_clock;
    Backend m_backend;
    DemoSchedule m_schedule;
    std::shared_ptr<const providers::PriceBook> m_prices;
    std::unordered_map<std::string, Kept> m_kept;
    std::vector<Waiting> m_waiting;
    std::size_t m_count = 0;
};

} // namespace

std::size_t demoHistory(const DemoHistorySettings &settings, const DemoHistorySink &sink)
{
    Random random(mix(settings.seed, 30));
    const base::UnixMicros earlierThan = settings.until - settings.reach.count() * microsPerHour;
    DemoColleagues colleagues(mix(settings.seed, 33), settings.colleagues, earlierThan, sink);
    const DemoHistorySink both = [&](CallStart start, CallEnd end) {
        if (start.startedAt < earlierThan)
            return colleagues.add(std::move(start), std::move(end));
        colleagues.flush();
        end.hitOf = colleagues.numberInLog(end.hitOf);
        return sink(std::move(start), std::move(end));
    };
    Historian historian(settings, both);
    for (const base::UnixMicros time : startTimes(settings, random))
        historian.call(time);
    colleagues.flush();
    return historian.count() + colleagues.repeated();
}

} // namespace cachescope::simulated
