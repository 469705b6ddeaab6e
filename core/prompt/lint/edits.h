// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <string_view>

namespace cachescope::prompt {

/**
 * Replaces a range of a segment's decoded text. Inside a JSON string the replacement is written with escapes, so
 * that the file stays JSON; a tool's own JSON and plain text take it as it is.
 */
TextEdit editText(const Segment &segment, ByteRange decoded, std::string_view replacement);

/**
 * The two edits that take a piece of text out of `segment` and put it, as a paragraph of its own, at the end of the
 * prompt's tail (the last user message, or the end of a text file). Nothing when there is no such place.
 */
std::vector<TextEdit> moveToTail(const LintContext &context, std::size_t segment, ByteRange decoded);

/** Bounds of the line that holds `offset`, without its line end. */
ByteRange lineAt(std::string_view text, std::size_t offset);

/** `line` with its line end, or with the one before it when it is the last: what to cut to remove it. */
ByteRange wholeLine(std::string_view text, ByteRange line);

/** At most `limit` bytes of `text`, cut between characters, with "…" for what is left out. */
std::string shortened(std::string_view text, std::size_t limit);

} // namespace cachescope::prompt
