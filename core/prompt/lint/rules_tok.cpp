// SPDX-License-Identifier: MIT
#include "prompt/lint/token_boundaries.h"

#include <array>

namespace cachescope::prompt {

std::span<const Rule> tokenBoundaryRules()
{
    static constexpr std::array rules{
        Rule{ { "TOK001", "final-blank", "The prompt ends in a blank.", Severity::Warning, false, "any" },
              checkFinalBlank },
        Rule{ { "TOK002", "unstable-seam", "A variable's value can join the token before it.", Severity::Warning,
                false, "automatic" },
              checkVariableSeams },
        Rule{ { "TOK003", "split-word", "Two blocks part inside a word.", Severity::Info, false, "explicit" },
              checkSplitWords },
        Rule{ { "TOK004", "prefilled-blank", "The prefilled answer ends in white space.", Severity::Error, false,
                "anthropic" },
              checkPrefilledAnswer },
        Rule{ { "TOK005", "token-heavy-text", "Encoded bytes or hashes stand in the text.", Severity::Warning,
                false, "any" },
              checkHeavyText },
        Rule{ { "TOK006", "control-token-look-alike", "The text holds what looks like a control token.",
                Severity::Warning, false, "any" },
              checkControlTokens },
        Rule{ { "TOK007", "estimate-near-limit", "The number of tokens is an estimate and too near to a limit.",
                Severity::Info, false, "any" },
              checkEstimateNearLimit },
    };
    return rules;
}

} // namespace cachescope::prompt
