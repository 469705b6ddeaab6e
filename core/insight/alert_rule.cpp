// SPDX-License-Identifier: MIT
#include "insight/alert_rule.h"

#include "base/money.h"

#include <algorithm>
#include <array>

namespace cachescope::insight {

namespace {

using std::chrono::seconds;

constexpr std::array<std::string_view, alertPerCount> perNames{ "",        "upstream", "model",
                                                                "project", "client",   "session" };
constexpr std::array<std::string_view, alertPeriodCount> periodNames{ "", "hour", "day", "month" };
constexpr std::array<std::string_view, 3> noDataNames{ "keep", "normal", "fire" };

/** Quotes and backslashes cannot be written inside quotes of the filter language unless escaped. */
std::string quotedName(const std::string &name)
{
    std::string text = "\"";
    for (const char c : name) {
        if (c == '"' || c == '\\')
            text += '\\';
        text += c;
    }
    return text + '"';
}

AlertRule made(AlertMetric metric, std::string name, AlertComparison is, double limit, double recovered)
{
    AlertRule rule;
    rule.metric = metric;
    rule.name = std::move(name);
    rule.is = is;
    rule.limit = limit;
    rule.recovered = recovered;
    return rule;
}

AlertRule withMinimum(AlertRule rule, std::int64_t requests, seconds pending)
{
    rule.minRequests = requests;
    rule.pending = pending;
    return rule;
}

AlertRule withPeriod(AlertRule rule, AlertPeriod period)
{
    rule.period = period;
    rule.recoveredFor = seconds(0);
    return rule;
}

AlertRule withPer(AlertRule rule, AlertPer per, seconds window)
{
    rule.per = per;
    rule.window = window;
    return rule;
}

std::vector<AlertRule> makeTemplates()
{
    using enum AlertMetric;
    constexpr auto above = AlertComparison::Above;
    constexpr auto below = AlertComparison::Below;
    std::vector<AlertRule> all;
    all.push_back(withMinimum(made(HitRatio, "Local hit ratio low", below, 0.6, 0.65), 20, seconds(900)));
    all.push_back(withPer(
        withMinimum(made(PrefixRead, "Prefix read fell", below, 0.6, 0.7), 20, seconds(180)), AlertPer::Client,
        seconds(600)));
    all.push_back(withPeriod(made(Spend, "Spend per day", above, 50, 50), AlertPeriod::Day));
    all.back().alsoAt = { 25, 40 };
    all.push_back(withPeriod(made(Spend, "Spend per hour", above, 10, 10), AlertPeriod::Hour));
    all.push_back(withPeriod(made(Spend, "Spend per month", above, 1000, 1000), AlertPeriod::Month));
    all.back().alsoAt = { 500, 800 };
    all.push_back(made(Forecast, "Month forecast", above, 1000, 950));
    all.push_back(withPer(
        withMinimum(made(FirstTokenP95, "TTFT p95", above, 4, 3), 20, seconds(300)), AlertPer::Upstream,
        seconds(600)));
    all.push_back(withPer(
        withMinimum(made(LatencyP95, "Latency p95", above, 60, 45), 20, seconds(300)), AlertPer::Upstream,
        seconds(600)));
    all.push_back(withPer(
        withMinimum(made(ErrorRate, "Error rate", above, 0.05, 0.02), 20, seconds(120)), AlertPer::Upstream,
        seconds(600)));
    all.push_back(withPer(made(RateLimited, "Rate limit answers", above, 5, 0), AlertPer::Upstream, seconds(600)));
    all.push_back(withPer(
        withMinimum(made(UpstreamDown, "Upstream down", above, 0.9, 0.5), 3, seconds(60)), AlertPer::Upstream,
        seconds(300)));
    all.back().recoveredFor = seconds(60);
    all.push_back(made(NoTraffic, "No traffic", above, 86'400, 86'400));
    all.back().recoveredFor = seconds(0);
    all.push_back(withPer(made(Unpriced, "Model without price", above, 0, 0), AlertPer::Model, seconds(86'400)));
    all.push_back(withPer(made(DearCall, "One dear request", above, 1, 1), AlertPer::Nothing, seconds(900)));
    all.push_back(withPer(made(LogDrops, "Log drops rows", above, 0, 0), AlertPer::Nothing, seconds(900)));
    for (AlertRule &rule : all)
        rule.tell = AlertTell::window | AlertTell::desktop | AlertTell::webhook;
    return all;
}

} // namespace

const std::vector<AlertMetricFacts> &alertMetrics()
{
    using enum AlertMetric;
    static const std::vector<AlertMetricFacts> all = {
        { Spend, "spend", AlertUnit::Money, false, true },
        { Forecast, "forecast", AlertUnit::Money, false, false },
        { PrefixRead, "prefix_read", AlertUnit::Share, true, true },
        { HitRatio, "hit_ratio", AlertUnit::Share, true, true },
        { FirstTokenP95, "ttft_p95", AlertUnit::Seconds, true, true },
        { LatencyP95, "latency_p95", AlertUnit::Seconds, true, true },
        { ErrorRate, "error_rate", AlertUnit::Share, true, true },
        { RateLimited, "rate_limited", AlertUnit::Count, false, true },
        { UpstreamDown, "upstream_down", AlertUnit::Share, true, true },
        { NoTraffic, "no_traffic", AlertUnit::Seconds, false, true },
        { Unpriced, "unpriced", AlertUnit::Count, false, true },
        { DearCall, "dear_call", AlertUnit::Money, false, false },
        { LogDrops, "log_drops", AlertUnit::Count, false, false },
    };
    return all;
}

const AlertMetricFacts &factsOf(AlertMetric metric)
{
    return alertMetrics()[static_cast<std::size_t>(metric)];
}

std::string_view alertPerName(AlertPer per)
{
    return perNames[static_cast<std::size_t>(per)];
}

std::string_view alertPeriodName(AlertPeriod period)
{
    return periodNames[static_cast<std::size_t>(period)];
}

std::string_view alertNoDataName(AlertNoData behaviour)
{
    return noDataNames[static_cast<std::size_t>(behaviour)];
}

bool AlertRule::breaches(double value) const
{
    return levelOf(value) > 0;
}

bool AlertRule::isWell(double value) const
{
    return is == AlertComparison::Above ? value <= recovered : value >= recovered;
}

int AlertRule::levelOf(double value) const
{
    const auto passed = [this, value](double threshold) {
        return is == AlertComparison::Above ? value > threshold : value < threshold;
    };
    return static_cast<int>(std::count_if(alsoAt.begin(), alsoAt.end(), passed)) + (passed(limit) ? 1 : 0);
}

double AlertRule::thresholdOf(int level) const
{
    const auto index = static_cast<std::size_t>(std::max(level, 1)) - 1;
    return index < alsoAt.size() ? alsoAt[index] : limit;
}

bool AlertRule::measuresOtherwise(const AlertRule &other) const
{
    return metric != other.metric || filter != other.filter || window != other.window || period != other.period
        || is != other.is || per != other.per;
}

AlertRule defaultAlertRule(AlertMetric metric)
{
    const auto &all = alertTemplates();
    const auto found
        = std::find_if(all.begin(), all.end(), [metric](const AlertRule &rule) { return rule.metric == metric; });
    AlertRule rule = *found;
    rule.name.clear();
    return rule;
}

const std::vector<AlertRule> &alertTemplates()
{
    static const std::vector<AlertRule> all = makeTemplates();
    return all;
}

std::vector<AlertRule> suggestedAlertRules()
{
    std::vector<AlertRule> four;
    for (const char *name : { "Local hit ratio low", "Prefix read fell", "Spend per day", "Error rate" }) {
        const auto &all = alertTemplates();
        four.push_back(
            *std::find_if(all.begin(), all.end(), [name](const AlertRule &rule) { return rule.name == name; }));
    }
    return four;
}

std::string freeAlertName(const std::vector<AlertRule> &rules, const std::string &wanted)
{
    const auto taken = [&rules](const std::string &name) {
        return std::any_of(
            rules.begin(), rules.end(), [&name](const AlertRule &rule) { return rule.name == name; });
    };
    std::string name = wanted;
    for (int number = 2; taken(name); ++number)
        name = wanted + ' ' + std::to_string(number);
    return name;
}

std::string bothFilters(const std::string &one, const std::string &other)
{
    if (one.empty() || other.empty())
        return one + other;
    return '(' + one + ") " + other;
}

std::string alertEntityFilter(AlertPer per, const std::string &entity)
{
    if (per == AlertPer::Nothing)
        return {};
    const std::string field(alertPerName(per));
    return entity.empty() ? field + ":none" : field + ":=" + quotedName(entity);
}

std::string alertCallsFilter(const AlertRule &rule, const std::string &entity)
{
    const std::string calls = bothFilters(rule.filter, alertEntityFilter(rule.per, entity));
    switch (rule.metric) {
    case AlertMetric::ErrorRate:
        return bothFilters(calls, "cache:error");
    case AlertMetric::RateLimited:
        return bothFilters(calls, "status:429,529");
    case AlertMetric::UpstreamDown:
        return bothFilters(calls, "status:5xx");
    case AlertMetric::Unpriced:
        return bothFilters(calls, "cost:unknown in>0 -cache:hit,coalesced");
    case AlertMetric::DearCall: {
        const auto pico = static_cast<std::int64_t>(rule.limit * static_cast<double>(base::Money::perUnit));
        return bothFilters(calls, "cost>" + base::Money::fromPico(pico).toDecimal());
    }
    default:
        return calls;
    }
}

} // namespace cachescope::insight
