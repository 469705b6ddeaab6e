// SPDX-License-Identifier: MIT
// Look-ups and turns: the thread that asks the team's Redis for calls that wait.
#include "cache/shared_tier_state.h"

namespace cachescope::cache {

using base::Digest;
using Call = RedisRouter::Call;
using Reply = RedisRouter::Reply;

void SharedTier::State::lookUpLoop()
{
    BackOff backOff(settings.firstRetry, settings.lastRetry);
    const std::unique_ptr<RedisRouter> router = makeRouter();
    auto retryAt = SteadyClock::now();
    while (true) {
        if (!reachable || (router->wantsConnect() && SteadyClock::now() >= retryAt)) {
            setReachable(false);
            giveUpAll();
            setReachable(connect(*router));
            if (!reachable) {
                if (!pause(lookUpWake, backOff.next()))
                    return giveUpAll();
                continue;
            }
            if (router->wantsConnect()) // A node of the cluster is away: the others serve until the next try.
                retryAt = SteadyClock::now() + backOff.next();
        }
        const auto until = router->wantsConnect() ? retryAt : SteadyClock::time_point::max();
        std::vector<LookUp> batch = takeLookUps(std::min(until, nextWatch()));
        if (isStopping()) {
            for (LookUp &lookUp : batch)
                giveUp(lookUp);
            return giveUpAll();
        }
        if (batch.empty())
            continue;
        if (answer(*router, batch)) {
            if (!router->wantsConnect())
                backOff.reset();
        } else if (!pause(lookUpWake, backOff.next())) {
            return giveUpAll();
        }
    }
}

SteadyClock::time_point SharedTier::State::nextWatch() const
{
    auto next = SteadyClock::time_point::max();
    for (const LookUp &watch : watches)
        next = std::min(next, watch.nextLook);
    return next;
}

/** Waits for work. Empty: it is time to stop, or `until` has come without any. */
std::vector<SharedTier::State::LookUp> SharedTier::State::takeLookUps(SteadyClock::time_point until)
{
    std::vector<LookUp> batch;
    {
        std::unique_lock lock(mutex);
        const auto ready = [this] { return stopping || !lookUps.empty(); };
        if (until == SteadyClock::time_point::max())
            lookUpWake.wait(lock, ready);
        else
            lookUpWake.wait_until(lock, until, ready);
        if (stopping)
            return batch;
        const std::size_t count = std::min(batchSize, lookUps.size());
        const auto last = lookUps.begin() + static_cast<std::ptrdiff_t>(count);
        batch.assign(std::make_move_iterator(lookUps.begin()), std::make_move_iterator(last));
        lookUps.erase(lookUps.begin(), last);
    }
    const auto now = SteadyClock::now();
    const auto due = std::partition(
        watches.begin(), watches.end(), [now](const LookUp &watch) { return watch.nextLook > now; });
    for (auto watch = due; watch != watches.end(); ++watch) {
        watch->deadline = now + settings.lookUpTime;
        batch.push_back(std::move(*watch));
    }
    watches.erase(due, watches.end());
    return batch;
}

/** False when a connection is lost; all look-ups have been answered either way, but for turns that go on waiting.
 */
bool SharedTier::State::answer(RedisRouter &router, std::vector<LookUp> &batch)
{
    std::deque<std::string> texts; // Stay where they are while commands point at them.
    std::vector<Call> calls;
    std::vector<std::size_t> firstCall;
    auto deadline = batch.front().deadline; // The first has waited longest.
    for (const LookUp &lookUp : batch) {
        firstCall.push_back(calls.size());
        const std::string &name = texts.emplace_back(sealedName(lookUp.canonical, settings.secrets));
        deadline = std::min(deadline, lookUp.deadline);
        // The lock first: who finds neither lock nor entry knows that the other one has ended without any.
        if (lookUp.kind != LookUp::Kind::Get) {
            const std::string &lock = texts.emplace_back(lockName(name));
            const std::string &life = texts.emplace_back(std::to_string(lookUp.longest.count()));
            if (lookUp.kind == LookUp::Kind::Claim)
                calls.push_back({ lock, { "SET", lock, lookUp.token, "NX", "PX", life } });
            else
                calls.push_back({ lock, { "GET", lock } });
        }
        calls.push_back({ name, { "GET", name } });
    }
    const RedisRouter::Outcome outcome = router.exchange(calls, deadline);
    if (!outcome.problem.empty()) {
        // Unreachable first: who is told "nothing" now must not ask again at once.
        setReachable(false);
        say(outcome.problem + " Calls go on without the shared cache.");
    }
    for (std::size_t i = 0; i < batch.size(); ++i)
        settle(batch[i], &outcome.replies[firstCall[i]]);
    if (!outcome.problem.empty())
        giveUpAll();
    return outcome.problem.empty();
}

void SharedTier::State::settle(LookUp &lookUp, const std::optional<Reply> *replies)
{
    if (lookUp.kind == LookUp::Kind::Get)
        lookUp.done(opened(lookUp, replies[0]));
    else if (!replies[0] || replies[0]->kind == Reply::Kind::Refusal || !replies[1])
        giveUp(lookUp);
    else if (lookUp.kind == LookUp::Kind::Claim)
        settleClaim(lookUp, replies[0], opened(lookUp, replies[1]));
    else
        settleWatch(lookUp, replies[0], opened(lookUp, replies[1]));
}

void SharedTier::State::settleClaim(LookUp &lookUp, const std::optional<Reply> &lock, EntryPointer entry)
{
    const bool ours = lock->kind == Reply::Kind::Text; // "OK"; nil when another has it.
    if (entry) {
        if (ours) // The last one ended between the caller's look-up and now.
            push({ Write::Kind::Release, lookUp.canonical, {}, 0, lookUp.token });
        ++turnsAnswered;
        lookUp.turnDone({ Turn::Kind::Answered, std::move(entry), {} });
        return;
    }
    if (ours) {
        ++turnsLed;
        lookUp.turnDone({ Turn::Kind::Lead, {}, std::move(lookUp.token) });
        return;
    }
    const auto now = SteadyClock::now();
    lookUp.kind = LookUp::Kind::Watch;
    lookUp.pause = settings.firstLook;
    lookUp.nextLook = now + lookUp.pause;
    lookUp.giveUpAt = now + lookUp.longest;
    watches.push_back(std::move(lookUp));
}

void SharedTier::State::settleWatch(LookUp &lookUp, const std::optional<Reply> &lock, EntryPointer entry)
{
    if (entry) {
        ++turnsAnswered;
        lookUp.turnDone({ Turn::Kind::Answered, std::move(entry), {} });
        return;
    }
    const auto now = SteadyClock::now();
    if (lock->kind == Reply::Kind::Nil || now >= lookUp.giveUpAt)
        return giveUp(lookUp);
    lookUp.pause = std::min(lookUp.pause * 2, settings.lastLook);
    lookUp.nextLook = std::min(now + lookUp.pause, lookUp.giveUpAt);
    watches.push_back(std::move(lookUp));
}

EntryPointer SharedTier::State::opened(const LookUp &lookUp, const std::optional<Reply> &reply)
{
    if (!reply || reply->kind != Reply::Kind::Text) {
        if (!reply || reply->kind == Reply::Kind::Refusal)
            ++failures;
        else if (lookUp.kind == LookUp::Kind::Get)
            ++misses;
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

void SharedTier::State::giveUp(LookUp &lookUp)
{
    if (lookUp.kind == LookUp::Kind::Get) {
        ++failures;
        lookUp.done({});
        return;
    }
    ++turnsAlone;
    lookUp.turnDone({ Turn::Kind::Alone, {}, {} });
}

void SharedTier::State::giveUpAll()
{
    std::vector<LookUp> waiting;
    {
        const std::scoped_lock lock(mutex);
        waiting.assign(std::make_move_iterator(lookUps.begin()), std::make_move_iterator(lookUps.end()));
        lookUps.clear();
    }
    std::move(watches.begin(), watches.end(), std::back_inserter(waiting));
    watches.clear();
    for (LookUp &lookUp : waiting)
        giveUp(lookUp);
}

} // namespace cachescope::cache
