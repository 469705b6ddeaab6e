// SPDX-License-Identifier: MIT
#pragma once

#include "ui/requests/call_query.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <utility>

namespace cachescope::ui {

/**
 * Hands found ids on in pieces that grow: the first screen at once, later few and large ones, because a table view
 * does work for all its rows with each piece. A slow search hands on what it has five times a second.
 */
class IdBatcher
{
public:
    using Send = std::function<void(CallIds)>;
    explicit IdBatcher(Send send)
        : m_send(std::move(send))
    { }

    void add(const CallIds &ids)
    {
        m_ids.insert(m_ids.end(), ids.begin(), ids.end());
        if (m_ids.size() < m_threshold && Clock::now() - m_lastSent < longestDelay)
            return;
        flush();
        m_threshold = std::min<std::size_t>(m_threshold * 4, 250'000);
    }
    void flush()
    {
        if (!m_ids.empty())
            m_send(std::exchange(m_ids, {}));
        m_lastSent = Clock::now();
    }

private:
    using Clock = std::chrono::steady_clock;
    static constexpr std::chrono::milliseconds longestDelay{ 200 };
    Send m_send;
    CallIds m_ids;
    std::size_t m_threshold = 400;
    Clock::time_point m_lastSent = Clock::now();
};

} // namespace cachescope::ui
