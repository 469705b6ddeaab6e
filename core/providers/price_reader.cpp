// SPDX-License-Identifier: MIT
#include "providers/price_reader.h"

#include "base/text.h"
#include "providers/json_scanner.h"

#include <algorithm>
#include <charconv>
#include <initializer_list>

namespace cachescope::providers {

namespace {

using std::chrono::sys_days;

std::optional<int> digits(std::string_view text)
{
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || text.empty() || text[0] == '-')
        return {};
    return value;
}

/** "2027-01-01" */
std::optional<sys_days> parseDate(std::string_view text)
{
    if (text.size() != 10 || text[4] != '-' || text[7] != '-')
        return {};
    const auto year = digits(text.substr(0, 4));
    const auto month = digits(text.substr(5, 2));
    const auto day = digits(text.substr(8, 2));
    if (!year || !month || !day)
        return {};
    const std::chrono::year_month_day date{ std::chrono::year(*year),
                                            std::chrono::month(static_cast<unsigned>(*month)),
                                            std::chrono::day(static_cast<unsigned>(*day)) };
    return date.ok() ? std::optional(sys_days(date)) : std::nullopt;
}

/** "06:30" as minutes of the day; "24:00" is its end. */
std::optional<int> parseTime(std::string_view text)
{
    if (text.size() != 5 || text[2] != ':')
        return {};
    const auto hour = digits(text.substr(0, 2));
    const auto minute = digits(text.substr(3, 2));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > 24 * 60)
        return {};
    return *hour * 60 + *minute;
}

class PriceFileReader
{
public:
    PriceFileReader(std::string_view json, std::string_view fileName)
        : m_text(json)
        , m_json(json)
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

    /** `what` is about the field in words: "has to be …". */
    void complainField(std::string_view field, std::string_view what)
    {
        const std::string name
            = m_model.empty() ? "model number " + std::to_string(m_file.models.size()) : "model " + m_model;
        m_fieldProblems.emplace_back(std::string(field) + ' ' + std::string(what));
        if (m_inModel)
            return; // the model's name may come after the field
        complain("has a mistake in " + name + ": " + m_fieldProblems.back());
    }

    void readTopLevel(std::string_view key)
    {
        if (key == "models")
            readModels();
        else if (key == "generated")
            m_file.generated = m_json.string().value_or("");
        else if (key == "currency")
            readCurrency();
        else if (key == "cny_per_usd")
            m_file.cnyPerUsd = readFactor("cny_per_usd");
        else if (key == "upstreams")
            readUpstreams();
        else if (key == "holidays")
            readHolidays();
        else
            expectKnown(
                key,
                { "schema_version", "unit", "conventions", "sources", "tokenizers", "providers", "checks", "models",
                  "generated", "currency", "cny_per_usd", "upstreams", "holidays" });
    }

