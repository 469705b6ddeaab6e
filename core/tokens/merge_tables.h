// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cachescope::tokens::detail {

/** The two tokens that the last merge of a token joins; both are the token itself when it is not made by a merge.
 */
struct Split
{
    std::uint32_t left = 0;
    std::uint32_t right = 0;
};

/**
 * What byte-pair encoding comes to, without running it: for each token how its last merge splits it, and for each
 * such pair which token it makes. Ranks are merge priorities, lower first. Every merge that can ever happen is the
 * one of `splits`: the bytes that a token covers are merged as if they stood alone, so another pair with the same
 * bytes never meets. (The method is that of GitHub's rust-gems crate `bpe`, 2024.)
 */
class MergeTables
{
public:
    static constexpr unsigned rankBits = 21; ///< Three of them fit a 64-bit slot.
    static constexpr std::uint32_t maxRank = (1U << rankBits) - 2;
    static constexpr std::uint64_t filterBits = std::uint64_t{ 1 } << 21;

    /** Room for ranks below `ranks`, of which about `merges` are made by merges. */
    void reserve(std::size_t ranks, std::size_t merges);
    /** `rank` is a single symbol. */
    void addAtom(std::uint32_t rank) { m_splits[rank] = { rank, rank }; }
    /** The last merge of `rank` joins `left` and `right`; both are known already. */
    void addMerge(std::uint32_t left, std::uint32_t right, std::uint32_t rank);

    /** Replaces all splits; addKnown() then enters the merges of those that are not single symbols. */
    void setSplits(const Split *splits, std::size_t count) { m_splits.assign(splits, splits + count); }
    void addKnown(std::uint32_t rank) { enter(m_splits[rank].left, m_splits[rank].right, rank); }
    /** Where a merge wants to be in the table; adding in this order is fastest. */
    std::size_t placeOf(std::uint32_t rank) const
    {
        return slotOf(pairKey(m_splits[rank].left, m_splits[rank].right));
    }

    /** The token that the pair makes, or noRank. */
    std::uint32_t merged(std::uint32_t left, std::uint32_t right) const;
    const Split &split(std::uint32_t rank) const { return m_splits[rank]; }

    /**
     * True when `left` and `right` can be neighbours in a result, i.e. when encoding their joined bytes gives just
     * these two: no merge across the border comes earlier than the merges that made both sides.
     */
    bool canFollow(std::uint32_t left, std::uint32_t right) const;

    std::size_t memoryBytes() const
    {
        return (m_slots.capacity() + m_filter.capacity()) * sizeof(std::uint64_t)
            + m_splits.capacity() * sizeof(Split);
    }

private:
    void enter(std::uint32_t left, std::uint32_t right, std::uint32_t rank);
    static std::uint64_t pairKey(std::uint32_t left, std::uint32_t right)
    {
        return (std::uint64_t{ left } << rankBits) | right;
    }
    static std::uint64_t hashOf(std::uint64_t key) { return key * 0x9E3779B97F4A7C15ULL; }
    std::size_t slotOf(std::uint64_t key) const { return hashOf(key) >> m_shift; }
    /** False for most pairs that make no token: a bit map that stays in the cache, before the table that does not.
     */
    bool mayMerge(std::uint64_t hash) const
    {
        const std::uint64_t bit = (hash >> 20) & (filterBits - 1);
        return ((m_filter[bit / 64] >> (bit % 64)) & 1U) != 0;
    }

    std::vector<std::uint64_t> m_slots;
    std::vector<std::uint64_t> m_filter;
    std::vector<Split> m_splits;
    unsigned m_shift = 63;
};

} // namespace cachescope::tokens::detail
