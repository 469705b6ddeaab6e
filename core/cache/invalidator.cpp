// SPDX-License-Identifier: MIT
#include "cache/invalidator.h"

#include "base/uid.h"
#include "cache/invalidation_table.h"
#include "cache/invalidator_target.h"
#include "cache/response_cache.h"
#include "cache/team_news.h"
#include "storage/write_queue.h"

#include <mutex>
#include <set>
#include <utility>

namespace cachescope::cache {

namespace {

using base::ErrorCode;
using base::failure;
using storage::Database;
using storage::OpenMode;

constexpr std::chrono::seconds diskPatience{ 10 };
constexpr std::int64_t jobBytes = 4096;

base::Error emptySelector()
{
    std::string names;
    for (const std::string_view name : selectorNames())
        names.append(names.empty() ? "" : ", ").append(name);
    return { ErrorCode::InvalidInput, "No selector says which entries are meant; there are " + names + "." };
}

} // namespace

Invalidator::Invalidator(ResponseCache &cache, storage::WriteQueue &queue, const base::Clock &clock)
    : m_cache(cache)
    , m_target(std::make_shared<Target>())
    , m_queue(queue)
    , m_clock(clock)
{
    m_target->cache = &cache;
    purge();
}

Invalidator::~Invalidator()
{
    m_cache.listenToTeam({});
    const std::scoped_lock lock(m_target->mutex);
    m_target->cache = nullptr;
}

base::Result<> Invalidator::waitForDisk()
{
    if (m_queue.drain(diskPatience))
        return {};
    const std::string why = m_queue.status().message;
    return failure(
        ErrorCode::Unavailable,
        "The cache's file could not be written in time" + (why.empty() ? std::string(".") : ": " + why));
}

/** The selector with its filter read: what it means is settled now. */
base::Result<Selector> Invalidator::resolved(const Selector &selector) const
{
    Selector copy = selector;
    if (!selector.filter)
        return copy;
    if (!m_filterReader)
        return failure(ErrorCode::InvalidInput, "Filters cannot be read here; use the other selectors.");
    auto judge = m_filterReader(*selector.filter);
    if (!judge)
        return tl::unexpected(judge.error());
    copy.judge = std::move(*judge);
    return copy;
}

base::Result<InvalidateEffect> Invalidator::preview(const Selector &given, InvalidateAction action)
{
    if (given.isEmpty())
        return tl::unexpected(emptySelector());
    const auto meant = resolved(given);
    if (!meant)
        return tl::unexpected(meant.error());
    const Selector &selector = *meant;
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    const base::UnixMicros now = m_clock.wall();
    const auto affected = affectedBy(*database, selector, action, now);
    if (!affected)
        return tl::unexpected(affected.error());
    return effectOf(*affected, now);
}

base::Result<Invalidation> Invalidator::apply(
    const Selector &given, InvalidateAction action, const std::string &origin, const std::string &cause)
{
    if (given.isEmpty())
        return tl::unexpected(emptySelector());
    const auto meant = resolved(given);
    if (!meant)
        return tl::unexpected(meant.error());
    const Selector &selector = *meant;
    Invalidation head;
    head.at = m_clock.wall();
    head.id = base::Uid::create(head.at).toString();
    head.undoUntil = head.at + std::chrono::microseconds(undoTime).count();
    head.action = action;
    head.selector = selector.toJson();
    head.origin = origin;
    head.cause = cause;
    m_cache.refuseOlder(head.id, selector, head.at);
    const bool accepted = m_queue.submit(
        [target = m_target, head, selector](Database &writer) { return setAside(writer, head, selector, *target); },
        jobBytes);
    if (!accepted)
        return failure(ErrorCode::Unavailable, "Too much waits to be written: nothing was invalidated; try again.");
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    auto found = readInvalidation(*database, head.id);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return failure(
            ErrorCode::Unavailable, "The invalidation could not be written; entries on disk are as they were.");
    tell({ TeamNews::Kind::Invalidated, head.id, head.at, action, head.selector, cause });
    return std::move(**found);
}

base::Result<UndoResult> Invalidator::undo(const std::string &id)
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    const auto past = readInvalidation(*database, id);
    if (!past)
        return tl::unexpected(past.error());
    const base::UnixMicros now = m_clock.wall();
    using Kind = UndoResult::Kind;
    if (!*past)
        return UndoResult{ Kind::Unknown, 0 };
    if ((*past)->undoneAt != 0)
        return UndoResult{ Kind::AlreadyUndone, (*past)->restored };
    if (now > (*past)->undoUntil)
        return UndoResult{ Kind::TooLate, 0 };
    m_cache.acceptAgain(id);
    m_queue.submit(
        [target = m_target, id, now](Database &writer) { return takeBack(writer, id, now, *target); }, jobBytes);
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    const auto after = readInvalidation(*database, id);
    if (!after)
        return tl::unexpected(after.error());
    if (!*after || (*after)->undoneAt == 0)
        return failure(ErrorCode::Unavailable, "The undo could not be written; try again.");
    if ((*after)->undoneAt == now)
        tell({ TeamNews::Kind::Undone, id, now, {}, {}, {} });
    return UndoResult{ (*after)->undoneAt == now ? Kind::Done : Kind::AlreadyUndone, (*after)->restored };
}

