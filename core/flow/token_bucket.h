// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>

namespace cachescope::flow {

/**
 * A bucket that fills at a steady rate up to its size. Taking may leave it in debt, for what a call costs is often
 * known only afterwards; the debt is waited off by those who come next. Monotonic microseconds. No locks.
 */
class TokenBucket
{
public:
    static constexpr std::int64_t never = std::numeric_limits<std::int64_t>::max();

    TokenBucket() = default;
    /** Full. `perMinute` of 0: it never fills. */
    TokenBucket(double perMinute, double size, std::int64_t nowMicros)
        : m_perMicro(perMinute / 60e6)
        , m_size(size)
        , m_level(size)
        , m_at(nowMicros)
    { }

    void setLevel(double level, std::int64_t nowMicros)
    {
        m_level = std::min(level, m_size);
        m_at = nowMicros;
    }
    /** How long until `amount` can be taken; 0: now. An amount larger than the bucket waits for a full one. */
    std::int64_t microsUntil(double amount, std::int64_t nowMicros)
    {
        fill(nowMicros);
        const double missing = std::min(amount, m_size) - m_level;
        // Rounding must not ask for one more wait of no time at all.
        constexpr double crumb = 1e-6;
        if (missing <= crumb)
            return 0;
        if (m_perMicro <= 0)
            return never;
        return static_cast<std::int64_t>(std::min(missing / m_perMicro, 9e15)) + 1;
    }
    void take(double amount, std::int64_t nowMicros)
    {
        fill(nowMicros);
        m_level = std::min(m_level - amount, m_size);
    }
    bool isFull(std::int64_t nowMicros)
    {
        fill(nowMicros);
        return m_level >= m_size;
    }

private:
    void fill(std::int64_t nowMicros)
    {
        if (nowMicros <= m_at)
            return;
        m_level = std::min(m_size, m_level + static_cast<double>(nowMicros - m_at) * m_perMicro);
        m_at = nowMicros;
    }

    double m_perMicro = 0;
    double m_size = 0;
    double m_level = 0;
    std::int64_t m_at = 0;
};

} // namespace cachescope::flow
