// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/call.h"

#include <chrono>
#include <cstdint>
#include <string_view>

namespace cachescope::simulated {

/** How a provider's prefix cache decides what to keep and what to find. */
enum class CacheMode : std::uint8_t
{
    None,
    Increments, ///< Whole increments of the token stream: OpenAI before GPT-5.6, Gemini implicit.
    Units, ///< DeepSeek's prefix units.
    Breakpoints, ///< OpenAI from GPT-5.6.
    Marks, ///< Anthropic's cache_control.
};

/** Rules for one model. Token counts in the model's own tokens. */
struct CacheRules
{
    CacheMode mode = CacheMode::None;
    std::int64_t minimum = 0;
    std::int64_t increment = 1;
    std::chrono::seconds idle{ 300 }; ///< Dropped when unused for so long (marks carry their own).
    std::chrono::seconds longest{ 0 }; ///< Dropped so long after it was written, whatever its use; 0: never.
};

CacheRules cacheRulesFor(Family family, std::string_view model, bool longRetention);

} // namespace cachescope::simulated
