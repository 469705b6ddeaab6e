// SPDX-License-Identifier: MIT
#include "flow/warm_gate.h"

#include <utility>

namespace cachescope::flow {

namespace {

/** A beginning takes about 200 bytes. */
constexpr std::size_t mostEntries = 20'000;

} // namespace

/** The waiting of an entry, to be woken once the lock is gone. */
void WarmGate::takeWaiting(Entry &entry, Wakes &wakes)
{
    for (const std::weak_ptr<Ticket> &waiting : entry.waiting) {
        const TicketPointer ticket = waiting.lock();
        if (!ticket || !ticket->waits)
            continue;
        ticket->waits = false;
        wakes.push_back(ticket->wake);
    }
    entry.waiting.clear();
}

/** Makes room: first what is cold, and if that is not enough, whatever nobody writes. */
void WarmGate::forgetCold(std::int64_t nowMicros)
{
    if (m_entries.size() < mostEntries)
        return;
    for (const bool warmToo : { false, true }) {
        std::erase_if(m_entries, [&](const auto &entry) {
            return entry.second.writer.expired() && (warmToo || entry.second.warmUntil <= nowMicros);
        });
        if (m_entries.size() < mostEntries / 2)
            return;
    }
}

WarmGate::Verdict WarmGate::ask(const TicketPointer &ticket, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    forgetCold(nowMicros);
    std::size_t cold = ticket->beginnings.size(); // Those from here on are not warm.
    ticket->writes.clear();
    for (; cold > 0; --cold) {
        const auto found = m_entries.find(ticket->beginnings[cold - 1]);
        if (found == m_entries.end())
            continue;
        if (found->second.warmUntil > nowMicros)
            break;
        if (!found->second.writer.expired()) {
            found->second.waiting.push_back(ticket);
            ticket->waits = true;
            return Verdict::Wait;
        }
    }
    for (std::size_t i = 0; i < cold; ++i) {
        // Reading renews (prompt-caching rules, 6.4).
        if (const auto found = m_entries.find(ticket->beginnings[i]);
            found != m_entries.end() && found->second.warmUntil > nowMicros)
            found->second.warmUntil = nowMicros + found->second.lifetimeMicros;
    }
    for (std::size_t i = cold; i < ticket->beginnings.size(); ++i) {
        m_entries[ticket->beginnings[i]].writer = ticket;
        ticket->writes.push_back(ticket->beginnings[i]);
    }
    return ticket->writes.empty() ? Verdict::Go : Verdict::Lead;
}

void WarmGate::wrote(const TicketPointer &ticket, std::int64_t nowMicros)
{
    Wakes wakes;
    {
        const std::lock_guard lock(m_mutex);
        for (const base::Digest &digest : std::exchange(ticket->writes, {})) {
            const auto found = m_entries.find(digest);
            if (found == m_entries.end() || found->second.writer.lock() != ticket)
                continue;
            found->second.writer.reset();
            found->second.lifetimeMicros = ticket->lifetimeMicros;
            found->second.warmUntil = nowMicros + ticket->lifetimeMicros;
            takeWaiting(found->second, wakes);
        }
    }
    for (const Wake &wake : wakes)
        wake();
}

void WarmGate::leave(const TicketPointer &ticket)
{
    Wakes wakes;
    {
        const std::lock_guard lock(m_mutex);
        ticket->waits = false;
        for (const base::Digest &digest : std::exchange(ticket->writes, {})) {
            const auto found = m_entries.find(digest);
            if (found == m_entries.end() || found->second.writer.lock() != ticket)
                continue;
            takeWaiting(found->second, wakes);
            m_entries.erase(found);
        }
    }
    for (const Wake &wake : wakes)
        wake();
}

std::size_t WarmGate::size() const
{
    const std::lock_guard lock(m_mutex);
    return m_entries.size();
}

} // namespace cachescope::flow
