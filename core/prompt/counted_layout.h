// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cache_points.h"
#include "prompt/cacheable_prefix.h"

#include <optional>
#include <span>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** What wrapping, marks and the ends of messages depend on, of one segment. Strings belong to someone else. */
struct Place
{
    SegmentKind kind = SegmentKind::Message;
    bool isMarkable = true; ///< No thinking and no empty text: Anthropic's top-level switch may mark it.
    int message = -1; ///< As in Segment.
    int block = 0;
    std::string_view role, name;
    std::optional<std::string_view> mark; ///< Lifetime of an explicit mark at its end; empty: the default.
};
Place placeOf(const Segment &segment);
std::vector<Place> placesOf(const Prompt &prompt);

/** Number of tokens of a text in the tokenizer's own. */
using CountTokens = std::function<std::int64_t(std::string_view)>;
/**
 * As layOut, but of places alone and without the tokens themselves: the layout holds sums only. For whoever knows
 * the counts: `segmentTokens` has one for each place, that of a picture is not looked at; `ofName` counts names of
 * messages.
 */
TokenLayout layOutCounted(
    PromptForm form, std::span<const Place> places, const tokens::ModelTokens &chosen,
    std::span<const std::int64_t> segmentTokens, const CountTokens &ofName);
/** As cachePoints of the prompt; `topLevelTtl` is set when it has Anthropic's top-level switch. */
std::vector<CachePoint> cachePoints(
    PromptForm form, std::span<const Place> places, const TokenLayout &layout,
    std::optional<std::string_view> topLevelTtl);

} // namespace cachescope::prompt
