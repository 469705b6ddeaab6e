// SPDX-License-Identifier: MIT
#include "prompt/cacheable_prefix.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

std::string_view tokenText(const Segment &segment, const TokenLayout::SegmentTokens &place, std::size_t index)
{
    if (index >= place.tokens.size())
        return {};
    const tokens::Token &token = place.tokens[index];
    return std::string_view(segment.text.text()).substr(token.begin, token.end - token.begin);
}

std::size_t sourceByte(const Segment &segment, const TokenLayout::SegmentTokens &place, std::size_t index)
{
    const std::size_t decoded
        = index < place.tokens.size() ? place.tokens[index].begin : segment.text.text().size();
    return segment.text.toSource({ decoded, decoded }).begin;
}

bool sameWrapping(const Segment &a, const Segment &b)
{
    return a.kind == b.kind && a.role == b.role;
}

/** One side of a comparison. */
struct Side
{
    const Prompt &prompt;
    const TokenLayout &layout;

    const Segment &segment(std::size_t index) const { return prompt.segments()[index]; }
    const TokenLayout::SegmentTokens &place(std::size_t index) const { return layout.segments[index]; }
    std::size_t size() const { return layout.segments.size(); }
};

Divergence::At describe(const Side &a, const Side &b, std::size_t index, std::size_t token)
{
    Divergence::At at;
    const bool inA = index < a.size();
    const bool inB = index < b.size();
    at.segment = inA ? a.segment(index).label : b.segment(index).label;
    if (inA) {
        at.byteA = sourceByte(a.segment(index), a.place(index), token);
        at.textA = tokenText(a.segment(index), a.place(index), token);
    }
    if (inB) {
        at.byteB = sourceByte(b.segment(index), b.place(index), token);
        at.textB = tokenText(b.segment(index), b.place(index), token);
    }
    at.a = a.prompt.position(inA ? at.byteA : a.prompt.bytes().size());
    at.b = b.prompt.position(inB ? at.byteB : b.prompt.bytes().size());
    return at;
}

/** Index of the first token that differs in two segments; the shorter one's size when one begins the other. */
std::size_t firstDifference(const Side &a, const Side &b, std::size_t index)
{
    const auto &left = a.place(index).tokens;
    const auto &right = b.place(index).tokens;
    const std::size_t both = std::min(left.size(), right.size());
    std::size_t token = 0;
    while (token < both && left[token].id == right[token].id)
        ++token;
    return token;
}

} // namespace

Divergence diverge(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules)
{
    const Side left{ a, layoutA };
    const Side right{ b, layoutB };
    Divergence result;
    result.totalTokensA = layoutA.total;
    result.totalTokensB = layoutB.total;
    const std::size_t both = std::min(left.size(), right.size());
    for (std::size_t i = 0; i < both; ++i) {
        const bool wrapped = sameWrapping(left.segment(i), right.segment(i));
        const std::size_t token = wrapped ? firstDifference(left, right, i) : 0;
        const bool equal = wrapped && token == left.place(i).tokens.size() && token == right.place(i).tokens.size();
        if (equal) {
            result.sharedTokens = layoutA.segments[i].end;
            continue;
        }
        result.sharedTokens = wrapped ? layoutA.upTo(i, token) : (i == 0 ? 0 : layoutA.segments[i - 1].end);
        // One that goes on where the other's last segment ends is no difference, only longer.
        const bool lastOfA = i + 1 == left.size() && token == left.place(i).tokens.size();
        const bool lastOfB = i + 1 == right.size() && token == right.place(i).tokens.size();
        if (!wrapped || (!lastOfA && !lastOfB))
            result.at = describe(left, right, i, token);
        break;
    }
    result.cacheableTokens = applyRules(a, layoutA, rules, result.sharedTokens, {}).cacheableTokens;
    return result;
}

} // namespace cachescope::prompt
