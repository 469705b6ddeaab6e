// SPDX-License-Identifier: MIT
#include "prompt/lint/structure_checks.h"

#include <array>

namespace cachescope::prompt {

using enum Severity;

std::span<const Rule> historyRules()
{
    static constexpr std::array rules{
        Rule{ { "HIS001", "earlier-message-changed", "An earlier message of the conversation has another text.",
                Error, true, "all" },
              checkEditedMessage },
        Rule{ { "HIS002", "reasoning-dropped", "Reasoning of earlier answers was left out of the history.", Warning,
                true, "all" },
              checkDroppedReasoning },
        Rule{ { "HIS003", "compacted-too-early",
                "Compacting the history cost more rewriting than the window made necessary.", Warning, true,
                "all" },
              checkEarlyCompaction },
        Rule{ { "HIS004", "sliding-window", "The oldest messages are dropped turn by turn.", Error, true, "all" },
              checkSlidingWindow },
        Rule{ { "HIS005", "system-edited-in-session", "The system text changed within a session.", Warning, true,
                "all" },
              checkEditedSystem },
        Rule{ { "HIS006", "attachment-changes",
                "An earlier image, file or address comes with other bytes or another signature.", Error, true,
                "all" },
              checkChangedAttachment },
        Rule{ { "HIS007", "large-block-twice", "A large piece of text stands in the prompt twice.", Info, false,
                "any" },
              checkRepeatedBlock },
    };
    return rules;
}

} // namespace cachescope::prompt
