// SPDX-License-Identifier: MIT
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

namespace cachescope::flow {

/** What the listeners of a flight want to know of it when it is over; defined by who flies. */
struct FlightSummary;

/**
 * One upstream call whose answer several clients get while it comes. The leader makes the call and hands over what
 * arrives; the listeners take it, each at its own pace and from the very beginning, on whichever thread they live.
 *
 * It lives while anyone listens, the leader's own client included: when the last one leaves, it is closed in the
 * same moment, so that nobody can join what is about to be ended. What a listener has not taken is kept up to a
 * bound; beyond it the leader is told to slow down. Thread-safe; wake-ups are called without any lock.
 */
class Flight
{
public:
    using Wake = std::function<void()>;
    using Listener = std::uint64_t;

    /** The beginning of the answer, as the listeners' clients get it. */
    struct Head
    {
        int status = 0;
        std::string contentType;
        std::vector<std::pair<std::string, std::string>> fields; ///< End-to-end, good for any client.
    };
    enum class End
    {
        Whole,
        Cut, ///< It came cut: it leaves cut.
        Failed, ///< No answer came; the summary says why.
        LookAgain, ///< The leader cannot share it: look into the cache, or make the call, anew.
    };
    struct Taken
    {
        std::shared_ptr<const Head> head; ///< Null: not even a head yet.
        std::optional<End> end; ///< Set when all was taken and the flight is over.
        std::shared_ptr<const FlightSummary> summary; ///< With `end`.
    };

    static constexpr std::size_t mostHeldBytes = std::size_t{ 16 } << 20;

    /** `leaderWake`: everyone has left (isAbandoned()), or the slowest listener has caught up (isCongested()). */
    explicit Flight(Wake leaderWake, std::size_t mostHeld = mostHeldBytes)
        : m_leaderWake(std::move(leaderWake))
        , m_mostHeld(mostHeld)
    { }

    // For the leader.
    void begin(Head head);
    void append(std::string_view bytes);
    /** `joinableUntil`: monotonic microseconds to which newcomers are still given a whole answer; 0: no longer. */
    void end(End how, std::shared_ptr<const FlightSummary> summary, std::int64_t joinableUntil = 0);
    /** The leader's client has left. False: nobody else listens, and the flight is closed: end the call. */
    bool leaderLeft();
    bool hasListeners() const;
    /** True once anybody has listened beside the leader. */
    bool wasShared() const { return m_wasShared.load(std::memory_order_acquire); }
    bool isAbandoned() const;
    /** A listener is further behind than may be held. */
    bool isCongested() const;

    // For listeners.
    /** Nothing when the flight is closed or over. Look for what is there already after joining. */
    std::optional<Listener> join(Wake wake, std::int64_t nowMicros);
    /** Appends up to `most` bytes that the listener has not had yet to `out`. More may be there: ask again until
     * nothing comes. */
    Taken take(Listener listener, std::string &out, std::size_t most);
    void leave(Listener listener);

    bool isJoinable(std::int64_t nowMicros) const;
    std::size_t heldBytes() const;

private:
    struct Seat
    {
        std::shared_ptr<const Wake> wake;
        std::uint64_t taken = 0; ///< Bytes from the answer's beginning.
        bool told = false; ///< Woken, and has not looked yet.
    };
    using Wakes = std::vector<std::shared_ptr<const Wake>>;

    bool isJoinableLocked(std::int64_t nowMicros) const;
    std::uint64_t slowest() const;
    void trim();
    Wakes tellAll();
    static void call(const Wakes &wakes);

    const Wake m_leaderWake;
    const std::size_t m_mostHeld;
    std::atomic<bool> m_wasShared{ false };
    mutable std::mutex m_mutex; ///< everything below is under it
    std::map<Listener, Seat> m_seats;
    Listener m_nextListener = 1;
    std::shared_ptr<const Head> m_head;
    std::string m_bytes; ///< From `m_base` on.
    std::uint64_t m_base = 0;
    std::optional<End> m_end;
    std::shared_ptr<const FlightSummary> m_summary;
    std::int64_t m_joinableUntil = 0;
    bool m_leaderWatches = true;
    bool m_closed = false;
    bool m_leaderWaits = false; ///< Was told of congestion, and wants to hear when it is over.
};

/**
 * The flights under way, by what is asked. Thread-safe: a call on any thread finds the flight of any other, and the
 * threads never wait for each other longer than a look-up takes.
 */
class FlightBoard
{
public:
    /** A caller's place: it leads (makes the call) or listens. */
    struct Place
    {
        std::shared_ptr<Flight> flight;
        Flight::Listener listener = 0; ///< 0: leads.
        bool leads() const { return listener == 0; }
    };

    /** Joins the flight of this key, or starts one. `leaderWake` and `listenerWake`: see Flight; one of them is
     * kept. */
    Place join(
        const std::string &key, const Flight::Wake &leaderWake, const Flight::Wake &listenerWake,
        std::int64_t nowMicros);
    /** Takes a flight off the board, if it is still the one of its key. */
    void remove(const std::string &key, const std::shared_ptr<Flight> &flight);
    /** Drops flights that are over and no longer joinable. */
    void sweep(std::int64_t nowMicros);
    /** Bytes that ended flights hold for newcomers. */
    std::size_t lingeringBytes() const { return m_lingering.load(std::memory_order_relaxed); }
    std::size_t size() const;

private:
    struct Shard
    {
        mutable std::mutex mutex;
        std::unordered_map<std::string, std::shared_ptr<Flight>> flights; ///< under mutex
    };
    Shard &shardOf(const std::string &key);

    std::array<Shard, 16> m_shards;
    std::atomic<std::size_t> m_lingering{ 0 }; ///< As the last sweep found it.
};

} // namespace cachescope::flow
