// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::providers {

/**
 * Tokens of one call in buckets that do not overlap (prompt-caching rules, section 2):
 * input = fresh + cacheRead + cacheWrite5m + cacheWrite1h + cacheWriteOther; reasoning is a part of output.
 */
struct TokenUsage
{
    std::int64_t fresh = 0;
    std::int64_t cacheRead = 0;
    std::int64_t cacheWrite5m = 0;
    std::int64_t cacheWrite1h = 0;
    std::int64_t cacheWriteOther = 0; ///< Written for an unnamed time (OpenAI: 30 minutes).
    std::int64_t output = 0;
    std::int64_t reasoning = 0; ///< Part of `output`.

    std::int64_t cacheWrite() const { return cacheWrite5m + cacheWrite1h + cacheWriteOther; }
    std::int64_t input() const { return fresh + cacheRead + cacheWrite(); }
    friend bool operator==(const TokenUsage &, const TokenUsage &) = default;
};

/** Where a usage comes from. */
enum class UsageSource : std::uint8_t
{
    None, ///< Nothing is known (local answers, errors).
    Reported, ///< The provider's own usage object.
    Estimated, ///< Our estimate, because the answer carried none (broken stream, option missing).
};

struct Usage
{
    UsageSource source = UsageSource::None;
    TokenUsage tokens;
    bool inconsistent = false; ///< Provider's parts exceed their total: kept as reported, fresh clamped to zero.
    /** The answer says that its cached tokens come from an explicit marker (Alibaba's `cache_type`); their rate
       can differ from that of automatic hits. */
    bool explicitCache = false;
    /** The provider's usage object exactly as it came; empty when none. Of an Anthropic stream: the start's object
       with the final members put over it, as the JSON answer has it. */
    std::string rawJson;
};

/**
 * Normalises a usage object by the wire convention it shows (cached tokens inside or beside the input count), not
 * by the provider's name: section 2 of the rules, including DeepSeek's hit/miss pair, xAI's reasoning beside
 * completion and Bedrock. `api` only breaks ties. `requestedTtl1h`: the TTL to assume for Anthropic writes that are
 * not split. Nothing when it is no usage object (null, malformed, or without any known count).
 */
std::optional<Usage> parseUsage(Api api, std::string_view usageJson, bool requestedTtl1h = false);

} // namespace cachescope::providers
