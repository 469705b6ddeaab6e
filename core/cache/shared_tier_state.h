// SPDX-License-Identifier: MIT
#pragma once

#include "cache/redis_router.h"
#include "cache/shared_tier.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace cachescope::cache {

// Inside of SharedTier: one State, three threads. Look-ups and turns (shared_look_ups.cpp) decide whether the
// server counts as reachable; what is written (shared_writes.cpp) and what members tell each other
// (shared_news.cpp) follow.

using SteadyClock = std::chrono::steady_clock;

/** Sealing adds head and tag; what does not compress grows by no more than this. */
inline constexpr std::size_t sealBytes = 4096;
/** Commands sent together; a hundred small look-ups fill a segment or two. */
inline constexpr std::size_t batchSize = 64;
/** Room for the map of a cluster of a thousand nodes: ten items a node, in two thousand ranges. */
inline constexpr std::size_t mostListItems = 20'000;
/** What news may take. */
inline constexpr std::size_t largestNews = std::size_t{ 64 } << 10;

/** Waits between tries, twice as long each time. One owner. */
class BackOff
{
public:
    BackOff(std::chrono::milliseconds first, std::chrono::milliseconds last)
        : m_first(first)
        , m_last(last)
        , m_next(first)
    { }
    std::chrono::milliseconds next() { return std::exchange(m_next, std::min(m_last, m_next * 2)); }
    void reset() { m_next = m_first; }

private:
    const std::chrono::milliseconds m_first, m_last;
    std::chrono::milliseconds m_next;
};

/** A descriptor that is readable once it was set (eventfd). */
class Interrupt
{
public:
    Interrupt();
    ~Interrupt();
    Interrupt(const Interrupt &) = delete;
    Interrupt &operator=(const Interrupt &) = delete;
    void set() const;
    int descriptor() const { return m_descriptor; }

private:
    const int m_descriptor;
};

struct SharedTier::State
{
    State(Settings given, const base::Clock &time)
        : settings(std::move(given))
        , clock(time)
    { }

    /** A look-up, or a turn in one of its two steps. */
    struct LookUp
    {
        enum class Kind : std::uint8_t
        {
            Get,
            Claim, ///< Take the lock.
            Watch, ///< Another has it: look whether its answer has come.
        } kind
            = Kind::Get;
        base::Digest canonical{};
        SteadyClock::time_point deadline;
        Done done; ///< Of Get.
        TurnDone turnDone; ///< Of the others.
        std::string token;
        std::chrono::milliseconds longest{ 0 }, pause{ 0 };
        SteadyClock::time_point nextLook, giveUpAt; ///< Of Watch.
    };

    struct Write
    {
        enum class Kind : std::uint8_t
        {
            Store,
            Erase,
            Release, ///< A lock with `text` in it.
            Tell, ///< `text`, sealed.
        } kind
            = Kind::Store;
        base::Digest canonical{};
        EntryPointer entry;
        std::size_t bytes = 0;
        std::string text;
    };

    const Settings settings;
    const base::Clock &clock;
    std::atomic<bool> reachable{ false };
    std::atomic<std::int64_t> hits{ 0 }, misses{ 0 }, failures{ 0 }, rejected{ 0 }, stored{ 0 }, unstored{ 0 };
    std::atomic<std::int64_t> turnsLed{ 0 }, turnsAnswered{ 0 }, turnsAlone{ 0 };
    std::atomic<std::int64_t> newsSent{ 0 }, newsTaken{ 0 }, newsGaps{ 0 };

    mutable std::mutex mutex;
    std::condition_variable lookUpWake, writeWake, newsWake;
    std::deque<LookUp> lookUps;
    std::vector<LookUp> watches; ///< The look-up thread's own.
    std::deque<Write> writes;
    std::size_t writeBytes = 0;
    bool stopping = false;
    SteadyClock::time_point end
        = SteadyClock::time_point::max(); ///< When stopping: until then entries are written.
    std::string message;
    std::string newsMessage; ///< Why members do not hear of each other.

    std::mutex listenerMutex; ///< Held while the listener is called.
    Listener listener;
    const Interrupt newsInterrupt;

    std::thread lookUpThread, writeThread, newsThread;

    // shared_tier.cpp
    void say(std::string text);
    void setReachable(bool is);
    SteadyClock::time_point within(std::chrono::milliseconds time);
    std::unique_ptr<RedisRouter> makeRouter() const;
    bool connect(RedisRouter &router);
    bool pause(std::condition_variable &wake, std::chrono::milliseconds time);
    bool isStopping() const;
    void push(Write write);
    void ask(LookUp lookUp);

    // shared_look_ups.cpp
    void lookUpLoop();
    std::vector<LookUp> takeLookUps(SteadyClock::time_point until);
    SteadyClock::time_point nextWatch() const;
    bool answer(RedisRouter &router, std::vector<LookUp> &batch);
    void settle(LookUp &lookUp, const std::optional<RedisRouter::Reply> *replies);
    void settleClaim(LookUp &lookUp, const std::optional<RedisRouter::Reply> &lock, EntryPointer entry);
    void settleWatch(LookUp &lookUp, const std::optional<RedisRouter::Reply> &lock, EntryPointer entry);
    EntryPointer opened(const LookUp &lookUp, const std::optional<RedisRouter::Reply> &reply);
    void giveUp(LookUp &lookUp);
    void giveUpAll();

    // shared_writes.cpp
    void writeLoop();
    std::vector<Write> takeWrites(SteadyClock::time_point until);
    bool write(RedisRouter &router, std::vector<Write> &batch);
    void writeEntries(RedisRouter &router, std::vector<Write> &batch, std::string &problem);
    void tellNews(RedisRouter &router, std::vector<Write> &batch, std::string &problem);
    void release(RedisRouter &router, const Write &write, std::string &problem);
    void refused(const Write &write, const std::string &why);
    void keepWhatMatters(std::vector<Write> &batch);

    // shared_news.cpp
    void newsLoop();
    bool awaitServer();
    void follow(RedisRouter &router);
    bool catchUp(RedisRouter &router, std::string &last);
    enum class Found : std::uint8_t
    {
        Nothing,
        News,
        Failure
    };
    Found readNews(RedisRouter &router, std::string &last, Listener::Told told);
    void deliver(const std::string &sealed, Listener::Told told);
    std::string newsName() const { return sealedName(std::string_view("news"), settings.secrets); }
    void sayNews(std::string text);
};

/** What news are sealed for. */
inline constexpr std::string_view newsPurpose = "cachescope news";

/** The name of a question's lock, in the slot of its entry. */
std::string lockName(const std::string &entryName);

} // namespace cachescope::cache
