// SPDX-License-Identifier: MIT
#include "insight/simulation/segment_table.h"

#include "base/quick_hash.h"

namespace cachescope::insight {

namespace {

constexpr std::uint64_t highSeed = 0x1f83d9abfb41bd6bULL, lowSeed = 0x5be0cd19137e2179ULL;
constexpr std::size_t shortestPiece = 16, longestPiece = 256;

/** A random-looking word for each id: what a gear table holds, without the table. */
std::uint64_t gear(std::uint32_t id)
{
    std::uint64_t word = (id + 1) * 0x9E3779B97F4A7C15ULL;
    word = (word ^ (word >> 30)) * 0xBF58476D1CE4E5B9ULL;
    word = (word ^ (word >> 27)) * 0x94D049BB133111EBULL;
    return word ^ (word >> 31);
}

} // namespace

std::vector<TokenPiece> cutPieces(const std::vector<std::uint32_t> &ids)
{
    std::vector<TokenPiece> pieces;
    std::uint64_t rolling = 0, content = 0;
    std::uint32_t size = 0;
    for (const std::uint32_t id : ids) {
        const std::uint64_t word = gear(id);
        rolling = (rolling << 1) + word; // Sees the last 64 ids: the window.
        content = (content ^ word) * 0x9E3779B97F4A7C15ULL;
        ++size;
        // Six leading zeros come once in 64 tokens.
        if ((size >= shortestPiece && rolling >> 58 == 0) || size >= longestPiece) {
            pieces.push_back({ content, size });
            content = 0;
            size = 0;
        }
    }
    if (size > 0)
        pieces.push_back({ content, size });
    return pieces;
}

SegmentTable::Found SegmentTable::add(const Key &key, Segment segment)
{
    Shard &shard = shardOf(key);
    const std::lock_guard shardLock(shard.mutex);
    if (const auto known = shard.known.find(key); known != shard.known.end())
        return known->second; // Another thread was quicker.
    const std::lock_guard lock(m_mutex);
    const Found found{ static_cast<std::uint32_t>(m_segments.size()), segment.tokens };
    Ids ids = std::move(segment.ids);
    m_segments.push_back(std::move(segment));
    if (ids)
        keep(found.segment, std::move(ids));
    shard.known.emplace(key, found);
    return found;
}

/** The mutex is held. */
void SegmentTable::keep(std::uint32_t segment, Ids ids)
{
    m_idsNow += ids->size();
    m_segments[segment].ids = std::move(ids);
    m_withIds.push_back(segment);
    while (m_idsNow > m_keptIds && m_withIds.size() > 1) {
        Segment &oldest = m_segments[m_withIds.front()];
        m_withIds.pop_front();
        m_idsNow -= oldest.ids->size();
        oldest.ids.reset();
    }
}

SegmentTable::Found SegmentTable::find(const tokens::Tokenizer &tokenizer, std::string_view text)
{
    const std::uint64_t name = base::quickHash(tokenizer.name(), lowSeed);
    const Key key{ base::quickHash(text, highSeed ^ name), base::quickHash(text, lowSeed ^ name) };
    {
        Shard &shard = shardOf(key);
        const std::lock_guard lock(shard.mutex);
        if (const auto known = shard.known.find(key); known != shard.known.end())
            return known->second;
    }
    auto ids = std::make_shared<std::vector<std::uint32_t>>();
    tokenizer.encodeIds(text, *ids);
    Segment segment;
    segment.tokens = static_cast<std::int32_t>(ids->size());
    segment.pieces = cutPieces(*ids);
    segment.ids = std::move(ids);
    return add(key, std::move(segment));
}

SegmentTable::Found SegmentTable::findOpaque(std::string_view bytes, std::int32_t tokens)
{
    const auto salt = static_cast<std::uint64_t>(tokens) + 1;
    const Key key{ base::quickHash(bytes, highSeed + salt), base::quickHash(bytes, lowSeed + salt) };
    Segment segment;
    segment.tokens = tokens;
    segment.pieces = { { key.low, static_cast<std::uint32_t>(tokens) } };
    return add(key, std::move(segment));
}

SegmentTable::Ids SegmentTable::keptIds(std::uint32_t segment) const
{
    const std::lock_guard lock(m_mutex);
    return m_segments[segment].ids;
}

SegmentTable::Ids SegmentTable::ids(
    std::uint32_t segment, const tokens::Tokenizer &tokenizer, std::string_view text)
{
    if (auto kept = keptIds(segment))
        return kept;
    auto ids = std::make_shared<std::vector<std::uint32_t>>();
    tokenizer.encodeIds(text, *ids);
    const std::lock_guard lock(m_mutex);
    if (!m_segments[segment].ids)
        keep(segment, ids);
    return ids;
}

const std::vector<TokenPiece> &SegmentTable::pieces(std::uint32_t segment) const
{
    const std::lock_guard lock(m_mutex);
    return m_segments[segment].pieces;
}

std::size_t SegmentTable::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_segments.size();
}

} // namespace cachescope::insight
