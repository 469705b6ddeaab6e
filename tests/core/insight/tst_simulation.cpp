// SPDX-License-Identifier: MIT
// Cases by hand, one for each thing that a variant can change.
#ifndef Q_MOC_RUN
#include "insight/advice/advice.h"
#include "insight/simulation/load_traffic.h"
#include "insight/simulation/simulation.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::insight;
using requestlog::CallRecord;
using requestlog::Outcome;

namespace {

constexpr std::int64_t second = 1'000'000;
constexpr base::UnixMicros begin = 1'790'000'000'000'000;

/** Text of about so many tokens, different for each salt from its first word on. */
std::string words(int count, const std::string &salt)
{
    static const char *const known[]
        = { " word", " seven", " river", " stone", " light", " green", " house", " paper" };
    std::string text = salt;
    for (unsigned int i = 1; i < static_cast<unsigned int>(count); ++i)
        text += known[(i * 2654435761U >> 7) % 8];
    return text;
}

std::string tool(const std::string &name)
{
    return R"({"name":")" + name + R"(","description":")" + words(700, name)
        + R"(","input_schema":{"type":"object"}})";
}

std::string claude(
    const std::string &system, const std::string &user, const std::string &tools = {}, bool marked = true)
{
    const std::string mark = marked ? R"(,"cache_control":{"type":"ephemeral"})" : "";
    return R"({"model":"claude-sonnet-4-5","max_tokens":100)"
        + (tools.empty() ? std::string() : R"(,"tools":[)" + tools + "]") + R"(,"system":[{"type":"text","text":")"
        + system + R"(")" + mark + R"(}],"messages":[{"role":"user","content":")" + user + R"("}]})";
}

std::string chat(const std::string &system, const std::string &user, const std::string &more = {})
{
    return R"({"model":"gpt-4.1")" + more + R"(,"messages":[{"role":"system","content":")" + system
        + R"("},{"role":"user","content":")" + user + R"("}]})";
}

/** A log by hand. */
class Log
{
public:
    explicit Log(TrafficSettings settings = {})
        : m_builder(std::move(settings))
    { }

    CallRecord record(double at, providers::Api api) const
    {
        CallRecord record;
        record.start.id = m_next;
        record.start.startedAt = begin + static_cast<std::int64_t>(at * second);
        record.start.api = api;
        const bool anthropic = api == providers::Api::AnthropicMessages;
        record.start.upstream = anthropic ? "anthropic" : "openai";
        record.start.model = anthropic ? "claude-sonnet-4-5" : "gpt-4.1";
        record.start.client = "test";
        record.start.method = "POST";
        record.start.target = "/v1";
        record.end.status = 200;
        record.end.firstByteMicros = second;
        record.end.totalMicros = 2 * second;
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.usage.tokens.output = 10;
        return record;
    }
    /** Adds a call that reported all of its input as fresh. */
    std::int64_t add(CallRecord record, const std::string &body)
    {
        ReadBody read = m_builder.read(record, body);
        record.end.usage.tokens.fresh = read.tokens;
        m_builder.add(record, read, 0, [&body] { return body; });
        return m_next++;
    }
    /** Adds a call with the usage that the record has, and so much fresh input. */
    std::int64_t addAs(CallRecord record, const std::string &body, std::int64_t fresh)
    {
        record.end.usage.tokens.fresh = fresh;
        m_builder.add(record, m_builder.read(record, body), 0, [&body] { return body; });
        return m_next++;
    }
    std::int64_t claudeAt(double at, const std::string &body)
    {
        return add(record(at, providers::Api::AnthropicMessages), body);
    }
    std::int64_t chatAt(double at, const std::string &body)
    {
        return add(record(at, providers::Api::OpenAiChat), body);
    }
    Traffic finish() { return m_builder.finish(); }

private:
    TrafficBuilder m_builder;
    std::int64_t m_next = 1;
};

ReplayResult run(const Traffic &traffic, const char *settings)
{
    const Variant variant = parseVariant(settings).value();
    return replay(traffic, variant, {}, waitsOf(traffic)).value();
}

} // namespace

