// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "cache/entry.h"
#include "cache/redis_address.h"
#include "cache/sealed_entry.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::cache {

/** How the shared cache is doing; for messages and metrics. */
struct SharedTierStatus
{
    bool configured = false;
    bool reachable = false;
    std::int64_t hits = 0, misses = 0;
    std::int64_t failures = 0; ///< Look-ups that ended without an answer: time, connection, queue.
    std::int64_t rejected = 0; ///< Values that did not open with the team's key, or answer another question.
    std::int64_t stored = 0;
    std::int64_t unstored = 0; ///< Entries that were not handed over: too large, refused, away.
    std::int64_t turnsLed = 0; ///< Calls that were made for the whole team (SharedTier::takeTurn).
    std::int64_t turnsAnswered = 0; ///< Calls that another member's answer spared.
    std::int64_t turnsAlone = 0; ///< Calls that waited for another member's answer or asked for it in vain.
    std::int64_t newsSent = 0, newsTaken = 0; ///< Invalidations told to and by the other members.
    std::int64_t newsGaps = 0; ///< Times at which some may have been missed.
    std::string message; ///< What is wrong now; empty while all is well.
};

/**
 * Answers that a team shares through a Redis. A Redis Cluster serves as well. Each entry is sealed (sealed_entry.h)
 * and expires by itself.
 *
 * Law 3: no call waits for a Redis that is away. Two threads of its own talk to it, one for look-ups and one for
 * writing; connecting happens there while look-ups are answered with "nothing" at once. A look-up ends after
 * `lookUpTime` at the latest; after a failure the tier is unreachable until a probe gets an answer (backing off
 * from half a second to thirty). Memory is bounded: both queues and the largest reply have limits. Thread-safe.
 */
class SharedTier
{
public:
    struct Settings
    {
        RedisAddress address;
        TeamSecrets secrets;
        std::chrono::milliseconds lookUpTime{ 80 };
        std::chrono::milliseconds writeTime{ 2000 };
        std::chrono::milliseconds connectTime{ 2000 };
        std::chrono::milliseconds firstRetry{ 500 }, lastRetry{ 30'000 };
        std::size_t largestEntry = std::size_t{ 16 } << 20;
        std::size_t waitingLookUps = 4096;
        std::size_t waitingBytes = std::size_t{ 64 } << 20; ///< Of entries on their way out.
        std::chrono::milliseconds firstLook{ 10 }, lastLook{ 80 }; ///< While another member's answer is waited for.
    };

    SharedTier(Settings settings, const base::Clock &clock);
    /** Look-ups that wait get their "nothing"; entries that wait to be written get up to half a second. */
    ~SharedTier();
    SharedTier(const SharedTier &) = delete;
    SharedTier &operator=(const SharedTier &) = delete;

    /** Whether asking is worth it. Costs an atomic load. */
    bool isReachable() const;

    using Done = std::function<void(EntryPointer)>;
    /** `done` is called once, on a thread of this object or (when unreachable) at once on the caller's; with
     * nothing on any failure. */
    void get(const base::Digest &canonical, Done done);
    /** Hands an entry over for the time it has left to live. */
    void put(EntryPointer entry);
    void erase(const std::vector<base::Digest> &canonicals);

    /** What a member is to do with a question that several may have at the same time. */
    struct Turn
    {
        enum class Kind : std::uint8_t
        {
            Lead, ///< Make the call; then endTurn().
            Answered, ///< Another member's answer came: `entry`.
            Alone, ///< Make the call without a turn: no server, or the other one was too slow, failed or kept nothing.
        } kind
            = Kind::Alone;
        EntryPointer entry;
        std::string token; ///< With Lead.
    };
    using TurnDone = std::function<void(Turn)>;
    /**
     * Takes the question's lock, or waits up to `longest` for the answer of the member who has it. The lock expires
     * after `longest` as well, so one who dies holds up nobody. `done` as with get().
     */
    void takeTurn(const base::Digest &canonical, std::chrono::milliseconds longest, TurnDone done);
    /** Gives the lock back, if it is still ours, behind the entries that put() has taken so far. */
    void endTurn(const base::Digest &canonical, std::string token);

    /** What members tell each other, in the order of telling. Called on a thread of this object. */
    struct Listener
    {
        enum class Told : std::uint8_t
        {
            Before, ///< While we were away.
            Now,
        };
        /** What the server has is told from its beginning now: it is the first time, or the server has forgotten
         * what we heard last. */
        std::function<void()> startsOver;
        std::function<void(std::string_view text, Told told)> news; ///< Our own, too.
        /** After startsOver: all that the server still has was told, and something may be missing. */
        std::function<void()> mayHaveMissed;
    };
    /** From now on; an empty listener ends it, and returns when the last call has. */
    void listen(Listener listener);
    /** To all members, this one too, behind the deletions so far. Waits for a server that is away. */
    void tell(const std::string &text);

    SharedTierStatus status() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::cache
