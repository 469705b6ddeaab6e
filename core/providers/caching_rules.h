// SPDX-License-Identifier: MIT
#pragma once

#include "providers/price_book.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::providers {

/** How a provider's prompt cache is switched on. */
enum class CachingMode : std::uint8_t
{
    None, ///< No cached-input rate is known.
    Automatic,
    Explicit, ///< Only marked blocks.
    AutomaticAndExplicit,
};

/** Where the cached counters stand in a usage object. */
enum class CachedCount : std::uint8_t
{
    Inside, ///< Part of the input count.
    Beside, ///< To be added to it (Anthropic, Bedrock).
};

/** The published rules by which a provider caches prompt prefixes. A plain value. */
struct CachingRules
{
    CachingMode mode = CachingMode::None;
    CachedCount counts = CachedCount::Inside;
    std::int64_t minimumTokens = 0; ///< Smallest prefix that is kept; 0 when none is published.
    std::int64_t incrementTokens = 0; ///< Step of cached lengths; 1 exact; 0 block, message or not published.
    /** Steps are read only up to where an earlier input ended, or two were seen to part (DeepSeek's units). */
    bool wholeUnits = false;
    bool exactAtBreakpoint = false; ///< Entries end exactly at marks (or at message ends, where automatic).
    /** Lifetimes that can be chosen, the default first; empty when none is published. A hit renews them. */
    std::vector<std::chrono::seconds> timesToLive;
    int lookbackBlocks = 0; ///< How many blocks a mark looks back, itself included; 0: no marks.
    int maxMarks = 0; ///< Marks in a request; 0: no marks.
    bool tooManyMarksIsError = false; ///< 400 (Anthropic) against "the latest ones count" (OpenAI).
    std::vector<std::string> unverified; ///< Which of these are no first-hand facts, in the price book's words.
};

/** Rules for a model at an upstream: the book's figures, else what holds for the family. Thread-safe. */
CachingRules cachingRules(const PriceBook &book, std::string_view upstream, std::string_view model);

} // namespace cachescope::providers
