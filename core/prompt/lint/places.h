// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

#include <functional>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** One spot of many that are mended in the same way; offsets in a segment's decoded text. */
struct Spot
{
    ByteRange decoded;
    std::string replacement;
};

/** How many spots of one rule are shown one by one in a segment; the last one shown stands for all the rest. */
inline constexpr std::size_t shownPlaces = 20;

/** What a run of spots is called. */
struct PlaceWords
{
    std::string message; ///< For one spot.
    std::string many; ///< "lines end in blanks": behind the number of spots that are not shown.
    std::string fixTitle;
    bool safe = true;
    bool asOne = false; ///< One finding for all spots: mending some of them makes no sense.
};

/**
 * Reports spots of one segment, ascending: one finding each with a fix of its own, from the `shownPlaces`-th on one
 * for all, so that a file of ten thousand such lines is not ten thousand findings and is mended in a few rounds.
 */
void reportPlaces(
    const LintContext &context, Reporter &reporter, std::size_t segment, const std::vector<Spot> &places,
    const PlaceWords &words);

} // namespace cachescope::prompt
