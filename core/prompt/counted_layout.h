// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cacheable_prefix.h"

#include <span>

namespace cachescope::prompt {

/** Number of tokens of a text in the tokenizer's own. */
using CountTokens = std::function<std::int64_t(const std::string &)>;
/**
 * As layOut, but without the tokens themselves: the places hold sums only. For whoever knows the counts:
 * `segmentTokens` has one for each segment, that of a picture is not looked at; `ofName` counts names of messages.
 */
TokenLayout layOutCounted(
    const Prompt &prompt, const tokens::ModelTokens &chosen, std::span<const std::int64_t> segmentTokens,
    const CountTokens &ofName);

} // namespace cachescope::prompt
