// SPDX-License-Identifier: MIT
#ifndef Q_MOC_RUN
#include "prompt/budget.h"
#include "prompt/efficiency.h"
#endif

#include <QTest>

using namespace cachescope;
using namespace cachescope::prompt;

namespace {

std::shared_ptr<const Prompt> parsed(const std::string &bytes)
{
    auto prompt = Prompt::parse(bytes);
    if (!prompt)
        qFatal("%s", prompt.error().message.c_str());
    return *prompt;
}

std::string words(int count, const std::string &word = " alpha")
{
    std::string text;
    for (int i = 0; i < count; ++i)
        text += word;
    return text;
}

providers::CachingRules rulesOf(const char *model)
{
    return providers::cachingRules(*providers::PriceBook::shipped(), "openai", model);
}

Efficiency measured(const std::vector<std::string> &texts, const char *model = "gpt-4.1")
{
    EfficiencyMeter meter(rulesOf(model));
    for (const std::string &text : texts) {
        auto prompt = parsed(text);
        auto layout = layOut(*prompt, model, tokens::ModelTable());
        if (!layout)
            qFatal("%s", layout.error().message.c_str());
        meter.add(prompt, std::move(*layout));
    }
    return meter.result();
}

#ifndef Q_MOC_RUN // Raw strings.
std::string chat(const std::string &system, const std::string &user)
{
    return R"({"model":"gpt-4.1","messages":[{"role":"system","content":")" + system
        + R"("},{"role":"user","content":")" + user + R"("}]})";
}

std::string withImage(const char *data)
{
    return std::string(R"({"model":"gpt-4.1","messages":[{"role":"user","content":[{"type":"text","text":")")
        + words(40) + R"("},{"type":"image_url","image_url":{"url":")" + data + R"("}},{"type":"text","text":")"
        + words(64) + R"("}]}]})";
}
#endif

} // namespace

