// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace cachescope::insight {

/** A range of money in pico-units that holds the true value 19 times out of 20. */
struct Band
{
    double low = 0, high = 0;
    bool known = false; ///< False: too few days or hours to say.
};

/**
 * The band of `total(values) = sum(values)` over a stretch of time like the one observed, for the traffic observed:
 * the ratio of the sums of `values` and `base` is drawn again from whole clusters (days), so that busy days move
 * both, times the sum of `base`. 2,000 draws with replacement from a fixed seed, percentiles 2.5 and 97.5; nothing
 * below five clusters. Source: Efron and Tibshirani, An Introduction to the Bootstrap (1993), chapter 13; ratios by
 * Cochran, Sampling Techniques (1977), chapter 6.
 */
Band ratioBand(std::span<const double> values, std::span<const double> base);

inline constexpr std::size_t fewestClusters = 5;

} // namespace cachescope::insight
