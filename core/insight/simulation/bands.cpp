// SPDX-License-Identifier: MIT
#include "insight/simulation/bands.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace cachescope::insight {

Band ratioBand(std::span<const double> values, std::span<const double> base)
{
    constexpr std::size_t draws = 2'000;
    constexpr double tail = 0.025;
    const std::size_t clusters = std::min(values.size(), base.size());
    const double whole = std::accumulate(base.begin(), base.end(), 0.0);
    if (clusters < fewestClusters || whole <= 0)
        return {};
    std::mt19937_64 random(20'261'121); // Fixed: the same log gives the same band.
    std::vector<double> ratios;
    ratios.reserve(draws);
    for (std::size_t draw = 0; draw < draws; ++draw) {
        double sum = 0, of = 0;
        for (std::size_t i = 0; i < clusters; ++i) {
            const std::size_t one = random() % clusters;
            sum += values[one];
            of += base[one];
        }
        if (of > 0)
            ratios.push_back(sum / of);
    }
    if (ratios.size() < draws / 2)
        return {};
    std::sort(ratios.begin(), ratios.end());
    const auto at = [&](double share) {
        return ratios[static_cast<std::size_t>(share * static_cast<double>(ratios.size() - 1))];
    };
    return { at(tail) * whole, at(1 - tail) * whole, true };
}

} // namespace cachescope::insight
