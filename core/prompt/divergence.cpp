// SPDX-License-Identifier: MIT
#include "prompt/cacheable_prefix.h"

#include "prompt/prefix_memory.h"

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
    const SharedPrefix shared = sharedPrefix(a, layoutA, b, layoutB);
    result.sharedTokens = shared.modelTokens;
    const std::size_t i = shared.segments;
    if (i < std::min(left.size(), right.size())) {
        // One that goes on where the other's last segment ends is no difference, only longer.
        const bool isMedia = left.segment(i).kind == SegmentKind::Media;
        const bool endsA = i + 1 == left.size() && shared.tokens == left.place(i).tokens.size();
        const bool endsB = i + 1 == right.size() && shared.tokens == right.place(i).tokens.size();
        if (!shared.wrappingToo || isMedia || (!endsA && !endsB))
            result.at = describe(left, right, i, shared.tokens);
    }
    result.cacheableTokens = readableAfter(a, layoutA, b, layoutB, rules);
    return result;
}

} // namespace cachescope::prompt
