// SPDX-License-Identifier: MIT
#include "prompt/lint/rule.h"

namespace cachescope::prompt {

std::span<const Rule> parameterRules()
{
    return {};
}

} // namespace cachescope::prompt
