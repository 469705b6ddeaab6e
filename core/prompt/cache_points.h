// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cacheable_prefix.h"

#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

namespace cachescope::prompt {

/** The end of a provider's block: a place where a cache entry can end. */
struct CachePoint
{
    std::size_t segment = 0; ///< The last one that belongs to the block.
    std::int64_t tokens = 0; ///< Up to here, in the model's tokens.
    std::optional<std::chrono::seconds> mark; ///< An explicit mark stands here; how long its entry lives.
    /** GPT-5.6 and later may end an entry here unasked: behind a user message, a run of tool results, or the
     * opening system or developer text (prompt-caching rules, 3.3). */
    bool messageEnd = false;
};
/** In the prompt's order. Anthropic's top-level switch is a mark on the last block that can carry one. */
std::vector<CachePoint> cachePoints(const Prompt &prompt, const TokenLayout &layout);

/** What one segment says to the model: its text, or the bytes of its picture or file, without a cache mark. */
std::string_view contentOf(const Prompt &prompt, const Segment &segment, std::string &buffer);
/** The same of a segment over these bytes. */
std::string_view contentOf(std::string_view bytes, const Segment &segment, std::string &buffer);
/** True when two segments differ in nothing but what they say. */
bool sameWrapping(const Segment &a, const Segment &b);

/** The beginning that two prompts have in common. */
struct SharedPrefix
{
    std::size_t segments = 0; ///< Equal as a whole.
    std::size_t tokens = 0; ///< Equal at the start of the next segment; 0 when its wrapping differs already.
    bool wrappingToo = false; ///< The next segment's wrapping is equal.
    std::int64_t modelTokens = 0; ///< All of it, in the model's tokens.
    std::int64_t ownTokens = 0; ///< All of it, in the tokenizer's, before any factor.
};
SharedPrefix sharedPrefix(const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB);

/** Tokens in the tokenizer's own up to the end of the last segment. */
std::int64_t ownTokensOf(const TokenLayout &layout);

} // namespace cachescope::prompt
