// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

#include <utility>

namespace cachescope::prompt {

namespace {

bool isMark(std::string_view key, const JsonValue &value)
{
    return (key == "cache_control" || key == "prompt_cache_breakpoint") && value.isObject();
}

/** An object as the model gets it: a cache mark among its members is no part of the prompt. */
MappedText withoutMark(const JsonValue &object)
{
    std::optional<ByteRange> hole;
    eachMember(object, [&](std::string_view key, const JsonValue &value) {
        if (isMark(key, value))
            hole = ByteRange{ value.member.begin - object.begin, value.member.end - object.begin };
    });
    if (!hole)
        return object.mapped();
    // One comma goes with it: the one before, or behind the first member the one after.
    const std::size_t before = object.raw.find_last_not_of(" \t\r\n", hole->begin - 1);
    const std::size_t after = object.raw.find_first_not_of(" \t\r\n", hole->end);
    if (object.raw[before] == ',')
        hole->begin = before;
    else if (object.raw[after] == ',')
        hole->end = after + 1;
    return MappedText::verbatimWithout(object.raw, object.begin, *hole);
}

} // namespace

Segment &SegmentSink::add(
    SegmentKind kind, std::string_view role, int message, const std::string &pointer, const std::string &label,
    const JsonValue &value)
{
    Segment segment;
    segment.kind = kind;
    segment.role = role;
    segment.pointer = pointer;
    segment.name = std::exchange(m_name, {});
    segment.label = label;
    segment.message = message;
    segment.block = m_block < 0 ? 0 : m_block;
    segment.source = value.range();
    if (kind == SegmentKind::Media)
        segment.mediaBytes = value.raw.size();
    else
        segment.text = value.isObject() ? withoutMark(value) : value.mapped();
    m_segments.push_back(std::move(segment));
    return m_segments.back();
}

void SegmentSink::markFrom(const JsonValue &carrier)
{
    if (m_segments.empty())
        return;
    eachMember(carrier, [this](std::string_view key, const JsonValue &value) {
        if (isMark(key, value))
            m_segments.back().mark = CacheMark{ value.member, member(value, "ttl").string() };
    });
}

} // namespace cachescope::prompt
