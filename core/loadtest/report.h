// SPDX-License-Identifier: MIT
#pragma once

#include "loadtest/load_run.h"

#include <string>
#include <vector>

namespace cachescope::loadtest {

/**
 * The result as JSON. One target: its object. Several: `{"runs":[…],"comparison":[…]}`, each compared with the
 * first by ratios. Milliseconds, requests per second, rates from 0 to 1.
 */
std::string reportJson(const Plan &plan, const std::vector<Tally> &tallies);
/** The same as a table for people. */
std::string reportText(const Plan &plan, const std::vector<Tally> &tallies);

} // namespace cachescope::loadtest
