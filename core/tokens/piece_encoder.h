// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/piece_caches.h"
#include "tokens/vocabulary.h"

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

namespace cachescope::tokens::detail {

/** A token of a piece: rank, and where it ends, in bytes from the beginning of the piece. */
struct PieceToken
{
    std::uint32_t rank = noRank;
    std::uint32_t end = 0;
};

/**
 * Byte-pair encodes one piece in time that grows linearly with its length: takes the longest token that can follow
 * the one before (MergeTables::canFollow) and steps back where that leads nowhere; each place that proved hopeless
 * is remembered, so it is tried once. Needs about nine bytes of memory for each byte of the piece, kept for the
 * next one up to a limit. One thread at a time.
 */
class PieceEncoder
{
public:
    /**
     * The tokens of text[0, length), valid until the next call. Stops before the first character that no token
     * begins with (only in vocabularies that do not cover all bytes); the tokens then are those of the text before
     * it.
     */
    std::span<const PieceToken> encode(const Vocabulary &vocabulary, const std::uint8_t *text, std::size_t length);

    PieceCache &pieces() { return m_pieces; }

private:
    static constexpr std::size_t keptBytes = std::size_t{ 1 } << 16;

    bool isOpen(std::size_t place) const { return ((m_open[place / 64] >> (place % 64)) & 1U) != 0; }
    void close(std::size_t place) { m_open[place / 64] &= ~(std::uint64_t{ 1 } << (place % 64)); }
    void prepare(std::size_t length);
    std::span<const PieceToken> encodeByPriority(
        const Vocabulary &vocabulary, const std::uint8_t *text, std::size_t length);

    std::vector<std::uint64_t> m_open; ///< by place: may a token end here?
    std::vector<PieceToken> m_tokens;
    std::vector<MergeSymbol> m_symbols;
    PieceCache m_pieces;
    FollowCache m_follows;
};

} // namespace cachescope::tokens::detail
