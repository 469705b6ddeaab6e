// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/bands.h"
#include "insight/simulation/traffic.h"

#include <vector>

namespace cachescope::insight {

/** Which day each call belongs to; which hour when there are too few days for a band. */
struct Clusters
{
    std::vector<std::uint32_t> ofCall;
    std::size_t count = 0;
    bool areDays = true;
};

Clusters clustersOf(const Traffic &traffic);

} // namespace cachescope::insight
