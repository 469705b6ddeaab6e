// SPDX-License-Identifier: MIT
// Token estimates learn from the usage that providers reported for logged calls.
#ifndef Q_MOC_RUN
#include "../requestlog/log_fixture.h"

#include "engine/token_calibration.h"
#include "tokens/chat_count.h"

#include <nlohmann/json.hpp>
#endif

using namespace cachescope;
using engine::calibrateTokens;
using requestlog::CallRecord;
using requestlog::LogFixture;

namespace {

constexpr const char *sonnet = "claude-sonnet-4-5";

/** A request of about `words` words, different for each `seed`. */
nlohmann::json requestOf(const std::string &model, int words, int seed)
{
    std::string text;
    for (int i = 0; i < words; ++i)
        text += "word" + std::to_string((seed * 31 + i * 7) % 97) + (i % 9 == 0 ? ", and " : " ");
    return { { "model", model },
             { "max_tokens", 10 },
             { "messages", nlohmann::json::array({ { { "role", "user" }, { "content", text } } }) } };
}

/** What we would have said before any calibration. */
std::uint64_t firstEstimate(const nlohmann::json &body)
{
    return tokens::countChatRequest(body, tokens::ModelTable(), nullptr)->total.tokens;
}

/** A complete call whose provider reports `times` our first estimate. */
CallRecord callOf(const std::string &model, int seed, double times)
{
    const nlohmann::json body = requestOf(model, 60 + seed % 40, seed);
    CallRecord record;
    record.start.uid = base::Uid::create(1'790'000'000'000'000 + seed);
    record.start.startedAt = 1'790'000'000'000'000 + seed;
    record.start.upstream = "anthropic";
    record.start.api = providers::Api::AnthropicMessages;
    record.start.method = "POST";
    record.start.model = model;
    record.end.outcome = requestlog::Outcome::Miss;
    record.end.state = requestlog::CallState::Complete;
    record.end.status = 200;
    record.end.usage.source = providers::UsageSource::Reported;
    const auto all = static_cast<std::int64_t>(static_cast<double>(firstEstimate(body)) * times);
    record.end.usage.tokens.cacheRead = all / 2; // Cached tokens are input, too.
    record.end.usage.tokens.fresh = all - all / 2;
    record.end.requestBody = body.dump();
    record.start.requestBytes = static_cast<std::int64_t>(record.end.requestBody.size());
    return record;
}

bool isWithin(double value, double wanted, double share)
{
    const bool fits = value > wanted * (1 - share) && value < wanted * (1 + share);
    if (!fits)
        qWarning("%f is not within %.0f %% of %f", value, share * 100, wanted);
    return fits;
}

/** The calibrated estimate of a request that was not logged, against 1.3 times the first one. */
void verifyMeets13(const engine::TokenCalibration &learnt, const std::string &model)
{
    const nlohmann::json body = requestOf(model, 500, 4711);
    const auto count = tokens::countChatRequest(body, tokens::ModelTable(), learnt.estimator.get());
    QVERIFY(count.has_value());
    QVERIFY(
        isWithin(static_cast<double>(count->total.tokens), 1.3 * static_cast<double>(firstEstimate(body)), 0.03));
    QVERIFY(!count->total.exact);
    QVERIFY(count->total.error <= 0.05);
}

} // namespace

class TestTokenCalibration : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void reportedUsageIsMet()
    {
        LogFixture fixture;
        for (int i = 0; i < 150; ++i)
            fixture.write(callOf(sonnet, i, 1.3));
        fixture.drain();
        const auto learnt = calibrateTokens(*fixture.reader(), {}, { .model = sonnet });
        QVERIFY(learnt.has_value());
        QCOMPARE(learnt->models.size(), std::size_t(1));
        QCOMPARE(learnt->models.at(sonnet).calls, std::uint64_t(150));
        QVERIFY(
            isWithin(learnt->models.at(sonnet).factor, 1.3 * tokens::ModelTable().forModel(sonnet).factor, 0.03));
        QVERIFY(learnt->models.at(sonnet).error <= 0.05);
        verifyMeets13(*learnt, sonnet);
    }

    void theNewestCallsCount()
    {
        LogFixture fixture;
        for (int i = 0; i < 60; ++i)
            fixture.write(callOf(sonnet, i, 0.8));
        for (int i = 60; i < 120; ++i)
            fixture.write(callOf(sonnet, i, 1.3));
        fixture.drain();
        const auto learnt = calibrateTokens(*fixture.reader(), {}, { .model = sonnet, .callsPerModel = 60 });
        QVERIFY(learnt.has_value());
        QCOMPARE(learnt->models.at(sonnet).calls, std::uint64_t(60));
        // Had the older ones counted, it would be near 1.05.
        QVERIFY(
            isWithin(learnt->models.at(sonnet).factor, 1.3 * tokens::ModelTable().forModel(sonnet).factor, 0.04));
    }

