// SPDX-License-Identifier: MIT
#include "http/sse.h"

namespace cachescope::http {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";

} // namespace

void SseParser::feed(std::string_view bytes, const Sink &sink)
{
    if (!m_started)
        bytes = skipByteOrderMark(bytes);
    if (m_afterReturn && !bytes.empty()) {
        m_afterReturn = false;
        if (bytes.front() == '\n')
            bytes.remove_prefix(1);
    }
    while (!bytes.empty()) {
        const std::size_t end = bytes.find_first_of("\r\n");
        if (end == std::string_view::npos) {
            keepPartial(bytes);
            return;
        }
        // A line over the limit is refused by the same rule, whether it came whole or in pieces.
        if (m_line.empty() && m_data.size() + end <= m_maxEventBytes) {
            takeLine(bytes.substr(0, end), sink);
        } else {
            keepPartial(bytes.substr(0, end));
            const std::string line = std::move(m_line);
            m_line.clear();
            takeLine(line, sink);
        }
        const bool isReturn = bytes[end] == '\r';
        bytes.remove_prefix(end + 1);
        if (!isReturn)
            continue;
        if (bytes.empty())
            m_afterReturn = true;
        else if (bytes.front() == '\n')
            bytes.remove_prefix(1);
    }
}

std::string_view SseParser::skipByteOrderMark(std::string_view bytes)
{
    while (!bytes.empty() && m_markBytes < byteOrderMark.size() && bytes.front() == byteOrderMark[m_markBytes]) {
        bytes.remove_prefix(1);
        ++m_markBytes;
    }
    if (bytes.empty() && m_markBytes < byteOrderMark.size())
        return bytes;
    m_started = true;
    // What looked like the beginning of a mark and was none belongs to the first line.
    if (m_markBytes < byteOrderMark.size())
        m_line.assign(byteOrderMark.substr(0, m_markBytes));
    return bytes;
}

void SseParser::keepPartial(std::string_view bytes)
{
    if (m_line.size() + m_data.size() + bytes.size() > m_maxEventBytes) {
        m_tooLarge = true;
        m_data.clear();
        // A stub keeps the line from looking like the blank line that ends an event.
        m_line.assign(1, ':');
        return;
    }
    m_line.append(bytes);
}

void SseParser::takeLine(std::string_view line, const Sink &sink)
{
    if (line.empty()) {
        dispatch(sink);
        return;
    }
    m_hasLines = true;
    const std::size_t colon = line.find(':');
    if (colon == 0)
        return;
    std::string_view value;
    if (colon != std::string_view::npos) {
        value = line.substr(colon + 1);
        if (value.starts_with(' '))
            value.remove_prefix(1);
    }
    takeField(line.substr(0, colon), value);
}

void SseParser::takeField(std::string_view name, std::string_view value)
{
    if (name == "data") {
        if (m_data.size() + value.size() > m_maxEventBytes) {
            m_tooLarge = true;
            m_data.clear();
        }
        if (m_tooLarge)
            return;
        if (m_hasData)
            m_data.push_back('\n');
        m_data.append(value);
        m_hasData = true;
    } else if (name == "event") {
        m_event.assign(value.substr(0, m_maxEventBytes));
    } else if (name == "id") {
        if (value.find('\0') == std::string_view::npos)
            m_id.assign(value.substr(0, m_maxEventBytes));
    }
}

void SseParser::dispatch(const Sink &sink)
{
    if (m_tooLarge)
        ++m_droppedEvents;
    else if (m_hasData || !m_event.empty())
        sink({ m_event, m_data, m_id });
    m_event.clear();
    m_data.clear();
    m_hasLines = m_hasData = m_tooLarge = false;
}

void appendSseEvent(std::string &out, std::string_view data, std::string_view event, std::string_view id)
{
    if (!event.empty())
        out.append("event: ").append(event).push_back('\n');
    if (!id.empty())
        out.append("id: ").append(id).push_back('\n');
    for (;;) {
        const std::size_t end = data.find('\n');
        out.append("data: ").append(data.substr(0, end)).push_back('\n');
        if (end == std::string_view::npos)
            break;
        data.remove_prefix(end + 1);
    }
    out.push_back('\n');
}

} // namespace cachescope::http
