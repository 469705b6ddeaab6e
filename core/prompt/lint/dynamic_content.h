// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <cstdint>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** Kinds of text that is another in the next call. */
enum class DynamicKind : std::uint8_t
{
    Clock, ///< A time of day, a full timestamp, seconds since 1970.
    Date, ///< A calendar date that is said to be today's.
    RandomId, ///< A generated id.
    Counter, ///< Number of a turn, step or attempt; what is left of a budget.
};

/** One place of such text. */
struct DynamicPlace
{
    DynamicKind kind = DynamicKind::Clock;
    ByteRange range; ///< The changing value alone.
    ByteRange line; ///< The line around it.
    std::string_view shape; ///< "ISO time", "UUID", "turn number", …
};

/**
 * Finds it in a text. What a person put there for good is not reported: examples, code, tables, log lines,
 * versions, names of models, licence years, opening hours, deadlines, commit hashes and checksums. A time or date
 * needs a word that makes it the present one ("now", "current", "today", also in other languages) or a header line
 * of its own; an id a word such as "session" or a shape that nobody types. Ascending, one place a value.
 */
std::vector<DynamicPlace> findDynamicContent(std::string_view text);

} // namespace cachescope::prompt
