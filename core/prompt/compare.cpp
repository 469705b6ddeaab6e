// SPDX-License-Identifier: MIT
#include "prompt/compare.h"

#include "prompt/cache_points.h"
#include "prompt/compare_lines.h"
#include "prompt/sequence_match.h"

#include <algorithm>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>

namespace cachescope::prompt {

namespace {

/** What a block is, whatever it says: blocks are held against each other only within one of these. */
std::uint64_t keyOf(const Segment &segment)
{
    const std::uint64_t kind = static_cast<std::uint64_t>(segment.kind) + 1;
    return kind * 0x9e3779b97f4a7c15ULL ^ std::hash<std::string>{}(segment.role);
}

/** "run_checks" of "tools[3] run_checks". */
std::string_view toolName(const Segment &segment)
{
    const std::string_view label = segment.label;
    const std::size_t blank = label.find(' ');
    return blank == std::string_view::npos ? std::string_view() : label.substr(blank + 1);
}

bool isSameJson(std::string_view a, std::string_view b)
{
    if (a.empty() || b.empty() || a.front() != '{' || b.front() != '{')
        return false;
    const auto left = nlohmann::json::parse(a, nullptr, false);
    const auto right = nlohmann::json::parse(b, nullptr, false);
    return !left.is_discarded() && left == right; // Members are sorted by this type.
}

/** Finds which blocks of two prompts stand for each other. */
class Aligner
{
public:
    Aligner(const Prompt &a, const Prompt &b)
        : m_a(a)
        , m_b(b)
        , m_ofA(a.segments().size())
        , m_ofB(b.segments().size())
        , m_fixed(b.segments().size())
    { }

    /** For each segment of B its partner in A, and the other way round. */
    void align()
    {
        const auto contentA = hashes(m_a, true), contentB = hashes(m_b, true);
        const auto same = matchSequences(contentA, contentB);
        for (const auto &[x, y] : same) {
            join(x, y);
            m_fixed[y] = true;
        }
        joinMoved(contentA, contentB);
        joinTools();
        joinByKind();
    }
    const std::vector<std::optional<std::size_t>> &ofA() const { return m_ofA; }
    const std::vector<std::optional<std::size_t>> &ofB() const { return m_ofB; }
    /** True for a segment of B that kept its place among the others. */
    bool isFixed(std::size_t y) const { return m_fixed[y]; }

private:
    static std::vector<std::uint64_t> hashes(const Prompt &prompt, bool withContent)
    {
        std::vector<std::uint64_t> result;
        for (const Segment &segment : prompt.segments()) {
            std::uint64_t hash = keyOf(segment);
            std::string buffer;
            if (withContent)
                hash = hash * 31 + std::hash<std::string_view>{}(contentOf(prompt, segment, buffer));
            result.push_back(hash);
        }
        return result;
    }
    void join(std::size_t x, std::size_t y)
    {
        m_ofA[x] = y;
        m_ofB[y] = x;
    }
    void joinMoved(const std::vector<std::uint64_t> &contentA, const std::vector<std::uint64_t> &contentB)
    {
        std::multimap<std::uint64_t, std::size_t> free;
        for (std::size_t x = 0; x < contentA.size(); ++x) {
            if (!m_ofA[x])
                free.emplace(contentA[x], x);
        }
        for (std::size_t y = 0; y < contentB.size(); ++y) {
            const auto found = m_ofB[y] ? free.end() : free.find(contentB[y]);
            if (found == free.end())
                continue;
            join(found->second, y);
            free.erase(found);
        }
    }
    void joinTools()
    {
        for (std::size_t y = 0; y < m_ofB.size(); ++y) {
            const Segment &tool = m_b.segments()[y];
            if (m_ofB[y] || tool.kind != SegmentKind::Tool || toolName(tool).empty())
                continue;
            for (std::size_t x = 0; x < m_ofA.size(); ++x) {
                const Segment &other = m_a.segments()[x];
                if (!m_ofA[x] && other.kind == SegmentKind::Tool && toolName(other) == toolName(tool)) {
                    join(x, y);
                    m_fixed[y] = fitsBetween(x, y);
                    break;
                }
            }
        }
    }
    /** True when segment x of A lies between the partners of the fixed ones around y. */
    bool fitsBetween(std::size_t x, std::size_t y) const
    {
        for (std::size_t other = 0; other < m_ofB.size(); ++other) {
            if (m_fixed[other] && (other < y) != (*m_ofB[other] < x))
                return false;
        }
        return true;
    }
    /** What is left between two fixed points is paired by kind and role. */
    void joinByKind()
    {
        const auto kindA = hashes(m_a, false), kindB = hashes(m_b, false);
        std::size_t x = 0;
        for (std::size_t y = 0; y < m_ofB.size();) {
            if (m_ofB[y]) {
                x = m_fixed[y] ? *m_ofB[y] + 1 : x;
                ++y;
                continue;
            }
            std::size_t endB = y;
            while (endB < m_ofB.size() && !m_ofB[endB])
                ++endB;
            while (x < m_ofA.size() && m_ofA[x])
                ++x;
            std::size_t endA = x;
            while (endA < m_ofA.size() && !m_ofA[endA])
                ++endA;
            const auto runA = std::span(kindA).subspan(x, endA - x);
            const auto runB = std::span(kindB).subspan(y, endB - y);
            for (const auto &[left, right] : matchSequences(runA, runB)) {
                // A tool with another name is another tool.
                if (m_a.segments()[x + left].kind == SegmentKind::Tool)
                    continue;
                join(x + left, y + right);
                m_fixed[y + right] = true;
            }
            y = endB;
        }
    }

