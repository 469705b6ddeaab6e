// SPDX-License-Identifier: MIT
#pragma once

#include <QObject> // First: see ui/format/format.h.

#include "ui/data/log_source.h"

#include <memory>
#include <vector>

namespace cachescope::ui::test {

/** What all fake sources of a test answer from; change it between questions. */
struct FakeLogData
{
    std::vector<requestlog::CallRecord> records; ///< Oldest first, ids ascending.
    std::string failure; ///< Every question fails with this when not empty.
};

/** An hour of made-up calls that ends at `end`, the same for the same seed: five clients, errors, cuts, hits. */
std::vector<requestlog::CallRecord> madeUpCalls(base::UnixMicros end, int count, unsigned seed = 7);

/** The sums that the real log keeps as roll-ups, computed from records. */
requestlog::Totals sumUp(
    const std::vector<requestlog::CallRecord> &records, requestlog::TimeRange range,
    const requestlog::Filter &filter);

/** Answers from `data` without a database. */
std::unique_ptr<LogSource> fakeSource(std::shared_ptr<const FakeLogData> data);

} // namespace cachescope::ui::test
