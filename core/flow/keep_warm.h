// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"

#include <atomic>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace cachescope::flow {

/** How a beginning is read again; defined by who makes the calls. */
struct WarmPing;

/**
 * Decides when a beginning in a provider's cache is worth being read once more, only so that it does not expire:
 * when by the gaps between its calls so far what a renewal saves, times its chance, is more than it costs. Money is
 * in pico units of the price book. Times are monotonic microseconds. Thread-safe; makes no calls itself.
 */
class KeepWarm
{
public:
    using Ping = std::shared_ptr<const WarmPing>;

    /** What one beginning's last call says of it. */
    struct Use
    {
        std::int64_t lifetimeMicros = 0; ///< Of the entry, from its last use on.
        std::int64_t horizonMicros = 0; ///< No pings later than this behind the last call.
        std::int64_t pingPico = 0; ///< What reading it once costs.
        std::int64_t gainPico = 0; ///< What writing it anew costs more than reading it.
        std::int64_t budgetPico = 0; ///< Of its upstream, a day.
        std::string upstream;
    };
    /** A client's call has used it. `ping` is kept until the entry is let go. */
    void used(const base::Digest &beginning, const Use &use, Ping ping, std::int64_t nowMicros);
    /** Cheap while nothing is due: false. */
    bool isDue(std::int64_t nowMicros) const { return nowMicros >= m_nextDue.load(std::memory_order_relaxed); }
    /** The pings to be made now, each paid for out of its upstream's budget. `day` numbers the calendar's days;
     * `mayCall` says whether an upstream is to be called at all just now. */
    std::vector<Ping> takeDue(
        std::int64_t nowMicros, std::int64_t day, const std::function<bool(const std::string &upstream)> &mayCall);
    /** No more pings for anybody. */
    void clear();

    /** Share of the gaps longer than `elapsed` that end within one more lifetime; nothing without two such gaps. */
    static std::optional<double> chance(
        const std::deque<std::int64_t> &gaps, std::int64_t elapsedMicros, std::int64_t lifetimeMicros);

private:
    struct Entry
    {
        Use use;
        Ping ping; ///< Null: it has grown cold, only its gaps are remembered.
        std::int64_t lastUse = 0, lastTouch = 0;
        std::deque<std::int64_t> gaps;
    };
    static std::int64_t dueAt(const Entry &entry);
    bool pays(const Entry &entry, std::int64_t nowMicros) const;
    bool afford(const Entry &entry, std::int64_t day);
    void renewNextDue();
    void forgetOldest();

    std::atomic<std::int64_t> m_nextDue{ INT64_MAX };
    mutable std::mutex m_mutex; ///< everything below is under it
    std::unordered_map<base::Digest, Entry, base::DigestHash> m_entries;
    std::map<std::string, std::pair<std::int64_t, std::int64_t>> m_spent; ///< By upstream: the day, and how much.
};

} // namespace cachescope::flow
