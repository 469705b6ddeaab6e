// SPDX-License-Identifier: MIT
#pragma once

#include "insight/reuse.h"
#include "requestlog/call_insight.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::insight {

/** What is known of a call beside the columns of `call_insight`; kept there as JSON. Empty: does not apply. */
struct Facts
{
    std::string before; ///< Text in front of the first difference, as both have it.
    std::string was, is; ///< Both texts from there on: the earlier call's and this one's. At most a line or so.
    bool orderOnly = false; ///< Nothing differs but the order of blocks, members or lines.
    std::int64_t idleSeconds = -1, lifetimeSeconds = -1;
    std::int64_t minimum = 0, input = 0; ///< Tokens.
    std::string modelBefore; ///< Of the earlier call, where it was another one.
    std::string parameters; ///< Names of those that differ.
    std::string providerWord; ///< What the provider's own diagnostics say.
    std::string fix; ///< Title of the rule's fix; empty: by hand.
    bool fixIsSafe = false;
    std::int64_t equalBytes = 0; ///< How far the two bodies are the same, byte by byte.
};

std::string factsToJson(const Facts &facts);
/** What cannot be read is left at its default. */
Facts factsFromJson(std::string_view json);

/** Where the two part: `place` and `differsAt` of the insight, and the texts around it. `scale`: provider's tokens
 * for one of ours. */
void noteDifference(
    Facts &facts, requestlog::CallInsight &insight, const KnownPrompt &earlier, const KnownPrompt &later,
    const Reuse &reuse, double scale);

} // namespace cachescope::insight
