// SPDX-License-Identifier: MIT
#include "prompt/lint/rule.h"

namespace cachescope::prompt {

std::span<const Rule> windowAndPriceRules()
{
    return {};
}

} // namespace cachescope::prompt
