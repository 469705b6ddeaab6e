// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cacheable_prefix.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cachescope::insight {

/**
 * A prompt as one row of numbers, for the prefix index: in front of each segment one for what wraps it (kind, role,
 * name), then the tokens of its text; a picture or file is one for its bytes. Two prompts begin alike exactly as
 * far as their rows do. Numbers that are no tokens have the highest bit set.
 */
struct TokenStream
{
    std::vector<std::uint32_t> ids;
    /** Where each segment's row ends, by segment. */
    std::vector<std::size_t> ends;

    static TokenStream of(const prompt::Prompt &prompt, const prompt::TokenLayout &layout);
};

/** Marks of what a prompt says in its tools and system text (or first message, where these are short): the least
 * hashes of runs of tokens. Prompts of one make have most of them in common wherever they part. */
using Sketch = std::array<std::uint64_t, 8>;
Sketch sketchOf(const prompt::Prompt &prompt, const prompt::TokenLayout &layout);

/** 64 bits of a text, the same in every run of the program. */
std::uint64_t hashOf(std::string_view text);
/** Two hashes as one. */
constexpr std::uint64_t mixed(std::uint64_t a, std::uint64_t b)
{
    std::uint64_t x = a ^ (b + 0x9e3779b97f4a7c15U + (a << 6) + (a >> 2));
    x ^= x >> 31;
    x *= 0xbf58476d1ce4e5b9U;
    x ^= x >> 29;
    return x;
}

} // namespace cachescope::insight
