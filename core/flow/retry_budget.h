// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace cachescope::flow {

/**
 * Keeps retries to a share of the calls, so that a failing upstream is not stormed (Finagle's and Envoy's idea;
 * reliability.md 4.3). Counted from the first retry after ten calm seconds on: from there, retries never exceed
 * `share` of the calls, except that the first few (`alwaysAllowed`) are let through, or a single failure among few
 * calls could never be mended. Thread-safe; counting a call is one atomic addition.
 */
class RetryBudget
{
public:
    static constexpr std::int64_t alwaysAllowed = 10;
    static constexpr std::int64_t calmMicros = 10'000'000;

    void countCall() { m_calls.fetch_add(1, std::memory_order_relaxed); }
    /** True when a retry may be made now (monotonic microseconds); it is then paid for. A share of 0 allows none.
     */
    bool take(double share, std::int64_t nowMicros);

private:
    std::atomic<std::int64_t> m_calls{ 0 };
    std::mutex m_mutex;
    std::int64_t m_callsBefore = 0; ///< under m_mutex: calls when the present trouble began
    std::int64_t m_retries = 0; ///< under m_mutex: since then
    std::int64_t m_lastAt = -calmMicros; ///< under m_mutex
};

} // namespace cachescope::flow
