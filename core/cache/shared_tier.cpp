// SPDX-License-Identifier: MIT
#include "cache/shared_tier.h"

#include "cache/redis_router.h"
#include "cache/withheld.h"

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace cachescope::cache {

namespace {

using base::Digest;
using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;
using Reply = RedisRouter::Reply;
using Call = RedisRouter::Call;

/** Commands sent together; a hundred small look-ups fill a segment or two. */
constexpr std::size_t batchSize = 64;
constexpr milliseconds drainTime{ 500 };
/** Sealing adds head and tag; what does not compress grows by no more than this. */
constexpr std::size_t sealBytes = 4096;
/** Room for the map of a cluster of a thousand nodes: ten items a node, in two thousand ranges. */
constexpr std::size_t mostListItems = 20'000;

/** Waits between tries, twice as long each time. One owner. */
class BackOff
{
public:
    BackOff(milliseconds first, milliseconds last)
        : m_first(first)
        , m_last(last)
        , m_next(first)
    { }
    milliseconds next() { return std::exchange(m_next, std::min(m_last, m_next * 2)); }
    void reset() { m_next = m_first; }

private:
    const milliseconds m_first, m_last;
    milliseconds m_next;
};

struct LookUp
{
    Digest canonical{};
    SharedTier::Done done;
    Clock::time_point deadline;
};

/** An entry to be written, or (without one) a name to be deleted. */
struct Write
{
    Digest canonical{};
    EntryPointer entry;
    std::size_t bytes = 0;
};

} // namespace

struct SharedTier::State
{
    State(Settings given, const base::Clock &time)
        : settings(std::move(given))
        , clock(time)
    { }

    const Settings settings;
    const base::Clock &clock;
    std::atomic<bool> reachable{ false };
    std::atomic<std::int64_t> hits{ 0 }, misses{ 0 }, failures{ 0 }, rejected{ 0 }, stored{ 0 }, unstored{ 0 };

    std::mutex mutex;
    std::condition_variable lookUpWake, writeWake;
    std::deque<LookUp> lookUps;
    std::deque<Write> writes;
    std::size_t writeBytes = 0;
    bool stopping = false;
    Clock::time_point end = Clock::time_point::max(); ///< When stopping: until then entries are written.
    std::string message;

    std::thread lookUpThread, writeThread;

    void say(std::string text);
    void setReachable(bool is);
    Clock::time_point within(milliseconds time);
    std::unique_ptr<RedisRouter> makeRouter() const;
    bool connect(RedisRouter &router);
    bool pause(std::condition_variable &wake, milliseconds time);
    bool isStopping();

    void lookUpLoop();
    std::vector<LookUp> takeLookUps(Clock::time_point until);
    bool answer(RedisRouter &router, std::vector<LookUp> &batch);
    EntryPointer opened(const LookUp &lookUp, const std::optional<Reply> &reply);
    void giveUp(std::vector<LookUp> &batch);
    void giveUpAll();

    void writeLoop();
    std::vector<Write> takeWrites();
    bool write(RedisRouter &router, std::vector<Write> &batch);
    void refused(const Write &write, const std::string &why);
    void keepDeletions(std::vector<Write> &batch);
};

void SharedTier::State::say(std::string text)
{
    const std::scoped_lock lock(mutex);
    message = std::move(text);
}

/** Under the lock: no look-up is put in line behind the last one that is given up. */
void SharedTier::State::setReachable(bool is)
{
    {
        const std::scoped_lock lock(mutex);
        reachable = is;
    }
    if (is)
        writeWake.notify_all();
}

Clock::time_point SharedTier::State::within(milliseconds time)
{
    const std::scoped_lock lock(mutex);
    return std::min(end, Clock::now() + time);
}

std::unique_ptr<RedisRouter> SharedTier::State::makeRouter() const
{
    const RedisConnection::Limits limits{ settings.largestEntry + sealBytes, mostListItems };
    return std::make_unique<RedisRouter>(settings.address, std::string(sharedNamePrefix), limits);
}

/** Connects and gets an answer to a question before any call may wait for this server. */
bool SharedTier::State::connect(RedisRouter &router)
{
    if (auto done = router.connect(within(settings.connectTime)); !done) {
        say(done.error().message + " Calls go on without the shared cache.");
        return false;
    }
    const std::string away = router.problem();
    say(away.empty() ? away : away + " Calls go on without what it holds.");
    return true;
}

/** False when it is time to stop. */
bool SharedTier::State::pause(std::condition_variable &wake, milliseconds time)
{
    std::unique_lock lock(mutex);
    return !wake.wait_for(lock, time, [this] { return stopping; });
}

void SharedTier::State::lookUpLoop()
{
    BackOff backOff(settings.firstRetry, settings.lastRetry);
    const std::unique_ptr<RedisRouter> router = makeRouter();
    auto retryAt = Clock::now();
    while (true) {
        if (!reachable || (router->wantsConnect() && Clock::now() >= retryAt)) {
            setReachable(false);
            giveUpAll();
            setReachable(connect(*router));
            if (!reachable) {
                if (!pause(lookUpWake, backOff.next()))
                    return giveUpAll();
                continue;
            }
            if (router->wantsConnect()) // A node of the cluster is away: the others serve until the next try.
                retryAt = Clock::now() + backOff.next();
        }
        std::vector<LookUp> batch = takeLookUps(router->wantsConnect() ? retryAt : Clock::time_point::max());
        if (batch.empty()) {
            if (isStopping())
                return giveUpAll();
            continue;
        }
        if (answer(*router, batch)) {
            if (!router->wantsConnect())
                backOff.reset();
        } else if (!pause(lookUpWake, backOff.next())) {
            return giveUpAll();
        }
    }
}

bool SharedTier::State::isStopping()
{
    const std::scoped_lock lock(mutex);
    return stopping;
}

/** Waits for work. Empty: it is time to stop, or `until` has come. */
std::vector<LookUp> SharedTier::State::takeLookUps(Clock::time_point until)
{
    std::unique_lock lock(mutex);
    const auto ready = [this] { return stopping || !lookUps.empty(); };
    if (until == Clock::time_point::max())
        lookUpWake.wait(lock, ready);
    else
        lookUpWake.wait_until(lock, until, ready);
    if (stopping)
        return {};
    const std::size_t count = std::min(batchSize, lookUps.size());
    const auto last = lookUps.begin() + static_cast<std::ptrdiff_t>(count);
    std::vector<LookUp> batch(std::make_move_iterator(lookUps.begin()), std::make_move_iterator(last));
    lookUps.erase(lookUps.begin(), last);
    return batch;
}

/** False when a connection is lost; all look-ups have been answered either way. */
bool SharedTier::State::answer(RedisRouter &router, std::vector<LookUp> &batch)
{
    std::vector<std::string> names;
    names.reserve(batch.size());
    for (const LookUp &lookUp : batch)
        names.push_back(sealedName(lookUp.canonical, settings.secrets));
    std::vector<Call> calls;
    for (const std::string &name : names)
        calls.push_back({ name, { "GET", name } });
    // The first of them has waited longest; those behind it are in the same packet.
    const RedisRouter::Outcome outcome = router.exchange(calls, batch.front().deadline);
    if (!outcome.problem.empty()) {
        // Unreachable first: who is told "nothing" now must not ask again at once.
        setReachable(false);
        say(outcome.problem + " Calls go on without the shared cache.");
    }
    for (std::size_t i = 0; i < batch.size(); ++i)
        batch[i].done(opened(batch[i], outcome.replies[i]));
    if (!outcome.problem.empty())
        giveUpAll();
    return outcome.problem.empty();
}

EntryPointer SharedTier::State::opened(const LookUp &lookUp, const std::optional<Reply> &reply)
{
    if (!reply || reply->kind != Reply::Kind::Text) {
        ++(!reply || reply->kind == Reply::Kind::Refusal ? failures : misses);
        return {};
    }
    auto entry = unseal(reply->text, lookUp.canonical, settings.secrets, settings.largestEntry);
    if (!entry) {
        ++rejected;
        say(entry.error().message + " Does every member use the same team key?");
        return {};
    }
    ++hits;
    return std::make_shared<const Entry>(std::move(*entry));
}

void SharedTier::State::giveUp(std::vector<LookUp> &batch)
{
    failures += static_cast<std::int64_t>(batch.size());
    for (const LookUp &lookUp : batch)
        lookUp.done({});
}

void SharedTier::State::giveUpAll()
{
    std::vector<LookUp> waiting;
    {
        const std::scoped_lock lock(mutex);
        waiting.assign(std::make_move_iterator(lookUps.begin()), std::make_move_iterator(lookUps.end()));
        lookUps.clear();
    }
    giveUp(waiting);
}

void SharedTier::State::writeLoop()
{
    BackOff backOff(settings.firstRetry, settings.lastRetry);
    const std::unique_ptr<RedisRouter> router = makeRouter();
    bool connected = false;
    while (true) {
        std::vector<Write> batch = takeWrites();
        if (batch.empty())
            return;
        // Twice: servers close connections that were idle for long.
        for (int tries = 0; tries < 2 && !batch.empty(); ++tries) {
            if (!connected || router->wantsConnect())
                connected = connect(*router);
            connected = connected && write(*router, batch);
        }
        if (batch.empty()) {
            backOff.reset();
            continue;
        }
        keepDeletions(batch);
        pause(writeWake, backOff.next());
    }
}

/** Waits for work and for the server. Empty: it is time to stop. */
std::vector<Write> SharedTier::State::takeWrites()
{
    std::unique_lock lock(mutex);
    writeWake.wait(lock, [this] { return stopping || (reachable && !writes.empty()); });
    std::vector<Write> batch;
    if (stopping && (!reachable || Clock::now() >= end))
        return batch;
    std::size_t bytes = 0;
    while (!writes.empty() && batch.size() < batchSize && bytes < settings.largestEntry) {
        bytes += writes.front().bytes;
        writeBytes -= writes.front().bytes;
        batch.push_back(std::move(writes.front()));
        writes.pop_front();
    }
    return batch;
}

/** What could not be stored is asked again upstream; what was to be deleted must not stay. */
void SharedTier::State::keepDeletions(std::vector<Write> &batch)
{
    const std::scoped_lock lock(mutex);
    for (auto one = batch.rbegin(); one != batch.rend(); ++one) {
        if (one->entry)
            ++unstored;
        else
            writes.push_front(std::move(*one));
    }
}

/** False when a connection is lost; what was not done stays in `batch`. */
bool SharedTier::State::write(RedisRouter &router, std::vector<Write> &batch)
{
    std::deque<std::string> texts; // Stay where they are while commands point at them.
    std::vector<Call> calls;
    std::erase_if(batch, [&](const Write &one) {
        const std::string &name = texts.emplace_back(sealedName(one.canonical, settings.secrets));
        if (!one.entry) {
            calls.push_back({ name, { "DEL", name } });
            return false;
        }
        const std::int64_t left = (one.entry->expiresAt - clock.wall()) / 1000;
        auto sealed = seal(*one.entry, settings.secrets);
        if (left <= 0 || !sealed || assembledHoldsSecret(*one.entry)) {
            ++unstored;
            return true;
        }
        const std::string &value = texts.emplace_back(std::move(*sealed));
        calls.push_back({ name, { "SET", name, value, "PX", texts.emplace_back(std::to_string(left)) } });
        return false;
    });
    const RedisRouter::Outcome outcome = router.exchange(calls, within(settings.writeTime));
    std::vector<Write> undone;
    for (std::size_t i = 0; i < batch.size(); ++i) {
        const std::optional<Reply> &reply = outcome.replies[i];
        if (!reply)
            undone.push_back(std::move(batch[i]));
        else if (reply->kind == Reply::Kind::Refusal)
            refused(batch[i], reply->text);
        else if (batch[i].entry)
            ++stored;
    }
    batch = std::move(undone);
    if (!outcome.problem.empty())
        say(outcome.problem);
    return batch.empty();
}

void SharedTier::State::refused(const Write &write, const std::string &why)
{
    if (write.entry)
        ++unstored;
    say("Redis at " + settings.address.shown() + " takes no " + (write.entry ? "answers: " : "deletions: ") + why);
}

SharedTier::SharedTier(Settings settings, const base::Clock &clock)
    : m_state(std::make_unique<State>(std::move(settings), clock))
{
    m_state->lookUpThread = std::thread([state = m_state.get()] { state->lookUpLoop(); });
    m_state->writeThread = std::thread([state = m_state.get()] { state->writeLoop(); });
}

SharedTier::~SharedTier()
{
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->stopping = true;
        m_state->end = Clock::now() + drainTime;
    }
    m_state->lookUpWake.notify_all();
    m_state->writeWake.notify_all();
    m_state->lookUpThread.join();
    m_state->writeThread.join();
}

