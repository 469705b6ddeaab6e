// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/**
 * A stored stream, given out event by event at a pace: says at which moment how much of it is due. No timers, no
 * sockets. Microseconds from the replay's beginning.
 */
class PacedReplay
{
public:
    /** The first event after `firstMicros`, the last after `totalMicros`, the others evenly between them. */
    PacedReplay(std::shared_ptr<const std::string> text, std::int64_t firstMicros, std::int64_t totalMicros);

    /** What is due by now and was not given yet; moves on. */
    std::string_view take(std::int64_t elapsedMicros);
    bool isDone() const { return m_given == m_text->size(); }
    /** When the next event is due. */
    std::int64_t nextAt() const;
    std::size_t events() const { return m_events; }

private:
    std::size_t endOfEvent(std::size_t from) const;

    std::shared_ptr<const std::string> m_text;
    std::int64_t m_first, m_step = 0;
    std::size_t m_events = 0; ///< In all.
    std::size_t m_given = 0; ///< Bytes.
    std::size_t m_givenEvents = 0;
};

} // namespace cachescope::proxy
