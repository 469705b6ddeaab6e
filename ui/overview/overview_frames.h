// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/shell/range_model.h"

#include "requestlog/query.h"

#include <vector>

namespace cachescope::ui {

/** Everything that the Overview draws over time, made from the log's series in one pass off the GUI thread. */
struct OverviewFrames
{
    ChartFrame outcomes; ///< hit, coalesced, miss, bypass, error: calls per step.
    ChartFrame firstToken; ///< p99, p95, p50 in seconds; NaN without calls.
    ChartFrame tokens; ///< cache read, cache write, fresh: tokens per step.
    ChartFrame spend; ///< without cache, paid: running totals; NaN in steps yet to come.
    QVector<double> spendTrend, savedTrend, hitTrend, readTrend, firstTokenTrend, errorTrend;
};

/** `now`: steps that begin later are unknown, not zero. `currency`: "USD" or "CNY". */
OverviewFrames overviewFrames(
    const ChartRange &range, const std::vector<requestlog::SeriesPoint> &series, const requestlog::Totals &totals,
    base::UnixMicros now, std::string_view currency);

/** The series of the four charts, in the order of the frames' values. */
QVector<ChartSeries> outcomeSeries();
QVector<ChartSeries> firstTokenSeries();
QVector<ChartSeries> tokenSeries();
QVector<ChartSeries> spendSeries();

} // namespace cachescope::ui
