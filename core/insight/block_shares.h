// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/compare.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cachescope::insight {

/** What became of the tokens of one part of a call: they add up. */
struct BlockShare
{
    enum class Part : std::uint8_t
    {
        Tools,
        System,
        Messages, ///< All but the newest.
        Newest ///< The newest message, with its pictures.
    } part
        = Part::Messages;
    std::int64_t total = 0;
    std::int64_t read = 0; ///< From the provider's cache.
    std::int64_t before = 0; ///< The same text, in front of the first difference, and not read all the same.
    std::int64_t again = 0; ///< The same text behind it: paid again.
    std::int64_t fresh = 0; ///< New.
    int firstMessage = -1, lastMessage = -1; ///< Indices, of Messages.
};

/** One call in its comparison with an earlier one. */
struct SharesQuestion
{
    const prompt::Prompt &prompt; ///< B of the comparison.
    const prompt::TokenLayout &layout;
    const prompt::Comparison &comparison;
    std::int64_t input = 0; ///< As the provider reported; our counts are scaled to it.
    std::int64_t read = 0; ///< Its first tokens came from the cache.
};
/** Parts that have tokens, in the order of the prompt. Their totals add up to `input`. */
std::vector<BlockShare> blockShares(const SharesQuestion &question);

/** Tokens of a block of B that A has, too, in the tokenizer's own. */
std::int64_t tokensInBoth(const prompt::ComparedBlock &block, const prompt::TokenLayout &layout);

} // namespace cachescope::insight
