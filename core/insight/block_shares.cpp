// SPDX-License-Identifier: MIT
#include "insight/block_shares.h"

#include "insight/reuse.h"

#include <algorithm>
#include <cmath>
#include <map>

namespace cachescope::insight {

namespace {

using prompt::ComparedBlock;
using prompt::ComparedLine;
using prompt::Relation;
using prompt::SegmentKind;
using prompt::TokenLayout;

std::int64_t tokensIn(const TokenLayout::SegmentTokens &place, prompt::ByteRange range)
{
    return std::count_if(place.tokens.begin(), place.tokens.end(), [&](const tokens::Token &token) {
        return token.begin >= range.begin && token.begin < range.end;
    });
}

BlockShare::Part partOf(const prompt::Prompt &prompt, std::size_t segment, std::size_t newest)
{
    switch (prompt.segments()[segment].kind) {
    case SegmentKind::Schema:
    case SegmentKind::Tool:
        return BlockShare::Part::Tools;
    case SegmentKind::System:
        return BlockShare::Part::System;
    default:
        return segment >= newest ? BlockShare::Part::Newest : BlockShare::Part::Messages;
    }
}

/** Splits what our count says so that whole tokens of the provider's add up. */
class Scale
{
public:
    Scale(std::int64_t input, double counted)
        : m_factor(counted > 0 && input > 0 ? static_cast<double>(input) / counted : 1)
    { }
    std::int64_t upTo(double own) const { return std::llround(own * m_factor); }

private:
    double m_factor;
};

} // namespace

std::int64_t tokensInBoth(const ComparedBlock &block, const TokenLayout &layout)
{
    if (!block.a || !block.b)
        return 0;
    const TokenLayout::SegmentTokens &place = layout.segments[*block.b];
    if (block.relation == Relation::Equal || block.relation == Relation::Moved)
        return static_cast<std::int64_t>(place.tokens.size()) + place.media;
    std::int64_t tokens = 0;
    for (const ComparedLine &line : block.lines) {
        if (line.kind != ComparedLine::Kind::Equal && line.kind != ComparedLine::Kind::Changed)
            continue;
        tokens += tokensIn(place, { line.b.begin, line.b.end + 1 });
        for (const prompt::ByteRange &changed : line.changedB)
            tokens -= tokensIn(place, changed);
    }
    return std::max<std::int64_t>(tokens, 0);
}

std::vector<BlockShare> blockShares(const SharesQuestion &question)
{
    const auto &places = question.layout.segments;
    double counted = 0;
    for (const auto &place : places)
        counted += static_cast<double>(place.wrapping + place.media) + static_cast<double>(place.tokens.size());
    const Scale scale(question.input, counted);
    std::map<std::size_t, std::int64_t> inBoth;
    for (const ComparedBlock &block : question.comparison.blocks)
        if (block.b)
            inBoth[*block.b] = tokensInBoth(block, question.layout);
    const double perOwn = counted > 0 ? static_cast<double>(question.input) / counted : 1;
    const auto differsAt = static_cast<std::int64_t>(
        static_cast<double>(question.comparison.divergence.sharedTokens) / question.layout.factor * perOwn);
    const std::size_t newest = newestMessage(question.prompt);
    std::vector<BlockShare> shares;
    double own = 0;
    for (std::size_t i = 0; i < places.size(); ++i) {
        const double size = static_cast<double>(places[i].wrapping + places[i].media)
            + static_cast<double>(places[i].tokens.size());
        const std::int64_t begin = scale.upTo(own), end = scale.upTo(own + size);
        own += size;
        const BlockShare::Part part = partOf(question.prompt, i, newest);
        if (shares.empty() || shares.back().part != part) {
            shares.emplace_back();
            shares.back().part = part;
            shares.back().firstMessage = question.prompt.segments()[i].message;
        }
        BlockShare &share = shares.back();
        share.lastMessage = question.prompt.segments()[i].message;
        const std::int64_t total = end - begin;
        const std::int64_t read = std::clamp<std::int64_t>(question.read - begin, 0, total);
        const auto same = std::min<std::int64_t>(
            total,
            std::llround((static_cast<double>(inBoth[i]) + static_cast<double>(places[i].wrapping)) * perOwn));
        const std::int64_t known = inBoth[i] > 0 || begin < differsAt
            ? std::max(same, std::clamp<std::int64_t>(differsAt - begin, 0, total))
            : 0;
        const std::int64_t unread = std::max<std::int64_t>(known - read, 0);
        const std::int64_t before = std::clamp<std::int64_t>(std::min(differsAt, end) - begin - read, 0, unread);
        share.total += total;
        share.read += read;
        share.before += before;
        share.again += unread - before;
        share.fresh += total - read - unread;
    }
    return shares;
}

} // namespace cachescope::insight
