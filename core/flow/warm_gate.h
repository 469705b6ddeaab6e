// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

namespace cachescope::flow {

/**
 * Lets one of several calls that begin alike write the provider's cache, and the others read it: who comes while a
 * beginning of his is being written waits for the first byte of the call that writes it, for only then can it be
 * read (prompt-caching rules, 6.4). N calls at once are one write and N - 1 reads. What was written counts as warm
 * for its lifetime, renewed by each use. Knows nothing of time limits: who has waited long enough leaves and goes.
 * Thread-safe; wake-ups are called without the lock, on whichever thread brings the news.
 */
class WarmGate
{
public:
    using Wake = std::function<void()>;

    /** One call at the gate; its owner keeps it until the call's first byte or end. */
    struct Ticket
    {
        std::vector<base::Digest> beginnings; ///< From the shortest to the longest.
        std::int64_t lifetimeMicros = 0; ///< Of what the call writes.
        Wake wake; ///< Somebody's first byte came, or never will: ask again.
        // The gate's own, under its lock:
        bool waits = false;
        std::vector<base::Digest> writes;
    };
    using TicketPointer = std::shared_ptr<Ticket>;

    enum class Verdict
    {
        Go, ///< All can be read, or nobody else is concerned.
        Lead, ///< Go, and others may wait for you.
        Wait
    };
    Verdict ask(const TicketPointer &ticket, std::int64_t nowMicros);
    /** The call's first byte: what it wrote can be read. */
    void wrote(const TicketPointer &ticket, std::int64_t nowMicros);
    /** The call ended without one, failed, or waits no longer. Harmless at any time. */
    void leave(const TicketPointer &ticket);
    std::size_t size() const;

private:
    struct Entry
    {
        std::weak_ptr<Ticket> writer; ///< While it is being written.
        std::int64_t warmUntil = 0;
        std::int64_t lifetimeMicros = 0;
        std::vector<std::weak_ptr<Ticket>> waiting;
    };
    using Wakes = std::vector<Wake>;
    void takeWaiting(Entry &entry, Wakes &wakes);
    void forgetCold(std::int64_t nowMicros);

    mutable std::mutex m_mutex; ///< everything below is under it
    std::unordered_map<base::Digest, Entry, base::DigestHash> m_entries;
};

} // namespace cachescope::flow
