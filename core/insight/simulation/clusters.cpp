// SPDX-License-Identifier: MIT
#include "insight/simulation/clusters.h"

namespace cachescope::insight {

namespace {

constexpr std::int64_t hourMicros = 3'600'000'000;

} // namespace

Clusters clustersOf(const Traffic &traffic)
{
    Clusters clusters;
    clusters.ofCall.reserve(traffic.calls.size());
    clusters.areDays = traffic.days.size() >= fewestClusters;
    std::int64_t lastHour = -1;
    for (const TrafficCall &call : traffic.calls) {
        if (clusters.areDays) {
            clusters.ofCall.push_back(call.day);
            clusters.count = call.day + 1;
            continue;
        }
        const std::int64_t hour = call.startedAt / hourMicros;
        clusters.count += hour != lastHour ? 1 : 0;
        lastHour = hour;
        clusters.ofCall.push_back(static_cast<std::uint32_t>(clusters.count - 1));
    }
    return clusters;
}

} // namespace cachescope::insight
