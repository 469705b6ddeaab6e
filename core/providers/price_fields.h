// SPDX-License-Identifier: MIT
#pragma once

#include "providers/json_scanner.h"
#include "providers/price_model.h"

#include <chrono>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/**
 * Reads the fields of a price file from where `json` stands and collects what is wrong with them; the caller knows
 * which model they belong to. Fields are named with their place, as in "tiers[0].input".
 */
class PriceFields
{
public:
    using Calendars = std::map<std::string, std::vector<std::chrono::sys_days>, std::less<>>;

    explicit PriceFields(JsonScanner &json)
        : m_json(json)
    { }

    /** `what` continues the field's name: "has to be …". */
    void complain(std::string_view field, std::string_view what);
    /** Complains about a key that is none of those known, and names the nearest. */
    void expectKnown(std::string_view key, std::initializer_list<std::string_view> known);
    /** "FIELD has to be …", the first first. */
    const std::vector<std::string> &problems() const { return m_problems; }
    void forgetProblems() { m_problems.clear(); }

    // Each takes the next value; those that give a bool return true: the file names the field.
    bool readText(std::string &text, std::string_view field);
    bool readFlag(bool &flag, std::string_view field);
    bool readTexts(std::vector<std::string> &texts, std::string_view field);
    void readCount(std::optional<std::int64_t> &count, std::string_view field);
    /** A factor as a TokenPrice: times 10^6. */
    std::optional<base::TokenPrice> readFactor(const std::string &field);
    void readRates(RateSet &rates, const std::string &place);
    bool readTiers(std::vector<PriceTier> &tiers, const std::string &place);
    bool readSchedules(std::vector<PriceSchedule> &schedules);
    /** One list of dates that schedules can leave out by `name`. */
    void readCalendar(const std::string &name);

private:
    std::vector<std::chrono::sys_days> readDates(const std::string &field);
    /** Takes one rate when `key` names one. */
    bool readRate(RateSet &rates, std::string_view key, const std::string &place);
    void unknownRate(std::string_view key, const std::string &place);
    void readTier(PriceTier &tier, const std::string &place);
    void readScope(const std::string &place);
    void readSchedule(PriceSchedule &schedule, const std::string &place);
    void readScheduleMember(PriceSchedule &schedule, std::string_view key, const std::string &place);
    void excludeCalendar(PriceSchedule &schedule, const std::string &field);
    void readDate(std::optional<std::chrono::sys_days> &date, const std::string &field);
    void readWindows(PriceSchedule &schedule, const std::string &field);
    void readWeekdays(PriceSchedule &schedule, const std::string &field);

    JsonScanner &m_json;
    Calendars m_calendars;
    std::vector<std::string> m_problems;
};

} // namespace cachescope::providers
