// SPDX-License-Identifier: MIT
#include "simulated/token_counter.h"

#include "simulated/random.h"

#include <cmath>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostKnownIds = 4'000'000; // 16 MB

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

std::int64_t ModelTokenizer::scale(std::int64_t tokens) const
{
    return factor == 1 ? tokens : std::llround(static_cast<double>(tokens) * factor);
}

ModelTokenizer tokenizerOf(std::string_view model)
{
    static const tokens::ModelTable table;
    const tokens::ModelTokens known = table.forModel(model);
    return { known.tokenizer, known.factor, known.chat == tokens::ChatFormat::Harmony };
}

/** The table names built-in encodings only, and these are compiled in: there is always one. */
const tokens::Tokenizer &TokenCounter::tokenizer(const std::string &encoding)
{
    auto &opened = m_tokenizers[encoding];
    if (!opened)
        opened = tokens::encoding(encoding).value();
    return *opened;
}

TokenCounter::Ids TokenCounter::ids(const std::string &encoding, std::string_view text)
{
    const std::uint64_t key = hashText(text, hashText(encoding));
    if (const auto known = m_known.find(key); known != m_known.end()) {
        m_recent.splice(m_recent.begin(), m_recent, known->second);
        return known->second->ids;
    }
    auto ids = std::make_shared<std::vector<std::uint32_t>>();
    tokenizer(encoding).encodeIds(text, *ids);
    m_recent.push_front({ key, ids });
    m_known.emplace(key, m_recent.begin());
    m_knownIds += ids->size() + 1;
    while (m_knownIds > mostKnownIds && m_recent.size() > 1) {
        m_knownIds -= m_recent.back().ids->size() + 1;
        m_known.erase(m_recent.back().key);
        m_recent.pop_back();
    }
    return ids;
}

std::int64_t TokenCounter::count(const std::string &encoding, std::string_view text)
{
    return static_cast<std::int64_t>(tokenizer(encoding).count(text));
}

std::vector<TokenCounter::Piece> TokenCounter::pieces(
    const std::string &encoding, std::string_view text, std::int64_t limit)
{
    std::vector<Piece> pieces;
    std::size_t begin = 0;
    int tokens = 0;
    std::int64_t taken = 0;
    std::vector<tokens::Token> spans;
    tokenizer(encoding).encode(text, spans);
    for (const tokens::Token &span : spans) {
        if (taken == limit)
            break;
        ++taken;
        ++tokens;
        if (span.end < text.size() && isContinuation(text[span.end]))
            continue; // the next token completes the character
        pieces.push_back({ text.substr(begin, span.end - begin), tokens });
        begin = span.end;
        tokens = 0;
    }
    return pieces;
}

} // namespace cachescope::simulated