class TestSimulation : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lifetime()
    {
        Log log;
        log.claudeAt(0, claude(words(1500, "s"), "a"));
        log.claudeAt(120, claude(words(1500, "s"), "b"));
        log.claudeAt(120 + 1800, claude(words(1500, "s"), "c"));
        const Traffic traffic = log.finish();
        const ReplayResult now = run(traffic, ""), hour = run(traffic, "ttl=1h"), minute = run(traffic, "ttl=60s");
        // Written, read, written again; with an hour written once, at twice the price; with a minute three times.
        QVERIFY(now.sums.readTokens > 1500 && now.sums.readTokens < 2000);
        QCOMPARE(hour.sums.readTokens, 2 * now.sums.readTokens);
        QCOMPARE(minute.sums.readTokens, 0);
        QCOMPARE(now.sums.writeTokens, 2 * hour.sums.writeTokens);
        QCOMPARE(minute.sums.writeTokens, 3 * hour.sums.writeTokens);
        // 1.25 and 2 times the input price of 3 dollars a million.
        QCOMPARE(now.sums.write.pico(), now.sums.writeTokens * 3'750'000);
        QCOMPARE(hour.sums.write.pico(), hour.sums.writeTokens * 6'000'000);
        QCOMPARE(now.sums.output.pico(), hour.sums.output.pico());
    }

    void toolsSorted()
    {
        Log log;
        log.claudeAt(0, claude("s", "a", tool("b") + "," + tool("a")));
        log.claudeAt(60, claude("s", "b", tool("a") + "," + tool("b")));
        const Traffic traffic = log.finish();
        QCOMPARE(run(traffic, "").sums.readTokens, 0);
        QVERIFY(run(traffic, "tools=sorted").sums.readTokens > 1400);
    }

    void marksMoved()
    {
        Log log;
        for (int i = 0; i < 4; ++i)
            log.claudeAt(i * 60, claude(words(1500, "s"), "q" + std::to_string(i), {}, false));
        // A system text that no other call has must not be marked: nobody would read it.
        log.claudeAt(400, claude(words(1500, "once"), "q", {}, false));
        const Traffic traffic = log.finish();
        QCOMPARE(run(traffic, "").sums.writeTokens, 0);
        const ReplayResult best = run(traffic, "marks=best");
        QCOMPARE(best.sums.readTokens, 3 * best.sums.writeTokens);
        QVERIFY(best.sums.writeTokens > 1500 && best.sums.writeTokens < 2100);
    }

    void warmGate()
    {
        Log log;
        for (int i = 0; i < 4; ++i)
            log.claudeAt(i * 0.05, claude(words(1500, "s"), "q" + std::to_string(i)));
        const Traffic traffic = log.finish();
        const ReplayResult now = run(traffic, ""), gate = run(traffic, "gate=10s"),
                           tight = run(traffic, "gate=200ms");
        QCOMPARE(now.sums.readTokens, 0);
        QCOMPARE(gate.sums.readTokens, 3 * gate.sums.writeTokens);
        QCOMPARE(now.sums.writeTokens, 4 * gate.sums.writeTokens);
        // They wait for the first one's first byte, a second after it began.
        QCOMPARE(gate.sums.gateWaitMicros, (950 + 900 + 850) * 1000);
        QCOMPARE(tight.sums.readTokens, 0); // Nobody waits longer than allowed.
    }

    void keepWarm()
    {
        Log often, once;
        for (int i = 0; i < 10; ++i)
            often.claudeAt(i * 480, claude(words(3000, "s"), "q" + std::to_string(i)));
        once.claudeAt(0, claude(words(3000, "s"), "a"));
        once.claudeAt(3500, claude(words(3000, "s"), "b"));
        const Traffic each8Minutes = often.finish(), aPair = once.finish();
        const ReplayResult now = run(each8Minutes, ""), warm = run(each8Minutes, "keep-warm=1h");
        QVERIFY(warm.sums.pings >= 9);
        QVERIFY(warm.sums.cost() < now.sums.cost());
        QVERIFY(warm.sums.keepWarm > base::Money());
        // Twelve reads to save one write: not done.
        const ReplayResult pair = run(aPair, "keep-warm=1h");
        QCOMPARE(pair.sums.pings, 0);
        QCOMPARE(pair.sums.cost().pico(), run(aPair, "").sums.cost().pico());
    }

    void granularity()
    {
        Log log;
        log.chatAt(0, chat(words(1400, "s"), words(400, "a")));
        log.chatAt(60, chat(words(1400, "s"), words(400, "b")));
        log.chatAt(120, chat(words(300, "t") + words(1400, "s"), words(400, "c")));
        const Traffic traffic = log.finish();
        const std::int64_t by128 = run(traffic, "").sums.readTokens;
        QCOMPARE(by128 % 128, 0);
        QVERIFY(by128 > 1024 && by128 <= 1410);
        QCOMPARE(run(traffic, "granularity=128").sums.readTokens, by128);
        QCOMPARE(run(traffic, "granularity=1024").sums.readTokens, 1024);
        QCOMPARE(run(traffic, "granularity=2048").sums.readTokens, 0);
        QVERIFY(run(traffic, "granularity=64").sums.readTokens >= by128);
        QVERIFY(run(traffic, "granularity=message").sums.readTokens > 1390);
        // The window finds the text again behind another beginning; no prefix can.
        QVERIFY(run(traffic, "granularity=window").sums.readTokens > by128 + 1000);
    }

    void localCache()
    {
        Log log;
        const std::string body = chat(words(200, "s"), "q");
        CallRecord first = log.record(0, providers::Api::OpenAiChat);
        first.end.cacheKey = "k";
        first.end.stored = true;
        const std::int64_t filler = log.add(first, body);
        for (const double at : { 600.0, 26.0 * 3600 }) {
            CallRecord hit = log.record(at, providers::Api::OpenAiChat);
            hit.end.outcome = Outcome::Hit;
            hit.end.cacheKey = "k";
            hit.end.hitOf = filler;
            hit.end.firstByteMicros = hit.end.totalMicros = 1000;
            log.add(hit, body);
        }
        const Traffic traffic = log.finish();
        const ReplayResult now = run(traffic, "");
        QCOMPARE(now.sums.localHits, 2);
        QCOMPARE(now.sums.olderThanDay, 1); // As it was, whatever today's settings say.
        QCOMPARE(run(traffic, "local=off").sums.localHits, 0);
        QCOMPARE(run(traffic, "local=off").sums.cost().pico(), 3 * now.sums.cost().pico());
        const ReplayResult minute = run(traffic, "local-ttl=5m"), day = run(traffic, "local-ttl=24h"),
                           week = run(traffic, "local-ttl=7d");
        QCOMPARE(minute.sums.localHits, 0);
        QCOMPARE(day.sums.localHits, 1);
        QCOMPARE(day.sums.olderThanDay, 0);
        QCOMPARE(week.sums.localHits, 2);
        QCOMPARE(week.sums.olderThanDay, 1);
        QVERIFY(week.sums.savedWaitMicros > 3 * second);
    }

    void volatileFields()
    {
        TrafficSettings settings;
        settings.volatileFields = { "/metadata" };
        Log log(settings);
        log.chatAt(0, chat("s", "q", R"(,"metadata":{"trace":"1"})"));
        log.chatAt(60, chat("s", "q", R"(,"metadata":{"trace":"2"})"));
        const Traffic traffic = log.finish();
        QCOMPARE(run(traffic, "local=on").sums.localHits, 0);
        QCOMPARE(run(traffic, "local=on,volatile=/metadata").sums.localHits, 1);
    }

    void tooLittle()
    {
        Log log;
        for (int i = 0; i < 20; ++i)
            log.chatAt(i * 60, chat("s", "q" + std::to_string(i)));
        Traffic traffic = log.finish();
        SimulationRequest request;
        request.variants.push_back(parseVariant("ttl=1h").value());
        const auto report = simulate(traffic, request);
        QVERIFY(report.has_value());
        QCOMPARE(report->reproduction.state, Reproduction::State::TooLittle);
        QCOMPARE(report->reproduction.requests, 20);
        QVERIFY(!report->best);
        for (const VariantReport &variant : report->variants)
            QCOMPARE(variant.verdict, Verdict::NotJudged);
    }

    /** A log that says something else than the rules gives no advice and names the model. */
    void notReproduced()
    {
        Log log;
        for (int i = 0; i < 300; ++i)
            log.claudeAt(i * 400.0, claude(words(1500, "s"), "q" + std::to_string(i))); // All fresh, though marked.
        Traffic traffic = log.finish();
        SimulationRequest request;
        request.variants.push_back(parseVariant("ttl=1h").value());
        const auto report = simulate(traffic, request);
        QVERIFY(report.has_value());
        QCOMPARE(report->reproduction.state, Reproduction::State::NotReproduced);
        QVERIFY(report->reproduction.worst.find("claude-sonnet-4-5") != std::string::npos);
        QVERIFY(!report->best);
    }

    /** A hundred equal hours with one change that always helps: clearly cheaper, and the advice says the same. */
    void verdictAndAdvice()
    {
        TrafficSettings settings;
        Log log(settings);
        const std::string system = words(1500, "s");
        double at = 0;
        std::int64_t prefix = 0;
        for (int i = 0; i < 300; ++i, at += 1200) {
            CallRecord record = log.record(at, providers::Api::AnthropicMessages);
            TrafficBuilder counter({});
            const std::string body = claude(system, "q" + std::to_string(i));
            // Always too late for five minutes: each call writes what its mark covers.
            if (prefix == 0) {
                Log one;
                one.claudeAt(0, body);
                prefix = run(one.finish(), "").sums.writeTokens;
            }
            ReadBody read = counter.read(record, body);
            record.end.usage.tokens.cacheWrite5m = prefix;
            log.addAs(record, body, read.tokens - prefix);
        }
        Traffic traffic = log.finish();
        SimulationRequest request;
        request.variants.push_back(parseVariant("ttl=1h").value());
        const auto report = simulate(traffic, request);
        QVERIFY(report.has_value());
        QCOMPARE(report->reproduction.state, Reproduction::State::Reproduced);
        QVERIFY(report->reproduction.costError < 0.001);
        QCOMPARE(report->variants[1].verdict, Verdict::Cheaper);
        QCOMPARE(report->best.value_or(0), std::size_t{ 1 });
        QVERIFY(report->variants[1].differenceBand.high < 0);
        QVERIFY(report->perMonth(report->variants[1].difference) < report->variants[1].difference);
        const auto advice = adviseFamilies(traffic, *report, request);
        QVERIFY(advice.has_value());
        QCOMPARE(advice->size(), std::size_t{ 1 });
        const FamilyAdvice &family = advice->front();
        QCOMPARE(family.calls, 300);
        QVERIFY(family.best.has_value());
        const AdviceOption best = family.options[*family.best].option;
        QVERIFY(best == AdviceOption::LongLifetime || best == AdviceOption::BestMarksLongLifetime);
        QCOMPARE(family.againIn5Minutes, 0.0);
        QCOMPARE(family.againInAnHour, 1.0);
        QVERIFY(family.costNow > family.withoutCache); // The premium is paid for nothing.
    }

    void settingsAreRead_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QByteArray>("problem");
        QTest::newRow("all") << QByteArray(
            "ttl=1h,granularity=128,tools=sorted,marks=best,gate=250ms,keep-warm=30m,"
            "local=on,local-ttl=7d,volatile=/a/b")
                             << QByteArray();
        QTest::newRow("none") << QByteArray() << QByteArray();
        QTest::newRow("window") << QByteArray("granularity=window") << QByteArray();
        QTest::newRow("unknown") << QByteArray("tl=1h") << QByteArray("Did you mean 'ttl'");
        QTest::newRow("no value") << QByteArray("ttl") << QByteArray("KEY=VALUE");
        QTest::newRow("no time") << QByteArray("ttl=soon") << QByteArray("a time such as");
        QTest::newRow("no step") << QByteArray("granularity=100") << QByteArray("multiple of 64");
        QTest::newRow("no pointer") << QByteArray("volatile=metadata") << QByteArray("JSON Pointer");
    }
    void settingsAreRead()
    {
        QFETCH(QByteArray, text);
        QFETCH(QByteArray, problem);
        const auto variant = parseVariant(text.toStdString());
        QCOMPARE(variant.has_value(), problem.isEmpty());
        if (!variant) {
            QVERIFY2(
                QByteArray::fromStdString(variant.error().message).contains(problem),
                variant.error().message.c_str());
            return;
        }
        QCOMPARE(QByteArray::fromStdString(settingsOf(*variant)), text);
        QCOMPARE(variant->isAsNow(), text.isEmpty());
        QCOMPARE(parseVariant("my name:" + text.toStdString())->name, std::string("my name"));
    }

    void bands()
    {
        // The same every day: the band is the value itself. Nothing below five days.
        const std::vector<double> base{ 10, 20, 30, 20, 10, 40 }, half{ 5, 10, 15, 10, 5, 20 };
        const Band exact = ratioBand(half, base);
        QVERIFY(exact.known);
        QVERIFY(std::abs(exact.low - 65) < 1e-9 && std::abs(exact.high - 65) < 1e-9);
        const std::vector<double> mixed{ 5, -10, 15, -12, 5, -3 };
        const Band across = ratioBand(mixed, base);
        QVERIFY(across.low < 0 && across.high > 0);
        QVERIFY(!ratioBand(std::vector<double>(4, 1.0), std::vector<double>(4, 1.0)).known);
    }
};

QTEST_GUILESS_MAIN(TestSimulation)
#include "tst_simulation.moc"
