// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

namespace cachescope::prompt {

Segment &SegmentSink::add(
    SegmentKind kind, std::string_view role, int message, const std::string &pointer, const std::string &label,
    const JsonValue &value)
{
    Segment segment;
    segment.kind = kind;
    segment.role = role;
    segment.pointer = pointer;
    segment.label = label;
    segment.message = message;
    segment.block = m_block < 0 ? 0 : m_block;
    segment.source = value.range();
    if (kind == SegmentKind::Media)
        segment.mediaBytes = value.raw.size();
    else
        segment.text = value.mapped();
    m_segments.push_back(std::move(segment));
    return m_segments.back();
}

void SegmentSink::markFrom(const JsonValue &carrier)
{
    if (m_segments.empty())
        return;
    eachMember(carrier, [this](std::string_view key, const JsonValue &value) {
        const bool isMark = key == "cache_control" || key == "prompt_cache_breakpoint";
        if (isMark && value.isObject())
            m_segments.back().mark = CacheMark{ value.member, member(value, "ttl").string() };
    });
}

} // namespace cachescope::prompt
