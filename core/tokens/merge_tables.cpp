// SPDX-License-Identifier: MIT
#include "tokens/merge_tables.h"

#include "tokens/trie.h"

#include <bit>
#include <limits>

namespace cachescope::tokens::detail {

namespace {

constexpr std::uint64_t emptySlot = ~std::uint64_t{ 0 };
constexpr std::uint64_t rankMask = (std::uint64_t{ 1 } << MergeTables::rankBits) - 1;

} // namespace

void MergeTables::reserve(std::size_t ranks, std::size_t merges)
{
    const auto bits = static_cast<unsigned>(std::bit_width(merges + merges / 4 + 1));
    m_slots.assign(std::size_t{ 1 } << bits, emptySlot);
    m_shift = 64 - bits;
    m_filter.assign(filterBits / 64, 0);
    m_splits.resize(ranks);
}

void MergeTables::addMerge(std::uint32_t left, std::uint32_t right, std::uint32_t rank)
{
    m_splits[rank] = { left, right };
    enter(left, right, rank);
}

void MergeTables::enter(std::uint32_t left, std::uint32_t right, std::uint32_t rank)
{
    const std::uint64_t key = pairKey(left, right);
    const std::uint64_t bit = (hashOf(key) >> 20) & (filterBits - 1);
    m_filter[bit / 64] |= std::uint64_t{ 1 } << (bit % 64);
    std::size_t slot = slotOf(key);
    while (m_slots[slot] != emptySlot)
        slot = (slot + 1) & (m_slots.size() - 1);
    m_slots[slot] = (key << rankBits) | rank;
}

std::uint32_t MergeTables::merged(std::uint32_t left, std::uint32_t right) const
{
    const std::uint64_t key = pairKey(left, right);
    if (!mayMerge(hashOf(key)))
        return noRank;
    std::size_t slot = slotOf(key);
    while (m_slots[slot] != emptySlot) {
        if ((m_slots[slot] >> rankBits) == key)
            return static_cast<std::uint32_t>(m_slots[slot] & rankMask);
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    return noRank;
}

bool MergeTables::canFollow(std::uint32_t left, std::uint32_t right) const
{
    // Undoes the merges of both sides, latest first, and asks at each step whether the two tokens that then touch
    // the border would have been merged before the step that was undone.
    std::uint32_t limit = std::numeric_limits<std::uint32_t>::max();
    for (;;) {
        const std::uint32_t joined = merged(left, right);
        if (joined != noRank && joined < limit)
            return false;
        const bool leftIsNewer = left > right;
        if (leftIsNewer && m_splits[left].right != left) {
            limit = left;
            left = m_splits[left].right;
        } else if (m_splits[right].left != right) {
            // Equal ranks merge from left to right, so on the right side a merge of the same rank comes too late.
            limit = right + 1;
            right = m_splits[right].left;
        } else if (m_splits[left].right != left) {
            limit = left;
            left = m_splits[left].right;
        } else {
            return true;
        }
    }
}

} // namespace cachescope::tokens::detail
