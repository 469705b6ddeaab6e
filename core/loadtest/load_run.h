// SPDX-License-Identifier: MIT
#pragma once

#include "loadtest/contexts.h"
#include "loadtest/tally.h"
#include "loadtest/target.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace cachescope::loadtest {

/** One load, as the command line asks for it. */
struct Plan
{
    std::vector<Target> targets; ///< Two or more take turns, part by part, so that both meet the same machine.
    std::size_t requests = 10'000; ///< For each target.
    std::uint32_t contexts = 50;
    int concurrency = 50; ///< Connections.
    double ratePerSecond
        = 0; ///< Open loop: requests fall due at this rate whatever the answers do; 0: closed loop.
    std::size_t warmUp = 50; ///< Unmeasured requests first, on contexts of their own.
    std::chrono::milliseconds timeout{ 60'000 };
    std::string key; ///< Sent as the API's own key field; never printed.
    ContextOptions body;
};

/** How many parts a comparison is cut into. */
inline constexpr std::size_t comparisonParts = 10;

/**
 * Runs the plan and gives one tally for each target. Blocks its thread in a local event loop; needs a
 * QCoreApplication. `isStopped` is asked between requests: true ends early with what there is.
 */
std::vector<Tally> runLoad(const Plan &plan, const std::function<bool()> &isStopped);

} // namespace cachescope::loadtest
