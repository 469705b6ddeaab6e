// SPDX-License-Identifier: MIT
#include "providers/price_reader.h"

#include "providers/price_fields.h"

#include <algorithm>

namespace cachescope::providers {

namespace {

class PriceFileReader
{
public:
    PriceFileReader(std::string_view json, std::string_view fileName)
        : m_text(json)
        , m_json(json)
        , m_fields(m_json)
        , m_fileName(fileName)
    { }

    base::Result<PriceFile> read()
    {
        if (m_json.kind() != JsonKind::Object)
            complain("is not one JSON object");
        else if (m_json.enterObject())
            while (const auto key = m_json.nextKey())
                readTopLevel(*key);
        if (m_problem.empty() && !m_json.finish())
            complain("is not well-formed JSON at line " + std::to_string(line()));
        if (!m_problem.empty())
            return base::failure(base::ErrorCode::InvalidInput, m_problem);
        return std::move(m_file);
    }

private:
    std::ptrdiff_t line() const { return 1 + std::ranges::count(m_text.substr(0, m_json.offset()), '\n'); }

    void complain(const std::string &what)
    {
        if (m_problem.empty())
            m_problem = "The price file " + std::string(m_fileName) + ' ' + what + '.';
    }

    /** Problems of fields outside the models. */
    void reportFields()
    {
        if (!m_fields.problems().empty())
            complain("has a mistake: " + m_fields.problems().front());
        m_fields.forgetProblems();
    }

    void readTopLevel(std::string_view key)
    {
        if (key == "models")
            readModels();
        else if (key == "generated")
            m_fields.readText(m_file.generated, key);
        else if (key == "currency")
            readCurrency();
        else if (key == "cny_per_usd")
            m_file.cnyPerUsd = m_fields.readFactor("\"cny_per_usd\"");
        else if (key == "upstreams")
            readUpstreams();
        else if (key == "holidays")
            readHolidays();
        else
            m_fields.expectKnown(
                key,
                { "schema_version", "unit", "conventions", "sources", "tokenizers", "providers", "checks", "models",
                  "generated", "currency", "cny_per_usd", "upstreams", "holidays" });
        reportFields();
    }

    void readCurrency()
    {
        m_file.currency = m_json.string().value_or("");
        if (m_file.currency != "USD" && m_file.currency != "CNY")
            complain("has a mistake: \"currency\" has to be \"USD\" or \"CNY\"");
    }

    void readUpstreams()
    {
        if (!m_json.enterObject())
            return complain("has a mistake: \"upstreams\" has to be an object of upstream names and providers");
        while (const auto key = m_json.nextKey()) {
            const std::string name(*key);
            m_file.upstreams[name] = m_json.string().value_or("");
        }
    }

    /** Calendars by name, for schedules' `excluded_calendar`. They have to stand before the models. */
    void readHolidays()
    {
        if (!m_json.enterObject())
            return complain("has a mistake: \"holidays\" has to be an object of lists of dates");
        while (const auto key = m_json.nextKey()) {
            const std::string name(*key);
            m_fields.readCalendar(name);
        }
    }

    void readModels()
    {
        if (!m_json.enterArray())
            return complain("has a mistake: \"models\" has to be a list");
        while (m_json.nextElement())
            readModel();
    }

    void readModel()
    {
        ModelEntry &entry = m_file.models.emplace_back();
        if (!m_json.enterObject())
            m_fields.complain("the entry", "has to be an object");
        else
            while (const auto key = m_json.nextKey())
                readModelMember(entry, *key);
        const ModelCard &card = entry.model.card;
        if (m_fields.problems().empty() && !m_json.failed() && (card.id.empty() || card.provider.empty()))
            m_fields.complain(card.id.empty() ? "\"id\"" : "\"provider\"", "is missing");
        // Only now is the model's name known, wherever it stands in the entry.
        const std::string which = card.id.empty() ? "model number " + std::to_string(m_file.models.size())
                                                  : "model " + card.provider + '/' + card.id;
        if (!m_fields.problems().empty() && !m_json.failed())
            complain("has a mistake in " + which + ": " + m_fields.problems().front());
        m_fields.forgetProblems();
    }

    void readModelMember(ModelEntry &entry, std::string_view key)
    {
        PricedModel &model = entry.model;
        if (key == "prices")
            m_fields.readRates(model.rates, "prices");
        else if (key == "tiers")
            entry.hasTiers = m_fields.readTiers(model.tiers, "tiers");
        else if (key == "schedules")
            entry.hasSchedules = m_fields.readSchedules(model.schedules);
        else if (key == "fx")
            readExchange(model);
        else if (!readCard(entry, key))
            m_fields.expectKnown(
                key,
                { "status",
                  "source",
                  "notes",
                  "derived",
                  "id",
                  "provider",
                  "name",
                  "aliases",
                  "context_window",
                  "max_output",
                  "prices",
                  "tiers",
                  "schedules",
                  "fx",
                  "cache_mode",
                  "cache_explicit_supported",
                  "min_cacheable_tokens",
                  "cache_increment_tokens",
                  "tokenizer",
                  "as_of",
                  "unverified" });
    }

    bool readCard(ModelEntry &entry, std::string_view key)
    {
        ModelCard &card = entry.model.card;
        if (key == "id")
            m_fields.readText(card.id, key);
        else if (key == "provider")
            m_fields.readText(card.provider, key);
        else if (key == "name")
            entry.hasName = m_fields.readText(card.name, key);
        else if (key == "aliases")
            entry.hasAliases = m_fields.readTexts(card.aliases, key);
        else if (key == "context_window")
            m_fields.readCount(card.contextWindow, key);
        else if (key == "max_output")
            m_fields.readCount(card.maxOutput, key);
        else if (key == "cache_mode")
            entry.hasCacheMode = readCacheMode(card.cacheMode);
        else if (key == "cache_explicit_supported")
            entry.hasExplicitSupport = m_fields.readFlag(card.explicitMarksSupported, key);
        else if (key == "min_cacheable_tokens")
            m_fields.readCount(card.minCacheableTokens, key);
        else if (key == "cache_increment_tokens")
            m_fields.readCount(card.cacheIncrementTokens, key);
        else if (key == "tokenizer")
            entry.hasTokenizer = m_fields.readText(card.tokenizer, key);
        else if (key == "as_of")
            m_fields.readText(card.asOf, key);
        else if (key == "unverified")
            m_fields.readTexts(card.unverified, key);
        else
            return false;
        return true;
    }

    bool readCacheMode(std::string &mode)
    {
        mode = m_json.string().value_or("");
        if (mode != "automatic" && mode != "explicit" && mode != "none")
            m_fields.complain("\"cache_mode\"", "has to be \"automatic\", \"explicit\" or \"none\"");
        return true;
    }

    void readExchange(PricedModel &model)
    {
        if (!m_json.enterObject())
            return m_fields.complain("\"fx\"", "has to be an object");
        while (const auto key = m_json.nextKey()) {
            if (*key == "cny")
                m_fields.readRates(model.cny, "fx.cny");
            else if (*key == "cny_per_usd")
                model.cnyPerUsd = m_fields.readFactor("\"fx.cny_per_usd\"");
            else
                m_fields.expectKnown(*key, { "cny", "cny_per_usd" });
        }
    }

    std::string_view m_text;
    JsonScanner m_json;
    PriceFields m_fields;
    std::string_view m_fileName;
    PriceFile m_file;
    std::string m_problem;
};

} // namespace

base::Result<PriceFile> readPriceFile(std::string_view json, std::string_view fileName)
{
    return PriceFileReader(json, fileName).read();
}

} // namespace cachescope::providers
