// SPDX-License-Identifier: MIT
#include "prompt/cache_points.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

using namespace std::chrono_literals;

bool isSystemRole(const Segment &segment)
{
    return segment.role == "system" || segment.role == "developer";
}

/** Opening text is what stands before any user, assistant or tool message. */
bool isOpening(const Prompt &prompt, std::size_t index)
{
    const auto &segments = prompt.segments();
    return std::all_of(
        segments.begin(), segments.begin() + static_cast<std::ptrdiff_t>(index) + 1, [](const auto &s) {
            return s.kind == SegmentKind::Tool || s.kind == SegmentKind::Schema || isSystemRole(s);
        });
}

bool endsMessage(const Prompt &prompt, std::size_t index)
{
    const auto &segments = prompt.segments();
    const Segment &segment = segments[index];
    if (segment.kind == SegmentKind::Tool || segment.kind == SegmentKind::Schema)
        return false;
    const Segment *next = index + 1 < segments.size() ? &segments[index + 1] : nullptr;
    if (next != nullptr && next->block == segment.block)
        return false;
    if (segment.role == "tool")
        return next == nullptr || next->role != "tool";
    if (isSystemRole(segment))
        return isOpening(prompt, index) && (next == nullptr || !isSystemRole(*next));
    return segment.role == "user";
}

std::chrono::seconds lifetimeOf(PromptForm form, std::string_view ttl)
{
    if (ttl == "1h")
        return 1h;
    if (ttl == "30m" || (ttl.empty() && form != PromptForm::AnthropicMessages))
        return 30min;
    return 5min;
}

bool isMarkable(const Segment &segment)
{
    return !segment.pointer.ends_with("/thinking") && !segment.label.ends_with(" redacted_thinking")
        && (segment.kind == SegmentKind::Media || !segment.text.text().empty());
}

/** A member less, with one comma: pictures and files are compared by their bytes. */
void cutMember(std::string &text, ByteRange hole)
{
    while (hole.begin > 0 && (text[hole.begin - 1] == ' ' || text[hole.begin - 1] == '\n'))
        --hole.begin;
    if (hole.begin > 0 && text[hole.begin - 1] == ',')
        --hole.begin;
    else if (hole.end < text.size() && text[hole.end] == ',')
        ++hole.end;
    text.erase(hole.begin, hole.size());
}

bool sameContent(const Prompt &a, const Segment &left, const Prompt &b, const Segment &right)
{
    std::string bufferA, bufferB;
    return contentOf(a, left, bufferA) == contentOf(b, right, bufferB);
}

} // namespace

std::string_view contentOf(const Prompt &prompt, const Segment &segment, std::string &buffer)
{
    if (segment.kind != SegmentKind::Media)
        return segment.text.text();
    const std::string_view bytes = prompt.bytes();
    const std::string_view source = bytes.substr(segment.source.begin, segment.source.size());
    const bool inside = segment.mark && segment.mark->source.begin >= segment.source.begin
        && segment.mark->source.end <= segment.source.end;
    if (!inside)
        return source;
    buffer = source;
    cutMember(
        buffer,
        { segment.mark->source.begin - segment.source.begin, segment.mark->source.end - segment.source.begin });
    return buffer;
}

bool sameWrapping(const Segment &a, const Segment &b)
{
    return a.kind == b.kind && a.role == b.role && a.name == b.name;
}

std::vector<CachePoint> cachePoints(const Prompt &prompt, const TokenLayout &layout)
{
    const auto &segments = prompt.segments();
    const bool byBlock = prompt.form() == PromptForm::AnthropicMessages;
    std::vector<CachePoint> points;
    std::optional<std::size_t> lastMarkable;
    for (std::size_t i = 0; i < segments.size(); ++i) {
        // A tool result of several parts is one block, with its mark on the last part.
        const bool goesOn = byBlock && i + 1 < segments.size() && segments[i + 1].block == segments[i].block;
        if (goesOn)
            continue;
        CachePoint point;
        point.segment = i;
        point.tokens = layout.segments[i].end;
        point.messageEnd = endsMessage(prompt, i);
        if (segments[i].mark)
            point.mark = lifetimeOf(prompt.form(), segments[i].mark->ttl);
        if (isMarkable(segments[i]))
            lastMarkable = points.size();
        points.push_back(point);
    }
    if (prompt.parameters().topLevelCacheControl && lastMarkable && !points[*lastMarkable].mark)
        points[*lastMarkable].mark = lifetimeOf(prompt.form(), prompt.parameters().topLevelTtl.value_or(""));
    return points;
}

SharedPrefix sharedPrefix(const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB)
{
    SharedPrefix shared;
    const std::size_t both = std::min(layoutA.segments.size(), layoutB.segments.size());
    for (; shared.segments < both; ++shared.segments) {
        const std::size_t i = shared.segments;
        const Segment &left = a.segments()[i], &right = b.segments()[i];
        const TokenLayout::SegmentTokens &placeA = layoutA.segments[i], &placeB = layoutB.segments[i];
        // A block that begins a message and one that goes on with it differ, too.
        if (!sameWrapping(left, right) || placeA.wrapping != placeB.wrapping)
            break;
        std::size_t token = 0;
        while (token < std::min(placeA.tokens.size(), placeB.tokens.size())
               && placeA.tokens[token].id == placeB.tokens[token].id)
            ++token;
        const bool whole = token == placeA.tokens.size() && token == placeB.tokens.size()
            && (left.kind != SegmentKind::Media || sameContent(a, left, b, right));
        if (!whole) {
            shared.tokens = token;
            shared.wrappingToo = true;
            shared.ownTokens += placeA.wrapping + static_cast<std::int64_t>(token);
            const bool atEnd = token == placeA.tokens.size() && left.kind != SegmentKind::Media;
            shared.modelTokens = atEnd ? placeA.end : token == 0 ? placeA.begin : layoutA.upTo(i, token);
            break;
        }
        shared.ownTokens += placeA.wrapping + placeA.media + static_cast<std::int64_t>(token);
        shared.modelTokens = placeA.end;
    }
    return shared;
}

std::int64_t ownTokensOf(const TokenLayout &layout)
{
    std::int64_t sum = 0;
    for (const TokenLayout::SegmentTokens &place : layout.segments)
        sum += place.wrapping + place.media + static_cast<std::int64_t>(place.tokens.size());
    return sum;
}

} // namespace cachescope::prompt
