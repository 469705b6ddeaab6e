// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::prompt {

/** Figures in the messages of the linter, always spelt the same. */
std::string grouped(std::int64_t number); ///< "12 345": in groups of three by narrow blanks' plain cousin.
std::string tokensText(std::int64_t tokens); ///< "1 024 tokens", "1 token".
std::string percentText(double share); ///< 0.125 -> "13 %".
std::string durationText(std::int64_t milliseconds); ///< "45 s", "7 min", "3 h".
std::string moneyText(base::Money money, std::string_view currency); ///< "$3.10", "CNY 0.42".

} // namespace cachescope::prompt
