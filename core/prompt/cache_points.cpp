// SPDX-License-Identifier: MIT
#include "prompt/counted_layout.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

using namespace std::chrono_literals;

bool isSystemRole(const Place &place)
{
    return place.role == "system" || place.role == "developer";
}

bool isFixed(const Place &place)
{
    return place.kind == SegmentKind::Tool || place.kind == SegmentKind::Schema;
}

/** `isOpening`: no user, assistant or tool message stands up to here. */
bool endsMessage(std::span<const Place> places, std::size_t index, bool isOpening)
{
    const Place &place = places[index];
    if (isFixed(place))
        return false;
    const Place *next = index + 1 < places.size() ? &places[index + 1] : nullptr;
    if (next != nullptr && next->block == place.block)
        return false;
    if (place.role == "tool")
        return next == nullptr || next->role != "tool";
    if (isSystemRole(place))
        return isOpening && (next == nullptr || !isSystemRole(*next));
    return place.role == "user";
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
    return contentOf(std::string_view(prompt.bytes()), segment, buffer);
}

std::string_view contentOf(std::string_view bytes, const Segment &segment, std::string &buffer)
{
    if (segment.kind != SegmentKind::Media)
        return segment.text.text();
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

Place placeOf(const Segment &segment)
{
    Place place{
        segment.kind, isMarkable(segment), segment.message, segment.block, segment.role, segment.name, {}
    };
    if (segment.mark)
        place.mark = segment.mark->ttl;
    return place;
}

std::vector<Place> placesOf(const Prompt &prompt)
{
    std::vector<Place> places;
    places.reserve(prompt.segments().size());
    for (const Segment &segment : prompt.segments())
        places.push_back(placeOf(segment));
    return places;
}

std::vector<CachePoint> cachePoints(const Prompt &prompt, const TokenLayout &layout)
{
    const RequestParameters &parameters = prompt.parameters();
    std::optional<std::string_view> topLevelTtl;
    if (parameters.topLevelCacheControl)
        topLevelTtl = parameters.topLevelTtl ? std::string_view(*parameters.topLevelTtl) : std::string_view();
    return cachePoints(prompt.form(), placesOf(prompt), layout, topLevelTtl);
}

std::vector<CachePoint> cachePoints(
    PromptForm form, std::span<const Place> places, const TokenLayout &layout,
    std::optional<std::string_view> topLevelTtl)
{
    const bool byBlock = form == PromptForm::AnthropicMessages;
    std::vector<CachePoint> points;
    std::optional<std::size_t> lastMarkable;
    bool isOpening = true;
    for (std::size_t i = 0; i < places.size(); ++i) {
        isOpening = isOpening && (isFixed(places[i]) || isSystemRole(places[i]));
        // A tool result of several parts is one block, with its mark on the last part.
        const bool goesOn = byBlock && i + 1 < places.size() && places[i + 1].block == places[i].block;
        if (goesOn)
            continue;
        CachePoint point;
        point.segment = i;
        point.tokens = layout.segments[i].end;
        point.messageEnd = endsMessage(places, i, isOpening);
        if (places[i].mark)
            point.mark = lifetimeOf(form, *places[i].mark);
        if (places[i].isMarkable)
            lastMarkable = points.size();
        points.push_back(point);
    }
    if (topLevelTtl && lastMarkable && !points[*lastMarkable].mark)
        points[*lastMarkable].mark = lifetimeOf(form, *topLevelTtl);
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
