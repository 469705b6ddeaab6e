// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/filter.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::insight {

/** What a rule looks at. */
enum class AlertMetric : std::uint8_t
{
    Spend, ///< Money billed in the window or in the running hour, day or month.
    Forecast, ///< Money that the running month comes to.
    PrefixRead, ///< Share of the input tokens that providers' caches gave.
    HitRatio, ///< Share of the calls answered here.
    FirstTokenP95, ///< Seconds, without local hits.
    LatencyP95, ///< Seconds to the end, without local hits.
    ErrorRate, ///< Share of the calls with outcome error.
    RateLimited, ///< Calls answered with 429 or 529.
    UpstreamDown, ///< Share of the calls that went upstream and were answered with 5xx or not at all.
    NoTraffic, ///< Seconds without a call, as far as this program was awake.
    Unpriced, ///< Calls with tokens but without a price.
    DearCall, ///< Money of the dearest single call.
    LogDrops, ///< Calls whose row was lost.
};
inline constexpr int alertMetricCount = 13;

/** How a metric's figures are written. Rules hold plain numbers: units of money, shares from 0 to 1, seconds,
 * counts.
 */
enum class AlertUnit : std::uint8_t
{
    Money,
    Share,
    Seconds,
    Count
};

/** What is fixed about a metric. */
struct AlertMetricFacts
{
    AlertMetric metric;
    std::string_view name; ///< In config.json.
    AlertUnit unit;
    bool ratio; ///< Says nothing about a window without calls (a sum says zero).
    bool perEntity; ///< Can be split by upstream, model …
};
const AlertMetricFacts &factsOf(AlertMetric metric);
const std::vector<AlertMetricFacts> &alertMetrics();

enum class AlertComparison : std::uint8_t
{
    Above,
    Below
};

/** Each of these is an alert of its own. */
enum class AlertPer : std::uint8_t
{
    Nothing,
    Upstream,
    Model,
    Project,
    Client,
    Session
};
inline constexpr int alertPerCount = 6;
std::string_view alertPerName(AlertPer per); ///< "" , "upstream" …: also the field of the filter language.

/** A running calendar period in local time, for budgets. */
enum class AlertPeriod : std::uint8_t
{
    None, ///< The window rolls.
    Hour,
    Day,
    Month
};
inline constexpr int alertPeriodCount = 4;
std::string_view alertPeriodName(AlertPeriod period);

/** What a window with too few calls for a judgement means once it has lasted `noDataFor`. */
enum class AlertNoData : std::uint8_t
{
    Keep, ///< The state stays, shown as "no data".
    Normal, ///< All is well.
    Fire ///< An alert in itself.
};
std::string_view alertNoDataName(AlertNoData behaviour);

/** Ways to tell; bits. The window always shows the state. */
namespace AlertTell {
inline constexpr unsigned window = 1; ///< The bar above the page.
inline constexpr unsigned desktop = 2;
inline constexpr unsigned webhook = 4;
inline constexpr unsigned command = 8;
} // namespace AlertTell

/** One rule as in `alerts[]` of config.json. A plain value. */
struct AlertRule
{
    std::string name; ///< Unique; what states and episodes are kept under.
    AlertMetric metric = AlertMetric::PrefixRead;
    std::string filter; ///< In the log's language; checked.
    std::chrono::seconds window{ 900 };
    AlertPeriod period = AlertPeriod::None; ///< Of Spend; a Forecast is always of the month.
    AlertComparison is = AlertComparison::Below;
    double limit = 0;
    std::vector<double> alsoAt; ///< Of budgets: further thresholds before `limit`, each told once a period.
    std::chrono::seconds pending{ 0 }; ///< "for": how long before it fires.
    double recovered = 0; ///< Must be met to be well again; on the well side of `limit`, or equal to it.
    std::chrono::seconds recoveredFor{ 300 };
    std::int64_t minRequests = 0;
    AlertPer per = AlertPer::Nothing;
    AlertNoData noData = AlertNoData::Keep;
    std::chrono::seconds noDataFor{ 1800 };
    std::chrono::seconds remind{ 0 }; ///< 0: never again.
    unsigned tell = AlertTell::window | AlertTell::desktop;
    bool tellRecovered = false;
    bool paused = false;

    bool isBudget() const { return metric == AlertMetric::Forecast || period != AlertPeriod::None; }
    AlertPeriod effectivePeriod() const { return metric == AlertMetric::Forecast ? AlertPeriod::Month : period; }
    bool breaches(double value) const;
    bool isWell(double value) const; ///< Meets `recovered`.
    /** How many of the thresholds (alsoAt and limit) `value` has passed. */
    int levelOf(double value) const;
    /** The threshold of that level, from 1. */
    double thresholdOf(int level) const;
    /** True when states of `other` mean nothing for this one. */
    bool measuresOtherwise(const AlertRule &other) const;
    friend bool operator==(const AlertRule &, const AlertRule &) = default;
};

/**
 * Reads `alerts[]`. `firstLine`: the line of the file on which `json` begins. An unknown key, a wrong type, a
 * filter that does not parse or a name given twice is an error that names file, line and key, and the nearest known
 * key.
 */
base::Result<std::vector<AlertRule>> parseAlertRules(
    std::string_view json, std::string_view fileName, std::size_t firstLine = 1);
/** As `parseAlertRules` reads it; only what differs from the defaults of the metric, one rule a line. */
std::string alertRulesJson(const std::vector<AlertRule> &rules);

/** What a rule of this metric begins with: sensible window, limit, minimum … */
AlertRule defaultAlertRule(AlertMetric metric);

/** The templates that come with the program, in the order of the menu; names in English. */
const std::vector<AlertRule> &alertTemplates();
/** The four that an empty page suggests. */
std::vector<AlertRule> suggestedAlertRules();

/** A name that no rule has yet: `wanted`, or with a number. */
std::string freeAlertName(const std::vector<AlertRule> &rules, const std::string &wanted);

/** The rule's filter with the term for one entity of `per` and, where the metric is about some calls only, these:
 * exactly the calls behind a value. */
std::string alertCallsFilter(const AlertRule &rule, const std::string &entity);
/** Two filters that must both hold. */
std::string bothFilters(const std::string &one, const std::string &other);
/** The filter term for one entity. */
std::string alertEntityFilter(AlertPer per, const std::string &entity);

} // namespace cachescope::insight
