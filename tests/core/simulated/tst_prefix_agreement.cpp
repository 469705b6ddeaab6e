// SPDX-License-Identifier: MIT
// The prefix that core/prompt foresees is the one that the simulated provider reports, on random conversations.
#ifndef Q_MOC_RUN
#include "prompt/prefix_memory.h"
#include "random_conversation.h"
#include "simulated/cache_rules.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::simulated;
using Api = RandomConversation::Shape;

Q_DECLARE_METATYPE(RandomConversation::Shape)

namespace {

struct Agreement
{
    int calls = 0, hits = 0, disagreements = 0;
    std::string first; ///< The first disagreement, in words.
};

std::int64_t reportedRead(Api shape, const std::string &body)
{
    const Json json = Harness::parse(body);
    const auto number = [](const Json &value) { return value.is_number() ? value.get<std::int64_t>() : 0; };
    switch (shape) {
    case Api::Chat:
        return number(member(member(member(json, "usage"), "prompt_tokens_details"), "cached_tokens"));
    case Api::Responses:
        return number(member(member(member(json, "usage"), "input_tokens_details"), "cached_tokens"));
    case Api::Messages:
        return number(member(member(json, "usage"), "cache_read_input_tokens"));
    case Api::Gemini:
        break;
    }
    return number(member(member(json, "usageMetadata"), "cachedContentTokenCount"));
}

/** The published rules, with what they leave open as the simulation has chosen it. */
providers::CachingRules rulesFor(const char *upstream, const std::string &model)
{
    providers::CachingRules rules = providers::cachingRules(*providers::PriceBook::shipped(), upstream, model);
    const Family family = upstream == std::string("gemini") ? Family::Gemini : Family::OpenAi;
    if (rules.mode == providers::CachingMode::Automatic && rules.incrementTokens == 0) {
        const CacheRules chosen = cacheRulesFor(family, model, false);
        rules.incrementTokens = chosen.increment;
        rules.minimumTokens = chosen.minimum;
    }
    if (rules.wholeUnits)
        rules.timesToLive = { cacheRulesFor(Family::DeepSeek, model, false).idle };
    return rules;
}

Agreement converse(Api shape, const char *upstream, const std::string &model, int conversations)
{
    Harness harness;
    const providers::CachingRules rules = rulesFor(upstream, model);
    const tokens::ModelTokens counted = tokens::ModelTable().forModel(model);
    TokenCounter counter;
    const prompt::Encode encode = [&](std::string_view text, std::vector<tokens::Token> &out) {
        out = *counter.tokens(counted.tokenizer, text);
    };
    Agreement agreement;
    for (int i = 0; i < conversations; ++i) {
        RandomConversation conversation(shape, model, static_cast<std::uint32_t>(i * 7919 + 13));
        prompt::PrefixMemory memory(rules);
        const std::string key = "key-" + std::to_string(i);
        for (int call = 0; call < 12; ++call) {
            const std::string body = conversation.body();
            const auto answer = harness.call(
                conversation.path(), body,
                { { "authorization", "Bearer " + key }, { "x-api-key", key }, { "x-goog-api-key", key } });
            if (answer.status != 200)
                qFatal("%s\n%s", answer.body.c_str(), body.c_str());
            auto parsed = prompt::Prompt::parse(body).value();
            auto layout = prompt::layOut(*parsed, counted, encode);
            const std::chrono::seconds now(harness.clock.wall() / 1'000'000);
            const std::int64_t foreseen = memory.foresee(*parsed, layout, now);
            const std::int64_t reported = reportedRead(shape, answer.body);
            ++agreement.calls;
            agreement.hits += reported > 0 ? 1 : 0;
            if (foreseen != reported && agreement.disagreements++ == 0)
                agreement.first = "conversation " + std::to_string(i) + ", call " + std::to_string(call)
                    + ": foreseen " + std::to_string(foreseen) + ", reported " + std::to_string(reported) + " of "
                    + std::to_string(layout.total) + " (provider: " + std::to_string(answer.plan.use.total) + ")";
            memory.call(std::move(parsed), std::move(layout), now);
            harness.clock.advance(conversation.pause());
            conversation.step();
        }
    }
    return agreement;
}

} // namespace

class TestPrefixAgreement : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void foreseenIsReported_data()
    {
        QTest::addColumn<Api>("shape");
        QTest::addColumn<QByteArray>("upstream");
        QTest::addColumn<QByteArray>("model");
        QTest::newRow("Chat, steps of 128") << Api::Chat << QByteArray("openai") << QByteArray("gpt-4.1");
        QTest::newRow("Chat, Harmony") << Api::Chat << QByteArray("openai") << QByteArray("gpt-5-mini");
        QTest::newRow("Chat, breakpoints") << Api::Chat << QByteArray("openai") << QByteArray("gpt-5.6-sol");
        QTest::newRow("Chat, whole units") << Api::Chat << QByteArray("deepseek") << QByteArray("deepseek-v4-pro");
        QTest::newRow("Responses, steps") << Api::Responses << QByteArray("openai") << QByteArray("gpt-4.1");
        QTest::newRow("Responses, breakpoints")
            << Api::Responses << QByteArray("openai") << QByteArray("gpt-5.6-sol");
        QTest::newRow("Messages, 1,024")
            << Api::Messages << QByteArray("anthropic") << QByteArray("claude-sonnet-4-5");
        QTest::newRow("Messages, 4,096")
            << Api::Messages << QByteArray("anthropic") << QByteArray("claude-opus-4-5");
        QTest::newRow("Gemini") << Api::Gemini << QByteArray("gemini") << QByteArray("gemini-2.5-flash");
    }
    void foreseenIsReported()
    {
        QFETCH(Api, shape);
        QFETCH(QByteArray, upstream);
        QFETCH(QByteArray, model);
        bool isNumber = false;
        const int asked = qEnvironmentVariableIntValue("CACHESCOPE_CONVERSATIONS", &isNumber);
        const int conversations = isNumber ? asked : 250;
        const Agreement found = converse(shape, upstream.constData(), model.toStdString(), conversations);
        qInfo("%d calls, %d read from the cache", found.calls, found.hits);
        QVERIFY2(
            found.disagreements == 0,
            (std::to_string(found.disagreements) + " disagreements; " + found.first).c_str());
        QVERIFY2(found.hits * 20 > found.calls, "hardly any call reads: the conversations test nothing");
    }
};

QTEST_GUILESS_MAIN(TestPrefixAgreement)
#include "tst_prefix_agreement.moc"
