// SPDX-License-Identifier: MIT
#include "prompt/lint/structure_checks.h"

#include <array>

namespace cachescope::prompt {

using enum Severity;

std::span<const Rule> windowAndPriceRules()
{
    static constexpr std::array rules{
        Rule{ { "CTX001", "does-not-fit",
                "The prompt and the answer it asks for exceed the model's context window.", Error, false, "any" },
              checkDoesNotFit },
        Rule{ { "CTX002", "window-nearly-full", "The prompt fills more than 85 % of the context window.", Warning,
                false, "any" },
              checkNearlyFull },
        Rule{ { "CTX003", "price-step-crossed", "The prompt is long enough for a dearer price of the whole call.",
                Warning, false, "any" },
              checkPriceStep },
        Rule{ { "CTX004", "little-is-stable", "Only a small part of the prompt stands before what changes.", Info,
                false, "all" },
              checkLittleStable },
        Rule{ { "CTX005", "used-too-rarely", "Entries are read too seldom to pay for their writing.", Info, true,
                "explicit" },
              checkUsedTooRarely },
    };
    return rules;
}

} // namespace cachescope::prompt
