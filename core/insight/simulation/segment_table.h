// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "tokens/tokenizer.h"

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::insight {

/** A piece of a text, cut where a window that slides over its tokens says so: equal text is cut equally wherever it
 * stands. */
struct TokenPiece
{
    std::uint64_t hash = 0;
    std::uint32_t tokens = 0;
};

/**
 * Every distinct part of many prompts, tokenised once. Thread-safe. Parts are told apart by 128 bits of two quick
 * hashes: a collision, which chance does not bring about, would spoil a count in a what-if and nothing else.
 */
class SegmentTable
{
public:
    using Ids = std::shared_ptr<const std::vector<std::uint32_t>>;

    /** `keptIds`: token ids kept for later, over all parts; more are made again when asked for. */
    explicit SegmentTable(std::size_t keptIds = std::size_t{ 48 } << 20)
        : m_keptIds(keptIds)
    { }

    struct Found
    {
        std::uint32_t segment = 0; ///< Number of the part, from 0.
        std::int32_t tokens = 0;
    };
    /** The part with this text; tokenised when it is new. */
    Found find(const tokens::Tokenizer &tokenizer, std::string_view text);
    /** A part that is not text (a picture), with its stand-in of tokens. */
    Found findOpaque(std::string_view bytes, std::int32_t tokens);
    /** Token ids of a part; null when they were given up. */
    Ids keptIds(std::uint32_t segment) const;
    /** Token ids of a part; made again from `text` when they were given up. */
    Ids ids(std::uint32_t segment, const tokens::Tokenizer &tokenizer, std::string_view text);
    /** Pieces of a part by the sliding window; they stay where they are as long as the table lives. */
    const std::vector<TokenPiece> &pieces(std::uint32_t segment) const;
    std::size_t size() const;

private:
    struct Key
    {
        std::uint64_t high = 0, low = 0;
        friend bool operator==(const Key &, const Key &) = default;
    };
    struct Hash
    {
        std::size_t operator()(const Key &key) const { return static_cast<std::size_t>(key.low); }
    };
    struct Segment
    {
        std::int32_t tokens = 0;
        Ids ids;
        std::vector<TokenPiece> pieces;
    };
    struct Shard
    {
        std::mutex mutex;
        std::unordered_map<Key, Found, Hash> known;
    };
    static constexpr std::size_t shardCount = 16;

    Shard &shardOf(const Key &key) { return m_shards[key.high % shardCount]; }
    Found add(const Key &key, Segment segment);
    void keep(std::uint32_t segment, Ids ids);

    std::array<Shard, shardCount> m_shards;
    mutable std::mutex m_mutex; ///< Of all below.
    std::deque<Segment> m_segments;
    std::deque<std::uint32_t> m_withIds; ///< Oldest first.
    std::size_t m_keptIds, m_idsNow = 0;
};

/** Cuts ids into pieces of about 64 tokens (16 to 256), by a rolling hash over the last ids. */
std::vector<TokenPiece> cutPieces(const std::vector<std::uint32_t> &ids);

} // namespace cachescope::insight
