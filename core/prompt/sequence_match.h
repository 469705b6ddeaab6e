// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

namespace cachescope::prompt {

/** Indexes of two equal elements. */
using MatchedPair = std::pair<std::size_t, std::size_t>;

/**
 * A common subsequence of two sequences of hashes, ascending on both sides: the longest one (Myers 1986, after
 * elements that one side alone has are set aside) unless more than about 1,500 edits remain; then the longest made
 * of elements that each side has once.
 */
std::vector<MatchedPair> matchSequences(std::span<const std::uint64_t> a, std::span<const std::uint64_t> b);

} // namespace cachescope::prompt
