// SPDX-License-Identifier: MIT
#pragma once

#include "insight/known_prompts.h"
#include "prompt/compare.h"
#include "providers/caching_rules.h"

#include <cstdint>
#include <optional>
#include <string>

namespace cachescope::insight {

/** What of one call another one could have read, had it said the same things in the same order. */
struct Reuse
{
    prompt::Comparison comparison;
    /** By the published rules, as both were sent: floor, marks, look-back, parameters. Model's tokens, as all here.
     */
    std::int64_t readable = 0;
    /** Had nothing changed that stands before the last mark (or end of a message, or step) both share: text that
     * both have, wherever it stands. At least `readable`; 0 when the earlier call left no entry. */
    std::int64_t couldRead = 0;
    std::int64_t sameText = 0; ///< The same without regard to floors and marks.
    std::size_t shared = 0; ///< Segments that are equal from the beginning on.
    std::int64_t sharedTokens = 0; ///< Up to the first differing token.
    std::size_t limit = 0; ///< Segment of the later call behind the last one that an entry of the earlier reaches.
    bool differs = false; ///< The first difference stands before `limit`: it may be blamed.
    bool orderOnly = false; ///< There, nothing differs but the order of blocks, members or words.
    /** Tokens of the earlier call's past that the later one has no more, and its messages' tokens. */
    std::int64_t dropped = 0, history = 0;
};
Reuse reuseOf(const KnownPrompt &earlier, const KnownPrompt &later, const providers::CachingRules &rules);

/** Parameters that belong to a provider's key and differ. */
struct ParameterChange
{
    std::string names; ///< "reasoning.effort, tool_choice"; empty: none.
    /** From which segment of the later call on they take effect; its number of segments when they do not. */
    std::size_t from = 0;
    bool published = true; ///< The provider says so; else it is taken to be.
};
ParameterChange parameterChange(const prompt::Prompt &earlier, const prompt::Prompt &later);

/** First segment of the newest message: new in every call. Number of segments when there is none. */
std::size_t newestMessage(const prompt::Prompt &prompt);
/** True when the call asks for caching where that must be asked for. */
bool asksForCaching(const KnownPrompt &call, const providers::CachingRules &rules);

} // namespace cachescope::insight
