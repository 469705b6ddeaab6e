// SPDX-License-Identifier: MIT
#pragma once

#include <string_view>

namespace cachescope::providers {

/** Text of resources/prices/model-prices.json, which is part of the executable. */
std::string_view shippedPrices();

} // namespace cachescope::providers