    void othersDoNotDisturb()
    {
        LogFixture fixture;
        int seed = 0;
        const auto add = [&](double times, const auto &change) {
            CallRecord record = callOf(sonnet, ++seed, times);
            change(record);
            fixture.write(record);
        };
        const auto nothing = [](CallRecord &) {};
        for (int i = 0; i < 100; ++i) {
            add(1.3, nothing);
            if (i % 10 != 0)
                continue;
            add(3.1, nothing); // An outlier: within what the estimator alone would believe.
            add(0.4, nothing);
            add(2.0, [](CallRecord &r) { r.start.model = "claude-opus-4-1"; });
            add(2.0, [](CallRecord &r) { r.start.model = "claude-sonnet-4"; });
            add(2.0, [](CallRecord &r) { r.end.state = requestlog::CallState::Cut; });
            add(2.0, [](CallRecord &r) { r.end.outcome = requestlog::Outcome::Hit; });
            add(2.0, [](CallRecord &r) { r.end.usage.source = providers::UsageSource::Estimated; });
            add(2.0, [](CallRecord &r) { r.end.requestBody = "{\"messages\": ["; });
            add(2.0, [](CallRecord &r) { // An image costs what no tokenizer counts.
                auto body = nlohmann::json::parse(r.end.requestBody);
                body["messages"][0]["content"]
                    = { { { "type", "text" }, { "text", body["messages"][0]["content"] } },
                        { { "type", "image" }, { "source", { { "type", "base64" }, { "data", "AAAA" } } } } };
                r.end.requestBody = body.dump();
            });
        }
        fixture.drain();
        const auto learnt = calibrateTokens(*fixture.reader(), {}, { .model = sonnet });
        QVERIFY(learnt.has_value());
        QCOMPARE(learnt->models.at(sonnet).calls, std::uint64_t(100));
        QCOMPARE(learnt->outliers, 20);
        QCOMPARE(learnt->uncountable, 20);
        verifyMeets13(*learnt, sonnet);
    }

    void namesOfOneModelAreOne_data()
    {
        QTest::addColumn<std::string>("logged");
        for (const char *name : { "claude-sonnet-4-5-20250929", "anthropic/claude-sonnet-4-5",
                                  "claude-sonnet-4-5@20250929", "us.anthropic.claude-sonnet-4-5",
                                  "claude-sonnet-4-5-2025-09-29", "Claude-Sonnet-4-5", "claude-sonnet-4-5-latest" })
            QTest::newRow(name) << std::string(name);
    }
    void namesOfOneModelAreOne()
    {
        QFETCH(std::string, logged);
        LogFixture fixture;
        for (int i = 0; i < 5; ++i)
            fixture.write(callOf(logged, i, 1.3));
        fixture.drain();
        auto learnt = calibrateTokens(*fixture.reader(), {}, { .model = sonnet });
        QVERIFY(learnt.has_value() && learnt->models.contains(sonnet));
        QCOMPARE(learnt->models.at(sonnet).calls, std::uint64_t(5));
        learnt = calibrateTokens(*fixture.reader(), {}, { .model = logged });
        QVERIFY(learnt.has_value() && learnt->models.contains(logged));
    }

    void allModelsWithoutAPublicTokenizer()
    {
        LogFixture fixture;
        for (int i = 0; i < 30; ++i) {
            fixture.write(callOf(sonnet, 2 * i, 1.3));
            CallRecord exact = callOf("gpt-4o", 2 * i + 1, 1.3);
            exact.start.upstream = "openai";
            fixture.write(exact);
        }
        for (int i = 60; i < 70; ++i)
            fixture.write(callOf("gemini-2.5-pro", i, 0.9));
        fixture.drain();
        const auto learnt = calibrateTokens(*fixture.reader(), {});
        QVERIFY(learnt.has_value());
        QCOMPARE(learnt->models.size(), std::size_t(2));
        QCOMPARE(learnt->models.at(sonnet).calls, std::uint64_t(30));
        QCOMPARE(learnt->models.at("gemini-2.5-pro").calls, std::uint64_t(10));
        QVERIFY(
            learnt->models.at("gemini-2.5-pro").factor < tokens::ModelTable().forModel("gemini-2.5-pro").factor);
    }

    void withoutBodiesNothingIsLearnt()
    {
        LogFixture fixture;
        for (int i = 0; i < 20; ++i) {
            CallRecord record = callOf(sonnet, i, 1.3);
            record.end.requestBody.clear();
            fixture.write(record);
        }
        CallRecord large = callOf(sonnet, 20, 1.3);
        large.end.requestBody += std::string(5000, ' ');
        fixture.write(large);
        fixture.drain();
        const auto learnt = calibrateTokens(*fixture.reader(), {}, { .model = sonnet, .largestBody = 4096 });
        QVERIFY(learnt.has_value());
        QVERIFY(learnt->models.empty());
        QCOMPARE(learnt->withoutBody, 20);
        QCOMPARE(learnt->tooLarge, 1);
        const nlohmann::json body = requestOf(sonnet, 100, 1);
        const auto count = tokens::countChatRequest(body, tokens::ModelTable(), learnt->estimator.get());
        QCOMPARE(count->total.tokens, firstEstimate(body));
        QCOMPARE(count->total.error, tokens::ModelTable().forModel(sonnet).error);
    }

    void anEmptyLogAndNoTime()
    {
        LogFixture fixture;
        fixture.drain();
        QVERIFY(calibrateTokens(*fixture.reader(), {}, { .model = sonnet })->models.empty());
        for (int i = 0; i < 10; ++i)
            fixture.write(callOf(sonnet, i, 1.3));
        fixture.drain();
        // The clock stands, so that a deadline of nothing is met before the first look.
        const auto late = calibrateTokens(
            *fixture.reader(), {},
            { .model = sonnet, .longest = std::chrono::milliseconds(0), .clock = &fixture.clock() });
        QVERIFY(late.has_value() && late->models.empty());
    }
};

QTEST_GUILESS_MAIN(TestTokenCalibration)
#include "tst_token_calibration.moc"