    void expectKnown(std::string_view key, std::initializer_list<std::string_view> known)
    {
        if (std::ranges::find(known, key) != known.end())
            return;
        std::string what = "is no field of the price file";
        const std::string_view nearest = base::nearestName(key, { known.begin(), known.size() });
        if (!nearest.empty())
            what += "; did you mean \"" + std::string(nearest) + "\"?";
        if (m_inModel)
            complainField("\"" + std::string(key) + "\"", what);
        else
            complain("has a mistake: \"" + std::string(key) + "\" " + what);
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
            m_calendars[name] = readDates("holidays." + name);
        }
    }

    std::vector<sys_days> readDates(const std::string &field)
    {
        std::vector<sys_days> dates;
        if (!m_json.enterArray()) {
            complainField(field, "has to be a list of dates");
            return dates;
        }
        while (m_json.nextElement()) {
            if (const auto date = parseDate(m_json.string().value_or("")))
                dates.push_back(*date);
            else
                complainField(field, "has to hold dates such as \"2027-01-01\"");
        }
        return dates;
    }

    std::optional<base::TokenPrice> readFactor(const std::string &field)
    {
        const bool isNumber = m_json.kind() == JsonKind::Number;
        const auto factor = isNumber ? base::TokenPrice::fromPerMillion(m_json.raw()) : std::nullopt;
        if (!factor || factor->picoPerToken == 0)
            complainField(field, "has to be a positive plain number with at most six decimals");
        return factor;
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
        m_model.clear();
        m_fieldProblems.clear();
        m_inModel = true;
        if (!m_json.enterObject())
            complainField("the entry", "has to be an object");
        else
            while (const auto key = m_json.nextKey())
                readModelMember(entry, *key);
        const ModelCard &card = entry.model.card;
        if (m_fieldProblems.empty() && !m_json.failed() && (card.id.empty() || card.provider.empty()))
            complainField(card.id.empty() ? "\"id\"" : "\"provider\"", "is missing");
        m_model = card.provider + '/' + card.id;
        m_inModel = false;
        if (m_fieldProblems.empty())
            return;
        const std::string which
            = card.id.empty() ? "model number " + std::to_string(m_file.models.size()) : "model " + m_model;
        complain("has a mistake in " + which + ": " + m_fieldProblems.front());
    }

    void readModelMember(ModelEntry &entry, std::string_view key)
    {
        PricedModel &model = entry.model;
        if (key == "prices")
            readRates(model.rates, "prices");
        else if (key == "tiers")
            entry.hasTiers = readTiers(model.tiers, "tiers");
        else if (key == "schedules")
            entry.hasSchedules = readSchedules(model.schedules);
        else if (key == "fx")
            readExchange(model);
        else if (!readCard(entry, key))
            expectKnown(
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
            readText(card.id, key);
        else if (key == "provider")
            readText(card.provider, key);
        else if (key == "name")
            entry.hasName = readText(card.name, key);
        else if (key == "aliases")
            entry.hasAliases = readTexts(card.aliases, key);
        else if (key == "context_window")
            readCount(card.contextWindow, key);
        else if (key == "max_output")
            readCount(card.maxOutput, key);
        else if (key == "cache_mode")
            entry.hasCacheMode = readCacheMode(card.cacheMode);
        else if (key == "cache_explicit_supported")
            entry.hasExplicitSupport = readFlag(card.explicitMarksSupported, key);
        else if (key == "min_cacheable_tokens")
            readCount(card.minCacheableTokens, key);
        else if (key == "cache_increment_tokens")
            readCount(card.cacheIncrementTokens, key);
        else if (key == "tokenizer")
            entry.hasTokenizer = readText(card.tokenizer, key);
        else if (key == "as_of")
            readText(card.asOf, key);
        else if (key == "unverified")
            readTexts(card.unverified, key);
        else
            return false;
        return true;
    }

    bool readText(std::string &text, std::string_view field)
    {
        const std::string name(field);
        auto value = m_json.string();
        if (!value)
            complainField("\"" + name + "\"", "has to be a string");
        text = std::move(value).value_or("");
        return true;
    }

    bool readFlag(bool &flag, std::string_view field)
    {
        const std::string name(field);
        const auto value = m_json.boolean();
        if (!value)
            complainField("\"" + name + "\"", "has to be true or false");
        flag = value.value_or(false);
        return true;
    }

    bool readTexts(std::vector<std::string> &texts, std::string_view field)
    {
        const std::string name(field);
        if (m_json.kind() == JsonKind::Null) {
            m_json.raw();
            return true;
        }
        if (!m_json.enterArray()) {
            complainField("\"" + name + "\"", "has to be a list of strings");
            return true;
        }
        while (m_json.nextElement())
            readText(texts.emplace_back(), name);
        return true;
    }

    void readCount(std::optional<std::int64_t> &count, std::string_view field)
    {
        const std::string name(field);
        const bool isNull = m_json.kind() == JsonKind::Null;
        count = m_json.integer();
        if (!isNull && (!count || *count < 0))
            complainField("\"" + name + "\"", "has to be a whole number, not negative, or null");
    }

    bool readCacheMode(std::string &mode)
    {
        mode = m_json.string().value_or("");
        if (mode != "automatic" && mode != "explicit" && mode != "none")
            complainField("\"cache_mode\"", "has to be \"automatic\", \"explicit\" or \"none\"");
        return true;
    }

    /** Takes one rate when `key` names one. */
    bool readRate(RateSet &rates, std::string_view key, const std::string &place)
    {
        const auto *const found = std::ranges::find(rateNames, key);
        if (found == rateNames.end())
            return false;
        const std::string field = '"' + place + '.' + std::string(key) + '"';
        RateSet::Entry &entry = rates[static_cast<Rate>(found - rateNames.begin())];
        const JsonKind kind = m_json.kind();
        const std::string_view token = m_json.raw();
        entry.named = true;
        entry.price = kind == JsonKind::Number ? base::TokenPrice::fromPerMillion(token) : std::nullopt;
        if (kind != JsonKind::Null && !entry.price && !m_json.failed())
            complainField(
                field,
                "has to be null or a price per million tokens, a plain number that is not negative and "
                "has at most six decimals, but is "
                    + std::string(token.substr(0, 40)));
        return true;
    }

    void readRates(RateSet &rates, const std::string &place)
    {
        if (!m_json.enterObject())
            return complainField('"' + place + '"', "has to be an object");
        while (const auto key = m_json.nextKey())
            if (!readRate(rates, *key, place))
                unknownRate(*key, place);
    }

    void unknownRate(std::string_view key, const std::string &place)
    {
        std::string what = "is no rate";
        const std::string_view nearest = base::nearestName(key, rateNames);
        if (!nearest.empty())
            what += "; did you mean \"" + std::string(nearest) + "\"?";
        complainField('"' + place + '.' + std::string(key) + '"', what);
    }

    bool readTiers(std::vector<PriceTier> &tiers, const std::string &place)
    {
        if (!m_json.enterArray()) {
            complainField('"' + place + '"', "has to be a list");
            return true;
        }
        while (m_json.nextElement()) {
            const std::string here = place + '[' + std::to_string(tiers.size()) + ']';
            readTier(tiers.emplace_back(), here);
        }
        return true;
    }

    void readTier(PriceTier &tier, const std::string &place)
    {
        std::optional<std::int64_t> threshold;
        if (!m_json.enterObject())
            return complainField('"' + place + '"', "has to be an object");
        while (const auto key = m_json.nextKey()) {
            if (*key == "above_prompt_tokens")
                readCount(threshold, place + ".above_prompt_tokens");
            else if (*key == "threshold_inclusive")
                readFlag(tier.inclusive, place + ".threshold_inclusive");
            else if (*key == "scope")
                readScope(place);
            else if (!readRate(tier.rates, *key, place))
                unknownRate(*key, place);
        }
        if (!threshold)
            complainField('"' + place + ".above_prompt_tokens\"", "is missing");
        tier.threshold = threshold.value_or(0);
    }

    void readScope(const std::string &place)
    {
        if (m_json.string() != "whole_request")
            complainField('"' + place + ".scope\"", "has to be \"whole_request\"");
    }

    bool readSchedules(std::vector<PriceSchedule> &schedules)
    {
        if (!m_json.enterArray()) {
            complainField("\"schedules\"", "has to be a list");
            return true;
        }
        while (m_json.nextElement()) {
            const std::string here = "schedules[" + std::to_string(schedules.size()) + ']';
            readSchedule(schedules.emplace_back(), here);
        }
        return true;
    }

    void readSchedule(PriceSchedule &schedule, const std::string &place)
    {
        if (!m_json.enterObject())
            return complainField('"' + place + '"', "has to be an object");
        while (const auto key = m_json.nextKey())
            readScheduleMember(schedule, *key, place);
        // Without a condition it would replace the base for ever, which no one means.
        if (!schedule.from && !schedule.until && schedule.windows.empty() && schedule.weekdays == 0)
            complainField('"' + place + '"', "names neither a date nor hours nor weekdays");
    }

    void readScheduleMember(PriceSchedule &schedule, std::string_view key, const std::string &place)
    {
        if (key == "name")
            readText(schedule.name, place + ".name");
        else if (key == "from_date")
            readDate(schedule.from, place + ".from_date");
        else if (key == "until_date")
            readDate(schedule.until, place + ".until_date");
        else if (key == "utc_windows")
            readWindows(schedule, place + ".utc_windows");
        else if (key == "weekdays")
            readWeekdays(schedule, place + ".weekdays");
        else if (key == "excluded_dates")
            appendDays(schedule, readDates(place + ".excluded_dates"));
        else if (key == "excluded_calendar")
            appendDays(schedule, m_calendars[m_json.string().value_or("")]);
        else if (key == "prices")
            readRates(schedule.rates, place + ".prices");
        else if (key == "tiers")
            readTiers(schedule.tiers.emplace(), place + ".tiers");
        else
            expectKnown(
                key,
                { "excludes", "name", "from_date", "until_date", "utc_windows", "weekdays", "excluded_dates",
                  "excluded_calendar", "prices", "tiers" });
    }

    static void appendDays(PriceSchedule &schedule, const std::vector<sys_days> &days)
    {
        schedule.excludedDays.insert(schedule.excludedDays.end(), days.begin(), days.end());
    }

    void readDate(std::optional<sys_days> &date, const std::string &field)
    {
        date = parseDate(m_json.string().value_or(""));
        if (!date)
            complainField('"' + field + '"', "has to be a date such as \"2027-01-01\"");
    }

    void readWindows(PriceSchedule &schedule, const std::string &field)
    {
        bool fine = m_json.enterArray();
        while (fine && m_json.nextElement()) {
            std::vector<std::optional<int>> ends;
            if (m_json.enterArray())
                while (m_json.nextElement())
                    ends.push_back(parseTime(m_json.string().value_or("")));
            if (ends.size() == 2 && ends[0] && ends[1] && *ends[0] < *ends[1])
                schedule.windows.emplace_back(*ends[0], *ends[1]);
            else
                complainField('"' + field + '"', "has to hold pairs such as [\"01:00\", \"04:00\"]");
        }
        if (!fine)
            complainField('"' + field + '"', "has to be a list");
    }

    void readWeekdays(PriceSchedule &schedule, const std::string &field)
    {
        bool fine = m_json.enterArray();
        while (fine && m_json.nextElement()) {
            const auto day = m_json.integer().value_or(0);
            if (day >= 1 && day <= 7)
                schedule.weekdays |= 1U << day;
            else
                complainField('"' + field + '"', "has to hold numbers from 1 (Monday) to 7 (Sunday)");
        }
        if (!fine)
            complainField('"' + field + '"', "has to be a list");
    }

    void readExchange(PricedModel &model)
    {
        if (!m_json.enterObject())
            return complainField("\"fx\"", "has to be an object");
        while (const auto key = m_json.nextKey()) {
            if (*key == "cny")
                readRates(model.cny, "fx.cny");
            else if (*key == "cny_per_usd")
                model.cnyPerUsd = readFactor("\"fx.cny_per_usd\"");
            else
                expectKnown(*key, { "cny", "cny_per_usd" });
        }
    }

    std::string_view m_text;
    JsonScanner m_json;
    std::string_view m_fileName;
    PriceFile m_file;
    std::map<std::string, std::vector<sys_days>, std::less<>> m_calendars;
    std::string m_problem;
    std::string m_model;
    std::vector<std::string> m_fieldProblems;
    bool m_inModel = false;
};

} // namespace

base::Result<PriceFile> readPriceFile(std::string_view json, std::string_view fileName)
{
    return PriceFileReader(json, fileName).read();
}

} // namespace cachescope::providers
