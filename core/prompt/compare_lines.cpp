// SPDX-License-Identifier: MIT
#include "prompt/compare_lines.h"

#include "prompt/sequence_match.h"

#include <algorithm>
#include <functional>
#include <unordered_map>

namespace cachescope::prompt {

namespace {

using tokens::Token;

constexpr double leastAlike = 0.4; // Below this share of common tokens two lines are not versions of each other.
constexpr std::size_t mostPairs = 40'000; // Of lines held against each other; beyond it they are paired in order.
constexpr std::size_t longestLine = 20'000; // Tokens; a longer line's difference is its middle.

struct Line
{
    ByteRange range;
    std::uint64_t hash = 0;
    std::span<const Token> tokens; ///< That touch it.
};

std::vector<Line> linesOf(const TokenisedText &source)
{
    std::vector<Line> lines;
    std::size_t firstToken = 0;
    for (std::size_t begin = 0; begin <= source.text.size();) {
        const std::size_t end = std::min(source.text.find('\n', begin), source.text.size());
        Line line;
        line.range = { begin, end };
        line.hash = std::hash<std::string_view>{}(source.text.substr(begin, end - begin));
        while (firstToken < source.tokens.size() && source.tokens[firstToken].end <= begin)
            ++firstToken;
        std::size_t last = firstToken;
        while (last < source.tokens.size() && source.tokens[last].begin < end)
            ++last;
        line.tokens = std::span(source.tokens).subspan(firstToken, last - firstToken);
        lines.push_back(line);
        begin = end + 1;
    }
    return lines;
}

double alikeness(const Line &a, const Line &b)
{
    const std::size_t larger = std::max(a.tokens.size(), b.tokens.size());
    if (larger == 0)
        return 1;
    std::unordered_map<std::uint32_t, int> counts;
    for (const Token &token : a.tokens)
        ++counts[token.id];
    std::size_t common = 0;
    for (const Token &token : b.tokens)
        common += counts[token.id]-- > 0 ? 1 : 0;
    return static_cast<double>(common) / static_cast<double>(larger);
}

/** Ranges of the tokens that `matched` leaves out, within the line; neighbours joined. */
std::vector<ByteRange> unmatched(const Line &line, const std::vector<bool> &matched)
{
    std::vector<ByteRange> ranges;
    for (std::size_t i = 0; i < line.tokens.size(); ++i) {
        if (matched[i])
            continue;
        const ByteRange range{ std::max<std::size_t>(line.tokens[i].begin, line.range.begin),
                               std::min<std::size_t>(line.tokens[i].end, line.range.end) };
        if (range.end <= range.begin)
            continue;
        if (!ranges.empty() && ranges.back().end == range.begin)
            ranges.back().end = range.end;
        else
            ranges.push_back(range);
    }
    return ranges;
}

/** Tokens, by the part of them that belongs to the line: a break can be part of a line's last token. */
std::vector<std::uint64_t> hashesOf(const Line &line, std::string_view text)
{
    std::vector<std::uint64_t> hashes;
    hashes.reserve(line.tokens.size());
    for (const Token &token : line.tokens) {
        const std::size_t begin = std::max<std::size_t>(token.begin, line.range.begin);
        const std::size_t end = std::max(begin, std::min<std::size_t>(token.end, line.range.end));
        hashes.push_back(std::hash<std::string_view>{}(text.substr(begin, end - begin)));
    }
    return hashes;
}

void markTokens(
    const Line &a, const Line &b, const TokenisedText &textA, const TokenisedText &textB, ComparedLine &line)
{
    std::vector<bool> inA(a.tokens.size()), inB(b.tokens.size());
    if (a.tokens.size() <= longestLine && b.tokens.size() <= longestLine) {
        const auto hashesA = hashesOf(a, textA.text);
        const auto hashesB = hashesOf(b, textB.text);
        for (const auto &[x, y] : matchSequences(hashesA, hashesB))
            inA[x] = inB[y] = true;
    }
    line.changedA = unmatched(a, inA);
    line.changedB = unmatched(b, inB);
}

/** Pairs of lines in two runs that replace each other: the pairing that keeps most in common. */
std::vector<MatchedPair> pairAlike(std::span<const Line> a, std::span<const Line> b)
{
    std::vector<MatchedPair> pairs;
    if (a.size() * b.size() > mostPairs) {
        for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) {
            if (alikeness(a[i], b[i]) >= leastAlike)
                pairs.emplace_back(i, i);
        }
        return pairs;
    }
    const std::size_t width = b.size() + 1;
    std::vector<double> best((a.size() + 1) * width), alike(a.size() * b.size());
    for (std::size_t i = a.size(); i-- > 0;) {
        for (std::size_t j = b.size(); j-- > 0;) {
            const double here = alikeness(a[i], b[j]);
            alike[i * b.size() + j] = here;
            double value = std::max(best[(i + 1) * width + j], best[i * width + j + 1]);
            if (here >= leastAlike)
                value = std::max(value, here + best[(i + 1) * width + j + 1]);
            best[i * width + j] = value;
        }
    }
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const double here = alike[i * b.size() + j];
        if (here >= leastAlike && best[i * width + j] == here + best[(i + 1) * width + j + 1])
            pairs.emplace_back(i++, j++);
        else if (best[i * width + j] == best[(i + 1) * width + j])
            ++i;
        else
            ++j;
    }
    return pairs;
}

