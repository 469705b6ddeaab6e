// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_source.h"

namespace cachescope::insight::test {

/** Answers what a test says; counts questions. */
class FakeAlertSource final : public AlertSource
{
public:
    std::map<std::string, requestlog::Totals> totals; ///< By entity; of whatever range is asked.
    std::map<std::string, base::UnixMicros> newest;
    base::Money dearestCall;
    std::int64_t newestNumber = 0, dropped = 0;
    std::string failure; ///< Every question fails with this when not empty.
    std::vector<std::string> filters; ///< Of all questions.
    std::vector<requestlog::TimeRange> ranges;

    base::Result<std::vector<requestlog::Group>> groups(
        requestlog::TimeRange range, AlertPer, const requestlog::Filter &filter) override
    {
        note(range, filter);
        if (!failure.empty())
            return base::failure(base::ErrorCode::Unreadable, failure);
        std::vector<requestlog::Group> all;
        for (const auto &[entity, sums] : totals)
            all.push_back({ entity, sums });
        return all;
    }
    base::Result<std::map<std::string, base::UnixMicros>> newestCalls(
        requestlog::TimeRange range, AlertPer, const requestlog::Filter &filter) override
    {
        note(range, filter);
        if (!failure.empty())
            return base::failure(base::ErrorCode::Unreadable, failure);
        std::map<std::string, base::UnixMicros> within;
        for (const auto &[entity, at] : newest) {
            if (at >= range.begin && at < range.end)
                within[entity] = at;
        }
        return within;
    }
    base::Result<base::Money> dearest(requestlog::TimeRange range, const requestlog::Filter &filter) override
    {
        note(range, filter);
        return dearestCall;
    }
    base::Result<std::int64_t> newestId() override { return newestNumber; }
    std::int64_t droppedRows() override { return dropped; }

private:
    void note(requestlog::TimeRange range, const requestlog::Filter &filter)
    {
        ranges.push_back(range);
        filters.push_back(filter.text());
    }
};

/** Sums with these calls, of which a share was answered here. */
inline requestlog::Totals hits(std::int64_t calls, double share)
{
    requestlog::Totals totals;
    const auto hit = static_cast<std::int64_t>(static_cast<double>(calls) * share + 0.5);
    totals.byOutcome[static_cast<std::size_t>(requestlog::Outcome::Hit)] = hit;
    totals.byOutcome[static_cast<std::size_t>(requestlog::Outcome::Miss)] = calls - hit;
    return totals;
}

inline requestlog::Totals spent(double units, std::int64_t calls = 10)
{
    requestlog::Totals totals = hits(calls, 0);
    totals.billed = base::Money::fromPico(static_cast<std::int64_t>(units * 1e12));
    return totals;
}

} // namespace cachescope::insight::test
