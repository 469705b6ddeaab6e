// SPDX-License-Identifier: MIT
#include "flow/retry_budget.h"

namespace cachescope::flow {

bool RetryBudget::take(double share, std::int64_t nowMicros)
{
    if (share <= 0)
        return false;
    const std::lock_guard lock(m_mutex);
    const std::int64_t calls = m_calls.load(std::memory_order_relaxed);
    if (m_retries == 0 || nowMicros - m_lastAt >= calmMicros) {
        // The call that is to be tried again belongs to the trouble; those long before it do not.
        m_callsBefore = calls - 1;
        m_retries = 0;
    }
    m_lastAt = nowMicros;
    const double allowed = share * static_cast<double>(calls - m_callsBefore);
    if (m_retries >= alwaysAllowed && static_cast<double>(m_retries + 1) > allowed)
        return false;
    ++m_retries;
    return true;
}

} // namespace cachescope::flow
