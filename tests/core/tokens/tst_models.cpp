// SPDX-License-Identifier: MIT
// Which tokenizer counts for a model, estimates and their calibration, whole requests.
#include "support.h"

#include "tokens/chat_count.h"
#include "tokens/estimator.h"
#include "tokens/model_table.h"

#include <QTemporaryDir>
#include <QtTest>
#include <nlohmann/json.hpp>

using namespace cachescope;
using namespace cachescope::tokens;
using nlohmann::json;

namespace {

RequestCount countOf(const json &body, const Estimator *estimator = nullptr)
{
    const auto count = countChatRequest(body, ModelTable(), estimator);
    return count ? *count : RequestCount{};
}

/** `tokens` tokens of o200k_base: " the" repeated. */
std::string textOf(std::size_t tokens)
{
    std::string text;
    for (std::size_t i = 0; i < tokens; ++i)
        text += " the";
    return text;
}

json message(const char *role, std::size_t tokens)
{
    return { { "role", role }, { "content", textOf(tokens) } };
}

} // namespace

class TestModels : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tokenizerOfModel_data()
    {
        QTest::addColumn<std::string>("model");
        QTest::addColumn<std::string>("tokenizer");
        QTest::addColumn<bool>("exact");
        const auto row = [](const char *model, const char *tokenizer, bool exact) {
            QTest::newRow(model) << std::string(model) << std::string(tokenizer) << exact;
        };
        for (const char *const model :
             { "gpt-5", "gpt-5.6-mini", "gpt-4.1", "gpt-4.5-preview", "gpt-4o-2024-08-06", "chatgpt-4o-latest",
               "o1", "o3-pro", "o4-mini", "GPT-4o", "openai/gpt-4o", "ft:gpt-4o-mini:org::id" })
            row(model, "o200k_base", true);
        row("gpt-oss-120b", "o200k_harmony", true);
        for (const char *const model : { "gpt-4", "gpt-4-turbo", "gpt-3.5-turbo", "text-embedding-3-small",
                                         "text-embedding-ada-002", "davinci-002" })
            row(model, "cl100k_base", true);
        row("text-davinci-003", "p50k_base", true);
        row("code-davinci-002", "p50k_base", true);
        row("text-davinci-edit-001", "p50k_edit", true);
        row("davinci", "r50k_base", true);
        for (const char *const model :
             { "claude-sonnet-4-6", "gemini-2.5-flash", "models/gemini-3-pro", "deepseek-v4-pro", "qwen3-max",
               "grok-4", "gpt-6", "anthropic.claude-opus-4-6-v1:0", "something-else" })
            row(model, "o200k_base", false);
    }
    void tokenizerOfModel()
    {
        QFETCH(std::string, model);
        QFETCH(std::string, tokenizer);
        QFETCH(bool, exact);
        const ModelTokens found = ModelTable().forModel(model);
        QCOMPARE(found.tokenizer, tokenizer);
        QCOMPARE(found.exact, exact);
        QCOMPARE(found.error > 0, !exact);
        QCOMPARE(found.known, model != "something-else");
        QVERIFY(tokenizerFor(found).has_value());
    }

    /** The catalogue says of each Claude model which of the two unpublished tokenizers it has. */
    void claudesTokenizerIsTheCatalogues()
    {
        const auto catalogue
            = nlohmann::json::parse(test::readFile(CACHESCOPE_SOURCE_DIR "/resources/prices/model-prices.json"));
        const ModelTable table;
        int older = 0;
        int newer = 0;
        for (const auto &model : catalogue.at("models")) {
            const std::string tokenizer = model.at("tokenizer");
            if (!tokenizer.starts_with("claude-v"))
                continue;
            const bool isNewer = tokenizer == "claude-v2";
            ++(isNewer ? newer : older);
            std::vector<std::string> names = model.at("aliases");
            names.push_back(model.at("id"));
            for (const std::string &name : names) {
                const ModelTokens found = table.forModel(name);
                QVERIFY2(found.family == (isNewer ? "claude-newer" : "claude"), name.c_str());
                QVERIFY(!found.exact && found.error > 0);
            }
        }
        QVERIFY(older >= 5 && newer >= 12);
        QVERIFY(table.forModel("claude-opus-4-8").factor > table.forModel("claude-opus-4-6").factor * 1.25);
    }

    void claudesOfOtherNames_data()
    {
        QTest::addColumn<std::string>("model");
        QTest::addColumn<std::string>("family");
        for (const char *const name :
             { "claude-opus-4", "claude-opus-4-1-20250805", "claude-opus-4-20250514", "claude-sonnet-4.6",
               "claude-3-5-haiku-latest", "anthropic.claude-v2:1", "claude-instant-1.2", "claude-4.5-sonnet" })
            QTest::newRow(name) << std::string(name) << std::string("claude");
        for (const char *const name :
             { "claude-opus-4-8", "anthropic/claude-opus-4.8", "us.anthropic.claude-opus-4-8-v1:0",
               "claude-opus-4-8[1m]", "claude-mythos-5", "claude-haiku-5-5", "claude-sonnet-6", "claude-new-name" })
            QTest::newRow(name) << std::string(name) << std::string("claude-newer");
    }
    void claudesOfOtherNames()
    {
        QFETCH(std::string, model);
        QFETCH(std::string, family);
        QCOMPARE(ModelTable().forModel(model).family, family);
    }

    void usersRulesComeFirst()
    {
        ModelTable table;
        ModelTokens rule = table.forModel("gpt-4");
        table.add("my-*", rule);
        table.addFile("my-own-model", "/nonexistent/tokenizer.json");
        QCOMPARE(table.forModel("my-other-model").tokenizer, std::string("cl100k_base"));
        const ModelTokens file = table.forModel("my-own-model");
        QVERIFY(file.isFile && file.exact);
        const auto opened = tokenizerFor(file);
        QVERIFY(!opened.has_value() && opened.error().code == base::ErrorCode::Unreadable);
        table.add("gpt-5*", rule);
        QCOMPARE(table.forModel("gpt-5-mini").tokenizer, std::string("cl100k_base"));
    }

    void estimatesLearn()
    {
        const ModelTokens claude = ModelTable().forModel("claude-sonnet-4-6");
        Estimator estimator;
        const TokenEstimate before = estimator.estimate("claude-sonnet-4-6", claude, 1000);
        QVERIFY(!before.exact);
        QCOMPARE(before.tokens, std::uint64_t{ 1200 });
        QVERIFY(before.low() < 1200 && before.high() > 1200);
        for (int i = 0; i < 200; ++i)
            estimator.observe("claude-sonnet-4-6", 1000, 1330 + (i % 3) * 10);
        const TokenEstimate after = estimator.estimate("claude-sonnet-4-6", claude, 1000);
        QVERIFY(after.tokens > 1325 && after.tokens < 1345);
        QVERIFY(after.error < before.error);
        QVERIFY(!after.exact);
        QVERIFY(after.low() <= 1330 && after.high() >= 1350);
        // Another model of the family learnt nothing.
        QCOMPARE(estimator.estimate("claude-haiku-4-5", claude, 1000).tokens, std::uint64_t{ 1200 });
        Estimator restored;
        restored.restore(estimator.calibrations());
        QCOMPARE(restored.estimate("claude-sonnet-4-6", claude, 1000).tokens, after.tokens);
    }

    void outliersTeachNothing()
    {
        Estimator estimator;
        estimator.observe("m", 10, 12); // too small
        estimator.observe("m", 1000, 9000); // images, no doubt
        estimator.observe("m", 1000, 10);
        estimator.observe("m", 0, 10);
        QCOMPARE(estimator.ignoredObservations(), std::uint64_t{ 4 });
        QVERIFY(estimator.calibrations().empty());
    }

    void exactIsExact()
    {
        const TokenEstimate estimate = Estimator().estimate("gpt-4o", ModelTable().forModel("gpt-4o"), 77);
        QVERIFY(estimate.exact);
        QCOMPARE(estimate.low(), std::uint64_t{ 77 });
        QCOMPARE(estimate.high(), std::uint64_t{ 77 });
    }

    /** The recordings of gpt-5-nano, by their content tokens; the reported counts are OpenAI's. */
    void harmonyMatchesRecordings()
    {
        const auto prompt = [](json messages) {
            const RequestCount count = countOf({ { "model", "gpt-5-nano" }, { "messages", std::move(messages) } });
            return count.total.exact ? count.total.tokens : 0;
        };
        QCOMPARE(prompt({ message("user", 2) }), std::uint64_t{ 8 });
        QCOMPARE(prompt({ message("developer", 6) }), std::uint64_t{ 12 });
        QCOMPARE(prompt({ message("user", 15) }), std::uint64_t{ 21 });
        QCOMPARE(
            prompt({ message("developer", 10), message("user", 10), message("assistant", 5), message("user", 5) }),
            std::uint64_t{ 50 });
    }

    /** The example of OpenAI's cookbook; the API reports 129 for gpt-3.5-turbo and gpt-4, 124 for gpt-4o. */
    void cookbookExample()
    {
        const auto entry = [](const char *role, const char *name, const char *content) {
            json item{ { "role", role }, { "content", content } };
            if (*name != '\0')
                item["name"] = name;
            return item;
        };
        json body{
            { "messages",
              { entry(
                    "system", "",
                    "You are a helpful, pattern-following assistant that translates corporate jargon into plain "
                    "English."),
                entry("system", "example_user", "New synergies will help drive top-line growth."),
                entry("system", "example_assistant", "Things working well together will increase revenue."),
                entry(
                    "system", "example_user",
                    "Let's circle back when we have more bandwidth to touch base on opportunities for increased "
                    "leverage."),
                entry(
                    "system", "example_assistant", "Let's talk later when we're less busy about how to do better."),
                entry(
                    "user", "",
                    "This late pivot means we don't have time to boil the ocean for the client deliverable.") } }
        };
        for (const auto &[model, expected] :
             std::initializer_list<std::pair<const char *, std::uint64_t>>{ { "gpt-4-0613", 129 },
                                                                            { "gpt-3.5-turbo-0125", 129 },
                                                                            { "gpt-4o", 124 },
                                                                            { "gpt-4o-mini", 124 } }) {
            body["model"] = model;
            const RequestCount count = countOf(body);
            QCOMPARE(count.total.tokens, expected);
            QVERIFY(count.total.exact);
            QCOMPARE(count.contentTokens + count.overheadTokens, expected);
        }
    }

    /** The tools example of the same cookbook: 105 for gpt-3.5-turbo and gpt-4, 101 for gpt-4o. */
    void cookbookTools()
    {
        const json location{ { "type", "string" },
                             { "description", "The city and state, e.g. San Francisco, CA" } };
        const json unit{ { "type", "string" },
                         { "description", "The unit of temperature to return" },
                         { "enum", { "celsius", "fahrenheit" } } };
        const json parameters{ { "type", "object" },
                               { "properties", { { "location", location }, { "unit", unit } } },
                               { "required", json::array({ "location" }) } };
        const json function{ { "name", "get_current_weather" },
                             { "description", "Get the current weather in a given location" },
                             { "parameters", parameters } };
        json system{ { "role", "system" } };
        system["content"] = "You are a helpful assistant that can answer to questions about the weather.";
        json user{ { "role", "user" } };
        user["content"] = "What's the weather like in San Francisco?";
        json body{ { "tools", json::array({ { { "type", "function" }, { "function", function } } }) },
                   { "messages", json::array({ system, user }) } };
        body["model"] = "gpt-4";
        QCOMPARE(countOf(body).total.tokens, std::uint64_t{ 105 });
        body["model"] = "gpt-4o";
        QCOMPARE(countOf(body).total.tokens, std::uint64_t{ 101 });
        QVERIFY(countOf(body).total.exact);
        body["model"] = "gpt-5-nano";
        const RequestCount harmony = countOf(body);
        QVERIFY(!harmony.total.exact && harmony.total.error > 0);
        QVERIFY(harmony.toolTokens > 85);
    }

    void undocumentedPartsMakeEstimates()
    {
        const json image{ { "model", "gpt-4o" },
                          { "messages",
                            { { { "role", "user" }, { "content", { { { "type", "image_url" } } } } } } } };
        QCOMPARE(countOf(image).uncountedParts, std::uint64_t{ 1 });
        QVERIFY(!countOf(image).total.exact);
        const json newer{ { "model", "gpt-5.6" }, { "messages", { message("user", 5) } } };
        QVERIFY(!countOf(newer).total.exact);
        QCOMPARE(countOf(newer).total.tokens, std::uint64_t{ 11 });
        const json responses{ { "model", "gpt-5" }, { "instructions", textOf(6) }, { "input", textOf(2) } };
        QCOMPARE(countOf(responses).total.tokens, std::uint64_t{ 18 });
        const json anthropic{
            { "model", "claude-sonnet-4-6" },
            { "system", textOf(100) },
            { "messages",
              { { { "role", "user" }, { "content", { { { "type", "text" }, { "text", textOf(100) } } } } } } }
        };
        QCOMPARE(countOf(anthropic).contentTokens, std::uint64_t{ 200 });
        QVERIFY(!countOf(anthropic).total.exact);
        const json gemini{ { "model", "gemini-2.5-pro" },
                           { "contents",
                             { { { "role", "user" }, { "parts", { { { "text", textOf(100) } } } } } } } };
        QCOMPARE(countOf(gemini).contentTokens, std::uint64_t{ 100 });
        const json embedding{ { "model", "text-embedding-3-small" }, { "input", { " the", " the the" } } };
        QCOMPARE(countOf(embedding).total.tokens, std::uint64_t{ 3 });
        QVERIFY(countOf(embedding).total.exact);
    }

    void otherBodiesAreRefused()
    {
        for (const json &body : { json::object(), json::array(), json("text"), json{ { "messages", 7 } } })
            QVERIFY(!countChatRequest(body, ModelTable(), nullptr).has_value());
    }
};

QTEST_GUILESS_MAIN(TestModels)
#include "tst_models.moc"