    const Prompt &m_a, &m_b;
    std::vector<std::optional<std::size_t>> m_ofA, m_ofB;
    std::vector<bool> m_fixed; ///< By segment of B.
};

/** Makes the list of blocks out of an alignment. */
class BlockList
{
public:
    BlockList(const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB)
        : m_a(a)
        , m_b(b)
        , m_layoutA(layoutA)
        , m_layoutB(layoutB)
        , m_aligner(a, b)
    {
        m_aligner.align();
    }

    std::vector<ComparedBlock> take()
    {
        for (std::size_t y = 0; y < m_aligner.ofB().size(); ++y) {
            const auto x = m_aligner.ofB()[y];
            if (m_aligner.isFixed(y) || !x)
                addOnlyA(nextFixedOfA(y)); // What is gone comes before what is new.
            m_blocks.push_back(x ? pair(*x, y) : ComparedBlock{ Relation::OnlyB, {}, y, {} });
        }
        addOnlyA(m_aligner.ofA().size());
        return std::move(m_blocks);
    }

private:
    std::size_t nextFixedOfA(std::size_t y) const
    {
        while (y < m_aligner.ofB().size() && !m_aligner.isFixed(y))
            ++y;
        return y < m_aligner.ofB().size() ? *m_aligner.ofB()[y] : m_aligner.ofA().size();
    }
    void addOnlyA(std::size_t end)
    {
        for (; m_nextA < end; ++m_nextA) {
            if (!m_aligner.ofA()[m_nextA])
                m_blocks.push_back({ Relation::OnlyA, m_nextA, {}, {} });
        }
    }

    ComparedBlock pair(std::size_t x, std::size_t y) const
    {
        ComparedBlock block{ Relation::Changed, x, y, {} };
        const Segment &left = m_a.segments()[x];
        const Segment &right = m_b.segments()[y];
        std::string bufferA, bufferB;
        const std::string_view textA = contentOf(m_a, left, bufferA), textB = contentOf(m_b, right, bufferB);
        if (textA == textB && keyOf(left) == keyOf(right)) {
            block.relation = m_aligner.isFixed(y) ? Relation::Equal : Relation::Moved;
            return block;
        }
        if (left.kind == SegmentKind::Media)
            return block;
        if (isSameJson(textA, textB))
            block.relation = Relation::Reordered;
        block.lines
            = compareLines({ textA, m_layoutA.segments[x].tokens }, { textB, m_layoutB.segments[y].tokens });
        return block;
    }

    const Prompt &m_a, &m_b;
    const TokenLayout &m_layoutA, &m_layoutB;
    Aligner m_aligner;
    std::size_t m_nextA = 0;
    std::vector<ComparedBlock> m_blocks;
};

std::int64_t tokensIn(const TokenLayout::SegmentTokens &place, ByteRange range)
{
    const auto begins = [](const tokens::Token &token, std::size_t byte) { return token.begin < byte; };
    const auto first = std::lower_bound(place.tokens.begin(), place.tokens.end(), range.begin, begins);
    const auto last = std::lower_bound(first, place.tokens.end(), range.end + 1, begins);
    return last - first;
}

std::int64_t equalTokensOf(const ComparedBlock &block, const TokenLayout &layout)
{
    if (!block.b)
        return 0;
    const TokenLayout::SegmentTokens &place = layout.segments[*block.b];
    if (block.relation == Relation::Equal || block.relation == Relation::Moved)
        return static_cast<std::int64_t>(place.tokens.size());
    std::int64_t tokens = 0;
    for (const ComparedLine &line : block.lines) {
        if (line.kind == ComparedLine::Kind::Equal)
            tokens += tokensIn(place, line.b);
    }
    return tokens;
}

} // namespace

Comparison compare(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules)
{
    Comparison result;
    result.divergence = diverge(a, layoutA, b, layoutB, rules);
    result.blocks = BlockList(a, layoutA, b, layoutB).take();
    double equal = 0;
    result.identical = result.orderOnly = true;
    for (const ComparedBlock &block : result.blocks) {
        equal += static_cast<double>(equalTokensOf(block, layoutB)) * layoutB.factor;
        result.identical &= block.relation == Relation::Equal;
        result.orderOnly &= block.relation == Relation::Equal || block.relation == Relation::Moved
            || block.relation == Relation::Reordered;
    }
    result.orderOnly &= !result.identical;
    result.equalTokens = static_cast<std::int64_t>(equal + 0.5);
    return result;
}

} // namespace cachescope::prompt
