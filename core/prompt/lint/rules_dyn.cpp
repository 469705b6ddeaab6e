// SPDX-License-Identifier: MIT
#include "prompt/lint/dynamic_rules.h"

#include <array>

namespace cachescope::prompt {

std::span<const Rule> dynamicContentRules()
{
    static constexpr std::array rules{
        Rule{ { "DYN001", "clock-in-prefix",
                "A clock stands in the prefix, so that no two calls share what follows.", Severity::Error, false,
                "all" },
              checkClock },
        Rule{ { "DYN002", "date-in-prefix", "Today's date stands in the prefix: the cache is lost every midnight.",
                Severity::Info, false, "all" },
              checkDate },
        Rule{ { "DYN003", "random-id-in-prefix", "A generated id stands in the prefix.", Severity::Warning, false,
                "all" },
              checkRandomId },
        Rule{ { "DYN004", "counter-in-prefix",
                "The number of a turn or what is left of a budget stands in the prefix.", Severity::Error, false,
                "all" },
              checkCounter },
        Rule{ { "DYN005", "user-data-before-shared-text",
                "Data of one user stand before text that all users share.", Severity::Warning, false, "all" },
              checkUserData },
        Rule{ { "DYN006", "retrieved-before-instructions", "Retrieved text stands before the instructions.",
                Severity::Warning, false, "all" },
              checkRetrievedText },
        Rule{ { "DYN007", "environment-in-prefix", "A snapshot of the environment stands in the prefix.",
                Severity::Warning, false, "all" },
              checkEnvironment },
        Rule{ { "DYN008", "unordered-list", "Lines come in another order from call to call.", Severity::Error, true,
                "all" },
              checkUnorderedLists },
        Rule{ { "DYN009", "observed-divergence", "The last calls part from this prompt early.", Severity::Error,
                true, "all" },
              checkObservedDivergence },
        Rule{ { "DYN010", "early-variable", "A variable stands before the last fixed block of text.",
                Severity::Warning, false, "all" },
              checkEarlyVariables },
        Rule{ { "DYN011", "experiment-in-prefix", "The arm of an experiment stands early in the prompt.",
                Severity::Info, true, "all" },
              checkExperimentFlags },
    };
    return rules;
}

} // namespace cachescope::prompt
