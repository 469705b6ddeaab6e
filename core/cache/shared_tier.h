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
    std::string message; ///< What is wrong now; empty while all is well.
};

/**
 * Answers that a team shares through a Redis. A Redis Cluster serves as well. Each entry is sealed (sealed_entry.h) and expires by itself.
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

    SharedTierStatus status() const;

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::cache
