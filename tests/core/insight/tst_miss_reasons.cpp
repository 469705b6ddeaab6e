// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN
#include "insight/insight_facts.h"
#include "labelled_pairs.h"
#endif

using namespace cachescope;
using namespace cachescope::insight;
using namespace cachescope::insight::test;
using namespace std::chrono_literals;
using requestlog::CallInsight;

namespace {

constexpr int seeds = 6;
using Run = CallInsight (*)(Bench &bench, const Shape &shape, int seed);

/** A pair of calls, made so that the second has this reason. */
struct Scenario
{
    const char *name;
    MissReason reason;
    Run run;
    std::vector<Api> only{}; ///< Empty: all APIs.
};

Talk next(Talk talk, int seed)
{
    talk.say(words(9000 + std::uint64_t(seed), 140), words(9100 + std::uint64_t(seed), 110));
    return talk;
}

const std::vector<Scenario> &scenarios()
{
    static const std::vector<Scenario> all{
        { "next turn", MissReason::Read,
          [](Bench &bench, const Shape &shape, int seed) {
              const Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              return bench.send(next(talk, seed), 20s);
          } },
        { "only the newest message is another",
          MissReason::Read,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 1);
              bench.send(talk, 1s);
              talk.messages.back().text = words(7000 + std::uint64_t(seed), 60);
              return bench.send(talk, 20s);
          },
          { Api::OpenAiChat, Api::AnthropicMessages, Api::GeminiGenerate } },
        { "the first of all", MissReason::First,
          [](Bench &bench, const Shape &shape, int seed) { return bench.send(talkOf(shape, seed, 3), 1s); } },
        { "another program's call before", MissReason::First,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk other = talkOf(shape, seed + 50, 3);
              other.session = "another";
              other.system = "You write poems.\n" + words(77'000 + std::uint64_t(seed), 900);
              for (auto &tool : other.tools)
                  tool = { "poem_" + tool.name, words(78'000 + std::uint64_t(seed), 40) };
              bench.send(other, 1s);
              return bench.send(talkOf(shape, seed, 3), 20s);
          } },
        { "short", MissReason::BelowMinimum,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 1);
              talk.system = words(500 + std::uint64_t(seed), 160);
              talk.tools.clear();
              bench.send(talk, 1s);
              talk.messages.back().text = words(600 + std::uint64_t(seed), 12);
              return bench.send(talk, 20s);
          } },
        // 3.2, 6.4; Gemini publishes no lifetime: nothing else speaks for the miss, so this, but "possible" (8.1).
        { "long pause", MissReason::Idle,
          [](Bench &bench, const Shape &shape, int seed) {
              const Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              const bool longer = shape.api == Api::OpenAiResponses; // Entries of half an hour.
              return bench.send(next(talk, seed), (longer ? 31min : 5min) + std::chrono::minutes(seed * 9) + 1s);
          } },
        // The entry was gone before the tools could end its match: time comes first in the order of reasons.
        { "long pause, and the tools in another order", MissReason::Idle,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              std::swap(talk.tools[0], talk.tools[1]);
              return bench.send(next(talk, seed), 95min + std::chrono::minutes(seed));
          } },
        { "another model", MissReason::Model,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              talk.model = shape.otherModel;
              return bench.send(next(talk, seed), 20s);
          } },
        // 3.5: parallel_tool_calls, reasoning.effort; 6.5: tool_choice; Gemini's toolConfig is in no published
        // rule.
        { "a parameter", MissReason::Parameters,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              talk.parameter = true;
              return bench.send(next(talk, seed), 20s);
          } },
        { "tools in another order", MissReason::Tools,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              std::swap(talk.tools[0], talk.tools[1]);
              return bench.send(next(talk, seed), 20s);
          } },
        { "a tool more", MissReason::Tools,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              talk.tools.insert(talk.tools.begin() + 1, { "another", "Does something else." });
              return bench.send(next(talk, seed), 20s);
          } },
        { "a tool's description", MissReason::Tools,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              talk.tools[0].description += " Version " + std::to_string(seed) + ".";
              return bench.send(next(talk, seed), 20s);
          } },
        { "a clock in the system text", MissReason::System,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              const std::string rest = talk.system;
              talk.system = "Current time: 2026-11-20 14:31:07\n" + rest;
              bench.send(talk, 1s);
              talk.system = "Current time: 2026-11-20 14:32:4" + std::to_string(seed) + "\n" + rest;
              return bench.send(next(talk, seed), 20s);
          } },
        { "an edited message", MissReason::History,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 6);
              bench.send(talk, 1s);
              talk.messages[1].text += " (edited)";
              return bench.send(next(talk, seed), 20s);
          } },
        // 3.5, 6.5: truncation of the history ends the match at the first message that is another.
        { "a sliding window", MissReason::History,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 10);
              bench.send(talk, 1s);
              talk.messages.erase(talk.messages.begin(), talk.messages.begin() + 2);
              return bench.send(next(talk, seed), 20s);
          } },
        { "messages in another order", MissReason::History,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 8);
              bench.send(talk, 1s);
              std::swap(talk.messages[2].text, talk.messages[4].text);
              return bench.send(next(talk, seed), 20s);
          } },
        { "compacted", MissReason::Compacted,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 12);
              bench.send(talk, 1s);
              talk.messages.assign(
                  1, { "user", "Summary of the conversation so far: " + words(8000 + std::uint64_t(seed), 90) });
              return bench.send(talk, 20s);
          } },
        // 6.4: readable once the first answer has begun; OpenAI and Gemini publish nothing else that would fit.
        { "two at once",
          MissReason::Parallel,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 1);
              bench.send(talk, 1s, Bench::Provider::Sound, Bench::Begun::Later);
              talk.messages.back().text = words(7500 + std::uint64_t(seed), 70);
              return bench.send(talk, 1s);
          },
          { Api::OpenAiChat, Api::AnthropicMessages, Api::GeminiGenerate } },
        { "the same call twice at once", MissReason::Parallel,
          [](Bench &bench, const Shape &shape, int seed) {
              const Talk talk = talkOf(shape, seed, 3);
              bench.send(talk, 1s, Bench::Provider::Sound, Bench::Begun::Later);
              return bench.send(talk, 1s);
          } },
        // 3.3: GPT-5.6 ends its entry at the newest message alone, so no entry ends where both are still equal;
        // there is no mark that both share, so no text may be blamed.
        { "another newest message, and no entry ends before it",
          MissReason::Breakpoint,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 1);
              bench.send(talk, 1s);
              talk.messages.back().text = words(7000 + std::uint64_t(seed), 60);
              return bench.send(talk, 20s);
          },
          { Api::OpenAiResponses } },
        { "forgotten", MissReason::NotKept,
          [](Bench &bench, const Shape &shape, int seed) {
              const Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              return bench.send(next(talk, seed), 20s, Bench::Provider::Forgot);
          } },
        { "no mark any more where the entry ends",
          MissReason::Breakpoint,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              for (int i = 0; i < 12; ++i) // The newest mark is more than twenty blocks behind the entry.
                  talk.say(
                      words(3000 + std::uint64_t(seed * 40 + i), 30),
                      words(4000 + std::uint64_t(seed * 40 + i), 30));
              return bench.send(talk, 20s);
          },
          { Api::AnthropicMessages } },
        // A parameter's change, and those are looked for before marks (3.5: what was written implicitly is not
        // reused).
        { "from implicit to explicit mode",
          MissReason::Parameters,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              bench.send(talk, 1s);
              talk.onlyMarks = true;
              return bench.send(next(talk, seed), 20s);
          },
          { Api::OpenAiResponses } },
        { "no mark at all",
          MissReason::NoMark,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 4);
              talk.marked = false;
              bench.send(talk, 1s);
              return bench.send(next(talk, seed), 20s);
          },
          { Api::AnthropicMessages } },
        // What changes behind the last mark both share is nobody's fault.
        { "an edit behind the last mark",
          MissReason::Read,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 5);
              talk.newestMarked = false;
              bench.send(talk, 1s);
              talk.messages[2].text += " (edited)";
              return bench.send(next(talk, seed), 20s);
          },
          { Api::AnthropicMessages } },
        // 6.2: entries end at marks only. The earlier call's second mark was on text that is no more; up to the
        // first, the last that both share, all was read.
        { "the newest message asked anew",
          MissReason::Read,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 6);
              bench.send(talk, 1s);
              talk.messages.back().text = words(7700 + std::uint64_t(seed), 80);
              return bench.send(talk, 20s);
          },
          { Api::AnthropicMessages } },
        { "another conversation behind the last mark",
          MissReason::Read,
          [](Bench &bench, const Shape &shape, int seed) {
              Talk talk = talkOf(shape, seed, 5);
              talk.newestMarked = false;
              bench.send(talk, 1s);
              Talk other = talkOf(shape, seed + 500, 4);
              talk.messages = other.messages;
              return bench.send(talk, 20s);
          },
          { Api::AnthropicMessages } },
    };
    return all;
}

