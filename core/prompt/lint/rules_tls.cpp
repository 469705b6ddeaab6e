// SPDX-License-Identifier: MIT
#include "prompt/lint/structure_checks.h"

#include <array>

namespace cachescope::prompt {

using enum Severity;

std::span<const Rule> toolRules()
{
    static constexpr std::array rules{
        Rule{ { "TLS001", "tool-order", "The same tools come in another order from call to call.", Error, true,
                "all" },
              checkToolOrder },
        Rule{ { "TLS002", "tool-key-order", "A tool's schema is the same value spelt in another order or layout.",
                Error, true, "all" },
              checkToolKeyOrder },
        Rule{ { "TLS003", "tool-set-changes", "Tools come and go within a session.", Error, true, "all" },
              checkToolSet },
        Rule{ { "TLS004", "changing-tool-description",
                "A tool's definition holds text that changes from call to call.", Error, false, "all" },
              checkToolDescription },
        Rule{ { "TLS005", "unused-tool", "Tools that no logged call ever used fill the front of each prompt.", Info,
                true, "all" },
              checkUnusedTools },
        Rule{
            { "TLS006", "messages-before-stable-parts",
              "The request names its messages before tools or system text, and this upstream reads in that order.",
              Warning, false, "any" },
            checkMemberOrder },
        Rule{ { "TLS007", "arguments-re-encoded", "An earlier tool call's arguments came back spelt another way.",
                Error, true, "all" },
              checkToolArguments },
    };
    return rules;
}

} // namespace cachescope::prompt
