// SPDX-License-Identifier: MIT
#include "flow/limiter.h"

#include <algorithm>
#include <utility>

namespace cachescope::flow {

namespace {

/** A bucket holds a sixth of a minute. */
constexpr double burstShare = 1.0 / 6.0;
/** Above this share of what a provider allows, its announcements are not acted on. */
constexpr double nearTheWall = 0.2;
/** What is left for others who use the same key. */
constexpr double margin = 0.05;
/** Lanes are looked through for idle ones when there are this many. */
constexpr std::size_t manyLanes = 1'000;

TokenBucket bucketFor(std::optional<double> perMinute, std::int64_t nowMicros)
{
    if (!perMinute)
        return {};
    return { *perMinute, std::max(1.0, *perMinute * burstShare), nowMicros };
}

/** Providers fill their buckets steadily: what is missing now comes back evenly until the announced moment. */
std::optional<TokenBucket> announcedBucket(const std::optional<AnnouncedLimit> &news, std::int64_t nowMicros)
{
    if (!news || news->limit <= 0 || news->resetMicros <= 0 || news->remaining > news->limit * nearTheWall)
        return {};
    const double perMinute = (news->limit - news->remaining) / static_cast<double>(news->resetMicros) * 60e6;
    TokenBucket bucket(perMinute, news->limit, nowMicros);
    bucket.setLevel(news->remaining - news->limit * margin, nowMicros);
    return bucket;
}

} // namespace

void Limiter::setRules(const LimitRules &rules, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    const bool same
        = rules.requestsPerMinute == m_rules.requestsPerMinute && rules.tokensPerMinute == m_rules.tokensPerMinute;
    m_rules = rules;
    if (!m_rules.follow)
        m_announced.clear();
    for (auto &[name, lane] : m_lanes) {
        if (same)
            break;
        lane.requests = bucketFor(m_rules.requestsPerMinute, nowMicros);
        lane.tokens = bucketFor(m_rules.tokensPerMinute, nowMicros);
    }
    updateActive();
}

void Limiter::updateActive()
{
    m_active = m_rules.requestsPerMinute || m_rules.tokensPerMinute || m_rules.concurrency || !m_announced.empty()
        || m_waiting > 0;
}

Limiter::Lane &Limiter::laneOf(const std::string &name, std::int64_t nowMicros)
{
    if (const auto found = m_lanes.find(name); found != m_lanes.end())
        return found->second;
    if (m_lanes.size() >= manyLanes)
        forget(nowMicros);
    Lane &lane = m_lanes[name];
    lane.requests = bucketFor(m_rules.requestsPerMinute, nowMicros);
    lane.tokens = bucketFor(m_rules.tokensPerMinute, nowMicros);
    return lane;
}

/** Lanes that are as good as new, and announcements that are over. */
void Limiter::forget(std::int64_t nowMicros)
{
    for (auto item = m_lanes.begin(); item != m_lanes.end();) {
        Lane &lane = item->second;
        const bool fresh = lane.queue.empty() && (!m_rules.requestsPerMinute || lane.requests.isFull(nowMicros))
            && (!m_rules.tokensPerMinute || lane.tokens.isFull(nowMicros));
        item = fresh ? m_lanes.erase(item) : std::next(item);
    }
    std::erase_if(m_announced, [&](const auto &item) { return item.second.forgetAt <= nowMicros; });
    updateActive();
}

std::int64_t Limiter::announcedMicrosUntil(const Ticket &ticket, std::int64_t nowMicros)
{
    const auto found = m_announced.find(ticket.announcedLane);
    if (found == m_announced.end())
        return 0;
    Announced &announced = found->second;
    std::int64_t wait = std::max<std::int64_t>(0, announced.blockedUntil - nowMicros);
    if (announced.requests)
        wait = std::max(wait, announced.requests->microsUntil(1, nowMicros));
    if (announced.tokens)
        wait = std::max(wait, announced.tokens->microsUntil(ticket.tokens, nowMicros));
    // Further off than anybody would wait: the provider may say so itself, we only guess.
    return wait > m_rules.longestWaitMicros ? 0 : wait;
}

std::int64_t Limiter::microsUntil(Lane &lane, const Ticket &ticket, std::int64_t nowMicros)
{
    std::int64_t wait = announcedMicrosUntil(ticket, nowMicros);
    if (m_rules.requestsPerMinute)
        wait = std::max(wait, lane.requests.microsUntil(1, nowMicros));
    if (m_rules.tokensPerMinute)
        wait = std::max(wait, lane.tokens.microsUntil(ticket.tokens, nowMicros));
    return wait;
}

void Limiter::grant(Lane &lane, const TicketPointer &ticket, std::int64_t nowMicros)
{
    if (m_rules.requestsPerMinute)
        lane.requests.take(1, nowMicros);
    if (m_rules.tokensPerMinute)
        lane.tokens.take(ticket->tokens, nowMicros);
    if (const auto found = m_announced.find(ticket->announcedLane); found != m_announced.end()) {
        if (found->second.requests)
            found->second.requests->take(1, nowMicros);
        if (found->second.tokens)
            found->second.tokens->take(ticket->tokens, nowMicros);
    }
    ++m_running;
    ticket->holdsSlot = true;
    ticket->verdict = Verdict::Granted;
}

/** Serves the first of a lane's queue if it may go. True when it went, or its time was up. */
bool Limiter::serveOnce(Lane &lane, std::int64_t nowMicros, std::vector<TicketPointer> &changed, Next &next)
{
    if (lane.queue.empty())
        return false;
    const TicketPointer ticket = lane.queue.front();
    const std::int64_t wait = microsUntil(lane, *ticket, nowMicros);
    if (wait == 0 && hasSlot()) {
        grant(lane, ticket, nowMicros);
    } else if (ticket->deadline <= nowMicros) {
        ticket->verdict = Verdict::TimedOut;
    } else {
        // Without a slot, the call that ends next polls.
        const std::int64_t moment = wait == 0 || wait == TokenBucket::never ? ticket->deadline : nowMicros + wait;
        next.pollAt = std::min({ next.pollAt, moment, ticket->deadline });
        return false;
    }
    lane.queue.pop_front();
    --m_waiting;
    changed.push_back(ticket);
    return true;
}

/** One call for each lane in turn, beginning behind the one that was served last, until nothing moves. */
Limiter::Next Limiter::work(std::int64_t nowMicros, std::vector<TicketPointer> &changed)
{
    Next next;
    for (bool moved = m_waiting > 0; moved;) {
        moved = false;
        next = {};
        auto lane = m_lanes.upper_bound(m_lastServed);
        for (std::size_t i = 0; i < m_lanes.size(); ++i, ++lane) {
            if (lane == m_lanes.end())
                lane = m_lanes.begin();
            if (!serveOnce(lane->second, nowMicros, changed, next))
                continue;
            m_lastServed = lane->first;
            moved = true;
            if (m_rules.concurrency)
                break; // The next slot is the next lane's.
        }
    }
    return next;
}

void Limiter::tell(const std::vector<TicketPointer> &changed)
{
    for (const TicketPointer &ticket : changed) {
        if (ticket->ready)
            ticket->ready();
    }
}

Limiter::Next Limiter::ask(const TicketPointer &ticket, std::int64_t nowMicros)
{
    std::vector<TicketPointer> changed;
    Next next;
    {
        const std::lock_guard lock(m_mutex);
        ticket->deadline = nowMicros + m_rules.longestWaitMicros;
        Lane &lane = laneOf(ticket->lane, nowMicros);
        if (lane.queue.empty() && hasSlot() && microsUntil(lane, *ticket, nowMicros) == 0) {
            grant(lane, ticket, nowMicros);
            return next;
        }
        lane.queue.push_back(ticket);
        ++m_waiting;
        m_active = true;
        next = work(nowMicros, changed);
    }
    std::erase(changed, ticket); // Its verdict is seen by the one who asked.
    tell(changed);
    return next;
}

Limiter::Next Limiter::release(const TicketPointer &ticket, std::int64_t nowMicros)
{
    std::vector<TicketPointer> changed;
    Next next;
    {
        const std::lock_guard lock(m_mutex);
        if (std::exchange(ticket->holdsSlot, false)) {
            --m_running;
        } else if (const auto lane = m_lanes.find(ticket->lane);
                   lane != m_lanes.end() && std::erase(lane->second.queue, ticket) > 0) {
            --m_waiting;
        }
        next = work(nowMicros, changed);
        if (m_waiting == 0 && !m_announced.empty())
            forget(nowMicros);
    }
    tell(changed);
    return next;
}

void Limiter::settle(const Ticket &ticket, double tokens, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    const auto lane = m_lanes.find(ticket.lane);
    if (lane != m_lanes.end() && m_rules.tokensPerMinute)
        lane->second.tokens.take(tokens - ticket.tokens, nowMicros);
}

void Limiter::learn(std::string_view announcedLane, const LimitNews &news, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    if (!m_rules.follow)
        return;
    Announced announced;
    announced.requests = announcedBucket(news.requests, nowMicros);
    announced.tokens = announcedBucket(news.tokens, nowMicros);
    if (news.retryAfterMicros > 0)
        announced.blockedUntil = nowMicros + news.retryAfterMicros;
    const auto known = m_announced.find(announcedLane);
    if (known != m_announced.end())
        announced.blockedUntil = std::max(announced.blockedUntil, known->second.blockedUntil);
    std::int64_t reset = announced.blockedUntil - nowMicros;
    if (announced.requests)
        reset = std::max(reset, news.requests->resetMicros);
    if (announced.tokens)
        reset = std::max(reset, news.tokens->resetMicros);
    if (reset > 0) {
        announced.forgetAt = nowMicros + reset;
        m_announced.insert_or_assign(std::string(announcedLane), announced);
    } else if (known != m_announced.end()) {
        m_announced.erase(known);
    }
    if (m_announced.size() >= manyLanes)
        forget(nowMicros);
    updateActive();
}

Limiter::Next Limiter::poll(std::int64_t nowMicros)
{
    std::vector<TicketPointer> changed;
    Next next;
    {
        const std::lock_guard lock(m_mutex);
        next = work(nowMicros, changed);
    }
    tell(changed);
    return next;
}

std::int64_t Limiter::retryAfterMicros(const Ticket &ticket, std::int64_t nowMicros)
{
    const std::lock_guard lock(m_mutex);
    const auto lane = m_lanes.find(ticket.lane);
    if (lane == m_lanes.end())
        return 0;
    const std::int64_t one = microsUntil(lane->second, ticket, nowMicros);
    if (!m_rules.requestsPerMinute)
        return one;
    // Behind all who wait already.
    const double perMicro = *m_rules.requestsPerMinute / 60e6;
    return std::max(one, static_cast<std::int64_t>(static_cast<double>(lane->second.queue.size()) / perMicro));
}

int Limiter::waiting() const
{
    const std::lock_guard lock(m_mutex);
    return m_waiting;
}

} // namespace cachescope::flow
