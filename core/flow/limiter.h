// SPDX-License-Identifier: MIT
#pragma once

#include "flow/token_bucket.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::flow {

/** What one upstream's calls are held to. */
struct LimitRules
{
    std::optional<double> requestsPerMinute, tokensPerMinute; ///< For each key.
    std::optional<int> concurrency; ///< For all keys together.
    std::int64_t longestWaitMicros = 30'000'000;
    bool follow = true; ///< Slow down before the wall that the provider's own header fields announce.
};

/** One of a provider's limits as its answer tells it: so many left of so many, all of them back after a while. */
struct AnnouncedLimit
{
    double limit = 0, remaining = 0;
    std::int64_t resetMicros = 0; ///< From now.
};
/** What an answer's header fields say of the caller's limits. */
struct LimitNews
{
    std::optional<AnnouncedLimit> requests, tokens;
    std::int64_t retryAfterMicros = 0; ///< Of a 429: nothing goes through before.
    bool empty() const { return !requests && !tokens && retryAfterMicros == 0; }
};

/**
 * Holds the calls to one upstream to its limits. Each key has its own buckets for requests and tokens a minute and
 * waits in a queue of its own, first come first served; the queues take turns, so that no key starves behind
 * another. A bucket holds ten seconds' worth, at least one call: that is the burst. Concurrency is counted over all
 * keys.
 *
 * Nothing in here sleeps: whoever waits gets a ticket, and somebody has to poll() no later than the moment that the
 * last call named. Monotonic microseconds. Thread-safe; what becomes ready is told outside the lock, on the thread
 * that polls.
 */
class Limiter
{
public:
    enum class Verdict
    {
        Waiting,
        Granted,
        TimedOut
    };
    /** One call's place. Shared by the call and the queue. */
    struct Ticket
    {
        std::string lane, announcedLane; ///< Whose buckets: the key's; the key's and the model's.
        double tokens = 0; ///< Reckoned before the call.
        std::int64_t deadline = 0;
        std::function<void()> ready; ///< The verdict has changed. Called once, without any lock.
        std::atomic<Verdict> verdict{ Verdict::Waiting };
        bool holdsSlot = false; ///< Counts for concurrency; under the limiter's lock.
    };
    using TicketPointer = std::shared_ptr<Ticket>;
    /** When poll() is due, if nothing else happens before; TokenBucket::never: not at all. */
    struct Next
    {
        std::int64_t pollAt = TokenBucket::never;
    };

    void setRules(const LimitRules &rules, std::int64_t nowMicros);
    /** True while calls need not ask: nothing is limited, and no provider has announced a wall. One atomic load. */
    bool isIdle() const { return !m_active.load(std::memory_order_relaxed); }

    /** Asks for a call. The ticket's verdict may be there on return; else `ready` is called. */
    Next ask(const TicketPointer &ticket, std::int64_t nowMicros);
    /** A granted call has ended, or a waiting one is given up. */
    Next release(const TicketPointer &ticket, std::int64_t nowMicros);
    /** The call of this ticket took so many tokens in truth. */
    void settle(const Ticket &ticket, double tokens, std::int64_t nowMicros);
    /** An answer of a call with this key and model told of limits. */
    void learn(std::string_view announcedLane, const LimitNews &news, std::int64_t nowMicros);
    Next poll(std::int64_t nowMicros);
    /** How long a call that is turned away now had better wait before it comes again. */
    std::int64_t retryAfterMicros(const Ticket &ticket, std::int64_t nowMicros);
    int waiting() const;

private:
    struct Lane
    {
        TokenBucket requests, tokens;
        std::deque<TicketPointer> queue;
    };
    struct Announced
    {
        std::optional<TokenBucket> requests, tokens;
        std::int64_t blockedUntil = 0;
        std::int64_t forgetAt = 0;
    };
    using Lanes = std::map<std::string, Lane, std::less<>>;

    Lane &laneOf(const std::string &name, std::int64_t nowMicros);
    std::int64_t microsUntil(Lane &lane, const Ticket &ticket, std::int64_t nowMicros);
    std::int64_t announcedMicrosUntil(const Ticket &ticket, std::int64_t nowMicros);
    bool hasSlot() const { return !m_rules.concurrency || m_running < *m_rules.concurrency; }
    void grant(Lane &lane, const TicketPointer &ticket, std::int64_t nowMicros);
    Next work(std::int64_t nowMicros, std::vector<TicketPointer> &changed);
    bool serveOnce(Lane &lane, std::int64_t nowMicros, std::vector<TicketPointer> &changed, Next &next);
    void forget(std::int64_t nowMicros);
    void updateActive();
    static void tell(const std::vector<TicketPointer> &changed);

    mutable std::mutex m_mutex;
    std::atomic<bool> m_active{ false };
    LimitRules m_rules; ///< under m_mutex, like all below
    Lanes m_lanes;
    std::map<std::string, Announced, std::less<>> m_announced;
    std::string m_lastServed; ///< The lane whose turn it was.
    int m_running = 0;
    int m_waiting = 0;
};

} // namespace cachescope::flow
