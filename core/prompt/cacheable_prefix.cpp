// SPDX-License-Identifier: MIT
#include "prompt/cacheable_prefix.h"

#include "prompt/cache_points.h"

#include <algorithm>

namespace cachescope::prompt {

using Cause = PrefixEnd::Cause;
using providers::CachingMode;

namespace {

/** The last place at or before `stable` where an entry ends; 0 when there is none. */
std::int64_t lastBreakpoint(
    const Prompt &prompt, const TokenLayout &layout, bool atMessageEnds, std::int64_t stable)
{
    std::int64_t last = 0;
    for (const CachePoint &point : cachePoints(prompt, layout)) {
        if (point.tokens <= stable && (point.mark || (atMessageEnds && point.messageEnd)))
            last = point.tokens;
    }
    return last;
}

/** Tokens at the start of a segment that no value behind them can change. */
std::size_t settledTokens(const TokenLayout::SegmentTokens &place, std::string_view text, std::size_t decodedEnd)
{
    const auto beyond
        = std::find_if(place.tokens.begin(), place.tokens.end(), [decodedEnd](const tokens::Token &token) {
              return token.end > decodedEnd;
          });
    auto count = static_cast<std::size_t>(beyond - place.tokens.begin());
    // The token at the seam can merge with what follows, unless a line break ends it.
    const bool seamIsHard = decodedEnd > 0 && text[decodedEnd - 1] == '\n';
    if (count > 0 && !seamIsHard && place.tokens[count - 1].end == decodedEnd)
        --count;
    return count;
}

} // namespace

CacheablePrefix applyRules(
    const Prompt &prompt, const TokenLayout &layout, const providers::CachingRules &rules,
    std::int64_t stableTokens, PrefixEnd end)
{
    CacheablePrefix prefix;
    prefix.stableTokens = stableTokens;
    prefix.totalTokens = layout.total;
    prefix.minimumTokens = rules.minimumTokens;
    prefix.end = std::move(end);
    if (rules.mode == CachingMode::None)
        return prefix;
    const bool marksOnly = rules.mode == CachingMode::Explicit;
    std::int64_t cacheable = stableTokens;
    if (marksOnly || rules.exactAtBreakpoint) {
        cacheable
            = lastBreakpoint(prompt, layout, !marksOnly && !prompt.parameters().explicitCacheMode, stableTokens);
        if (cacheable == 0 && marksOnly)
            prefix.end.cause = Cause::NoMark;
    } else if (rules.incrementTokens > 1) {
        cacheable -= cacheable % rules.incrementTokens;
    }
    if (cacheable < rules.minimumTokens) {
        if (prefix.end.cause != Cause::NoMark)
            prefix.end.cause = Cause::BelowMinimum;
        cacheable = 0;
    }
    prefix.cacheableTokens = cacheable;
    return prefix;
}

CacheablePrefix staticPrefix(const Prompt &prompt, const TokenLayout &layout, const providers::CachingRules &rules)
{
    if (prompt.variables().empty())
        return applyRules(prompt, layout, rules, layout.segments.empty() ? 0 : layout.segments.back().end, {});
    const Variable &first = prompt.variables().front(); // Variables come in segment order.
    const Segment &segment = prompt.segments()[first.segment];
    const std::size_t settled
        = settledTokens(layout.segments[first.segment], segment.text.text(), first.decoded.begin);
    PrefixEnd end;
    end.cause = Cause::Variable;
    end.culprit = first.name;
    end.segment = first.segment;
    end.sourceByte = first.source.begin;
    return applyRules(prompt, layout, rules, layout.upTo(first.segment, settled), end);
}

} // namespace cachescope::prompt
