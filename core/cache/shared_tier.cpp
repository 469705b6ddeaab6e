// SPDX-License-Identifier: MIT
#include "cache/shared_tier_state.h"

namespace cachescope::cache {

using base::Digest;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds drainTime{ 500 };
constexpr std::size_t tokenBytes = 16;

} // namespace

std::string lockName(const std::string &entryName)
{
    return besideKey(std::string(sharedNamePrefix) + "lock:", entryName);
}

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
    if (is) {
        writeWake.notify_all();
        newsWake.notify_all();
    }
}

SteadyClock::time_point SharedTier::State::within(milliseconds time)
{
    const std::scoped_lock lock(mutex);
    return std::min(end, SteadyClock::now() + time);
}

bool SharedTier::State::isStopping() const
{
    const std::scoped_lock lock(mutex);
    return stopping;
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

void SharedTier::State::push(Write write)
{
    {
        const std::scoped_lock lock(mutex);
        writes.push_back(std::move(write));
    }
    writeWake.notify_one();
}

SharedTier::SharedTier(Settings settings, const base::Clock &clock)
    : m_state(std::make_unique<State>(std::move(settings), clock))
{
    m_state->lookUpThread = std::thread([state = m_state.get()] { state->lookUpLoop(); });
    m_state->writeThread = std::thread([state = m_state.get()] { state->writeLoop(); });
}

SharedTier::~SharedTier()
{
    listen({});
    {
        const std::scoped_lock lock(m_state->mutex);
        m_state->stopping = true;
        m_state->end = SteadyClock::now() + drainTime;
    }
    m_state->newsInterrupt.set();
    for (std::condition_variable *const wake : { &m_state->lookUpWake, &m_state->writeWake, &m_state->newsWake })
        wake->notify_all();
    for (std::thread *const thread : { &m_state->lookUpThread, &m_state->writeThread, &m_state->newsThread }) {
        if (thread->joinable())
            thread->join();
    }
}

bool SharedTier::isReachable() const
{
    return m_state->reachable.load(std::memory_order_relaxed);
}

/** Puts it in line, or says so at once when there is no line. */
void SharedTier::State::ask(LookUp lookUp)
{
    bool accepted = false;
    {
        const std::scoped_lock lock(mutex);
        accepted = reachable && !stopping && lookUps.size() < settings.waitingLookUps;
        if (accepted)
            lookUps.push_back(std::move(lookUp));
    }
    if (accepted)
        lookUpWake.notify_one();
    else
        giveUp(lookUp);
}

void SharedTier::get(const Digest &canonical, Done done)
{
    State::LookUp lookUp;
    lookUp.canonical = canonical;
    lookUp.done = std::move(done);
    lookUp.deadline = SteadyClock::now() + m_state->settings.lookUpTime;
    m_state->ask(std::move(lookUp));
}

void SharedTier::takeTurn(const Digest &canonical, milliseconds longest, TurnDone done)
{
    State::LookUp lookUp;
    lookUp.kind = State::LookUp::Kind::Claim;
    lookUp.canonical = canonical;
    lookUp.turnDone = std::move(done);
    lookUp.token = base::randomBytes(tokenBytes);
    lookUp.longest = std::max(longest, milliseconds(1));
    lookUp.deadline = SteadyClock::now() + m_state->settings.lookUpTime;
    m_state->ask(std::move(lookUp));
}

void SharedTier::endTurn(const Digest &canonical, std::string token)
{
    if (m_state->reachable)
        m_state->push({ State::Write::Kind::Release, canonical, {}, 0, std::move(token) });
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
        m_state->writes.push_back({ State::Write::Kind::Store, canonical, std::move(entry), bytes, {} });
    }
    m_state->writeWake.notify_one();
}

void SharedTier::erase(const std::vector<Digest> &canonicals)
{
    {
        const std::scoped_lock lock(m_state->mutex);
        for (const Digest &canonical : canonicals)
            m_state->writes.push_back({ State::Write::Kind::Erase, canonical, {}, 0, {} });
    }
    m_state->writeWake.notify_one();
}

void SharedTier::listen(Listener listener)
{
    const std::scoped_lock lock(m_state->listenerMutex);
    m_state->listener = std::move(listener);
    if (m_state->listener.news && !m_state->newsThread.joinable())
        m_state->newsThread = std::thread([state = m_state.get()] { state->newsLoop(); });
}

void SharedTier::tell(const std::string &text)
{
    auto sealed = text.size() <= largestNews ? sealText(text, newsPurpose, m_state->settings.secrets)
                                             : base::failure(base::ErrorCode::InvalidInput, "It is too long.");
    if (sealed)
        m_state->push({ State::Write::Kind::Tell, {}, {}, 0, std::move(*sealed) });
    else
        m_state->sayNews("An invalidation was not told to the team: " + sealed.error().message);
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
    status.turnsLed = m_state->turnsLed;
    status.turnsAnswered = m_state->turnsAnswered;
    status.turnsAlone = m_state->turnsAlone;
    status.newsSent = m_state->newsSent;
    status.newsTaken = m_state->newsTaken;
    status.newsGaps = m_state->newsGaps;
    const std::scoped_lock lock(m_state->mutex);
    status.message = m_state->message.empty() ? m_state->newsMessage : m_state->message;
    return status;
}

} // namespace cachescope::cache
