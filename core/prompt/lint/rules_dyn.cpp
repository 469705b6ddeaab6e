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
    };
    return rules;
}

} // namespace cachescope::prompt
