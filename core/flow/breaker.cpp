// SPDX-License-Identifier: MIT
#include "flow/breaker.h"

#include <algorithm>

namespace cachescope::flow {

void Breaker::setRules(Rules rules)
{
    const std::lock_guard lock(m_mutex);
    m_rules = rules;
}

Breaker::Verdict Breaker::ask(std::int64_t nowMicros)
{
    if (!m_troubled.load(std::memory_order_acquire))
        return Verdict::Pass;
    const std::lock_guard lock(m_mutex);
    if (m_state == State::Closed)
        return Verdict::Pass;
    // A probe that never reports (it may take minutes to answer) does not keep the door shut for ever.
    if (nowMicros < m_probeAt)
        return Verdict::Refuse;
    m_state = State::HalfOpen;
    m_probeAt = nowMicros + m_rules.longestOpenMicros;
    return Verdict::Probe;
}

void Breaker::succeeded()
{
    if (!m_troubled.load(std::memory_order_acquire))
        return;
    const std::lock_guard lock(m_mutex);
    m_state = State::Closed;
    m_failures = 0;
    m_troubled.store(false, std::memory_order_release);
}

void Breaker::failed(std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    m_troubled.store(true, std::memory_order_release);
    m_failures = std::min(m_failures + 1, m_rules.failures);
    if (m_state == State::Open || (m_state == State::Closed && m_failures < m_rules.failures))
        return;
    m_openMicros
        = m_state == State::HalfOpen ? std::min(m_openMicros * 2, m_rules.longestOpenMicros) : m_rules.openMicros;
    m_timesOpened += m_state == State::Closed ? 1 : 0;
    m_state = State::Open;
    m_probeAt = nowMicros + m_openMicros;
}

void Breaker::abandoned()
{
    if (!m_troubled.load(std::memory_order_acquire))
        return;
    const std::lock_guard lock(m_mutex);
    if (m_state != State::HalfOpen)
        return;
    m_state = State::Open;
    m_probeAt = 0;
}

Breaker::Status Breaker::status(std::int64_t nowMicros) const
{
    const std::lock_guard lock(m_mutex);
    return { m_state, m_state == State::Open ? std::max<std::int64_t>(0, m_probeAt - nowMicros) : 0,
             m_timesOpened };
}

} // namespace cachescope::flow