bool isFor(const Scenario &scenario, Api api)
{
    return scenario.only.empty()
        || std::find(scenario.only.begin(), scenario.only.end(), api) != scenario.only.end();
}

/** Reasons that point at a text: they must never be about what stands behind the last shared mark. */
bool blamesText(MissReason reason)
{
    return reason == MissReason::Tools || reason == MissReason::System || reason == MissReason::History;
}

} // namespace

/** Labelled pairs of calls for each API, labelled by the providers' rules (numbers are sections of the
 * prompt-caching rules) and the order in which reasons are looked for (docs/why.md), not by what the code says: the
 * provider's figures come from the simulated one, which has its own implementation of the rules. */
class MissReasonsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsTheReason_data()
    {
        QTest::addColumn<int>("shape");
        for (int i = 0; i < int(shapes().size()); ++i)
            QTest::newRow(std::string(providers::apiName(shapes()[std::size_t(i)].api)).c_str()) << i;
    }

    void findsTheReason()
    {
        QFETCH(int, shape);
        const Shape &api = shapes()[std::size_t(shape)];
        int pairs = 0, right = 0, blamed = 0;
        for (const Scenario &scenario : scenarios()) {
            if (!isFor(scenario, api.api))
                continue;
            for (int seed = 0; seed < seeds; ++seed) {
                Bench bench(api);
                const CallInsight found = scenario.run(bench, api, seed);
                ++pairs;
                right += found.reason == scenario.reason ? 1 : 0;
                blamed += scenario.reason == MissReason::Read && blamesText(found.reason) ? 1 : 0;
                if (found.reason != scenario.reason)
                    qWarning(
                        "%s, %d: %s (predicted %lld, reported %lld, compared with %lld, %s)", scenario.name, seed,
                        std::string(requestlog::missReasonName(found.reason)).c_str(),
                        static_cast<long long>(found.predicted), static_cast<long long>(found.reported),
                        static_cast<long long>(found.comparedWith), found.facts.c_str());
            }
        }
        qInfo("%s: %d of %d pairs right", std::string(providers::apiName(api.api)).c_str(), right, pairs);
        QVERIFY(pairs >= 60);
        QCOMPARE(blamed, 0);
        QVERIFY2(right * 100 >= pairs * 95, qPrintable(QStringLiteral("%1 of %2").arg(right).arg(pairs)));
    }

    void namesThePlaceAndTheTexts()
    {
        Bench bench(shapes()[2]);
        Talk talk = talkOf(shapes()[2], 1, 3);
        talk.tools[1].description = "Runs checks: review, test, docs.";
        bench.send(talk, 1s);
        talk.tools[1].description = "Runs checks: docs, review, test.";
        const CallInsight found = bench.send(talk, 20s);
        QVERIFY(found.reason == MissReason::Tools);
        QVERIFY(found.certainty == requestlog::Certainty::Certain);
        QCOMPARE(found.place, std::string("tools[1] tool_1"));
        const Facts facts = factsFromJson(found.facts);
        QVERIFY(facts.orderOnly);
        QVERIFY(facts.before.ends_with("Runs checks:"));
        QVERIFY(facts.was.starts_with(" review"));
        QVERIFY(facts.is.starts_with(" docs"));
        QVERIFY(found.differsAt > 0 && found.differsAt < 400);
        QVERIFY(!found.rule.empty());
    }

    void moneyIsWhatReadingWouldHaveSaved()
    {
        Bench bench(shapes()[2]);
        Talk talk = talkOf(shapes()[2], 1, 3);
        bench.send(talk, 1s);
        std::swap(talk.tools[0], talk.tools[1]);
        const CallInsight found = bench.send(talk, 20s);
        QVERIFY(found.extra);
        // Sonnet 4.5: written at 3.75, read at 0.30 per million: 3.45 of each million tokens paid again.
        QCOMPARE(found.extra->pico(), found.again * 3'450'000);
        QCOMPARE(found.again, found.predicted - found.reported);
    }

    void whatWasReadCostsNothing()
    {
        Bench bench(shapes()[0]);
        const Talk talk = talkOf(shapes()[0], 2, 3);
        bench.send(talk, 1s);
        const CallInsight found = bench.send(next(talk, 2), 20s);
        QVERIFY(found.reason == MissReason::Read);
        QCOMPARE(found.again, 0);
        QVERIFY(!found.extra);
    }

    void readsTheProvidersOwnWords()
    {
        const auto anthropic = readDiagnostics(
            "{\"cache_miss_reason\":{\"type\":\"tools_changed\",\"cache_missed_input_tokens\":1200}}");
        QVERIFY(anthropic && anthropic->reason == MissReason::Tools);
        QCOMPARE(anthropic->missedTokens, 1200);
        QVERIFY(agree(*anthropic, MissReason::Tools) && !agree(*anthropic, MissReason::System));
        const auto openAi = readDiagnostics(
            "{\"type\":\"cache_miss\",\"reason\":\"context_compacted\",\"cache_missed_tokens\":9}");
        QVERIFY(openAi && agree(*openAi, MissReason::Compacted) && agree(*openAi, MissReason::History));
        const auto unknown = readDiagnostics("{\"type\":\"cache_miss\",\"reason\":\"moon_phase\"}");
        QVERIFY(unknown && !unknown->reason && !agree(*unknown, MissReason::Tools));
        QVERIFY(!readDiagnostics("{\"cache_miss_reason\":null}"));
        QVERIFY(!readDiagnostics("no json"));
    }

    void factsSurviveTheLog()
    {
        Facts facts;
        facts.before = "a\"b";
        facts.was = "x\n";
        facts.idleSeconds = 0;
        facts.orderOnly = facts.fixIsSafe = true;
        facts.equalBytes = 12;
        const Facts read = factsFromJson(factsToJson(facts));
        QCOMPARE(read.before, facts.before);
        QCOMPARE(read.was, facts.was);
        QCOMPARE(read.idleSeconds, 0);
        QVERIFY(read.orderOnly && read.fixIsSafe);
        QCOMPARE(read.equalBytes, 12);
        QCOMPARE(factsFromJson("broken").idleSeconds, -1);
    }
};

QTEST_GUILESS_MAIN(MissReasonsTest)
#include "tst_miss_reasons.moc"
