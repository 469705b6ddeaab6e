// SPDX-License-Identifier: MIT
#include "flow/flight.h"

#include <algorithm>
#include <limits>

namespace cachescope::flow {

namespace {

/** Below this share of the bound the leader may go on. */
constexpr std::size_t reliefDivisor = 2;

} // namespace

void Flight::call(const Wakes &wakes)
{
    for (const auto &wake : wakes)
        (*wake)();
}

/** Those who have to be woken; each only once until it looks. */
Flight::Wakes Flight::tellAll()
{
    Wakes wakes;
    for (auto &[listener, seat] : m_seats) {
        if (std::exchange(seat.told, true))
            continue;
        wakes.push_back(seat.wake);
    }
    return wakes;
}

void Flight::begin(Head head)
{
    Wakes wakes;
    {
        const std::lock_guard lock(m_mutex);
        m_head = std::make_shared<const Head>(std::move(head));
        wakes = tellAll();
    }
    call(wakes);
}

void Flight::append(std::string_view bytes)
{
    Wakes wakes;
    {
        const std::lock_guard lock(m_mutex);
        m_bytes.append(bytes);
        trim();
        wakes = tellAll();
    }
    call(wakes);
}

void Flight::end(End how, std::shared_ptr<const FlightSummary> summary, std::int64_t joinableUntil)
{
    Wakes wakes;
    {
        const std::lock_guard lock(m_mutex);
        if (m_end)
            return;
        m_end = how;
        m_summary = std::move(summary);
        m_joinableUntil = how == End::Whole ? joinableUntil : 0;
        wakes = tellAll();
    }
    call(wakes);
}

bool Flight::leaderLeft()
{
    const std::lock_guard lock(m_mutex);
    m_leaderWatches = false;
    m_closed = m_closed || m_seats.empty();
    return !m_closed;
}

bool Flight::hasListeners() const
{
    const std::lock_guard lock(m_mutex);
    return !m_seats.empty();
}

bool Flight::isAbandoned() const
{
    const std::lock_guard lock(m_mutex);
    return m_closed;
}

/** Offset of what not everyone has had. */
std::uint64_t Flight::slowest() const
{
    std::uint64_t least = std::numeric_limits<std::uint64_t>::max();
    for (const auto &[listener, seat] : m_seats)
        least = std::min(least, seat.taken);
    return m_seats.empty() ? m_base + m_bytes.size() : std::min<std::uint64_t>(least, m_base + m_bytes.size());
}

bool Flight::isCongested() const
{
    const std::lock_guard lock(m_mutex);
    return m_base + m_bytes.size() - slowest() > m_mostHeld;
}

/** Once an answer is too long to be kept whole nobody can join any more, and what everyone has had can go. */
void Flight::trim()
{
    const bool tooLong = m_base > 0 || m_bytes.size() > m_mostHeld;
    if (!tooLong)
        return;
    const std::uint64_t had = slowest();
    // In large steps: the rest is moved each time.
    if (had - m_base > m_bytes.size() / 2) {
        m_bytes.erase(0, static_cast<std::size_t>(had - m_base));
        m_base = had;
    }
    m_leaderWaits = m_leaderWaits || m_base + m_bytes.size() - had > m_mostHeld;
}

bool Flight::isJoinableLocked(std::int64_t nowMicros) const
{
    if (m_closed || m_base > 0 || m_bytes.size() > m_mostHeld)
        return false;
    return !m_end || (*m_end == End::Whole && nowMicros < m_joinableUntil);
}

bool Flight::isJoinable(std::int64_t nowMicros) const
{
    const std::lock_guard lock(m_mutex);
    return isJoinableLocked(nowMicros);
}

std::size_t Flight::heldBytes() const
{
    const std::lock_guard lock(m_mutex);
    return m_bytes.size();
}

std::optional<Flight::Listener> Flight::join(Wake wake, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    if (!isJoinableLocked(nowMicros))
        return {};
    m_wasShared.store(true, std::memory_order_release);
    const Listener listener = m_nextListener++;
    m_seats.emplace(listener, Seat{ std::make_shared<const Wake>(std::move(wake)) });
    return listener;
}

Flight::Taken Flight::take(Listener listener, std::string &out, std::size_t most)
{
    Taken taken;
    bool relieved = false;
    {
        const std::lock_guard lock(m_mutex);
        const auto found = m_seats.find(listener);
        if (found == m_seats.end())
            return taken;
        Seat &seat = found->second;
        seat.told = false;
        taken.head = m_head;
        const auto from = static_cast<std::size_t>(seat.taken - m_base);
        const std::size_t count = std::min(most, m_bytes.size() - from);
        out.append(m_bytes, from, count);
        seat.taken += count;
        if (m_end && seat.taken == m_base + m_bytes.size()) {
            taken.end = m_end;
            taken.summary = m_summary;
        }
        const std::size_t held = static_cast<std::size_t>(m_base + m_bytes.size() - slowest());
        relieved = m_leaderWaits && held < m_mostHeld / reliefDivisor;
        m_leaderWaits = m_leaderWaits && !relieved;
    }
    if (relieved)
        m_leaderWake();
    return taken;
}

void Flight::leave(Listener listener)
{
    bool wakeLeader = false;
    {
        const std::lock_guard lock(m_mutex);
        m_seats.erase(listener);
        wakeLeader = std::exchange(m_leaderWaits, false);
        if (m_seats.empty() && !m_leaderWatches && !m_end && !m_closed)
            m_closed = wakeLeader = true;
    }
    if (wakeLeader)
        m_leaderWake();
}

FlightBoard::Shard &FlightBoard::shardOf(const std::string &key)
{
    return m_shards[std::hash<std::string>{}(key) % m_shards.size()];
}

FlightBoard::Place FlightBoard::join(
    const std::string &key, const Flight::Wake &leaderWake, const Flight::Wake &listenerWake,
    std::int64_t nowMicros)
{
    Shard &shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    std::shared_ptr<Flight> &flight = shard.flights[key];
    if (flight) {
        if (const auto listener = flight->join(listenerWake, nowMicros))
            return { flight, *listener };
    }
    flight = std::make_shared<Flight>(leaderWake);
    return { flight, 0 };
}

void FlightBoard::remove(const std::string &key, const std::shared_ptr<Flight> &flight)
{
    Shard &shard = shardOf(key);
    const std::lock_guard lock(shard.mutex);
    const auto found = shard.flights.find(key);
    if (found != shard.flights.end() && found->second == flight)
        shard.flights.erase(found);
}

void FlightBoard::sweep(std::int64_t nowMicros)
{
    std::size_t lingering = 0;
    for (Shard &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        std::erase_if(shard.flights, [&](const auto &item) { return !item.second->isJoinable(nowMicros); });
        for (const auto &[key, flight] : shard.flights)
            lingering += flight->heldBytes();
    }
    m_lingering.store(lingering, std::memory_order_relaxed);
}

std::size_t FlightBoard::size() const
{
    std::size_t count = 0;
    for (const Shard &shard : m_shards) {
        const std::lock_guard lock(shard.mutex);
        count += shard.flights.size();
    }
    return count;
}

} // namespace cachescope::flow
