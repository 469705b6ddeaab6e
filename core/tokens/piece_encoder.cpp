// SPDX-License-Identifier: MIT
#include "tokens/piece_encoder.h"

#include "tokens/utf8.h"

namespace cachescope::tokens::detail {

void PieceEncoder::prepare(std::size_t length)
{
    if (length < keptBytes && m_tokens.size() > keptBytes) {
        m_open = {};
        m_tokens = {};
        m_symbols = {};
    }
    m_open.assign(length / 64 + 1, ~std::uint64_t{ 0 });
    if (m_tokens.size() < length)
        m_tokens.resize(length);
}

std::span<const PieceToken> PieceEncoder::encode(
    const Vocabulary &vocabulary, const std::uint8_t *text, std::size_t length)
{
    if (vocabulary.pairMerges() != nullptr)
        return encodeByPriority(vocabulary, text, length);
    prepare(length);
    std::size_t count = 0;
    std::size_t position = 0;
    TrieMatch candidate = vocabulary.longest(text, length);
    while (candidate.rank != noRank) {
        const std::size_t end = position + candidate.length;
        if (isOpen(end)
            && (count == 0 || m_follows.canFollow(vocabulary, m_tokens[count - 1].rank, candidate.rank))) {
            m_tokens[count++] = { candidate.rank, static_cast<std::uint32_t>(end) };
            position = end;
            if (position == length)
                break;
            candidate = vocabulary.longest(text + position, length - position);
            continue;
        }
        candidate = vocabulary.longest(text + position, candidate.length - 1);
        if (candidate.rank == noRank && count > 0) {
            // Nothing can follow here: give the last token up and never end at this place again.
            close(position);
            --count;
            candidate.rank = m_tokens[count].rank;
            const std::size_t begin = count == 0 ? 0 : m_tokens[count - 1].end;
            candidate.length = position - begin;
            position = begin;
        }
    }
    return std::span(m_tokens).first(count);
}

std::span<const PieceToken> PieceEncoder::encodeByPriority(
    const Vocabulary &vocabulary, const std::uint8_t *text, std::size_t length)
{
    if (m_tokens.size() < length)
        m_tokens.resize(length);
    m_symbols.clear();
    for (std::size_t at = 0; at < length;) {
        // A byte where bytes are the single symbols, a character where characters are.
        std::size_t size = 1;
        std::uint32_t rank = vocabulary.find(text + at, 1);
        if (text[at] >= 0x80 && rank == noRank) {
            size = decode(text + at).length;
            rank = vocabulary.find(text + at, size);
        }
        const auto place = static_cast<std::uint32_t>(m_symbols.size());
        at += size;
        m_symbols.push_back({ rank, static_cast<std::uint32_t>(at), place == 0 ? noRank : place - 1, place + 1 });
    }
    m_symbols.back().next = noRank;
    mergeByPriority(*vocabulary.pairMerges(), m_symbols);
    std::size_t count = 0;
    for (std::uint32_t place = 0; place != noRank; place = m_symbols[place].next)
        m_tokens[count++] = { m_symbols[place].rank, m_symbols[place].end };
    return std::span(m_tokens).first(count);
}

} // namespace cachescope::tokens::detail
