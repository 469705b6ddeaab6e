// SPDX-License-Identifier: MIT
#include "tokens/added_tokens.h"

#include "tokens/trie.h"
#include "tokens/utf8.h"

#include <algorithm>

namespace cachescope::tokens::detail {

namespace {

const std::uint8_t *bytesAt(std::string_view text, std::size_t at)
{
    return reinterpret_cast<const std::uint8_t *>(text.data()) + at;
}

std::size_t previousCharacter(std::string_view text, std::size_t at)
{
    --at;
    while (at > 0 && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U)
        --at;
    return at;
}

/** `\w` of the reference: letters, marks, numbers and the connector punctuation that matters, the underscore. */
bool isWordCharacter(const Character &c)
{
    return c.isIn(letterSet | setOf(CharClass::Mark, CharClass::Number)) || c.codePoint == '_';
}

bool touchesWord(std::string_view text, std::size_t begin, std::size_t end)
{
    const bool before = begin > 0 && isWordCharacter(decode(bytesAt(text, previousCharacter(text, begin))));
    return before || (end < text.size() && isWordCharacter(decode(bytesAt(text, end))));
}

std::size_t spaceBefore(std::string_view text, std::size_t at, std::size_t from)
{
    while (at > from) {
        const std::size_t previous = previousCharacter(text, at);
        if (!decode(bytesAt(text, previous)).isIn(spaceSet))
            break;
        at = previous;
    }
    return at;
}

std::size_t spaceAfter(std::string_view text, std::size_t at)
{
    while (at < text.size()) {
        const Character c = decode(bytesAt(text, at));
        if (!c.isIn(spaceSet))
            break;
        at += c.length;
    }
    return at;
}

} // namespace

AddedTokens::Finder AddedTokens::makeFinder(const std::map<std::string_view, std::uint32_t> &texts)
{
    const std::vector<std::pair<std::string_view, std::uint32_t>> keys(texts.begin(), texts.end());
    Finder finder;
    if (keys.empty())
        return finder;
    TrieArrays arrays = buildTrie(keys);
    finder.units = std::move(arrays.units);
    finder.values = std::move(arrays.values);
    for (const auto &[text, index] : keys)
        finder.first[static_cast<std::uint8_t>(text[0])] = true;
    return finder;
}

AddedTokens::AddedTokens(std::vector<AddedToken> tokens)
    : m_tokens(std::move(tokens))
{
    std::map<std::string_view, std::uint32_t> all;
    std::map<std::string_view, std::uint32_t> ordinary;
    for (std::size_t i = 0; i < m_tokens.size(); ++i) {
        const AddedToken &token = m_tokens[i];
        const auto index = static_cast<std::uint32_t>(i);
        all[token.text] = index;
        ordinary.erase(token.text);
        if (!token.special)
            ordinary[token.text] = index;
        m_byId.try_emplace(token.id, i);
        m_longest = std::max(m_longest, token.text.size());
        m_looksAround = m_looksAround || token.singleWord;
    }
    m_allFinder = makeFinder(all);
    m_ordinaryFinder = makeFinder(ordinary);
}

std::optional<AddedTokens::Match> AddedTokens::next(
    std::string_view text, std::size_t from, Which which, std::vector<Rejected> *rejected) const
{
    const Finder &found = finder(which);
    if (found.units.empty())
        return std::nullopt;
    const Trie trie(found.units, found.values);
    std::size_t at = from;
    while (at < text.size()) {
        if (!found.first[static_cast<std::uint8_t>(text[at])]) {
            ++at;
            continue;
        }
        const TrieMatch longest = trie.longest(bytesAt(text, at), std::min(m_longest, text.size() - at));
        if (longest.rank == noRank) {
            ++at;
            continue;
        }
        const AddedToken &token = m_tokens[longest.rank];
        Match match{ at, at + longest.length, &token };
        if (token.singleWord && touchesWord(text, match.begin, match.end)) {
            if (rejected != nullptr)
                rejected->push_back({ match.begin, match.end });
            at = match.end;
            continue;
        }
        if (token.stripLeft)
            match.begin = spaceBefore(text, match.begin, from);
        if (token.stripRight)
            match.end = spaceAfter(text, match.end);
        return match;
    }
    return std::nullopt;
}

const AddedToken *AddedTokens::byText(std::string_view text) const
{
    if (m_allFinder.units.empty() || text.empty())
        return nullptr;
    const TrieMatch match = Trie(m_allFinder.units, m_allFinder.values).longest(bytesAt(text, 0), text.size());
    return match.length == text.size() ? &m_tokens[match.rank] : nullptr;
}

const AddedToken *AddedTokens::byId(std::uint32_t id) const
{
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_tokens[found->second];
}

} // namespace cachescope::tokens::detail
