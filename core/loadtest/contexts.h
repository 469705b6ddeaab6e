// SPDX-License-Identifier: MIT
#pragma once

#include "loadtest/target.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace cachescope::loadtest {

/** What the requests of a run look like. */
struct ContextOptions
{
    std::string model = "gpt-4.1-mini";
    std::size_t contextBytes = 4096; ///< Of the text that stands in front of the question.
    bool stream = false;
    std::uint64_t seed = 1; ///< Equal seeds give equal bytes.
};

/**
 * The body of context `number`: a text of English words that no other number shares, and a short question;
 * temperature 0, so that each answer may be kept. The same number and options give the same bytes.
 */
std::string contextBody(Shape shape, std::uint64_t number, const ContextOptions &options);

/**
 * Which context each of `requests` requests carries: every context equally often (to within one), each round of
 * them in an order of its own, so that equal requests stand apart as in real traffic.
 */
std::vector<std::uint32_t> contextOrder(std::size_t requests, std::uint32_t contexts, std::uint64_t seed);

} // namespace cachescope::loadtest
