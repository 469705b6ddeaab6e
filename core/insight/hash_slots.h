// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cachescope::insight {

/** Numbers found by the hash of what they stand for, four bytes each: the hashes themselves are with the owner.
 * Equal hashes may stand beside each other; `find` gives the first that was added. Linear probing, no marks of what
 * was removed. */
class HashSlots
{
public:
    static constexpr std::uint32_t none = 0xffffffffU;

    /** `hashOf(number)` gives a number's hash. */
    template <typename HashOf> std::uint32_t find(std::uint64_t hash, const HashOf &hashOf) const
    {
        for (std::size_t slot = home(hash); m_slots[slot] != none; slot = next(slot))
            if (hashOf(m_slots[slot]) == hash)
                return m_slots[slot];
        return none;
    }

    template <typename HashOf> void add(std::uint64_t hash, std::uint32_t number, const HashOf &hashOf)
    {
        if ((m_count + 1) * 4 > m_slots.size() * 3) {
            const std::vector<std::uint32_t> before = std::move(m_slots);
            m_slots.assign(before.size() * 2, none);
            for (const std::uint32_t known : before)
                if (known != none)
                    put(hashOf(known), known);
        }
        put(hash, number);
        ++m_count;
    }

    template <typename HashOf> void remove(std::uint64_t hash, std::uint32_t number, const HashOf &hashOf)
    {
        std::size_t slot = home(hash);
        while (m_slots[slot] != number) {
            if (m_slots[slot] == none)
                return;
            slot = next(slot);
        }
        // What follows moves up where it may, so that no search ends too early (Knuth, 6.4, algorithm R).
        for (std::size_t from = next(slot); m_slots[from] != none; from = next(from)) {
            const std::size_t wanted = home(hashOf(m_slots[from]));
            const std::size_t gap = (from - slot) & (m_slots.size() - 1);
            if (((from - wanted) & (m_slots.size() - 1)) < gap)
                continue;
            m_slots[slot] = m_slots[from];
            slot = from;
        }
        m_slots[slot] = none;
        --m_count;
    }

    std::size_t bytes() const { return m_slots.capacity() * sizeof(std::uint32_t); }

private:
    std::size_t home(std::uint64_t hash) const { return static_cast<std::size_t>(hash) & (m_slots.size() - 1); }
    std::size_t next(std::size_t slot) const { return (slot + 1) & (m_slots.size() - 1); }
    void put(std::uint64_t hash, std::uint32_t number)
    {
        std::size_t slot = home(hash);
        while (m_slots[slot] != none)
            slot = next(slot);
        m_slots[slot] = number;
    }

    std::vector<std::uint32_t> m_slots = std::vector<std::uint32_t>(1024, none);
    std::size_t m_count = 0;
};

} // namespace cachescope::insight
