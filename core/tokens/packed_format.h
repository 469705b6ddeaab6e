// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <cstdint>

namespace cachescope::tokens::detail {

/**
 * Head of a vocabulary as tools/vocabulary packs it at build time and the program embeds it. All numbers are
 * native; the sections follow in this order, each starting at a multiple of four bytes: lengths      u8[ranks]
 * bytes of each token; 0 for a rank that is not used bytes        u8[byteCount] splits       {u32, u32}[ranks] the
 * two tokens that the last merge of each joins; itself twice for a single byte shortOrder   u32[shortCount]  ranks
 * of the tokens that ShortKey can hold, in the order of their places in the hash table, so that filling it goes
 * through the memory once mergeOrder   u32[mergeCount]  ranks made by merges, in the order of their places in
 * MergeTables units        u32[units]       the trie, see trie.h values       u32[units]
 */
struct PackedHead
{
    static constexpr std::uint32_t magicValue = 0x32564B54; // "TKV2"
    std::uint32_t magic = magicValue;
    std::uint32_t ranks = 0;
    std::uint32_t byteCount = 0;
    std::uint32_t units = 0;
    std::uint32_t shortCount = 0;
    std::uint32_t mergeCount = 0;
    std::array<std::uint8_t, 32> sha256{}; ///< Of the unpacked .tiktoken file that it was made from.
};

constexpr std::size_t paddedTo4(std::size_t size)
{
    return (size + 3) & ~std::size_t{ 3 };
}

} // namespace cachescope::tokens::detail
