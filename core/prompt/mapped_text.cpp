// SPDX-License-Identifier: MIT
#include "prompt/prompt.h"

#include "prompt/json_escapes.h"

#include <algorithm>

namespace cachescope::prompt {

MappedText MappedText::verbatim(std::string_view text, std::size_t sourceBegin)
{
    MappedText mapped;
    mapped.m_text = text;
    mapped.m_anchors.push_back({ 0, sourceBegin });
    return mapped;
}

MappedText MappedText::verbatimWithout(std::string_view text, std::size_t sourceBegin, ByteRange hole)
{
    MappedText mapped;
    mapped.m_text = text.substr(0, hole.begin);
    mapped.m_text += text.substr(hole.end);
    mapped.m_anchors = { { 0, sourceBegin }, { hole.begin, sourceBegin + hole.end } };
    return mapped;
}

MappedText MappedText::fromJsonString(std::string_view literal, std::size_t sourceBegin)
{
    MappedText mapped;
    mapped.m_json = true;
    mapped.m_text.reserve(literal.size());
    mapped.m_anchors.push_back({ 0, sourceBegin });
    std::size_t at = 0;
    while (at < literal.size()) {
        const std::size_t escape = std::min(literal.find('\\', at), literal.size());
        mapped.m_text.append(literal.substr(at, escape - at));
        at = escape;
        if (at == literal.size())
            break;
        const std::size_t length = appendEscape(literal.substr(at), mapped.m_text);
        at += length;
        // The distance changes behind every escape; inside it nothing can be pointed at but its start.
        mapped.m_anchors.push_back({ mapped.m_text.size(), sourceBegin + at });
    }
    return mapped;
}

ByteRange MappedText::toSource(ByteRange decoded) const
{
    const auto anchorBefore = [this](std::size_t offset) {
        const auto after = std::upper_bound(
            m_anchors.begin(), m_anchors.end(), offset,
            [](std::size_t value, const Anchor &anchor) { return value < anchor.decoded; });
        return after - 1;
    };
    if (m_anchors.empty())
        return {};
    const auto first = anchorBefore(decoded.begin);
    const std::size_t begin
        = sourceOf(*first, decoded.begin, first + 1 == m_anchors.end() ? nullptr : &*(first + 1));
    if (decoded.end <= decoded.begin)
        return { begin, begin };
    // The end is where the last byte's character ends, so that a range never cuts an escape in two.
    const auto last = anchorBefore(decoded.end);
    if (last->decoded == decoded.end)
        return { begin, last->source };
    const std::size_t end = last->source + (decoded.end - last->decoded);
    const auto next = last + 1;
    return { begin, next == m_anchors.end() ? end : std::min(end, next->source) };
}

std::size_t MappedText::sourceOf(const Anchor &anchor, std::size_t decoded, const Anchor *next)
{
    const std::size_t source = anchor.source + (decoded - anchor.decoded);
    return next ? std::min(source, next->source) : source;
}

std::size_t MappedText::fromSource(std::size_t sourceOffset) const
{
    const auto after = std::upper_bound(
        m_anchors.begin(), m_anchors.end(), sourceOffset,
        [](std::size_t value, const Anchor &anchor) { return value < anchor.source; });
    if (after == m_anchors.begin())
        return 0;
    const Anchor &anchor = *(after - 1);
    const std::size_t decoded = anchor.decoded + (sourceOffset - anchor.source);
    return std::min(decoded, after == m_anchors.end() ? m_text.size() : after->decoded);
}

} // namespace cachescope::prompt
