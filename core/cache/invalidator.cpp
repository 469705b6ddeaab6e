// SPDX-License-Identifier: MIT
#include "cache/invalidator.h"

#include "base/uid.h"
#include "cache/disk_store.h"
#include "cache/invalidation_table.h"
#include "cache/response_cache.h"
#include "storage/write_queue.h"

#include <nlohmann/json.hpp>

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

std::vector<base::Digest> digestsOf(const std::vector<EntryRow> &rows)
{
    std::vector<base::Digest> digests;
    digests.reserve(rows.size());
    for (const EntryRow &row : rows)
        digests.push_back(row.canonical);
    return digests;
}

/** Writes and sets aside; runs on the writer thread. */
template <typename Use>
base::Result<> invalidate(Database &database, Invalidation head, const Selector &selector, Use withCache)
{
    const auto affected = affectedBy(database, selector, head.action, head.at);
    if (!affected)
        return tl::unexpected(affected.error());
    head.effect = effectOf(*affected, head.at);
    if (auto done = writeInvalidation(database, head, affected->rows); !done)
        return done;
    withCache([&](ResponseCache &cache) {
        cache.setAside(
            digestsOf(affected->rows),
            head.action == InvalidateAction::Remove ? EntryState::Removed : EntryState::Stale);
        const std::vector<base::Digest> pinned = digestsOf(affected->pinned);
        cache.setAsideInMemory(selector, { pinned.begin(), pinned.end() });
    });
    return {};
}

} // namespace

/** The cache as long as it is there. */
struct Invalidator::Target
{
    std::mutex mutex;
    ResponseCache *cache = nullptr;

    template <typename Use> void use(Use with)
    {
        const std::scoped_lock lock(mutex);
        if (cache != nullptr)
            with(*cache);
    }
};

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

base::Result<InvalidateEffect> Invalidator::preview(const Selector &selector, InvalidateAction action)
{
    if (selector.isEmpty())
        return tl::unexpected(emptySelector());
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
    const Selector &selector, InvalidateAction action, const std::string &origin)
{
    if (selector.isEmpty())
        return tl::unexpected(emptySelector());
    Invalidation head;
    head.at = m_clock.wall();
    head.id = base::Uid::create(head.at).toString();
    head.undoUntil = head.at + std::chrono::microseconds(undoTime).count();
    head.action = action;
    head.selector = selector.toJson();
    head.origin = origin;
    m_cache.refuseOlder(head.id, selector, head.at);
    const bool accepted = m_queue.submit(
        [target = m_target, head, selector](Database &writer) {
            return invalidate(writer, head, selector, [&](auto with) { target->use(with); });
        },
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
        [target = m_target, id, now](Database &writer) -> base::Result<> {
            const auto rows = writeUndo(writer, id, now);
            if (!rows)
                return tl::unexpected(rows.error());
            target->use([&](ResponseCache &cache) { cache.restore(*rows); });
            return {};
        },
        jobBytes);
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    const auto after = readInvalidation(*database, id);
    if (!after)
        return tl::unexpected(after.error());
    if (!*after || (*after)->undoneAt == 0)
        return failure(ErrorCode::Unavailable, "The undo could not be written; try again.");
    return UndoResult{ (*after)->undoneAt == now ? Kind::Done : Kind::AlreadyUndone, (*after)->restored };
}

base::Result<std::vector<Invalidation>> Invalidator::history(std::size_t limit)
{
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readInvalidations(*database, limit);
}

base::Result<EntryPage> Invalidator::entries(
    const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit)
{
    if (auto written = waitForDisk(); !written)
        return tl::unexpected(written.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return readEntryPage(*database, selector, sort, offset, limit, m_clock.wall());
}

base::Result<EntryRow> Invalidator::onlyRow(const std::string &key)
{
    Selector selector;
    if (const auto set = setSelector(selector, "key", key); !set)
        return tl::unexpected(set.error());
    const auto found = entries(selector, EntrySort::Newest, 0, 2);
    if (!found)
        return tl::unexpected(found.error());
    if (found->rows.empty())
        return failure(ErrorCode::NotFound, "No entry has the key " + key + ".");
    if (found->rows.size() > 1)
        return failure(
            ErrorCode::InvalidInput, "Several entries have a key that begins with " + key + "; give more digits.");
    return found->rows.front();
}

base::Result<Invalidator::Shown> Invalidator::entry(const std::string &key)
{
    const auto row = onlyRow(key);
    if (!row)
        return tl::unexpected(row.error());
    auto database = Database::open(m_queue.path(), OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    auto found = getEntry(*database, row->canonical);
    if (!found)
        return tl::unexpected(found.error());
    if (!*found)
        return failure(ErrorCode::NotFound, "The entry " + key + " has just gone.");
    return Shown{ *row, std::move(**found) };
}

base::Result<> Invalidator::setPinned(const std::string &key, bool pinned)
{
    const auto row = onlyRow(key);
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

std::string invalidationJson(const Invalidation &past)
{
    using Json = nlohmann::ordered_json;
    const Json out{ { "undo_id", past.id },
                    { "at", past.at },
                    { "action", past.action == InvalidateAction::Remove ? "remove" : "stale" },
                    { "selector", Json::parse(past.selector, nullptr, false) },
                    { "origin", past.origin },
                    { "count", past.effect.entries },
                    { "bytes", past.effect.bytes },
                    { "pinned_kept", past.effect.pinnedKept },
                    { "usd_per_week", past.effect.perWeek.toDecimal() },
                    { "undo_until", past.undoUntil },
                    { "undone_at", past.undoneAt > 0 ? Json(past.undoneAt) : Json(nullptr) },
                    { "restored", past.restored } };
    return out.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace cachescope::cache
