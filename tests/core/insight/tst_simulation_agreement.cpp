// SPDX-License-Identifier: MIT
// The simulator's fast replay and core/prompt's PrefixMemory say the same of random conversations; a recorded demo
// log is reproduced.
#ifndef Q_MOC_RUN
#include "insight/simulation/load_traffic.h"
#include "insight/simulation/prefix_replay.h"
#include "insight/simulation/simulation.h"
#include "log_fixture.h"
#include "prompt/prefix_memory.h"
#include "random_conversation.h"
#include "requestlog/export.h"
#include "simulated/demo_history.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::insight;
using Shape = RandomConversation::Shape;

Q_DECLARE_METATYPE(RandomConversation::Shape)

namespace {

providers::Api apiOf(Shape shape)
{
    switch (shape) {
    case Shape::Chat:
        return providers::Api::OpenAiChat;
    case Shape::Responses:
        return providers::Api::OpenAiResponses;
    case Shape::Messages:
        return providers::Api::AnthropicMessages;
    case Shape::Gemini:
        break;
    }
    return providers::Api::GeminiGenerate;
}

struct Agreement
{
    int calls = 0, reads = 0, disagreements = 0;
    std::string first;
};

/** One conversation through both. */
void converse(
    Shape shape, const std::string &upstream, const std::string &model, std::uint32_t seed, Agreement &sum)
{
    providers::CachingRules rules = providers::cachingRules(*providers::PriceBook::shipped(), upstream, model);
    if (rules.mode == providers::CachingMode::Automatic && rules.incrementTokens == 0)
        rules.incrementTokens = baseStep; // What both assume where nothing is published.
    const tokens::ModelTable models;
    RandomConversation conversation(shape, model, seed);
    prompt::PrefixMemory memory(rules);
    TrafficBuilder builder({});
    std::vector<std::int64_t> foreseen;
    std::int64_t now = 1'000'000;
    for (int call = 0; call < 12; ++call) {
        const std::string body = conversation.body();
        auto parsed = prompt::Prompt::parse(body, prompt::formOf(apiOf(shape))).value();
        auto layout = prompt::layOut(*parsed, model, models).value();
        foreseen.push_back(memory.call(parsed, layout, std::chrono::seconds(now)));
        requestlog::CallRecord record;
        record.start.id = call + 1;
        record.start.startedAt = now * 1'000'000;
        record.start.api = apiOf(shape);
        record.start.upstream = upstream;
        record.start.model = model;
        record.end.status = 200;
        record.end.firstByteMicros = 0;
        record.end.usage.source = providers::UsageSource::Reported;
        record.end.usage.tokens.fresh = layout.total;
        builder.add(record, builder.read(record, body), 0, [&body] { return body; });
        now += conversation.pause().count();
        conversation.step();
    }
    const Traffic traffic = builder.finish();
    PrefixReplay replayed(traffic, {});
    for (std::size_t i = 0; i < foreseen.size(); ++i) {
        const PrefixUse use = replayed.call(traffic.calls[i], 0);
        ++sum.calls;
        sum.reads += use.read > 0 ? 1 : 0;
        if (use.read != foreseen[i] && sum.disagreements++ == 0)
            sum.first = "conversation " + std::to_string(seed) + ", call " + std::to_string(i) + ": replayed "
                + std::to_string(use.read) + ", foreseen " + std::to_string(foreseen[i]);
    }
}

/** The demo's past in a log of its own. */
class DemoLog
{
public:
    DemoLog()
    {
        simulated::DemoHistorySettings settings;
        settings.until = 1'790'000'000'000'000;
        settings.lastHourCalls = 200;
        settings.earlierCalls = 700;
        settings.reach = std::chrono::hours(72);
        simulated::demoHistory(settings, [this](requestlog::CallStart start, requestlog::CallEnd end) {
            return m_fixture.log().record(std::move(start), std::move(end));
        });
        m_fixture.drain();
    }
    LogSelection all() const
    {
        return {
            .database = m_fixture.path(), .range = { 0, std::int64_t{ 1 } << 60 }, .filter = {}, .threads = 2
        };
    }
    requestlog::LogFixture &fixture() { return m_fixture; }

private:
    requestlog::LogFixture m_fixture;
};

} // namespace

