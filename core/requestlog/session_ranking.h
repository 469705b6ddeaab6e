// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/spend.h"

#include <cstdint>
#include <unordered_map>
#include <vector>

namespace cachescope::requestlog {

/**
 * What each of very many sessions cost, for finding the dearest: only money and calls are read of the others. Where
 * a session's hours are is remembered, so that the rest of the dearest can be read by hour.
 */
class SessionRanking
{
public:
    SessionRanking()
        : m_slots(1024)
    { }

    /** A session's hour in the table of sums. */
    void addHour(std::int64_t session, std::int64_t bucket, std::int64_t calls, base::Money billed);
    /** Calls beside whole hours, known in full. */
    void addRest(std::int64_t session, const SpendSums &sums);

    std::int64_t calls() const { return m_calls; } ///< Of all sessions.
    base::Money billed() const { return m_billed; }
    std::size_t count() const { return m_sessions.size(); }
    /** The dearest, dearest first; ties by calls, then by number. */
    std::vector<std::int64_t> dearest(std::size_t most) const;
    /** Hours of a session. */
    std::vector<std::int64_t> hoursOf(std::int64_t session) const;
    SpendSums restOf(std::int64_t session) const;

private:
    static constexpr std::uint32_t none = 0xffffffffU;
    struct Session
    {
        std::int64_t number = 0, calls = 0;
        base::Money billed;
        std::uint32_t lastHour = none; ///< Into m_hours; each leads to the one before.
    };
    struct Hour
    {
        std::int64_t bucket = 0;
        std::uint32_t before = none;
    };
    struct Slot
    {
        std::uint32_t session = none;
    };
    std::size_t slotOf(std::int64_t number) const;
    Session &sessionOf(std::int64_t number);

    std::vector<Slot> m_slots; ///< Open addressing over m_sessions.
    std::vector<Session> m_sessions;
    std::vector<Hour> m_hours;
    std::unordered_map<std::int64_t, SpendSums> m_rest;
    std::int64_t m_calls = 0;
    base::Money m_billed;
};

} // namespace cachescope::requestlog
