// SPDX-License-Identifier: MIT
#include "providers/price_fields.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

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

void appendDays(PriceSchedule &schedule, const std::vector<sys_days> &days)
{
    schedule.excludedDays.insert(schedule.excludedDays.end(), days.begin(), days.end());
}

} // namespace

void PriceFields::complain(std::string_view field, std::string_view what)
{
    m_problems.emplace_back(std::string(field) + ' ' + std::string(what));
}

void PriceFields::expectKnown(std::string_view key, std::initializer_list<std::string_view> known)
{
    if (std::ranges::find(known, key) != known.end())
        return;
    std::string what = "is no field of the price file";
    const std::string_view nearest = base::nearestName(key, { known.begin(), known.size() });
    if (!nearest.empty())
        what += "; did you mean \"" + std::string(nearest) + "\"?";
    complain('"' + std::string(key) + '"', what);
}

std::vector<sys_days> PriceFields::readDates(const std::string &field)
{
    std::vector<sys_days> dates;
    if (!m_json.enterArray()) {
        complain(field, "has to be a list of dates");
        return dates;
    }
    while (m_json.nextElement()) {
        if (const auto date = parseDate(m_json.string().value_or("")))
            dates.push_back(*date);
        else
            complain(field, "has to hold dates such as \"2027-01-01\"");
    }
    return dates;
}

std::optional<base::TokenPrice> PriceFields::readFactor(const std::string &field)
{
    const bool isNumber = m_json.kind() == JsonKind::Number;
    const auto factor = isNumber ? base::TokenPrice::fromPerMillion(m_json.raw()) : std::nullopt;
    if (!factor || factor->picoPerToken == 0)
        complain(field, "has to be a positive plain number with at most six decimals");
    return factor;
}

bool PriceFields::readText(std::string &text, std::string_view field)
{
    const std::string name(field);
    auto value = m_json.string();
    if (!value)
        complain("\"" + name + "\"", "has to be a string");
    text = std::move(value).value_or("");
    return true;
}

bool PriceFields::readFlag(bool &flag, std::string_view field)
{
    const std::string name(field);
    const auto value = m_json.boolean();
    if (!value)
        complain("\"" + name + "\"", "has to be true or false");
    flag = value.value_or(false);
    return true;
}

bool PriceFields::readTexts(std::vector<std::string> &texts, std::string_view field)
{
    const std::string name(field);
    if (m_json.kind() == JsonKind::Null) {
        m_json.raw();
        return true;
    }
    if (!m_json.enterArray()) {
        complain("\"" + name + "\"", "has to be a list of strings");
        return true;
    }
    while (m_json.nextElement())
        readText(texts.emplace_back(), name);
    return true;
}

void PriceFields::readCount(std::optional<std::int64_t> &count, std::string_view field)
{
    const std::string name(field);
    const bool isNull = m_json.kind() == JsonKind::Null;
    count = m_json.integer();
    if (!isNull && (!count || *count < 0))
        complain("\"" + name + "\"", "has to be a whole number, not negative, or null");
}

bool PriceFields::readRate(RateSet &rates, std::string_view key, const std::string &place)
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
        complain(
            field,
            "has to be null or a price per million tokens, a plain number that is not negative and "
            "has at most six decimals, but is "
                + std::string(token.substr(0, 40)));
    return true;
}

void PriceFields::readRates(RateSet &rates, const std::string &place)
{
    if (!m_json.enterObject())
        return complain('"' + place + '"', "has to be an object");
    while (const auto key = m_json.nextKey())
        if (!readRate(rates, *key, place))
            unknownRate(*key, place);
}

void PriceFields::unknownRate(std::string_view key, const std::string &place)
{
    std::string what = "is no rate";
    const std::string_view nearest = base::nearestName(key, rateNames);
    if (!nearest.empty())
        what += "; did you mean \"" + std::string(nearest) + "\"?";
    complain('"' + place + '.' + std::string(key) + '"', what);
}

bool PriceFields::readTiers(std::vector<PriceTier> &tiers, const std::string &place)
{
    if (!m_json.enterArray()) {
        complain('"' + place + '"', "has to be a list");
        return true;
    }
    while (m_json.nextElement()) {
        const std::string here = place + '[' + std::to_string(tiers.size()) + ']';
        readTier(tiers.emplace_back(), here);
    }
    return true;
}

void PriceFields::readTier(PriceTier &tier, const std::string &place)
{
    std::optional<std::int64_t> threshold;
    if (!m_json.enterObject())
        return complain('"' + place + '"', "has to be an object");
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
        complain('"' + place + ".above_prompt_tokens\"", "is missing");
    tier.threshold = threshold.value_or(0);
}

void PriceFields::readScope(const std::string &place)
{
    if (m_json.string() != "whole_request")
        complain('"' + place + ".scope\"", "has to be \"whole_request\"");
}

bool PriceFields::readSchedules(std::vector<PriceSchedule> &schedules)
{
    if (!m_json.enterArray()) {
        complain("\"schedules\"", "has to be a list");
        return true;
    }
    while (m_json.nextElement()) {
        const std::string here = "schedules[" + std::to_string(schedules.size()) + ']';
        readSchedule(schedules.emplace_back(), here);
    }
    return true;
}

void PriceFields::readSchedule(PriceSchedule &schedule, const std::string &place)
{
    if (!m_json.enterObject())
        return complain('"' + place + '"', "has to be an object");
    while (const auto key = m_json.nextKey())
        readScheduleMember(schedule, *key, place);
    // Without a condition it would replace the base for ever, which no one means.
    if (!schedule.from && !schedule.until && schedule.windows.empty() && schedule.weekdays == 0)
        complain('"' + place + '"', "names neither a date nor hours nor weekdays");
}

void PriceFields::readScheduleMember(PriceSchedule &schedule, std::string_view key, const std::string &place)
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
        appendDays(schedule, readDates('"' + place + ".excluded_dates\""));
    else if (key == "excluded_calendar")
        excludeCalendar(schedule, place + ".excluded_calendar");
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

void PriceFields::readCalendar(const std::string &name)
{
    m_calendars[name] = readDates("\"holidays." + name + '"');
}

void PriceFields::excludeCalendar(PriceSchedule &schedule, const std::string &field)
{
    const auto calendar = m_calendars.find(m_json.string().value_or(""));
    if (calendar == m_calendars.end())
        complain('"' + field + '"', "names none of the file's \"holidays\", which have to stand before the models");
    else
        appendDays(schedule, calendar->second);
}

void PriceFields::readDate(std::optional<sys_days> &date, const std::string &field)
{
    date = parseDate(m_json.string().value_or(""));
    if (!date)
        complain('"' + field + '"', "has to be a date such as \"2027-01-01\"");
}

void PriceFields::readWindows(PriceSchedule &schedule, const std::string &field)
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
            complain('"' + field + '"', "has to hold pairs such as [\"01:00\", \"04:00\"]");
    }
    if (!fine)
        complain('"' + field + '"', "has to be a list");
}

void PriceFields::readWeekdays(PriceSchedule &schedule, const std::string &field)
{
    bool fine = m_json.enterArray();
    while (fine && m_json.nextElement()) {
        const auto day = m_json.integer().value_or(0);
        if (day >= 1 && day <= 7)
            schedule.weekdays |= 1U << day;
        else
            complain('"' + field + '"', "has to hold numbers from 1 (Monday) to 7 (Sunday)");
    }
    if (!fine)
        complain('"' + field + '"', "has to be a list");
}

} // namespace cachescope::providers