/** Figures of a set of prompts, and the room in a context window. */
class EfficiencyTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void averagesAndSharedPrefix()
    {
        const Efficiency found = measured({ words(10), words(20), words(10) + words(20, " beta") });
        QCOMPARE(found.prompts, std::size_t{ 3 });
        QCOMPARE(found.totalTokens, std::int64_t{ 60 });
        QCOMPARE(found.averageTokens, 20.0);
        QCOMPARE(found.medianTokens, 20.0);
        QCOMPARE(found.leastTokens, std::int64_t{ 10 });
        QCOMPARE(found.mostTokens, std::int64_t{ 30 });
        QCOMPARE(found.sharedTokens, std::int64_t{ 10 });
        QCOMPARE(found.cacheableTokens, std::int64_t{ 0 }); // Below the provider's minimum.
    }

    void namesWhoEndsThePrefix()
    {
        const Efficiency found
            = measured({ chat("You are A.", "x"), chat("You are A.", "y"), chat("You are B.", "x") });
        QCOMPARE(found.endedBy, std::size_t{ 2 });
        QVERIFY(found.endsAt.has_value());
        QCOMPARE(found.endsAt->textA, std::string(" A"));
        QCOMPARE(found.endsAt->textB, std::string(" B"));
    }

    void prefixReachesTheProvidersStep()
    {
        const std::string system = words(1500);
        const Efficiency found = measured({ chat(system, "one"), chat(system, "two") });
        QCOMPARE(found.cacheableTokens, found.sharedTokens / 128 * 128);
        QVERIFY(found.cacheableTokens >= 1408);
    }

    void bestGranularityIsTheCoarsestThatLosesNothing()
    {
        // 4,096 shared tokens and short tails: even the coarsest step reads nearly all.
        std::vector<std::string> texts;
        for (int i = 0; i < 40; ++i)
            texts.push_back(words(4096) + " tail" + std::to_string(i));
        const Efficiency coarse = measured(texts);
        QCOMPARE(coarse.bestStep, std::int64_t{ 2048 });
        QCOMPARE(coarse.granularities.back().readTokens, std::int64_t{ 39 * 4096 });
        QCOMPARE(coarse.granularities.back().entries, std::size_t{ 2 });
        // 100 shared tokens: steps above 64 lose more than a hundredth, those above 100 all of it.
        texts.clear();
        for (int i = 0; i < 40; ++i)
            texts.push_back(words(100) + words(100, " w" + std::to_string(i)));
        const Efficiency fine = measured(texts);
        QCOMPARE(fine.bestStep, std::int64_t{ 32 }); // 96 tokens, as 16 reads; 64 reads only 64.
        QCOMPARE(fine.granularities.back().readTokens, std::int64_t{ 0 });
    }

    void growingConversationIsReadAgain()
    {
        const std::string turn = words(64);
        const Efficiency found = measured({ turn, turn + turn, turn + turn + turn });
        QCOMPARE(found.granularities.front().readTokens, std::int64_t{ 64 + 128 });
        QCOMPARE(baselineOf(found).readShare, (64.0 + 128) / (128 + 192));
    }

    void imagesThatDifferEndTheSharing()
    {
        const Efficiency same = measured({ withImage("data:a"), withImage("data:a") });
        const Efficiency other = measured({ withImage("data:a"), withImage("data:b") });
        QVERIFY(same.granularities.front().readTokens > 90);
        QVERIFY(other.granularities.front().readTokens <= 48);
    }

    void shiftsAreRelativeAndSorted()
    {
        const auto shifts = shiftsFrom({ 100, 50, 0.5 }, { 110, 25, 0.5 });
        QCOMPARE(std::string(shifts[0].figure), std::string("shared_tokens"));
        QCOMPARE(shifts[0].share, -0.5);
        QCOMPARE(shifts[1].share, 0.1);
        QCOMPARE(shifts[2].share, 0.0);
        QCOMPARE(shiftsFrom({ 1, 0, 0 }, { 1, 9, 0 }).front().share, 1.0);
    }

    void budgetCountsAndLeavesRoom()
    {
        const auto book = providers::PriceBook::shipped();
        const auto *card = book->find("openai", "gpt-4.1");
        QVERIFY(card != nullptr && card->contextWindow && card->maxOutput);
        const auto prompt = parsed(chat("You are helpful.", "Hello there"));
        const auto count = countPrompt(*prompt, "gpt-4.1", tokens::ModelTable());
        QVERIFY(count.has_value());
        const auto budget = budgetOf(*prompt, *count, *card, 1);
        QVERIFY(budget.has_value());
        QVERIFY(budget->exact);
        QCOMPARE(budget->used, std::int64_t{ 3 + 2 * 4 + 4 + 2 }); // Cookbook: primer, wrapping, texts.
        QCOMPARE(budget->room, *card->contextWindow - budget->used);
        QCOMPARE(budget->safeMaxTokens, *card->maxOutput);
        QCOMPARE(budget->missing, std::int64_t{ 0 });
        QCOMPARE(budgetOf(*prompt, *count, *card, *card->maxOutput + 5)->missing, std::int64_t{ 5 });
    }

    void budgetUsesTheUpperEndOfAnEstimate()
    {
        const auto *card = providers::PriceBook::shipped()->find("anthropic", "claude-sonnet-4-5");
        QVERIFY(card != nullptr && card->contextWindow);
        const auto prompt = parsed(words(2000));
        const auto count = countPrompt(*prompt, "claude-sonnet-4-5", tokens::ModelTable());
        const auto budget = budgetOf(*prompt, *count, *card, 1);
        QVERIFY(!budget->exact);
        QVERIFY(budget->usedAtMost > budget->used);
        QCOMPARE(budget->room, budget->window - budget->usedAtMost);
    }

    void aPromptBeyondTheWindowLeavesNothing()
    {
        providers::ModelCard card;
        card.id = "small";
        card.contextWindow = 10;
        const auto prompt = parsed(words(12));
        const auto count = countPrompt(*prompt, "gpt-4.1", tokens::ModelTable());
        const auto budget = budgetOf(*prompt, *count, card, 1);
        QCOMPARE(budget->room, std::int64_t{ -2 });
        QCOMPARE(budget->safeMaxTokens, std::int64_t{ 0 });
        QCOMPARE(budget->missing, std::int64_t{ 3 });
        card.contextWindow.reset();
        QVERIFY(!budgetOf(*prompt, *count, card, 1));
    }
};

QTEST_GUILESS_MAIN(EfficiencyTest)
#include "tst_efficiency.moc"
