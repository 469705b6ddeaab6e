// SPDX-License-Identifier: MIT
// What members tell each other: one stream on the team's Redis, followed by each. A stream and no channel, because
// a channel forgets what nobody hears: after an absence the rest of the stream is read, and whether something is
// missing shows by whether what was heard last is still there (https://redis.io/docs/data-types/streams/).
#include "cache/shared_tier_state.h"

#include <sys/eventfd.h>
#include <unistd.h>

namespace cachescope::cache {

using Call = RedisRouter::Call;
using Reply = RedisRouter::Reply;
using std::chrono::milliseconds;

namespace {

constexpr std::string_view newsAtOnce = "64";
/** So long the server holds a question that it has no news for. */
constexpr milliseconds longestWait{ 2000 };
constexpr std::string_view longestWaitText = "2000";
constexpr std::string_view beginning = "0-0";
/** Told by who finds no stream: from then on there is a last thing heard. */
constexpr std::string_view greeting = "here";

} // namespace

Interrupt::Interrupt()
    : m_descriptor(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK))
{ }

Interrupt::~Interrupt()
{
    if (m_descriptor >= 0)
        ::close(m_descriptor);
}

void Interrupt::set() const
{
    // Of an eventfd this fails only when it is set already.
    (void)!::eventfd_write(m_descriptor, 1);
}

void SharedTier::State::sayNews(std::string text)
{
    const std::scoped_lock lock(mutex);
    newsMessage = std::move(text);
}

/** False: it is time to stop. */
bool SharedTier::State::awaitServer()
{
    std::unique_lock lock(mutex);
    newsWake.wait(lock, [this] { return stopping || reachable; });
    return !stopping;
}

void SharedTier::State::newsLoop()
{
    const RedisConnection::Limits limits{ 64 * largestNews, mostListItems };
    RedisRouter router(settings.address, std::string(sharedNamePrefix), limits, newsInterrupt.descriptor());
    BackOff backOff(settings.firstRetry, settings.lastRetry);
    std::string last; // The number of what was heard last.
    while (awaitServer()) {
        if (router.connect(within(settings.connectTime)) && catchUp(router, last)) {
            backOff.reset();
            sayNews({});
            while (!isStopping() && readNews(router, last, Listener::Told::Now) != Found::Failure) { }
        }
        if (!pause(newsWake, backOff.next()))
            return;
    }
}

/** False: the server was lost, or does not let us. */
bool SharedTier::State::catchUp(RedisRouter &router, std::string &last)
{
    const std::string name = newsName();
    bool isWhole = false;
    if (!last.empty()) {
        const Call call{ name, { "XRANGE", name, last, last } };
        const RedisRouter::Outcome outcome = router.exchange({ &call, 1 }, within(settings.writeTime));
        if (!outcome.replies.front())
            return false;
        isWhole = !outcome.replies.front()->items.empty();
    }
    if (!isWhole) {
        last = beginning;
        const std::scoped_lock lock(listenerMutex);
        if (listener.startsOver)
            listener.startsOver();
    }
    Found found = Found::News;
    while (found == Found::News)
        found = readNews(router, last, Listener::Told::Before);
    if (found == Found::Failure)
        return false;
    if (isWhole)
        return true;
    ++newsGaps;
    {
        const std::scoped_lock lock(listenerMutex);
        if (listener.mayHaveMissed)
            listener.mayHaveMissed();
    }
    if (last != beginning)
        return true;
    if (auto sealed = sealText(greeting, newsPurpose, settings.secrets))
        push({ Write::Kind::Tell, {}, {}, 0, std::move(*sealed) });
    return true;
}

SharedTier::State::Found SharedTier::State::readNews(RedisRouter &router, std::string &last, Listener::Told told)
{
    const std::string name = newsName();
    Call call{ name, { "XREAD", "COUNT", newsAtOnce } };
    const bool waits = told == Listener::Told::Now;
    if (waits)
        call.words.insert(call.words.end(), { "BLOCK", longestWaitText });
    call.words.insert(call.words.end(), { "STREAMS", name, last });
    const auto time = settings.writeTime + (waits ? longestWait : milliseconds(0));
    const RedisRouter::Outcome outcome = router.exchange({ &call, 1 }, within(time));
    const std::optional<Reply> &reply = outcome.replies.front();
    if (!reply)
        return Found::Failure;
    if (reply->kind == Reply::Kind::Refusal) {
        sayNews(
            "Invalidations of the team are not heard of: Redis at " + settings.address.shown() + " says "
            + reply->text);
        return Found::Failure;
    }
    // [[name, [[number, [field, text]], …]]]
    if (reply->items.empty() || reply->items[0].items.size() < 2)
        return Found::Nothing;
    const std::vector<Reply> news = reply->items[0].items[1].items;
    for (const Reply &one : news) {
        if (one.items.size() < 2 || one.items[1].items.size() < 2)
            continue;
        deliver(one.items[1].items[1].text, told);
        last = one.items[0].text;
    }
    return news.empty() ? Found::Nothing : Found::News;
}

void SharedTier::State::deliver(const std::string &sealed, Listener::Told told)
{
    const auto text = unsealText(sealed, newsPurpose, settings.secrets, largestNews);
    if (!text) {
        ++rejected;
        return;
    }
    if (*text == greeting)
        return;
    ++newsTaken;
    const std::scoped_lock lock(listenerMutex);
    if (listener.news)
        listener.news(*text, told);
}

} // namespace cachescope::cache
