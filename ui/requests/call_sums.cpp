// SPDX-License-Identifier: MIT
#include "ui/requests/call_sums.h"

#include "base/text.h"
#include "ui/data/log_source.h"
#include "ui/format/format.h"

namespace cachescope::ui {

using requestlog::Filter;

RelaxedFilter withoutLastCondition(const Filter &filter)
{
    if (filter.terms().empty())
        return {};
    const auto &last = filter.terms().back();
    const std::string_view text = filter.text();
    RelaxedFilter relaxed;
    relaxed.condition = text.substr(last.begin, last.end - last.begin);
    relaxed.text = base::trim(std::string(text.substr(0, last.begin)) + std::string(text.substr(last.end)));
    return relaxed;
}

namespace {

base::Result<> readRelaxed(LogSource &source, const CallQuery &query, CallSums &sums)
{
    const RelaxedFilter relaxed = withoutLastCondition(query.filter);
    const auto filter = Filter::parse(relaxed.text);
    if (relaxed.condition.empty() || !filter)
        return {};
    const auto totals = source.totals(query.range, *filter);
    if (!totals)
        return tl::unexpected(totals.error());
    sums.relaxedFilter = format::text(relaxed.text);
    sums.lastCondition = format::text(relaxed.condition);
    sums.relaxedCount = totals->requests();
    return {};
}

} // namespace

base::Result<CallSums> readSums(LogSource &source, const CallQuery &query, int buckets)
{
    CallSums sums;
    const auto all = source.totals(query.range, Filter());
    if (!all)
        return tl::unexpected(all.error());
    sums.all = *all;
    const auto newest = source.newestTime();
    if (!newest)
        return tl::unexpected(newest.error());
    sums.newestTime = *newest;
    sums.matching = sums.all;
    if (!query.filter.isEmpty()) {
        const auto matching = source.totals(query.range, query.filter);
        if (!matching)
            return tl::unexpected(matching.error());
        sums.matching = *matching;
    }
    if (sums.matching.requests() == 0) {
        if (const auto done = readRelaxed(source, query, sums); !done)
            return tl::unexpected(done.error());
        return sums;
    }
    auto series = source.series(query.range, buckets, query.filter);
    if (!series)
        return tl::unexpected(series.error());
    sums.series = std::move(*series);
    return sums;
}

} // namespace cachescope::ui
