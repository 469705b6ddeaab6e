// SPDX-License-Identifier: MIT
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>

namespace cachescope::base {

/** Microseconds since 1970-01-01T00:00:00Z. What the log stores. */
using UnixMicros = std::int64_t;

/** Source of wall and monotonic time. Thread-safe. Durations are always taken from `monotonic`, dates from `wall`.
 */
class Clock
{
public:
    virtual ~Clock() = default;
    virtual UnixMicros wall() const = 0;
    /** Microseconds since an arbitrary start; never goes back. */
    virtual std::int64_t monotonic() const = 0;
};

/** The machine's clocks. */
class SystemClock final : public Clock
{
public:
    UnixMicros wall() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(system_clock::now().time_since_epoch()).count();
    }
    std::int64_t monotonic() const override
    {
        using namespace std::chrono;
        return duration_cast<microseconds>(steady_clock::now().time_since_epoch()).count();
    }
    /** One shared instance for the whole process. */
    static const SystemClock &instance()
    {
        static const SystemClock clock;
        return clock;
    }
};

/** A clock that tests move by hand. Thread-safe. */
class ManualClock final : public Clock
{
public:
    explicit ManualClock(UnixMicros wall = 1'790'000'000'000'000)
        : m_wall(wall)
    { }
    UnixMicros wall() const override { return m_wall.load(); }
    std::int64_t monotonic() const override { return m_monotonic.load(); }
    void advance(std::chrono::microseconds by)
    {
        m_wall += by.count();
        m_monotonic += by.count();
    }
    /** Sets the date without time passing, as NTP or a user does. */
    void jumpTo(UnixMicros wall) { m_wall = wall; }

private:
    std::atomic<UnixMicros> m_wall;
    std::atomic<std::int64_t> m_monotonic{ 1'000'000 };
};

} // namespace cachescope::base