class TestSimulationAgreement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_demo = std::make_unique<DemoLog>(); }
    void cleanupTestCase() { m_demo.reset(); }

    void replayIsMemory_data()
    {
        QTest::addColumn<Shape>("shape");
        QTest::addColumn<QByteArray>("upstream");
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("Chat, steps of 128") << Shape::Chat << QByteArray("openai") << QByteArray("gpt-4.1");
        QTest::newRow("Chat, Harmony") << Shape::Chat << QByteArray("openai") << QByteArray("gpt-5-mini");
        QTest::newRow("Chat, breakpoints") << Shape::Chat << QByteArray("openai") << QByteArray("gpt-5.6-sol");
        QTest::newRow("Responses, steps") << Shape::Responses << QByteArray("openai") << QByteArray("gpt-4.1");
        QTest::newRow("Responses, breakpoints")
            << Shape::Responses << QByteArray("openai") << QByteArray("gpt-5.6-sol");
        QTest::newRow("Messages, 1,024")
            << Shape::Messages << QByteArray("anthropic") << QByteArray("claude-sonnet-4-5");
        QTest::newRow("Messages, 4,096")
            << Shape::Messages << QByteArray("anthropic") << QByteArray("claude-opus-4-5");
        QTest::newRow("Gemini") << Shape::Gemini << QByteArray("gemini") << QByteArray("gemini-2.5-flash");
    }
    void replayIsMemory()
    {
        QFETCH(Shape, shape);
        QFETCH(QByteArray, upstream);
        QFETCH(QByteArray, model);
        bool isNumber = false;
        const int asked = qEnvironmentVariableIntValue("CACHESCOPE_CONVERSATIONS", &isNumber);
        Agreement found;
        for (int i = 0; i < (isNumber ? asked : 40); ++i)
            converse(
                shape, upstream.toStdString(), model.toStdString(), static_cast<std::uint32_t>(i * 7919 + 13),
                found);
        qInfo("%d calls, %d read from the cache", found.calls, found.reads);
        QVERIFY2(
            found.disagreements == 0,
            (std::to_string(found.disagreements) + " disagreements; " + found.first).c_str());
        QVERIFY2(found.reads * 20 > found.calls, "hardly any call reads: the conversations test nothing");
    }

    void demoIsReproduced()
    {
        auto traffic = loadLog(m_demo->all(), {});
        QVERIFY(traffic.has_value());
        SimulationRequest request;
        request.sweep.reset();
        const auto report = simulate(*traffic, request);
        QVERIFY(report.has_value());
        const Reproduction &found = report->reproduction;
        qInfo(
            "cost off by %.2f %%, tokens read by %.2f %%, local hits by %.2f %%", found.costError * 100,
            found.readError * 100, found.localError * 100);
        QCOMPARE(found.state, Reproduction::State::Reproduced);
        QVERIFY(found.costError < reproductionLimit);
        QVERIFY(found.readError < reproductionLimit);
        QVERIFY(report->actual.sums.readTokens > 0);
        // What was billed is what today's book says: nothing is lost on the way.
        QCOMPARE(report->actual.sums.cost().pico(), report->billed.pico());
    }

    void everythingAddsUp()
    {
        auto traffic = loadLog(m_demo->all(), {});
        QVERIFY(traffic.has_value());
        SimulationRequest request;
        for (const char *text :
             { "ttl=1h", "tools=sorted", "marks=best", "gate=10s", "keep-warm=1h", "local-ttl=5m", "local=off",
               "granularity=64", "granularity=message", "granularity=window",
               "ttl=1h,tools=sorted,marks=best,gate=5s,keep-warm=2h,local-ttl=1h" })
            request.variants.push_back(parseVariant(text).value());
        const auto report = simulate(*traffic, request);
        QVERIFY(report.has_value());
        QCOMPARE(report->variants.size(), request.variants.size() + 1);
        const base::Money now = report->variants.front().result.sums.cost();
        for (const VariantReport &variant : report->variants) {
            std::int64_t perCall = 0;
            for (const std::int64_t cost : variant.result.costs)
                perCall += cost;
            QCOMPARE(perCall, variant.result.sums.cost().pico());
            base::Money parts;
            std::int64_t changed = 0;
            for (const Saving &saving : variant.savings) {
                parts += saving.difference;
                changed += saving.changedCalls;
            }
            QCOMPARE(parts.pico(), variant.difference.pico());
            QCOMPARE(variant.difference.pico(), (variant.result.sums.cost() - now).pico());
            QCOMPARE(changed, static_cast<std::int64_t>(variant.changedCalls.size()));
        }
        QVERIFY(report->sweep.has_value());
        QCOMPARE(report->sweep->lines.front().points.size(), std::size_t{ 6 });
    }

    /** The log and its own export give the same figures. */
    void exportIsTheLog()
    {
        auto reader = m_demo->fixture().reader();
        std::string lines;
        const auto written = requestlog::exportCalls(
            *reader, { 0, std::int64_t{ 1 } << 60 }, {}, requestlog::ExportFormat::JsonLines,
            [&](std::string_view piece) {
                lines += piece;
                return true;
            });
        QVERIFY(written.has_value());
        lines += "not json\n{\"model\":1}\n";
        auto fromLog = loadLog(m_demo->all(), {});
        auto fromLines = loadLines(lines, {});
        QVERIFY(fromLog.has_value() && fromLines.has_value());
        QCOMPARE(fromLines->problems.size(), std::size_t{ 2 });
        QCOMPARE(fromLines->problems.front().line, static_cast<std::size_t>(*written) + 1);
        SimulationRequest request;
        request.sweep.reset();
        request.variants.push_back(parseVariant("ttl=1h,tools=sorted").value());
        const auto a = simulate(*fromLog, request);
        const auto b = simulate(fromLines->traffic, request);
        QVERIFY(a.has_value() && b.has_value());
        QCOMPARE(b->calls, a->calls);
        for (std::size_t i = 0; i < a->variants.size(); ++i) {
            QCOMPARE(b->variants[i].result.sums.cost().pico(), a->variants[i].result.sums.cost().pico());
            QCOMPARE(b->variants[i].result.sums.readTokens, a->variants[i].result.sums.readTokens);
            QCOMPARE(b->variants[i].result.sums.localHits, a->variants[i].result.sums.localHits);
        }
    }

    void stops()
    {
        const auto stop = std::make_unique<std::stop_source>();
        stop->request_stop();
        const auto loaded = loadLog(m_demo->all(), {}, stop->get_token());
        QVERIFY(!loaded && loaded.error().code == base::ErrorCode::Cancelled);
        auto traffic = loadLog(m_demo->all(), {});
        QVERIFY(traffic.has_value());
        const auto report = simulate(*traffic, {}, stop->get_token());
        QVERIFY(!report && report.error().code == base::ErrorCode::Cancelled);
    }

private:
    std::unique_ptr<DemoLog> m_demo;
};

QTEST_GUILESS_MAIN(TestSimulationAgreement)
#include "tst_simulation_agreement.moc"
