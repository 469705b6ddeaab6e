// SPDX-License-Identifier: MIT
#include "prompt/price_step.h"

namespace cachescope::prompt {

std::optional<std::int64_t> firstPriceStep(
    const providers::PriceBook &prices, std::string_view upstream, std::string_view model, std::int64_t most)
{
    const auto input = [&](std::int64_t tokens) -> std::int64_t {
        const auto rates = prices.rates(upstream, model, tokens, {});
        return rates ? rates->input.picoPerToken : 0;
    };
    const std::int64_t base = input(1);
    if (base <= 0 || input(most) <= base)
        return {};
    std::int64_t low = 1, high = most; // input(low) is the base price, input(high) is not.
    while (high - low > 1) {
        const std::int64_t middle = low + (high - low) / 2;
        (input(middle) > base ? high : low) = middle;
    }
    return high;
}

} // namespace cachescope::prompt
