// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/vocabulary.h"

#include <cstddef>
#include <cstdint>
#include <vector>

namespace cachescope::tokens::detail {

/**
 * What a thread learnt about short pieces of up to three tokens. Direct-mapped, 256 KiB; each entry names its
 * vocabulary, so that texts in several encodings can take turns. Vocabularies with a serial beyond 18 bits are not
 * cached.
 */
class PieceCache
{
public:
    static constexpr std::size_t mostTokens = 3;
    static constexpr std::uint32_t serialLimit = 1U << 18;

    struct Entry
    {
        ShortKey key;
        std::uint32_t ids[mostTokens] = {};
        /** serial (18 bits), number of tokens (2 bits), ends of the tokens (4 bits each) */
        std::uint32_t shape = 0;

        std::uint32_t serial() const { return shape >> 14; }
        unsigned count() const { return (shape >> 12) & 3U; }
        unsigned end(unsigned i) const { return (shape >> (4 * i)) & 15U; }
    };
    static_assert(sizeof(Entry) == 32);

    Entry &slot(const ShortKey &key)
    {
        if (m_entries.empty())
            m_entries.resize(std::size_t{ 1 } << bits);
        return m_entries[key.hash() >> (64 - bits)];
    }
    static bool holds(const Entry &entry, const ShortKey &key, std::uint32_t serial)
    {
        return entry.key.low == key.low && entry.key.high == key.high && entry.serial() == serial;
    }

private:
    static constexpr unsigned bits = 13;
    std::vector<Entry> m_entries;
};

/** Answers of MergeTables::canFollow that a thread met; direct-mapped, 512 KiB. Serials beyond 21 bits are not
 * cached. */
class FollowCache
{
public:
    static constexpr std::uint32_t serialLimit = 1U << 21;

    bool canFollow(const Vocabulary &vocabulary, std::uint32_t left, std::uint32_t right)
    {
        const std::uint64_t key
            = (std::uint64_t{ vocabulary.serial() } << 42) ^ (std::uint64_t{ left } << 21) ^ right;
        std::uint64_t &slot = m_slots[(key * 0x9E3779B97F4A7C15ULL) >> (64 - bits)];
        if ((slot >> 1) == key) [[likely]]
            return (slot & 1U) != 0;
        const bool answer = vocabulary.merges().canFollow(left, right);
        if (vocabulary.serial() < serialLimit)
            slot = (key << 1) | static_cast<std::uint64_t>(answer);
        return answer;
    }

private:
    static constexpr unsigned bits = 16;
    std::vector<std::uint64_t> m_slots = std::vector<std::uint64_t>(std::size_t{ 1 } << bits, 0);
};

} // namespace cachescope::tokens::detail
