// SPDX-License-Identifier: MIT
#include "tokens/vocabulary.h"

#include "tokens/packed_format.h"

#include <algorithm>
#include <atomic>
#include <bit>

namespace cachescope::tokens::detail {

const std::array<std::array<std::uint64_t, 2>, 16> ShortKey::masks = [] {
    std::array<std::array<std::uint64_t, 2>, 16> table{};
    for (std::size_t length = 0; length < 16; ++length) {
        for (std::size_t i = 0; i < length; ++i)
            table[length][i / 8] |= std::uint64_t{ 0xFF } << (i % 8 * 8);
    }
    return table;
}();

namespace {

std::size_t tableSize(std::size_t entries)
{
    return std::bit_ceil(std::max<std::size_t>(entries, 2));
}

} // namespace

std::uint32_t Vocabulary::nextSerial()
{
    static std::atomic<std::uint32_t> last{ 0 };
    return ++last;
}

std::uint64_t Vocabulary::hashLong(const std::uint8_t *text, std::size_t length)
{
    std::uint64_t hash = length;
    std::size_t i = 0;
    for (; i + 8 <= length; i += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text + i, 8);
        hash = std::rotl((hash ^ word) * 0x9E3779B97F4A7C15ULL, 29);
    }
    std::uint64_t rest = 0;
    std::memcpy(&rest, text + i, length - i);
    return (hash ^ rest) * 0xD6E8FEB86659FD93ULL;
}

std::uint32_t Vocabulary::findLong(const std::uint8_t *text, std::size_t length) const
{
    if (length > m_longest)
        return noRank;
    const std::size_t mask = m_long.size() - 1;
    std::size_t slot = (hashLong(text, length) >> 32) & mask;
    while (m_long[slot] != noRank) {
        const std::string_view token = bytesOf(m_long[slot]);
        if (token.size() == length && std::memcmp(token.data(), text, length) == 0)
            return m_long[slot];
        slot = (slot + 1) & mask;
    }
    return noRank;
}

void Vocabulary::insertShort(const ShortKey &key, std::uint32_t rank)
{
    std::size_t index = key.hash() >> m_shortShift;
    for (;;) {
        Bucket &bucket = m_short[index];
        for (std::size_t i = 0; i < Bucket::size; ++i) {
            if (bucket.ranks[i] == noRank) {
                bucket.keys[i] = key;
                bucket.ranks[i] = rank;
                return;
            }
        }
        bucket.overflowed = 1;
        index = (index + 1) & (m_short.size() - 1);
    }
}

void Vocabulary::insertLong(std::uint32_t rank)
{
    const std::string_view token = bytesOf(rank);
    const std::size_t mask = m_long.size() - 1;
    std::size_t slot = (hashLong(reinterpret_cast<const std::uint8_t *>(token.data()), token.size()) >> 32) & mask;
    while (m_long[slot] != noRank)
        slot = (slot + 1) & mask;
    m_long[slot] = rank;
}

unsigned Vocabulary::bucketBits(std::size_t shortTokens)
{
    // Three places a bucket, about half of them taken.
    return static_cast<unsigned>(std::bit_width(tableSize(shortTokens * 2 / 3) - 1));
}

void Vocabulary::makeTables(std::size_t shortTokens, std::size_t longTokens)
{
    const unsigned bits = bucketBits(shortTokens);
    m_short.resize(std::size_t{ 1 } << bits);
    m_shortShift = 64 - bits;
    m_long.assign(tableSize(longTokens * 2 + 1), noRank);
}

void Vocabulary::insert(std::uint32_t rank)
{
    const std::string_view token = bytesOf(rank);
    if (token.size() > ShortKey::maxLength)
        insertLong(rank);
    else if (!token.empty())
        insertShort(ShortKey::fromExact(reinterpret_cast<const std::uint8_t *>(token.data()), token.size()), rank);
}

void Vocabulary::index(const std::vector<bool> &findable)
{
    std::size_t longTokens = 0;
    for (std::uint32_t rank = 0; rank < ranks(); ++rank) {
        m_longest = std::max(m_longest, bytesOf(rank).size());
        longTokens += bytesOf(rank).size() > ShortKey::maxLength ? 1U : 0U;
    }
    makeTables(ranks() - longTokens, longTokens);
    for (std::uint32_t rank = 0; rank < ranks(); ++rank) {
        if (findable[rank])
            insert(rank);
    }
}

