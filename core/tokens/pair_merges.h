// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/trie.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cachescope::tokens::detail {

/**
 * Merges as a file lists them: pair of tokens -> place in the list and result. For the vocabularies of which
 * MergeTables cannot tell, because a merge stands before the merges that make its parts (Llama 3's added words,
 * SentencePiece models).
 */
class PairMerges
{
public:
    struct Merge
    {
        std::uint32_t priority = noRank; ///< place in the list, lower first; noRank: no such merge
        std::uint32_t result = noRank;
    };

    explicit PairMerges(std::size_t merges);
    /** Of several entries for a pair the last counts, as in the reference. */
    void add(std::uint32_t left, std::uint32_t right, Merge merge);
    Merge find(std::uint32_t left, std::uint32_t right) const;
    std::size_t memoryBytes() const { return m_slots.capacity() * sizeof(Slot); }

private:
    struct Slot
    {
        std::uint64_t key = ~std::uint64_t{ 0 };
        Merge merge;
    };
    std::size_t slotOf(std::uint64_t key) const;

    std::vector<Slot> m_slots;
    unsigned m_shift = 63;
};

/** A symbol while merging: a token and its neighbours; `end` in bytes from the beginning of the piece. */
struct MergeSymbol
{
    std::uint32_t rank = noRank;
    std::uint32_t end = 0;
    std::uint32_t previous = noRank;
    std::uint32_t next = noRank;
};

/**
 * Byte-pair encoding by definition: always the merge of the lowest priority, of equal ones the leftmost. `symbols`
 * come in as the single characters (linked in order) and leave with what is left linked from symbol 0. O(n log n).
 */
void mergeByPriority(const PairMerges &merges, std::vector<MergeSymbol> &symbols);

} // namespace cachescope::tokens::detail
