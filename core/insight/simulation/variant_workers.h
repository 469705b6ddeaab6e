// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/simulation.h"

namespace cachescope::insight {

/** Replays several variants at once on the threads that a request allows, and counts how far all of them are. */
class VariantWorkers
{
public:
    VariantWorkers(
        const Traffic &traffic, const SimulationRequest &request, const std::vector<double> &waits,
        std::stop_token stop, ReplayProgress progress)
        : m_traffic(traffic)
        , m_request(request)
        , m_waits(waits)
        , m_stop(std::move(stop))
        , m_progress(std::move(progress))
    { }

    /** In the order of `variants`. Progress goes from `from` to `to`. */
    base::Result<std::vector<ReplayResult>> run(const std::vector<Variant> &variants, double from, double to);

private:
    const Traffic &m_traffic;
    const SimulationRequest &m_request;
    const std::vector<double> &m_waits;
    std::stop_token m_stop;
    ReplayProgress m_progress;
};

} // namespace cachescope::insight
