// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cacheable_prefix.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** How a block of one prompt stands to the other prompt. */
enum class Relation : std::uint8_t
{
    Equal,
    Changed,
    Reordered, ///< The same JSON, with its members in another order or other white space.
    Moved, ///< The same bytes at another place.
    OnlyA,
    OnlyB,
};

/** One line of a changed block, or a pair of lines that stand for each other. */
struct ComparedLine
{
    enum class Kind : std::uint8_t
    {
        Equal,
        Changed,
        OnlyA,
        OnlyB,
    } kind
        = Kind::Equal;
    std::size_t lineA = 0, lineB = 0; ///< From 1, within the segment's text; 0 where there is none.
    ByteRange a, b; ///< Bytes of the segment's decoded text, without the line's end.
    std::vector<ByteRange> changedA, changedB; ///< Tokens that differ, within a and b; ascending, joined.
};

/** A segment of one prompt beside what stands for it in the other. */
struct ComparedBlock
{
    Relation relation = Relation::Equal;
    std::optional<std::size_t> a, b; ///< Segments.
    std::vector<ComparedLine> lines; ///< Of Changed and Reordered blocks, in order.
};

/** Two prompts beside each other: blocks (tools, system, parts of messages), their lines, their tokens. */
struct Comparison
{
    std::vector<ComparedBlock> blocks; ///< In the order of B; what only A has stands where it was.
    Divergence divergence; ///< Where the common beginning ends.
    std::int64_t equalTokens = 0; ///< Of B's, in equal blocks and lines.
    bool identical = false;
    bool orderOnly = false; ///< Nothing differs but the order of blocks or of JSON members.
};

/** Both layouts must be of the same tokenizer. Any thread; a megabyte takes some tens of milliseconds. */
Comparison compare(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules);

} // namespace cachescope::prompt
