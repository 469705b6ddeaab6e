// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <mutex>

namespace cachescope::proxy {

/**
 * Keeps retries to a share of the calls, so that a failing upstream is not stormed (Finagle's and Envoy's idea;
 * reliability.md 4.3). Each call pays `share` of a token in, each retry takes a whole one; a small reserve lets
 * single failures through. Thread-safe.
 */
class RetryBudget
{
public:
    void countCall(double share)
    {
        const std::lock_guard lock(m_mutex);
        m_tokens = std::min(m_tokens + share, maxTokens);
    }
    /** True when a retry may be made; it is then paid for. */
    bool take()
    {
        const std::lock_guard lock(m_mutex);
        if (m_tokens < 1.0)
            return false;
        m_tokens -= 1.0;
        return true;
    }

private:
    static constexpr double maxTokens = 100.0;
    static constexpr double reserve = 10.0;
    std::mutex m_mutex;
    double m_tokens = reserve; ///< under m_mutex
};

} // namespace cachescope::proxy
