// SPDX-License-Identifier: MIT
#include "requestlog/session_ranking.h"

#include <algorithm>
#include <utility>

namespace cachescope::requestlog {

std::size_t SessionRanking::slotOf(std::int64_t number) const
{
    const std::uint64_t hash = static_cast<std::uint64_t>(number) * 0x9E3779B97F4A7C15ULL;
    std::size_t slot = static_cast<std::size_t>(hash >> 32) & (m_slots.size() - 1);
    while (m_slots[slot].session != none && m_sessions[m_slots[slot].session].number != number)
        slot = (slot + 1) & (m_slots.size() - 1);
    return slot;
}

SessionRanking::Session &SessionRanking::sessionOf(std::int64_t number)
{
    std::size_t slot = slotOf(number);
    if (m_slots[slot].session == none) {
        if ((m_sessions.size() + 1) * 2 > m_slots.size()) {
            m_slots.assign(m_slots.size() * 4, {});
            for (std::uint32_t i = 0; i < m_sessions.size(); ++i)
                m_slots[slotOf(m_sessions[i].number)].session = i;
            slot = slotOf(number);
        }
        m_slots[slot].session = static_cast<std::uint32_t>(m_sessions.size());
        m_sessions.push_back({ number, 0, {}, none });
    }
    return m_sessions[m_slots[slot].session];
}

void SessionRanking::addHour(std::int64_t session, std::int64_t bucket, std::int64_t calls, base::Money billed)
{
    Session &of = sessionOf(session);
    of.calls += calls;
    of.billed += billed;
    m_hours.push_back({ bucket, std::exchange(of.lastHour, static_cast<std::uint32_t>(m_hours.size())) });
    m_calls += calls;
    m_billed += billed;
}

void SessionRanking::addRest(std::int64_t session, const SpendSums &sums)
{
    Session &of = sessionOf(session);
    of.calls += sums.calls;
    of.billed += sums.billed;
    m_rest[session].add(sums);
    m_calls += sums.calls;
    m_billed += sums.billed;
}

std::vector<std::int64_t> SessionRanking::dearest(std::size_t most) const
{
    std::vector<const Session *> all;
    all.reserve(m_sessions.size());
    for (const Session &session : m_sessions)
        all.push_back(&session);
    const auto end = all.begin() + static_cast<std::ptrdiff_t>(std::min(most, all.size()));
    std::partial_sort(all.begin(), end, all.end(), [](const Session *a, const Session *b) {
        if (a->billed != b->billed)
            return a->billed > b->billed;
        return a->calls != b->calls ? a->calls > b->calls : a->number < b->number;
    });
    std::vector<std::int64_t> numbers;
    for (auto session = all.begin(); session != end; ++session)
        numbers.push_back((*session)->number);
    return numbers;
}

std::vector<std::int64_t> SessionRanking::hoursOf(std::int64_t session) const
{
    std::vector<std::int64_t> hours;
    const std::uint32_t index = m_slots[slotOf(session)].session;
    for (std::uint32_t hour = index == none ? none : m_sessions[index].lastHour; hour != none;
         hour = m_hours[hour].before)
        hours.push_back(m_hours[hour].bucket);
    return hours;
}

SpendSums SessionRanking::restOf(std::int64_t session) const
{
    const auto found = m_rest.find(session);
    return found == m_rest.end() ? SpendSums() : found->second;
}

} // namespace cachescope::requestlog
