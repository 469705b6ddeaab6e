// SPDX-License-Identifier: MIT
#pragma once

#include "ui/charts/chart_frame.h"
#include "ui/spend/month.h"

#include "requestlog/query.h"
#include "requestlog/spend_forecast.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::ui {

/** What the Spend page asks. */
struct SpendAsk
{
    Month month;
    base::UnixMicros now = 0;
    requestlog::SpendBy first = requestlog::SpendBy::Upstream;
    std::optional<requestlog::SpendBy> second;
    requestlog::TagShare tags = requestlog::TagShare::Split;
    std::string currency = "USD";
    std::optional<base::Money> budget;

    bool isCurrentMonth() const { return Month::of(now) == month; }
};

/** One reading of the log for the Spend page. */
struct SpendReport
{
    SpendAsk ask;
    std::vector<requestlog::SpendDay> days; ///< Of the whole month; those to come are empty.
    std::size_t daysBegun = 0; ///< Of them.
    requestlog::SpendSums total; ///< Of the month, from `days`.
    requestlog::SpendBreakdown breakdown;
    std::vector<requestlog::UnpricedModel> unpriced;
    int daysOfData = 0;
    std::optional<requestlog::Forecast> forecast; ///< Of the current month only.
    ChartFrame costs; ///< Cost per day: read, write, fresh, output, not split, without cache.
    ChartFrame running; ///< Month to date: paid, forecast.
};

QVector<ChartSeries> costSeries();
QVector<ChartSeries> runningSeries();

class LogSource;
/** On a lane's thread. */
base::Result<std::shared_ptr<const SpendReport>> readSpend(LogSource &log, const SpendAsk &ask);
/** The pictures of a report's figures. */
void drawSpend(SpendReport &report);

} // namespace cachescope::ui
