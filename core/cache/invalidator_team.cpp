// SPDX-License-Identifier: MIT
// An invalidator among others: what it tells them and what it does on their word.
#include "cache/invalidator.h"

#include "cache/invalidator_target.h"
#include "cache/team_news.h"
#include "storage/write_queue.h"

#include <utility>

namespace cachescope::cache {

namespace {

using storage::Database;
using Told = SharedTier::Listener::Told;

constexpr std::int64_t jobBytes = 4096;
/** What members may have missed is told again: the newest ones, of the last day. */
constexpr std::size_t mostToldAgain = 200;
constexpr std::chrono::hours toldAgainFor{ 24 };
constexpr std::size_t mostKnown = 5000;
constexpr const char *teamOrigin = "team";

} // namespace

void Invalidator::joinTeam(std::function<void(const base::Error &)> trouble)
{
    if (!m_cache.hasTeam())
        return;
    m_team = std::make_unique<Team>();
    m_team->trouble = std::move(trouble);
    if (const auto past = history(mostKnown)) {
        for (const Invalidation &one : *past)
            m_team->known.insert(one.id);
    } else {
        m_team->trouble(past.error());
    }
    SharedTier::Listener listener;
    listener.startsOver = [this] { m_team->heard.clear(); };
    listener.news = [this](std::string_view text, Told told) {
        const auto news = TeamNews::fromJson(text);
        const auto done = news ? follow(*news, told) : base::Result<>(tl::unexpected(news.error()));
        if (!done)
            m_team->trouble(done.error());
    };
    listener.mayHaveMissed = [this] {
        m_cache.forgetShared();
        if (const auto done = tellAgain(); !done)
            m_team->trouble(done.error());
    };
    m_cache.listenToTeam(std::move(listener));
}

void Invalidator::tell(const TeamNews &news)
{
    if (!m_team)
        return;
    if (news.kind == TeamNews::Kind::Invalidated) {
        const std::scoped_lock lock(m_team->mutex);
        m_team->known.insert(news.id);
    }
    m_cache.tellTeam(news.toJson());
}

/** Does here what another member did. Never waits for the disk: memory first, the rest when its turn comes. */
base::Result<> Invalidator::follow(const TeamNews &news, Told told)
{
    if (told == Told::Before)
        m_team->heard.insert(news.kind == TeamNews::Kind::Undone ? news.id + '-' : news.id);
    if (news.kind == TeamNews::Kind::Undone) {
        followUndo(news);
        return {};
    }
    {
        const std::scoped_lock lock(m_team->mutex);
        if (!m_team->known.insert(news.id).second)
            return {};
    }
    const auto given = Selector::fromJson(news.selector);
    if (!given)
        return tl::unexpected(given.error());
    const auto meant = resolved(*given);
    // Members' clocks differ: what is told now is held against everything of until now.
    const base::UnixMicros at = told == Told::Now ? m_clock.wall() : news.at;
    Invalidation head;
    head.id = news.id;
    head.at = at;
    head.undoUntil = at + std::chrono::microseconds(undoTime).count();
    head.action = news.action;
    head.selector = news.selector;
    head.origin = teamOrigin;
    head.cause = news.cause;
    // What others stored has neither our log's number nor the whole prompt's beginning: whether a filter or a text
    // means it cannot be told here. The server has what is still good of it.
    if (!meant || meant->filter || meant->prefixText)
        m_cache.forgetShared();
    if (!meant)
        return tl::unexpected(meant.error());
    m_cache.refuseOlder(head.id, *meant, at);
    const base::UnixMicros storedUntil = told == Told::Now ? std::numeric_limits<base::UnixMicros>::max() : at;
    m_cache.forgetShared(*meant, storedUntil);
    const bool accepted = m_queue.submit(
        [target = m_target, head, selector = *meant](Database &writer) -> base::Result<> {
            const auto there = readInvalidation(writer, head.id);
            if (!there)
                return tl::unexpected(there.error());
            return *there ? base::Result<>{} : setAside(writer, head, selector, *target);
        },
        jobBytes);
    if (!accepted)
        return base::failure(
            base::ErrorCode::Unavailable,
            "Another member's invalidation could not be written here: too much waits to be written.");
    return {};
}

void Invalidator::followUndo(const TeamNews &news)
{
    m_cache.acceptAgain(news.id);
    m_queue.submit(
        [target = m_target, id = news.id, at = news.at](Database &writer) {
            return takeBack(writer, id, at, *target);
        },
        jobBytes);
}

/** The server may have forgotten what we told: what it does not have of ours it is told again. */
base::Result<> Invalidator::tellAgain()
{
    const std::set<std::string> heard = std::exchange(m_team->heard, {});
    const auto past = history(mostToldAgain);
    if (!past)
        return tl::unexpected(past.error());
    const base::UnixMicros oldest = m_clock.wall() - std::chrono::microseconds(toldAgainFor).count();
    for (auto one = past->rbegin(); one != past->rend(); ++one) {
        if (one->at < oldest || one->origin == teamOrigin)
            continue;
        if (!heard.contains(one->id))
            tell({ TeamNews::Kind::Invalidated, one->id, one->at, one->action, one->selector, one->cause });
        if (one->undoneAt != 0 && !heard.contains(one->id + '-'))
            tell({ TeamNews::Kind::Undone, one->id, one->undoneAt, {}, {}, {} });
    }
    return {};
}

} // namespace cachescope::cache
