// SPDX-License-Identifier: MIT
#include <QTest>

#ifndef Q_MOC_RUN // moc of Qt 6.4 cannot read some headers of C++20
#include "providers/caching_rules.h"
#include "providers/price_book.h"
#include <chrono>
#endif

using namespace cachescope;
using namespace cachescope::providers;
using namespace std::chrono_literals;

namespace {

/** "2026-11-18 05:59" in UTC. */
base::UnixMicros at(int year, unsigned month, unsigned day, int hour, int minute)
{
    using namespace std::chrono;
    const sys_days date{ std::chrono::year(year) / static_cast<int>(month) / static_cast<int>(day) };
    return duration_cast<microseconds>(date.time_since_epoch() + hours(hour) + minutes(minute)).count();
}

const base::UnixMicros november = at(2026, 11, 18, 12, 0);

QByteArray inputRate(
    const PriceBook &book, std::string_view upstream, std::string_view model, std::int64_t prompt = 10,
    PriceContext context = { november, {}, {}, false })
{
    const auto rates = book.rates(upstream, model, prompt, context);
    return rates ? QByteArray::number(static_cast<qlonglong>(rates->input.picoPerToken)) : "unknown";
}

QByteArray billed(
    const PriceBook &book, std::string_view upstream, std::string_view model, const TokenUsage &usage,
    PriceContext context = { november, {}, {}, false })
{
    const auto cost = book.cost(upstream, model, usage, context);
    return cost ? QByteArray::fromStdString(cost->billed.toDecimal()) : "unknown";
}

std::shared_ptr<const PriceBook> bookWith(const char *json, std::string_view currency = {})
{
    auto book = PriceBook::withOverrides(json, "prices.json", currency);
    if (!book)
        qWarning("%s", book.error().message.c_str());
    return book ? *book : nullptr;
}

} // namespace

