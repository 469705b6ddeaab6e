// SPDX-License-Identifier: MIT
// What goes out to the team's Redis: entries, deletions, news, locks that are given back.
#include "cache/shared_tier_state.h"

#include "cache/withheld.h"

namespace cachescope::cache {

using Call = RedisRouter::Call;
using Reply = RedisRouter::Reply;

namespace {

/** News that the server keeps for members that are away. */
constexpr std::string_view mostNews = "4096";

} // namespace

void SharedTier::State::writeLoop()
{
    BackOff backOff(settings.firstRetry, settings.lastRetry);
    const std::unique_ptr<RedisRouter> router = makeRouter();
    bool connected = false;
    auto retryAt = SteadyClock::now();
    std::vector<Write> parked; // For nodes of a cluster that are away; the others' need not wait for them.
    while (true) {
        std::vector<Write> batch = takeWrites(parked.empty() ? SteadyClock::time_point::max() : retryAt);
        if (batch.empty() && isStopping())
            return;
        // Twice: servers close connections that were idle for long.
        for (int tries = 0; tries < 2; ++tries) {
            if (!connected || (router->wantsConnect() && SteadyClock::now() >= retryAt)) {
                connected = connect(*router);
                retryAt = SteadyClock::now() + backOff.next();
                if (connected && !router->wantsConnect()) {
                    backOff.reset();
                    keepWhatMatters(parked);
                    parked.clear();
                }
            }
            if (!connected)
                break;
            connected = write(*router, batch);
            if (connected)
                break;
        }
        if (connected) {
            std::move(batch.begin(), batch.end(), std::back_inserter(parked));
            continue;
        }
        keepWhatMatters(batch);
        pause(writeWake, backOff.next());
    }
}

/** Waits for work and for the server. Empty: it is time to stop, or `until` has come. */
std::vector<SharedTier::State::Write> SharedTier::State::takeWrites(SteadyClock::time_point until)
{
    std::unique_lock lock(mutex);
    const auto ready = [this] { return stopping || (reachable && !writes.empty()); };
    if (until == SteadyClock::time_point::max())
        writeWake.wait(lock, ready);
    else
        writeWake.wait_until(lock, until, ready);
    std::vector<Write> batch;
    if (stopping && (!reachable || SteadyClock::now() >= end))
        return batch;
    std::size_t bytes = 0;
    while (reachable && !writes.empty() && batch.size() < batchSize && bytes < settings.largestEntry) {
        bytes += writes.front().bytes;
        writeBytes -= writes.front().bytes;
        batch.push_back(std::move(writes.front()));
        writes.pop_front();
    }
    return batch;
}

/** What could not be stored is asked again upstream and locks expire; what was to be deleted must not stay, and the
 * others have to hear of it. */
void SharedTier::State::keepWhatMatters(std::vector<Write> &batch)
{
    const std::scoped_lock lock(mutex);
    for (auto one = batch.rbegin(); one != batch.rend(); ++one) {
        if (one->kind == Write::Kind::Store)
            ++unstored;
        else if (one->kind != Write::Kind::Release)
            writes.push_front(std::move(*one));
    }
}

/** False when a connection was lost. What was not done stays in `batch`: all, or what is for a node that is away.
 */
bool SharedTier::State::write(RedisRouter &router, std::vector<Write> &batch)
{
    std::string problem;
    writeEntries(router, batch, problem);
    // Who hears of an invalidation must not find on the server what it deleted there before.
    if (problem.empty())
        tellNews(router, batch, problem);
    std::erase_if(batch, [&](const Write &one) {
        if (one.kind == Write::Kind::Release && problem.empty())
            release(router, one, problem);
        return one.kind == Write::Kind::Release; // A lock that was not given back expires.
    });
    if (!problem.empty())
        say(problem);
    return problem.empty();
}

void SharedTier::State::writeEntries(RedisRouter &router, std::vector<Write> &batch, std::string &problem)
{
    std::deque<std::string> texts; // Stay where they are while commands point at them.
    std::vector<Call> calls;
    std::vector<Write> ours, others;
    for (Write &one : batch) {
        if (one.kind != Write::Kind::Store && one.kind != Write::Kind::Erase) {
            others.push_back(std::move(one));
            continue;
        }
        const std::string &name = texts.emplace_back(sealedName(one.canonical, settings.secrets));
        if (one.kind == Write::Kind::Erase) {
            calls.push_back({ name, { "DEL", name } });
            ours.push_back(std::move(one));
            continue;
        }
        const std::int64_t left = (one.entry->expiresAt - clock.wall()) / 1000;
        auto sealed = seal(*one.entry, settings.secrets);
        if (left <= 0 || !sealed || assembledHoldsSecret(*one.entry)) {
            ++unstored;
            continue;
        }
        const std::string &value = texts.emplace_back(std::move(*sealed));
        calls.push_back({ name, { "SET", name, value, "PX", texts.emplace_back(std::to_string(left)) } });
        ours.push_back(std::move(one));
    }
    const RedisRouter::Outcome outcome = router.exchange(calls, within(settings.writeTime));
    batch.clear();
    for (std::size_t i = 0; i < ours.size(); ++i) {
        const std::optional<Reply> &reply = outcome.replies[i];
        if (!reply)
            batch.push_back(std::move(ours[i]));
        else if (reply->kind == Reply::Kind::Refusal)
            refused(ours[i], reply->text);
        else if (ours[i].kind == Write::Kind::Store)
            ++stored;
    }
    std::move(others.begin(), others.end(), std::back_inserter(batch));
    problem = outcome.problem;
}

void SharedTier::State::tellNews(RedisRouter &router, std::vector<Write> &batch, std::string &problem)
{
    const std::string name = newsName();
    std::erase_if(batch, [&](const Write &one) {
        if (one.kind != Write::Kind::Tell || !problem.empty())
            return false;
        const Call call{ name, { "XADD", name, "MAXLEN", "~", mostNews, "*", "m", one.text } };
        const RedisRouter::Outcome outcome = router.exchange({ &call, 1 }, within(settings.writeTime));
        const std::optional<Reply> &reply = outcome.replies.front();
        problem = outcome.problem;
        if (!reply)
            return false;
        if (reply->kind == Reply::Kind::Refusal)
            sayNews(
                "Invalidations are not told to the team: Redis at " + settings.address.shown() + " says "
                + reply->text);
        else
            ++newsSent;
        return true;
    });
}

/** Compare and delete, without a script: the lock is watched while it is looked at. */
void SharedTier::State::release(RedisRouter &router, const Write &write, std::string &problem)
{
    const std::string lock = lockName(sealedName(write.canonical, settings.secrets));
    const std::array look{ Call{ lock, { "WATCH", lock } }, Call{ lock, { "GET", lock } } };
    const RedisRouter::Outcome seen = router.exchange(look, within(settings.writeTime));
    problem = seen.problem;
    const std::optional<Reply> &holder = seen.replies[1];
    if (!problem.empty() || !holder)
        return;
    const bool isOurs = holder->kind == Reply::Kind::Text && holder->text == write.text;
    const std::array drop{ Call{ lock, { "MULTI" } }, Call{ lock, { "DEL", lock } }, Call{ lock, { "EXEC" } } };
    const std::array leave{ Call{ lock, { "UNWATCH" } } };
    const std::span<const Call> next = isOurs ? std::span<const Call>(drop) : std::span<const Call>(leave);
    problem = router.exchange(next, within(settings.writeTime)).problem;
}

void SharedTier::State::refused(const Write &write, const std::string &why)
{
    if (write.kind == Write::Kind::Store)
        ++unstored;
    say("Redis at " + settings.address.shown() + " takes no "
        + (write.kind == Write::Kind::Store ? "answers: " : "deletions: ") + why);
}

} // namespace cachescope::cache