base::Result<std::vector<Invalidation>> Invalidator::history(std::size_t limit)
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readInvalidations(*database, limit);
}

base::Result<> Invalidator::refuseAgain()
{
    constexpr std::size_t most = 1000;
    const auto past = history(most);
    if (!past)
        return tl::unexpected(past.error());
    for (const Invalidation &one : *past) {
        if (one.undoneAt != 0)
            continue;
        const auto selector = Selector::fromJson(one.selector);
        if (!selector)
            return tl::unexpected(selector.error());
        m_cache.refuseOlder(one.id, *selector, one.at);
    }
    return {};
}

base::Result<EntryPage> Invalidator::entries(
    const Selector &given, EntrySort sort, std::size_t offset, std::size_t limit)
{
    const auto selector = resolved(given);
    if (!selector)
        return tl::unexpected(selector.error());
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readEntryPage(*database, *selector, sort, offset, limit, m_clock.wall());
}

base::Result<EntryIds> Invalidator::entryIds(const Selector &given, EntrySort sort, SortOrder order)
{
    const auto selector = resolved(given);
    if (!selector)
        return tl::unexpected(selector.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readEntryIds(*database, *selector, sort, order, m_clock.wall());
}

base::Result<std::vector<EntryRow>> Invalidator::entryRows(const std::vector<std::int64_t> &ids)
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readEntriesById(*database, ids);
}

base::Result<EntryNames> Invalidator::entryNames()
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readEntryNames(*database);
}

base::Result<std::vector<SystemText>> Invalidator::systemTexts(base::UnixMicros until)
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    auto row = database->prepare("SELECT DISTINCT project, upstream, model, system_hash FROM cache_entry "
                                 "WHERE system_hash != 0 AND stored_at < ?");
    if (!row)
        return tl::unexpected(row.error());
    row->bind(1, until);
    std::vector<SystemText> texts;
    while (row->step())
        texts.push_back({ std::string(row->text(0)), std::string(row->text(1)), std::string(row->text(2)),
                          static_cast<std::uint64_t>(row->integer(3)) });
    if (!row->ok())
        return tl::unexpected(row->error());
    return texts;
}

/** The database once all that was asked for is in it. */
base::Result<Database> Invalidator::writtenDatabase()
{
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    return Database::open(m_queue.path(), OpenMode::ReadOnly);
}

base::Result<Invalidator::Shown> Invalidator::entry(const std::string &key)
{
    auto database = writtenDatabase();
    if (!database)
        return tl::unexpected(database.error());
    return readShown(*database, key, m_clock.wall());
}

base::Result<> Invalidator::setPinned(const std::string &key, bool pinned)
{
    auto written = writtenDatabase();
    if (!written)
        return tl::unexpected(written.error());
    const auto row = readOnlyRow(*written, key, m_clock.wall());
    if (!row)
        return tl::unexpected(row.error());
    m_queue.submit(
        [id = row->id, pinned](Database &database) -> base::Result<> {
            const auto statement = database.cached("UPDATE cache_entry SET pinned = ? WHERE id = ?");
            if (!statement)
                return tl::unexpected(statement.error());
            (*statement)->bind(1, std::int64_t{ pinned });
            (*statement)->bind(2, id);
            return (*statement)->run();
        },
        jobBytes);
    m_cache.setPinned(row->canonical, pinned);
    return waitForDisk();
}

void Invalidator::purge()
{
    m_queue.submit(
        [queue = &m_queue, now = m_clock.wall()](Database &database) -> base::Result<> {
            const auto erased = purgeRemoved(database, now);
            if (!erased)
                return tl::unexpected(erased.error());
            if (*erased)
                queue->truncateLogAfterCommit(); // Gone from all files, not only from the table.
            return {};
        },
        jobBytes);
}

} // namespace cachescope::cache
