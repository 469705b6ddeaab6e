// SPDX-License-Identifier: MIT
#include "insight/alert_evaluator.h"
#include "requestlog/local_time.h"
#include "requestlog/spend_forecast.h"

namespace cachescope::insight {

using base::Result;
using requestlog::SpendDay;

namespace {

constexpr std::int64_t hour = 3'600'000'000;

} // namespace

/** A day that is over does not change but for new prices and calls that end late: asked for once an hour. */
Result<SpendDay> AlertEvaluator::spentOn(
    requestlog::TimeRange day, const AlertRule &rule, const requestlog::Filter &filter)
{
    SpendDay spent{ day.begin, day.end, {} };
    if (m_spentAt > m_wall || m_wall - m_spentAt >= hour) {
        m_spent.clear();
        m_spentAt = m_wall;
    }
    const bool isOver = day.end + hour <= m_wall;
    const auto known = m_spent.find({ rule.filter, day.begin });
    if (isOver && known != m_spent.end()) {
        spent.sums = known->second;
        return spent;
    }
    const auto groups = m_source.groups(day, AlertPer::Nothing, filter);
    if (!groups)
        return tl::unexpected(groups.error());
    if (!groups->empty()) {
        spent.sums.calls = groups->front().totals.requests();
        spent.sums.billed = groups->front().totals.billed;
    }
    if (isOver)
        m_spent[{ rule.filter, day.begin }] = spent.sums;
    return spent;
}

/** By the method of the page Spend (docs/spend.md), over the calls that the rule counts. */
Result<AlertEvaluator::Readings> AlertEvaluator::measureForecast(const AlertRule &rule)
{
    const requestlog::TimeRange soFar = rangeOf(rule);
    const auto filter = filterOf(rule, rule.filter, soFar);
    if (!filter)
        return tl::unexpected(filter.error());
    const base::UnixMicros today = requestlog::localDayStart(m_wall);
    requestlog::ForecastBasis basis;
    basis.now = m_wall;
    for (int day = -requestlog::mostForecastDays; day < 0; ++day) {
        auto spent = spentOn(
            { requestlog::addLocalDays(today, day), requestlog::addLocalDays(today, day + 1) }, rule, *filter);
        if (!spent)
            return tl::unexpected(spent.error());
        basis.past.push_back(*spent);
    }
    const base::UnixMicros monthEnd = nextMonthStart(m_wall);
    std::int64_t requests = 0;
    for (base::UnixMicros begin = soFar.begin; begin < monthEnd;) {
        const base::UnixMicros end = std::max(requestlog::addLocalDays(begin, 1), begin + 1);
        auto spent = begin <= m_wall ? spentOn({ begin, end }, rule, *filter) : SpendDay{ begin, end, {} };
        if (!spent)
            return tl::unexpected(spent.error());
        requests += spent->sums.calls;
        basis.month.push_back(*spent);
        begin = end;
    }
    const auto forecast = requestlog::forecastMonth(basis);
    if (!forecast)
        return Readings{ { "", { AlertReading::Kind::TooFew, 0, requests, 0 } } };
    return Readings{ { "", { AlertReading::Kind::Value, forecast->end().expected, requests, 0 } } };
}

} // namespace cachescope::insight
