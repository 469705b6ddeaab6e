// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_book.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cachescope::prompt {

/** Tokens of the smallest prompt that pays another input price than a short one; nothing when there is no such step
 * up to `most`, or the price is unknown. */
std::optional<std::int64_t> firstPriceStep(
    const providers::PriceBook &prices, std::string_view upstream, std::string_view model, std::int64_t most);

} // namespace cachescope::prompt
