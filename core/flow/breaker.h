// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>

namespace cachescope::flow {

/**
 * Notices that an upstream is down, and when it is back. Opens after a run of failures with no success between
 * them; after a while lets one call through as a probe; closes when one succeeds. What a caller does while it is
 * open (refuse, go elsewhere, not retry) is the caller's affair. Times are monotonic microseconds. Thread-safe; a
 * success while all is well is one atomic load.
 */
class Breaker
{
public:
    struct Rules
    {
        int failures = 10; ///< In a row, until it opens.
        std::int64_t openMicros = 5'000'000; ///< Until the first probe; doubled by each probe that fails.
        std::int64_t longestOpenMicros = 60'000'000;
    };
    enum class State
    {
        Closed,
        Open,
        HalfOpen ///< A probe is under way.
    };
    enum class Verdict
    {
        Pass,
        Probe, ///< Go, and report how it went.
        Refuse
    };
    struct Status
    {
        State state = State::Closed;
        std::int64_t probeInMicros = 0; ///< Until the next probe; 0 when it may go now.
        std::int64_t timesOpened = 0;
    };

    explicit Breaker(Rules rules)
        : m_rules(rules)
    { }
    Breaker()
        : Breaker(Rules{})
    { }
    void setRules(Rules rules);

    Verdict ask(std::int64_t nowMicros);
    void succeeded();
    void failed(std::int64_t nowMicros);
    /** The call ended without saying anything of the upstream (its client left): a probe may be made again. */
    void abandoned();
    Status status(std::int64_t nowMicros) const;

private:
    mutable std::mutex m_mutex;
    Rules m_rules; ///< under m_mutex
    std::atomic<bool> m_troubled{ false }; ///< True when there is anything to know under the mutex.
    State m_state = State::Closed; ///< under m_mutex, like all below
    int m_failures = 0;
    std::int64_t m_openMicros = 0;
    std::int64_t m_probeAt = 0;
    std::int64_t m_timesOpened = 0;
};

} // namespace cachescope::flow
