// SPDX-License-Identifier: MIT
#include "prompt/lint/structure_checks.h"

#include <array>

namespace cachescope::prompt {

using enum Severity;

std::span<const Rule> breakpointRules()
{
    static constexpr std::array rules{
        Rule{
            { "BRK001", "prefix-below-minimum",
              "What a mark or the stable text covers is shorter than the provider's minimum, so nothing is cached.",
              Error, false, "all" },
            checkBelowMinimum },
        Rule{
            { "BRK002", "prefix-near-minimum",
              "The cached prefix is so close to the minimum that a small cut, or another tokenizer, ends caching.",
              Warning, false, "all" },
            checkNearMinimum },
        Rule{ { "BRK003", "no-breakpoint", "The provider caches only up to marks, and there is none.", Warning,
                false, "explicit" },
              checkNoBreakpoint },
        Rule{ { "BRK004", "too-many-breakpoints", "More marks than the provider takes.", Error, false, "any" },
              checkTooManyMarks },
        Rule{ { "BRK005", "breakpoint-on-changing-text",
                "A mark stands behind text that changes from call to call: it is written and never read.", Error,
                false, "explicit" },
              checkMarkOnChangingText },
        Rule{ { "BRK006", "look-back-exceeded",
                "One turn added more blocks than the provider looks back, so the earlier entry is not found.",
                Warning, false, "explicit" },
              checkLookBack },
        Rule{ { "BRK007", "longer-lifetime-after-shorter",
                "A mark with a longer lifetime follows one with a shorter.", Error, false, "explicit" },
              checkLifetimeOrder },
        Rule{ { "BRK008", "lifetime-too-short",
                "Calls come further apart than the entry lives, and a longer life pays.", Warning, true,
                "explicit" },
              checkLifetimeTooShort },
        Rule{ { "BRK009", "lifetime-too-long", "The longer lifetime costs more than it saves with calls so close.",
                Info, true, "explicit" },
              checkLifetimeTooLong },
        Rule{ { "BRK010", "written-never-read", "Entries are paid for and no later call reads them.", Warning, true,
                "all" },
              checkNeverRead },
        Rule{ { "BRK011", "parallel-cold-start", "Calls that start together each write the same prefix.", Warning,
                true, "all" },
              checkParallelStart },
        Rule{ { "BRK012", "cache-key",
                "The routing key of the prompt cache is missing, new in each call, or too busy.", Warning, false,
                "openai,mistral,xai" },
              checkCacheKey },
        Rule{ { "BRK013", "keep-warm-loses", "Calls that only keep an entry alive cost more than writing it anew.",
                Info, true, "explicit" },
              checkKeepWarm },
    };
    return rules;
}

} // namespace cachescope::prompt
