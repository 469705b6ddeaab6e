// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/merge_tables.h"
#include "tokens/pair_merges.h"
#include "tokens/trie.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::tokens::detail {

/** A piece of up to 15 bytes as two words: its bytes, zeros, and the length in the last byte. */
struct ShortKey
{
    static constexpr std::size_t maxLength = 15;
    std::uint64_t low = 0;
    std::uint64_t high = 0;

    /** From memory of which 16 bytes can be read. */
    static ShortKey fromPadded(const std::uint8_t *text, std::size_t length)
    {
        ShortKey key;
        std::memcpy(&key.low, text, 8);
        std::memcpy(&key.high, text + 8, 8);
        key.low &= masks[length][0];
        key.high = (key.high & masks[length][1]) | (std::uint64_t{ length } << 56);
        return key;
    }
    static ShortKey fromExact(const std::uint8_t *text, std::size_t length)
    {
        std::array<std::uint8_t, 16> padded{};
        std::memcpy(padded.data(), text, length);
        return fromPadded(padded.data(), length);
    }
    std::uint64_t hash() const { return (low ^ (high * 0xD6E8FEB86659FD93ULL)) * 0x9E3779B97F4A7C15ULL; }

    static const std::array<std::array<std::uint64_t, 2>, 16> masks;
};

/**
 * The tokens of a byte-pair vocabulary by rank (merge priority), with the tables that encode. Immutable when made;
 * shared between threads. Ranks are the ids of tiktoken vocabularies; for others `idOf` maps them.
 */
class Vocabulary
{
public:
    /** From a vocabulary packed at build time; borrows `packed`. Null when it is damaged. */
    static std::shared_ptr<const Vocabulary> fromPacked(std::span<const std::uint8_t> packed);

    /** What a tokenizer.json gives, by rank. */
    struct Parts
    {
        std::vector<std::string> tokens;
        std::vector<std::uint32_t> ids;
        std::vector<bool> findable; ///< as whole pieces
        std::uint32_t mergeable = 0; ///< ranks below are made by `merges`
        MergeTables merges;
        std::unique_ptr<PairMerges> pairs; ///< in place of `merges` where these do not suffice
    };
    /** Buckets of the table of short tokens, as a number of bits, for so many of them. */
    static unsigned bucketBits(std::size_t shortTokens);
    /** Null when there are more tokens than the tables can hold. */
    static std::shared_ptr<const Vocabulary> fromParts(Parts parts);

    std::uint32_t ranks() const { return static_cast<std::uint32_t>(m_offsets.size() - 1); }
    std::string_view bytesOf(std::uint32_t rank) const
    {
        return { reinterpret_cast<const char *>(m_bytes) + m_offsets[rank], m_offsets[rank + 1] - m_offsets[rank] };
    }
    std::uint32_t idOf(std::uint32_t rank) const { return m_ids.empty() ? rank : m_ids[rank]; }
    /** The token with exactly these bytes, or noRank. */
    std::uint32_t find(const std::uint8_t *text, std::size_t length) const
    {
        return length <= ShortKey::maxLength ? findShort(ShortKey::fromExact(text, length))
                                             : findLong(text, length);
    }
    std::uint32_t findShort(const ShortKey &key) const
    {
        std::size_t index = key.hash() >> m_shortShift;
        for (;;) {
            const Bucket &bucket = m_short[index];
            std::uint32_t rank = noRank;
            for (std::size_t i = Bucket::size; i-- > 0;) {
                const std::uint64_t difference = (bucket.keys[i].low ^ key.low) | (bucket.keys[i].high ^ key.high);
                rank = difference == 0 ? bucket.ranks[i] : rank;
            }
            if (rank != noRank || bucket.overflowed == 0) [[likely]]
                return rank;
            index = (index + 1) & (m_short.size() - 1);
        }
    }
    std::uint32_t findLong(const std::uint8_t *text, std::size_t length) const;
    const MergeTables &merges() const { return m_merges; }
    /** Different for each vocabulary of the process; what caches of several vocabularies tell them apart by. */
    std::uint32_t serial() const { return m_serial; }
    /** When set, pieces are encoded by these in place of merges() and longest(). */
    const PairMerges *pairMerges() const { return m_pairs.get(); }
    TrieMatch longest(const std::uint8_t *text, std::size_t limit) const
    {
        return m_trie.longest(text, limit < m_longest ? limit : m_longest);
    }
    std::size_t longestToken() const { return m_longest; }
    /** Bytes of memory that this object owns. */
    std::size_t memoryBytes() const;

private:
    /** One cache line. */
    struct alignas(64) Bucket
    {
        static constexpr std::size_t size = 3;
        std::array<ShortKey, size> keys{};
        std::array<std::uint32_t, size> ranks{ noRank, noRank, noRank };
        std::uint32_t overflowed = 0;
    };

    void makeTables(std::size_t shortTokens, std::size_t longTokens);
    void index(const std::vector<bool> &findable);
    void insert(std::uint32_t rank);
    void insertShort(const ShortKey &key, std::uint32_t rank);
    void insertLong(std::uint32_t rank);
    static std::uint64_t hashLong(const std::uint8_t *text, std::size_t length);

    static std::uint32_t nextSerial();

    std::uint32_t m_serial = nextSerial();
    const std::uint8_t *m_bytes = nullptr;
    std::vector<std::uint32_t> m_offsets;
    std::vector<Bucket> m_short;
    unsigned m_shortShift = 63;
    std::vector<std::uint32_t> m_long; ///< open addressing, ranks
    std::size_t m_longest = 0;
    MergeTables m_merges;
    Trie m_trie;
    std::vector<std::uint32_t> m_ids;
    std::unique_ptr<PairMerges> m_pairs;
    // What a vocabulary from a file owns; a packed one borrows.
    std::string m_ownBytes;
    TrieArrays m_ownTrie;
};

} // namespace cachescope::tokens::detail
