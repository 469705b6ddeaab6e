// SPDX-License-Identifier: MIT
#include "tokens/pair_merges.h"

#include <bit>
#include <queue>

namespace cachescope::tokens::detail {

namespace {

constexpr std::uint64_t emptyKey = ~std::uint64_t{ 0 };

std::uint64_t keyOf(std::uint32_t left, std::uint32_t right)
{
    return (std::uint64_t{ left } << 32) | right;
}

/** A merge that was possible when it was noted; `left` and `result` tell later whether it still is. */
struct Candidate
{
    std::uint32_t priority;
    std::uint32_t place;
    std::uint32_t leftRank;
    std::uint32_t rightRank;
    std::uint32_t result;

    bool operator<(const Candidate &other) const
    {
        return priority != other.priority ? priority > other.priority : place > other.place;
    }
};

} // namespace

PairMerges::PairMerges(std::size_t merges)
{
    const auto bits = static_cast<unsigned>(std::bit_width(merges + merges / 2 + 1));
    m_slots.resize(std::size_t{ 1 } << bits);
    m_shift = 64 - bits;
}

std::size_t PairMerges::slotOf(std::uint64_t key) const
{
    return ((key ^ (key >> 29)) * 0x9E3779B97F4A7C15ULL) >> m_shift;
}

void PairMerges::add(std::uint32_t left, std::uint32_t right, Merge merge)
{
    const std::uint64_t key = keyOf(left, right);
    std::size_t slot = slotOf(key);
    while (m_slots[slot].key != emptyKey && m_slots[slot].key != key)
        slot = (slot + 1) & (m_slots.size() - 1);
    m_slots[slot] = { key, merge };
}

PairMerges::Merge PairMerges::find(std::uint32_t left, std::uint32_t right) const
{
    const std::uint64_t key = keyOf(left, right);
    std::size_t slot = slotOf(key);
    while (m_slots[slot].key != emptyKey) {
        if (m_slots[slot].key == key)
            return m_slots[slot].merge;
        slot = (slot + 1) & (m_slots.size() - 1);
    }
    return {};
}

void mergeByPriority(const PairMerges &merges, std::vector<MergeSymbol> &symbols)
{
    std::priority_queue<Candidate> queue;
    const auto note = [&](std::uint32_t place) {
        const std::uint32_t next = symbols[place].next;
        if (next == noRank)
            return;
        const PairMerges::Merge merge = merges.find(symbols[place].rank, symbols[next].rank);
        if (merge.priority != noRank)
            queue.push({ merge.priority, place, symbols[place].rank, symbols[next].rank, merge.result });
    };
    for (std::uint32_t place = 0; place < symbols.size(); ++place)
        note(place);
    while (!queue.empty()) {
        const Candidate best = queue.top();
        queue.pop();
        MergeSymbol &left = symbols[best.place];
        const std::uint32_t next = left.next;
        if (left.rank != best.leftRank || next == noRank || symbols[next].rank != best.rightRank)
            continue;
        left.rank = best.result;
        left.end = symbols[next].end;
        left.next = symbols[next].next;
        symbols[next].rank = noRank;
        if (left.next != noRank)
            symbols[left.next].previous = best.place;
        note(best.place);
        if (left.previous != noRank)
            note(left.previous);
    }
}

} // namespace cachescope::tokens::detail
