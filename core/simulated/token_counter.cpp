// SPDX-License-Identifier: MIT
#include "simulated/token_counter.h"

#include "simulated/random.h"

#include <cmath>

namespace cachescope::simulated {

namespace {

constexpr std::size_t mostKnownTokens = 4'000'000; // 48 MB

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

} // namespace

std::int64_t ModelTokenizer::scale(std::int64_t count) const
{
    return std::llround(static_cast<double>(count) * tokens.factor);
}

ModelTokenizer tokenizerOf(std::string_view model)
{
    static const tokens::ModelTable table;
    return { table.forModel(model) };
}

/** The table names built-in encodings only, and these are compiled in: there is always one. */
const tokens::Tokenizer &TokenCounter::tokenizer(const std::string &encoding)
{
    auto &opened = m_tokenizers[encoding];
    if (!opened)
        opened = tokens::encoding(encoding).value();
    return *opened;
}

TokenCounter::Tokens TokenCounter::tokens(const std::string &encoding, std::string_view text)
{
    const std::uint64_t key = hashText(text, hashText(encoding));
    if (const auto known = m_known.find(key); known != m_known.end()) {
        m_recent.splice(m_recent.begin(), m_recent, known->second);
        return known->second->tokens;
    }
    auto made = std::make_shared<std::vector<tokens::Token>>();
    tokenizer(encoding).encode(text, *made);
    m_recent.push_front({ key, made });
    m_known.emplace(key, m_recent.begin());
    m_knownTokens += made->size() + 1;
    while (m_knownTokens > mostKnownTokens && m_recent.size() > 1) {
        m_knownTokens -= m_recent.back().tokens->size() + 1;
        m_known.erase(m_recent.back().key);
        m_recent.pop_back();
    }
    return made;
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
