// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/evidence.h"
#include "prompt/lint/lint.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** What a call of a conversation did with the history of the call before it. */
enum class HistoryChange : std::uint8_t
{
    None, ///< Appended only, or no continuation at all (a sibling, a new attempt).
    Reasoning, ///< Reasoning of earlier answers is gone.
    Sliding, ///< Oldest messages were dropped.
    Compacted, ///< Most of it was replaced by something shorter.
    Attachment, ///< The same place, another image, file or signed address.
    Arguments, ///< A tool call's arguments, the same value spelt another way.
    Edited, ///< An earlier message has another text.
};

/** Two successive calls of one conversation, and how their histories differ first. */
struct Turn
{
    const Prompt *older = nullptr, *newer = nullptr;
    const ObservedCall *olderCall = nullptr;
    bool newerIsThis = false; ///< `newer` is the prompt that is linted (by its bytes).
    HistoryChange change = HistoryChange::None;
    std::size_t olderSegment = 0, newerSegment = 0; ///< Where they part; may be one past the end.
    int droppedMessages = 0; ///< Of Sliding.
};

/**
 * Pairs of calls, by session and by at least half of the history in common, oldest first; then the linted prompt
 * behind the logged call that it continues. Without a log: nothing. Computed once for a context.
 */
const std::vector<Turn> &turnsOf(const LintContext &context);

/** Text of a segment as the model gets it: without a cache mark; for media its bytes. */
std::string comparableText(const Prompt &prompt, const Segment &segment);
/** Thinking of Anthropic, reasoning items of OpenAI. */
bool isReasoning(const Segment &segment);
/** Where in the linted prompt a finding about `turn` belongs. */
ByteRange placeOf(const LintContext &context, const Turn &turn);

} // namespace cachescope::prompt