bool SharedTier::isReachable() const
{
    return m_state->reachable.load(std::memory_order_relaxed);
}

void SharedTier::get(const Digest &canonical, Done done)
{
    {
        const std::scoped_lock lock(m_state->mutex);
        if (m_state->reachable && !m_state->stopping
            && m_state->lookUps.size() < m_state->settings.waitingLookUps) {
            m_state->lookUps.push_back({ canonical, std::move(done), Clock::now() + m_state->settings.lookUpTime });
            done = nullptr;
        }
    }
    if (done) {
        ++m_state->failures;
        done({});
        return;
    }
    m_state->lookUpWake.notify_one();
}

void SharedTier::put(EntryPointer entry)
{
    const std::size_t bytes = entry->body.size() + sealBytes;
    {
        const std::scoped_lock lock(m_state->mutex);
        if (!m_state->reachable || bytes > m_state->settings.largestEntry
            || m_state->writeBytes + bytes > m_state->settings.waitingBytes) {
            ++m_state->unstored;
            return;
        }
        m_state->writeBytes += bytes;
        const Digest canonical = entry->canonical;
        m_state->writes.push_back({ canonical, std::move(entry), bytes });
    }
    m_state->writeWake.notify_one();
}

void SharedTier::erase(const std::vector<Digest> &canonicals)
{
    {
        const std::scoped_lock lock(m_state->mutex);
        for (const Digest &canonical : canonicals)
            m_state->writes.push_back({ canonical, {}, 0 });
    }
    m_state->writeWake.notify_one();
}

SharedTierStatus SharedTier::status() const
{
    SharedTierStatus status;
    status.configured = true;
    status.reachable = m_state->reachable;
    status.hits = m_state->hits;
    status.misses = m_state->misses;
    status.failures = m_state->failures;
    status.rejected = m_state->rejected;
    status.stored = m_state->stored;
    status.unstored = m_state->unstored;
    const std::scoped_lock lock(m_state->mutex);
    status.message = m_state->message;
    return status;
}

} // namespace cachescope::cache