class TestPriceBook : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void shippedBookIsWhole()
    {
        const auto book = PriceBook::shipped();
        QCOMPARE(book->models().size(), std::size_t{ 269 });
        QCOMPARE(QByteArray::fromStdString(std::string(book->version())), "2026-11-20");
        QCOMPARE(QByteArray::fromStdString(std::string(book->currency())), "USD");
        QVERIFY(book == PriceBook::shipped());
        for (const ModelCard *card : book->models()) {
            const auto rates = book->rates(card->provider, card->id, 10, { november, {}, {}, false });
            QVERIFY2(rates && rates->output, card->id.c_str());
            QVERIFY2(book->find(card->provider, card->id) == card, card->id.c_str());
        }
    }

    void workedExampleAnthropic()
    {
        const TokenUsage usage{ 120, 18000, 2000, 0, 0, 500, 310 };
        const auto cost = PriceBook::shipped()->cost(
            "anthropic", "claude-sonnet-4-5-20250929", usage, { november, {}, {}, false });
        QVERIFY(cost);
        QCOMPARE(cost->billed.pico(), 20'760'000'000);
        QCOMPARE(cost->withoutCache.pico(), 67'860'000'000);
        QCOMPARE(cost->input.pico(), 360'000'000);
        QCOMPARE(cost->cacheRead.pico(), 5'400'000'000);
        QCOMPARE(cost->cacheWrite.pico(), 7'500'000'000);
        QCOMPARE(cost->output.pico(), 7'500'000'000);
    }

    void workedExampleOpenAi()
    {
        const TokenUsage usage{ 2200, 17920, 0, 0, 0, 500, 0 };
        const auto cost = PriceBook::shipped()->cost("openai", "gpt-4.1", usage, { november, {}, {}, false });
        QVERIFY(cost);
        QCOMPARE(cost->billed.pico(), 17'360'000'000);
        QCOMPARE(cost->billed, cost->input + cost->cacheRead + cost->cacheWrite + cost->output);
    }

    void writesByTheirTime()
    {
        const auto book = PriceBook::shipped();
        const TokenUsage oneHour{ 0, 0, 0, 1000, 0, 0, 0 };
        QCOMPARE(billed(*book, "anthropic", "claude-sonnet-4-5", oneHour), "0.006");
        const TokenUsage thirtyMinutes{ 0, 0, 0, 0, 1000, 0, 0 };
        QCOMPARE(billed(*book, "openai", "gpt-5.6-sol", thirtyMinutes), "0.005");
        QCOMPARE(billed(*book, "openai", "gpt-4.1", thirtyMinutes), "0.002"); // no write rate: at input
        QCOMPARE(billed(*book, "openrouter", "anthropic/claude-sonnet-4.5", thirtyMinutes), "0.00375");
        const TokenUsage fiveMinutes{ 0, 0, 1'000'000, 0, 0, 0, 0 };
        QCOMPARE(billed(*book, "openrouter", "google/gemini-2.5-flash", fiveMinutes), "0.383333");
    }

    void nullRatesMeanInput()
    {
        const TokenUsage usage{ 0, 1000, 0, 0, 0, 0, 0 };
        QCOMPARE(billed(*PriceBook::shipped(), "holysheep", "gpt-4.1", usage), "0.0025");
        QCOMPARE(billed(*PriceBook::shipped(), "openai", "gpt-5.4-pro", usage), "0.03");
    }

    void automaticHitsOfAlibabaCostTwiceExplicitOnes()
    {
        const auto book = PriceBook::shipped();
        const TokenUsage read{ 0, 1'000'000, 0, 0, 0, 0, 0 };
        QCOMPARE(billed(*book, "alibaba", "qwen3.7-plus", TokenUsage{ 0, 100'000, 0, 0, 0, 0, 0 }), "0.01");
        QCOMPARE(
            billed(
                *book, "alibaba", "qwen3.7-plus", TokenUsage{ 0, 100'000, 0, 0, 0, 0, 0 },
                { november, {}, {}, true }),
            "0.005");
        QCOMPARE(billed(*book, "alibaba", "qwen3.7-plus", TokenUsage{ 0, 100'000, 1000, 0, 0, 0, 0 }), "0.005625");
        QCOMPARE(billed(*book, "alibaba", "qwen3.7-plus", read), "0.4"); // above the band: a fifth of 2.00
    }

    void tiers()
    {
        const auto book = PriceBook::shipped();
        QCOMPARE(inputRate(*book, "openai", "gpt-5.4", 272'000), "2500000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.4", 272'001), "5000000");
        QCOMPARE(inputRate(*book, "xai", "grok-4.3", 199'999), "1250000");
        QCOMPARE(inputRate(*book, "xai", "grok-4.3", 200'000), "2500000"); // inclusive
        QCOMPARE(inputRate(*book, "gemini", "gemini-2.5-pro", 200'000), "1250000");
        QCOMPARE(inputRate(*book, "gemini", "gemini-2.5-pro", 200'001), "2500000");
        // The cached part counts for the size, and every token of the request is priced by the tier.
        const TokenUsage large{ 1000, 299'000, 0, 0, 0, 1000, 0 };
        QCOMPARE(billed(*book, "openai", "gpt-5.4", large), "0.177");
    }

    void peakHoursOfDeepSeek_data()
    {
        QTest::addColumn<qint64>("when");
        QTest::addColumn<QByteArray>("rate");
        const auto row = [](const char *name, base::UnixMicros when, const char *rate) {
            QTest::newRow(name) << qint64(when) << QByteArray(rate);
        };
        row("Wednesday 00:59", at(2026, 11, 18, 0, 59), "150000");
        row("Wednesday 01:00", at(2026, 11, 18, 1, 0), "300000");
        row("Wednesday 03:59", at(2026, 11, 18, 3, 59), "300000");
        row("Wednesday 04:00", at(2026, 11, 18, 4, 0), "150000");
        row("Wednesday 06:00", at(2026, 11, 18, 6, 0), "300000");
        row("Wednesday 10:00", at(2026, 11, 18, 10, 0), "150000");
        row("Saturday 02:00", at(2026, 11, 21, 2, 0), "150000");
        row("Sunday 07:00", at(2026, 11, 22, 7, 0), "150000");
        row("National Day, a Thursday", at(2026, 10, 1, 2, 0), "150000");
        row("the Thursday after the holidays", at(2026, 10, 8, 2, 0), "300000");
    }

    void peakHoursOfDeepSeek()
    {
        QFETCH(qint64, when);
        QFETCH(QByteArray, rate);
        QCOMPARE(inputRate(*PriceBook::shipped(), "deepseek", "deepseek-flash", 10, { when, {}, {}, false }), rate);
    }

    void datedPrices()
    {
        const auto book = PriceBook::shipped();
        QCOMPARE(
            inputRate(*book, "gemini", "gemini-3.8-flash", 10, { at(2026, 12, 31, 23, 59), {}, {}, false }),
            "750000");
        QCOMPARE(
            inputRate(*book, "gemini", "gemini-3.8-flash", 10, { at(2027, 1, 1, 0, 0), {}, {}, false }), "1500000");
    }

    void serviceTiersAndPlace()
    {
        const auto book = PriceBook::shipped();
        const auto rate
            = [&](std::string_view upstream, std::string_view model, std::string_view tier, std::string_view geo) {
                  return inputRate(*book, upstream, model, 10, { november, tier, geo, false });
              };
        QCOMPARE(rate("openai", "gpt-5.4", "default", ""), "2500000");
        QCOMPARE(rate("openai", "gpt-5.4", "flex", ""), "1250000");
        QCOMPARE(rate("openai", "gpt-5.4", "batch", ""), "1250000");
        QCOMPARE(rate("openai", "gpt-5.4", "priority", ""), "5000000");
        QCOMPARE(rate("openai", "gpt-5.4", "fast", ""), "5000000");
        QCOMPARE(rate("anthropic", "claude-opus-5", "standard", "global"), "5000000");
        QCOMPARE(rate("anthropic", "claude-opus-5", "standard", "us"), "5500000");
        QCOMPARE(rate("anthropic", "claude-opus-5", "batch", "us"), "2750000");
        QCOMPARE(rate("anthropic", "claude-opus-5", "priority", ""), "5000000");
        QCOMPARE(rate("deepseek", "deepseek-flash", "flex", "us"), "150000");
        QCOMPARE(
            billed(
                *book, "openai", "gpt-4.1-nano", TokenUsage{ 0, 1, 0, 0, 0, 0, 0 },
                { november, "flex", {}, false }),
            "0.0000000125");
    }

    void halfPicosAreRoundedUp()
    {
        const auto book
            = bookWith(R"({"models":[{"provider":"openai","id":"m","prices":{"input":0.000001,"output":0}}]})");
        const PriceContext flex{ november, "flex", {}, false };
        QCOMPARE(book->cost("openai", "m", { 1, 0, 0, 0, 0, 0, 0 }, flex)->billed.pico(), 1);
        QCOMPARE(book->cost("openai", "m", { 2, 0, 0, 0, 0, 0, 0 }, flex)->billed.pico(), 1);
        // Per bucket: 1.5 and 0.5
        QCOMPARE(book->cost("openai", "m", { 3, 1, 0, 0, 0, 0, 0 }, flex)->billed.pico(), 3);
    }

    void lookup_data()
    {
        QTest::addColumn<QByteArray>("upstream");
        QTest::addColumn<QByteArray>("model");
        QTest::addColumn<QByteArray>("found");
        const auto row = [](const char *upstream, const char *model, const char *found) {
            QTest::addRow("%s %s", upstream, model)
                << QByteArray(upstream) << QByteArray(model) << QByteArray(found);
        };
        row("openai", "gpt-4.1", "gpt-4.1");
        row("openai", "GPT-4.1", "gpt-4.1");
        row("openai", "gpt-4.1-2025-04-14", "gpt-4.1");
        row("openai", "gpt-4o-2024-05-13", "gpt-4o");
        row("openai", "gpt-5.6", "gpt-5.6-sol");
        row("openai", "gpt-5.6-sol-2026-08-01", "gpt-5.6-sol");
        row("openai", "openai/gpt-4.1", "gpt-4.1");
        row("openai", "gpt-3.5-turbo-1106", "gpt-3.5-turbo");
        row("openai", "gpt-4-0314", "gpt-4");
        row("openai", "gpt-4-32k", "");
        row("openai", "o1-mini", "");
        row("openai", "o3-deep-research", "");
        row("openai", "gpt-4o-audio-preview", "");
        row("openai", "gpt-5.7", "");
        row("openai", "gpt-4", "gpt-4");
        row("openai", "", "");
        row("openai", "text-embedding-3-small", "");
        row("anthropic", "claude-sonnet-4-5", "claude-sonnet-4-5");
        row("anthropic", "claude-opus-5-20260601", "claude-opus-5");
        row("anthropic", "claude-opus-5-5", "claude-opus-5-5");
        row("anthropic", "claude-opus-5-7", "");
        row("anthropic", "claude-sonnet-4-5@20250929", "claude-sonnet-4-5");
        row("gemini", "models/gemini-2.5-flash", "gemini-2.5-flash");
        row("gemini", "gemini-2.5-flash-001", "gemini-2.5-flash");
        row("gemini", "gemini-2.5-flash-preview-09-2025", "gemini-2.5-flash");
        row("gemini", "gemini-2.5-flash-lite-preview-06-17", "gemini-2.5-flash-lite");
        row("gemini", "gemini-2.5-flash-image", "");
        row("openrouter", "anthropic/claude-sonnet-4.5", "anthropic/claude-sonnet-4.5");
        row("openrouter", "claude-sonnet-4.5", "anthropic/claude-sonnet-4.5");
        row("openrouter", "deepseek/deepseek-v4-pro:free", "");
        row("openrouter", "nobody/knows", "");
        row("holysheep", "claude-sonnet-4-5", "claude-sonnet-4.5");
        row("deepseek", "deepseek-v4-flash", "deepseek-flash");
        row("deepseek", "gpt-4.1", ""); // no guess from another provider
        row("ollama", "gpt-4.1", "");
        row("corp", "gpt-4.1", "");
        row("azure", "gpt-4.1", "gpt-4.1"); // an upstream that is named like a provider of the book
        row("groq", "openai/gpt-oss-120b", "openai/gpt-oss-120b");
        row("groq", "gpt-oss-120b", "openai/gpt-oss-120b");
    }

    void lookup()
    {
        QFETCH(QByteArray, upstream);
        QFETCH(QByteArray, model);
        QFETCH(QByteArray, found);
        const ModelCard *const card = PriceBook::shipped()->find(upstream.toStdString(), model.toStdString());
        QCOMPARE(card ? QByteArray::fromStdString(card->id) : QByteArray(), found);
    }

    void unknownStaysUnknown()
    {
        const auto book = PriceBook::shipped();
        QVERIFY(!book->cost("openai", "gpt-99", { 1, 0, 0, 0, 0, 1, 0 }, { november, {}, {}, false }));
        const auto noOutput = bookWith(R"({"models":[{"provider":"corp","id":"m","prices":{"input":1}}]})");
        QCOMPARE(billed(*noOutput, "corp", "m", { 10, 0, 0, 0, 0, 0, 0 }), "0.00001");
        QCOMPARE(billed(*noOutput, "corp", "m", { 10, 0, 0, 0, 0, 1, 0 }), "unknown");
        const auto noInput = bookWith(R"({"models":[{"provider":"corp","id":"m","prices":{"output":1}}]})");
        QCOMPARE(billed(*noInput, "corp", "m", { 10, 0, 0, 0, 0, 0, 0 }), "unknown");
        // Beyond what Money holds: unknown, not wrapped
        QCOMPARE(billed(*book, "openai", "o1-pro", { std::int64_t{ 1 } << 40, 0, 0, 0, 0, 0, 0 }), "unknown");
    }

    void overridesMergeMemberByMember()
    {
        const auto book = bookWith(R"({"generated":"2026-12-01","upstreams":{"corp":"azure"},"models":[
            {"provider":"holysheep","id":"gpt-4.1","prices":{"cache_read":0.625}},
            {"provider":"openai","id":"gpt-4.1","prices":{"cache_read":null}},
            {"provider":"ollama","id":"llama","prices":{"input":0.003625,"output":0}}]})");
        QVERIFY(book);
        const TokenUsage read{ 0, 1'000'000, 0, 0, 0, 0, 0 };
        QCOMPARE(billed(*book, "holysheep", "gpt-4.1", read), "0.625");
        QCOMPARE(inputRate(*book, "holysheep", "gpt-4.1"), "2500000");
        QCOMPARE(billed(*book, "openai", "gpt-4.1", read), "2");
        QCOMPARE(inputRate(*book, "ollama", "llama"), "3625");
        QCOMPARE(inputRate(*book, "corp", "gpt-4.1"), "2000000");
        QCOMPARE(QByteArray::fromStdString(std::string(book->version())), "2026-11-20+2026-12-01");
        QCOMPARE(billed(*PriceBook::shipped(), "openai", "gpt-4.1", read), "0.5");
    }

    void overridesOfTiersAndSchedules()
    {
        const auto book = bookWith(R"({"models":[{"provider":"openai","id":"gpt-5.6-sol",
            "tiers":[{"above_prompt_tokens":100,"input":8},{"above_prompt_tokens":1000,"threshold_inclusive":true,"input":9}],
            "schedules":[{"name":"launch rate again","from_date":"2026-12-01","until_date":"2027-01-01","prices":{"input":5},
                          "tiers":[{"above_prompt_tokens":100,"input":10}]}]}]})");
        QVERIFY(book);
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 100), "4000000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 999), "8000000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 1000), "9000000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 100, { at(2026, 12, 1, 0, 0), {}, {}, false }), "5000000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 1000, { at(2026, 12, 1, 0, 0), {}, {}, false }), "10000000");
        QCOMPARE(inputRate(*book, "openai", "gpt-5.6", 1000, { at(2027, 1, 1, 0, 0), {}, {}, false }), "9000000");
    }

    void currencies()
    {
        const auto cny = bookWith("", "CNY");
        QVERIFY(cny);
        QCOMPARE(QByteArray::fromStdString(std::string(cny->currency())), "CNY");
        QCOMPARE(inputRate(*cny, "holysheep", "gpt-4.1"), "2500000"); // a listed dollar is a yuan
        QCOMPARE(inputRate(*cny, "deepseek", "deepseek-flash"), "1000000"); // its own CNY list
        const PriceContext peak{ at(2026, 11, 18, 2, 0), {}, {}, false };
        QCOMPARE(inputRate(*cny, "deepseek", "deepseek-flash", 10, peak), "2000000"); // and in proportion
        QCOMPARE(cny->rates("deepseek", "deepseek-flash", 10, peak)->cacheRead->picoPerToken, 40000);
        QCOMPARE(inputRate(*cny, "openai", "gpt-4.1"), "unknown");
        const auto converted = bookWith(R"({"cny_per_usd":7.1})", "CNY");
        QCOMPARE(inputRate(*converted, "openai", "gpt-4.1"), "14200000");
        QCOMPARE(inputRate(*converted, "holysheep", "gpt-4.1"), "2500000");
        const auto byFile = bookWith(
            R"({"currency":"CNY","models":[{"provider":"openai","id":"gpt-4.1","prices":{"input":15}}]})");
        QCOMPARE(QByteArray::fromStdString(std::string(byFile->currency())), "CNY");
        QCOMPARE(inputRate(*byFile, "openai", "gpt-4.1"), "15000000");
    }

    void mistakesAreNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("words"); ///< All have to be in the message.
        const auto row = [](const char *name, const char *json, const char *words) {
            QTest::newRow(name) << QByteArray(json) << QByteArray(words);
        };
        row("no JSON", "prices", "prices.json|not one JSON object");
        row("syntax", "{\n\"models\": [\n}", "prices.json|line 3");
        row("trailing", "{} {}", "prices.json|line 1");
        row("not an object", "[]", "prices.json|not one JSON object");
        row("unknown key", R"({"model":[]})", "\"model\"|\"models\"");
        row("negative", R"({"models":[{"id":"m","provider":"p","prices":{"input":-1}}]})", "p/m|prices.input|-1");
        row("string", R"({"models":[{"id":"m","provider":"p","prices":{"input":"1"}}]})", "p/m|prices.input|\"1\"");
        row("exponent", R"({"models":[{"id":"m","provider":"p","prices":{"input":1e-3}}]})",
            "p/m|prices.input|1e-3");
        row("too fine", R"({"models":[{"prices":{"output":0.0000001},"id":"m","provider":"p"}]})",
            "p/m|prices.output|0.0000001");
        row("misspelt rate", R"({"models":[{"id":"m","provider":"p","prices":{"cache_raed":1}}]})",
            "p/m|prices.cache_raed|\"cache_read\"");
        row("misspelt field", R"({"models":[{"id":"m","provider":"p","price":{}}]})", "p/m|\"price\"|\"prices\"");
        row("no id", R"({"models":[{"id":"a","provider":"p"},{"provider":"p"}]})", "model number 2|\"id\"");
        row("no provider", R"({"models":[{"id":"m"}]})", "m|\"provider\"");
        row("tier without threshold", R"({"models":[{"id":"m","provider":"p","tiers":[{"input":1}]}]})",
            "p/m|tiers[0].above_prompt_tokens");
        row("date", R"({"models":[{"id":"m","provider":"p","schedules":[{"from_date":"2026-02-30"}]}]})",
            "p/m|schedules[0].from_date");
        row("window", R"({"models":[{"id":"m","provider":"p","schedules":[{"utc_windows":[["04:00","01:00"]]}]}]})",
            "p/m|schedules[0].utc_windows");
        row("weekday", R"({"models":[{"id":"m","provider":"p","schedules":[{"weekdays":[0]}]}]})",
            "p/m|schedules[0].weekdays");
        row("schedule without condition",
            R"({"models":[{"id":"m","provider":"p","schedules":[{"prices":{"input":1}}]}]})", "p/m|schedules[0]");
        row("cache mode", R"({"models":[{"id":"m","provider":"p","cache_mode":"magic"}]})", "p/m|cache_mode");
        row("currency", R"({"currency":"EUR"})", "currency|CNY");
        row("model is no object", R"({"models":[7]})", "model number 1");
        row("calendar",
            R"({"models":[{"id":"m","provider":"p","schedules":[{"from_date":"2026-01-01","excluded_calendar":"x"}]}]})",
            "p/m|schedules[0].excluded_calendar|holidays");
        row("holidays", R"({"holidays":{"x":["1.1.2026"]}})", "\"holidays.x\"|2027-01-01");
        row("zero rate of exchange", R"({"cny_per_usd":0})", "cny_per_usd");
    }

    void mistakesAreNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QByteArray, words);
        const auto book = PriceBook::withOverrides(json.toStdString(), "prices.json");
        QVERIFY(!book);
        QCOMPARE(book.error().code, base::ErrorCode::InvalidInput);
        const QByteArray message = QByteArray::fromStdString(book.error().message);
        for (const QByteArray &word : words.split('|'))
            QVERIFY2(message.contains(word), message.constData());
    }

    void currencyOfFileAndConfigurationHaveToAgree()
    {
        const auto book = PriceBook::withOverrides(R"({"currency":"CNY"})", "prices.json", "USD");
        QVERIFY(!book);
        QVERIFY(book.error().message.find("prices.currency") != std::string::npos);
        QVERIFY(!PriceBook::withOverrides("", "", "EUR"));
    }

    void cachingRulesOfModels()
    {
        const auto book = PriceBook::shipped();
        const CachingRules sonnet = cachingRules(*book, "anthropic", "claude-sonnet-4-5");
        QCOMPARE(sonnet.mode, CachingMode::Explicit);
        QCOMPARE(sonnet.counts, CachedCount::Beside);
        QCOMPARE(sonnet.minimumTokens, 1024);
        QCOMPARE(sonnet.maxMarks, 4);
        QCOMPARE(sonnet.lookbackBlocks, 20);
        QVERIFY(sonnet.tooManyMarksIsError);
        QCOMPARE(sonnet.timesToLive, (std::vector<std::chrono::seconds>{ 5min, 1h }));
        const CachingRules haiku = cachingRules(*book, "anthropic", "claude-haiku-5-5");
        QCOMPARE(haiku.minimumTokens, 4096);
        QVERIFY(std::ranges::count(haiku.unverified, "min_cacheable_tokens") == 1);
        const CachingRules sol = cachingRules(*book, "openai", "gpt-5.6-sol");
        QCOMPARE(sol.mode, CachingMode::AutomaticAndExplicit);
        QCOMPARE(sol.incrementTokens, 1);
        QVERIFY(sol.exactAtBreakpoint);
        QVERIFY(!sol.tooManyMarksIsError);
        QCOMPARE(sol.timesToLive.front(), std::chrono::seconds(30min));
        const CachingRules older = cachingRules(*book, "openai", "gpt-4.1");
        QCOMPARE(older.mode, CachingMode::Automatic);
        QCOMPARE(older.minimumTokens, 1024);
        QCOMPARE(older.incrementTokens, 128);
        QCOMPARE(older.maxMarks, 0);
        QCOMPARE(cachingRules(*book, "openai", "gpt-5.5").incrementTokens, 2048);
        QCOMPARE(cachingRules(*book, "openai", "o1-pro").mode, CachingMode::None);
        QCOMPARE(cachingRules(*book, "gemini", "gemini-2.5-flash").minimumTokens, 2048);
        QCOMPARE(cachingRules(*book, "gemini", "gemini-2.5-flash").mode, CachingMode::Automatic);
        QCOMPARE(cachingRules(*book, "deepseek", "deepseek-flash").incrementTokens, 64);
        QCOMPARE(cachingRules(*book, "openrouter", "anthropic/claude-sonnet-4.5").maxMarks, 4);
        QVERIFY(cachingRules(*book, "holysheep", "gpt-4.1").unverified.size() >= 4);
        QCOMPARE(cachingRules(*book, "ollama", "llama3").mode, CachingMode::None);
        QCOMPARE(cachingRules(*book, "openai", "gpt-99").minimumTokens, 1024);
    }
};

QTEST_GUILESS_MAIN(TestPriceBook)
#include "tst_price_book.moc"