/** Collects the lines of both texts in order. */
class LineList
{
public:
    LineList(const TokenisedText &a, const TokenisedText &b)
        : m_textA(a)
        , m_textB(b)
        , m_a(linesOf(a))
        , m_b(linesOf(b))
    { }

    std::vector<ComparedLine> take()
    {
        std::vector<std::uint64_t> hashesA, hashesB;
        for (const Line &line : m_a)
            hashesA.push_back(line.hash);
        for (const Line &line : m_b)
            hashesB.push_back(line.hash);
        for (const auto &[x, y] : matchSequences(hashesA, hashesB)) {
            addRun(x, y);
            add(ComparedLine::Kind::Equal, m_nextA++, m_nextB++);
        }
        addRun(m_a.size(), m_b.size());
        return std::move(m_lines);
    }

private:
    /** Everything up to these lines differs. */
    void addRun(std::size_t endA, std::size_t endB)
    {
        const auto runA = std::span(m_a).subspan(m_nextA, endA - m_nextA);
        const auto runB = std::span(m_b).subspan(m_nextB, endB - m_nextB);
        const std::size_t firstA = m_nextA, firstB = m_nextB;
        for (const auto &[x, y] : pairAlike(runA, runB)) {
            addSingles(firstA + x, firstB + y);
            add(ComparedLine::Kind::Changed, m_nextA++, m_nextB++);
        }
        addSingles(endA, endB);
    }
    void addSingles(std::size_t endA, std::size_t endB)
    {
        while (m_nextA < endA)
            add(ComparedLine::Kind::OnlyA, m_nextA++, {});
        while (m_nextB < endB)
            add(ComparedLine::Kind::OnlyB, {}, m_nextB++);
    }
    void add(ComparedLine::Kind kind, std::optional<std::size_t> a, std::optional<std::size_t> b)
    {
        ComparedLine line;
        line.kind = kind;
        if (a) {
            line.lineA = *a + 1;
            line.a = m_a[*a].range;
        }
        if (b) {
            line.lineB = *b + 1;
            line.b = m_b[*b].range;
        }
        if (kind == ComparedLine::Kind::Changed)
            markTokens(m_a[*a], m_b[*b], m_textA, m_textB, line);
        m_lines.push_back(std::move(line));
    }

    const TokenisedText &m_textA, &m_textB;
    std::vector<Line> m_a, m_b;
    std::size_t m_nextA = 0, m_nextB = 0;
    std::vector<ComparedLine> m_lines;
};

} // namespace

std::vector<ComparedLine> compareLines(TokenisedText a, TokenisedText b)
{
    return LineList(a, b).take();
}

} // namespace cachescope::prompt