namespace {

/** Takes the sections of a packed vocabulary one after another. */
class SectionReader
{
public:
    explicit SectionReader(const std::uint8_t *at)
        : m_at(at)
    { }
    template <typename Item> std::span<const Item> take(std::size_t count)
    {
        const std::span<const Item> items(reinterpret_cast<const Item *>(m_at), count); // aligned by the format
        m_at += paddedTo4(items.size_bytes());
        return items;
    }

private:
    const std::uint8_t *m_at;
};

std::size_t packedSize(const PackedHead &head)
{
    const std::size_t numbers
        = 2 * std::size_t{ head.ranks } + head.shortCount + head.mergeCount + 2 * std::size_t{ head.units };
    return sizeof head + paddedTo4(head.ranks) + paddedTo4(head.byteCount) + numbers * sizeof(std::uint32_t);
}

} // namespace

std::shared_ptr<const Vocabulary> Vocabulary::fromPacked(std::span<const std::uint8_t> packed)
{
    PackedHead head;
    if (packed.size() < sizeof head)
        return nullptr;
    std::memcpy(&head, packed.data(), sizeof head);
    if (head.magic != PackedHead::magicValue || packed.size() != packedSize(head))
        return nullptr;
    SectionReader sections(packed.data() + sizeof head);
    const auto made = std::make_shared<Vocabulary>();
    const auto lengths = sections.take<std::uint8_t>(head.ranks);
    made->m_bytes = sections.take<std::uint8_t>(head.byteCount).data();
    const auto splits = sections.take<Split>(head.ranks);
    const auto shortOrder = sections.take<std::uint32_t>(head.shortCount);
    const auto mergeOrder = sections.take<std::uint32_t>(head.mergeCount);
    const auto units = sections.take<std::uint32_t>(head.units);
    made->m_trie = Trie(units, sections.take<std::uint32_t>(head.units));
    made->m_offsets.reserve(head.ranks + 1);
    made->m_offsets.push_back(0);
    std::vector<std::uint32_t> longTokens;
    for (std::uint32_t rank = 0; rank < head.ranks; ++rank) {
        made->m_offsets.push_back(made->m_offsets.back() + lengths[rank]);
        made->m_longest = std::max<std::size_t>(made->m_longest, lengths[rank]);
        if (lengths[rank] > ShortKey::maxLength)
            longTokens.push_back(rank);
    }
    made->makeTables(head.shortCount, longTokens.size());
    for (const std::uint32_t rank : shortOrder)
        made->insert(rank);
    for (const std::uint32_t rank : longTokens)
        made->insertLong(rank);
    made->m_merges.reserve(head.ranks, head.mergeCount);
    made->m_merges.setSplits(splits.data(), splits.size());
    for (const std::uint32_t rank : mergeOrder)
        made->m_merges.addKnown(rank);
    return made;
}

std::shared_ptr<const Vocabulary> Vocabulary::fromParts(Parts parts)
{
    const auto made = std::make_shared<Vocabulary>();
    std::vector<std::pair<std::string_view, std::uint32_t>> keys;
    made->m_offsets.push_back(0);
    for (const std::string &token : parts.tokens) {
        made->m_ownBytes += token;
        made->m_offsets.push_back(static_cast<std::uint32_t>(made->m_ownBytes.size()));
    }
    made->m_bytes = reinterpret_cast<const std::uint8_t *>(made->m_ownBytes.data());
    for (std::uint32_t rank = 0; rank < parts.mergeable; ++rank) {
        if (!parts.tokens[rank].empty())
            keys.emplace_back(parts.tokens[rank], rank);
    }
    std::sort(keys.begin(), keys.end());
    made->m_ownTrie = buildTrie(keys);
    if (made->m_ownTrie.units.empty())
        return nullptr;
    made->m_trie = Trie(made->m_ownTrie.units, made->m_ownTrie.values);
    made->m_ids = std::move(parts.ids);
    made->m_merges = std::move(parts.merges);
    made->m_pairs = std::move(parts.pairs);
    made->index(parts.findable);
    return made;
}

std::size_t Vocabulary::memoryBytes() const
{
    return sizeof *this + m_offsets.capacity() * 4 + m_short.capacity() * sizeof(Bucket) + m_long.capacity() * 4
        + m_merges.memoryBytes() + (m_pairs ? m_pairs->memoryBytes() : 0) + m_ids.capacity() * 4
        + m_ownBytes.capacity() + (m_ownTrie.units.capacity() + m_ownTrie.values.capacity()) * 4;
}

} // namespace cachescope::tokens::detail
