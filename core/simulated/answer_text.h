// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/random.h"

#include <string>
#include <string_view>

namespace cachescope::simulated {

/** An answer of about `words` words that fits the question's topic (code, support, data, general) and language. */
std::string composeAnswer(Random &random, std::string_view question, std::size_t words);

/** A short summary of made-up reasoning. */
std::string composeReasoning(Random &random);

} // namespace cachescope::simulated
