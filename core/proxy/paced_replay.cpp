// SPDX-License-Identifier: MIT
#include "proxy/paced_replay.h"

#include <algorithm>

namespace cachescope::proxy {

PacedReplay::PacedReplay(
    std::shared_ptr<const std::string> text, std::int64_t firstMicros, std::int64_t totalMicros)
    : m_text(std::move(text))
    , m_first(std::max<std::int64_t>(0, firstMicros))
{
    for (std::size_t at = 0; at < m_text->size(); at = endOfEvent(at))
        ++m_events;
    if (m_events > 1)
        m_step = std::max<std::int64_t>(0, totalMicros - m_first) / static_cast<std::int64_t>(m_events - 1);
}

/** Events end with a blank line; CR, LF and CRLF all end lines. */
std::size_t PacedReplay::endOfEvent(std::size_t from) const
{
    const std::string &text = *m_text;
    std::size_t end = text.size();
    for (const std::string_view blank : { "\n\n", "\r\n\r\n", "\r\r" }) {
        const std::size_t found = text.find(blank, from);
        if (found != std::string::npos)
            end = std::min(end, found + blank.size());
    }
    return end;
}

std::int64_t PacedReplay::nextAt() const
{
    return m_first + static_cast<std::int64_t>(m_givenEvents) * m_step;
}

std::string_view PacedReplay::take(std::int64_t elapsedMicros)
{
    const std::size_t from = m_given;
    while (!isDone() && nextAt() <= elapsedMicros) {
        m_given = endOfEvent(m_given);
        ++m_givenEvents;
    }
    return std::string_view(*m_text).substr(from, m_given - from);
}

} // namespace cachescope::proxy
