// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "requestlog/record.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>

namespace cachescope::simulated {

/** Which past the demo is to have. */
struct DemoHistorySettings
{
    base::UnixMicros until = 0; ///< The past ends here: now.
    std::uint64_t seed = 2026;
    std::chrono::hours reach{ 24 };
    std::size_t lastHourCalls = 700;
    std::size_t earlierCalls = 800;
    int earlierDays = 0; ///< Before that reach, a bout of calls on each working day and a short one at weekends.
    int colleagues = 0; ///< So often does each call of those earlier days happen again (DemoColleagues).
};

/** Takes one finished call (about in order, oldest first) and gives the number that the log gave it (for
 * `CallEnd::hitOf`). */
using DemoHistorySink = std::function<std::int64_t(requestlog::CallStart start, requestlog::CallEnd end)>;

/**
 * Makes up the demo's past for an empty demo log: the same programs as DemoTraffic, answered by the same simulated
 * provider under a clock of its own, its answers read and priced by the real code of core/providers. A response
 * cache is imitated (hits, joined calls). For the demo's own, labelled data directory only. Takes a few seconds;
 * any thread. Returns the number of calls.
 */
std::size_t demoHistory(const DemoHistorySettings &settings, const DemoHistorySink &sink);

} // namespace cachescope::simulated
