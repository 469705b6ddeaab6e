// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <optional>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** A cache mark with what rules ask about it. */
struct PlacedMark
{
    std::size_t segment = 0;
    ByteRange source; ///< The member with its value.
    std::string ttl; ///< "5m", "1h" or empty for the default.
    std::int64_t tokens = 0; ///< Prompt tokens up to the mark.
    bool isTopLevel = false; ///< Anthropic's switch beside the model: a mark on the last block.
};

/** In the prompt's order; the switch comes last. */
std::vector<PlacedMark> marksOf(const LintContext &context);

/** A mark to be written: member name and value as JSON. */
struct MarkText
{
    std::string key = "cache_control", value;
};
/** The mark of the provider whose request this is, spelt as the file spells JSON. `ttl` may be empty. */
MarkText newMark(const Prompt &prompt, std::string_view ttl);
/** Name and value of a mark that is in the file. */
MarkText textOf(const Prompt &prompt, const PlacedMark &mark);

/**
 * Edits that put a mark on a segment: a member more in its block, or a plain string made into a text block. Empty
 * where the provider takes none: schemas, thinking, empty text, blocks that have one.
 */
std::vector<TextEdit> markSegment(const Prompt &prompt, std::size_t segment, const MarkText &mark);
TextEdit markRemoval(const Prompt &prompt, const PlacedMark &mark);
/** Gives the mark a lifetime. */
TextEdit lifetimeEdit(const Prompt &prompt, const PlacedMark &mark, std::string_view ttl);
/** "5m" for a mark without a lifetime of its own, when the provider's default is five minutes. */
std::string lifetimeOf(const LintContext &context, const PlacedMark &mark);

/**
 * The first {{variable}}; null when there is none. Braces that logged calls sent as they are, as prompts about
 * templates do, are text.
 */
const Variable *firstVariable(const LintContext &context);
bool isSentVerbatim(const LintContext &context, const Variable &variable);
/** First segment that is known to change from call to call: the first variable's; number of segments when none. */
std::size_t firstChangingSegment(const LintContext &context);
/** Edits of several fixes as one list in file order. */
void sortEdits(std::vector<TextEdit> &edits);

} // namespace cachescope::prompt
