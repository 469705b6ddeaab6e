// SPDX-License-Identifier: MIT
#include "cache/invalidation_table.h"

#include "cache/disk_store.h"

#include <algorithm>
#include <array>
#include <map>

namespace cachescope::cache {

namespace {

using storage::Database;
using storage::Statement;

constexpr std::string_view columns
    = "uid, at, undo_until, undone_at, action, selector, origin, entries, bytes, pinned_kept, per_week, unpriced, "
      "restored, cause";

Invalidation invalidationOf(const Statement &row)
{
    Invalidation out;
    int column = 0;
    out.id = row.text(column++);
    for (base::UnixMicros *time : { &out.at, &out.undoUntil, &out.undoneAt })
        *time = row.integer(column++);
    out.action = row.integer(column++) == 1 ? InvalidateAction::Remove : InvalidateAction::Stale;
    out.selector = row.text(column++);
    out.origin = row.text(column++);
    for (std::int64_t *number : { &out.effect.entries, &out.effect.bytes, &out.effect.pinnedKept })
        *number = row.integer(column++);
    out.effect.perWeek = base::Money::fromPico(row.integer(column++));
    out.effect.unpriced = row.integer(column++);
    out.restored = row.integer(column++);
    out.cause = row.text(column);
    return out;
}

base::Result<> insertHead(Database &database, const Invalidation &invalidation)
{
    static const std::string sql = "INSERT INTO invalidation (" + std::string(columns)
        + ") VALUES (?, ?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?)";
    const auto row = database.cached(sql);
    if (!row)
        return tl::unexpected(row.error());
    int column = 0;
    (*row)->bind(++column, std::string_view(invalidation.id));
    (*row)->bind(++column, invalidation.at);
    (*row)->bind(++column, invalidation.undoUntil);
    (*row)->bind(++column, static_cast<std::int64_t>(invalidation.action));
    (*row)->bind(++column, std::string_view(invalidation.selector));
    (*row)->bind(++column, std::string_view(invalidation.origin));
    const InvalidateEffect &effect = invalidation.effect;
    for (const std::int64_t number :
         { effect.entries, effect.bytes, effect.pinnedKept, effect.perWeek.pico(), effect.unpriced })
        (*row)->bind(++column, number);
    (*row)->bind(++column, std::string_view(invalidation.cause));
    return (*row)->run();
}

base::Result<> insertRows(Database &database, std::int64_t invalidation, const std::vector<EntryRow> &rows)
{
    const auto statement = database.cached(
        "INSERT OR IGNORE INTO invalidated (invalidation, entry, stored_at, was) VALUES (?, ?, ?, ?)");
    if (!statement)
        return tl::unexpected(statement.error());
    for (const EntryRow &row : rows) {
        (*statement)->bind(1, invalidation);
        (*statement)->bind(2, row.id);
        (*statement)->bind(3, row.storedAt);
        (*statement)->bind(4, static_cast<std::int64_t>(row.state));
        if (auto done = (*statement)->run(); !done)
            return done;
    }
    return {};
}

/** Runs a statement with whole numbers bound in order. */
base::Result<> run(Database &database, std::string_view sql, std::initializer_list<std::int64_t> values)
{
    const auto statement = database.cached(sql);
    if (!statement)
        return tl::unexpected(statement.error());
    int column = 0;
    for (const std::int64_t value : values)
        (*statement)->bind(++column, value);
    return (*statement)->run();
}

EntryState stateAfter(InvalidateAction action)
{
    return action == InvalidateAction::Remove ? EntryState::Removed : EntryState::Stale;
}

base::Result<std::int64_t> rowIdOf(Database &database, const std::string &id)
{
    const auto row = database.cached("SELECT id FROM invalidation WHERE uid = ?");
    if (!row)
        return tl::unexpected(row.error());
    (*row)->bind(1, std::string_view(id));
    const std::int64_t found = (*row)->step() ? (*row)->integer(0) : 0;
    (*row)->reset();
    return found;
}

/** The rows that an invalidation set aside and that nobody has stored anew since. */
base::Result<std::vector<EntryRow>> restorable(Database &database, std::int64_t invalidation, EntryState state)
{
    const auto row
        = database.cached("SELECT e.id, e.canonical, e.stored_at, e.expires_at, e.last_hit_at, e.hits, "
                          "e.stored_size + e.prompt_size, e.pinned, i.was "
                          "FROM invalidated i JOIN cache_entry e ON e.id = i.entry AND e.stored_at = i.stored_at "
                          "WHERE i.invalidation = ? AND e.stale = ?");
    if (!row)
        return tl::unexpected(row.error());
    (*row)->bind(1, invalidation);
    (*row)->bind(2, static_cast<std::int64_t>(state));
    std::vector<EntryRow> rows;
    while ((*row)->step()) {
        EntryRow entry;
        entry.id = (*row)->integer(0);
        const std::string_view canonical = (*row)->blob(1);
        if (canonical.size() == entry.canonical.size())
            std::copy(canonical.begin(), canonical.end(), entry.canonical.begin());
        entry.storedAt = (*row)->integer(2);
        entry.expiresAt = (*row)->integer(3);
        entry.lastHitAt = (*row)->integer(4);
        entry.hits = (*row)->integer(5);
        entry.bytes = (*row)->integer(6) + diskOverheadBytes;
        entry.pinned = (*row)->integer(7) != 0;
        entry.state = (*row)->integer(8) == 1 ? EntryState::Stale : EntryState::Live;
        rows.push_back(std::move(entry));
    }
    const bool fine = (*row)->ok();
    const base::Error error = fine ? base::Error{} : (*row)->error();
    (*row)->reset();
    if (!fine)
        return tl::unexpected(error);
    return rows;
}

} // namespace

base::Result<Affected> affectedBy(
    Database &database, const Selector &selector, InvalidateAction action, base::UnixMicros now)
{
    Affected affected;
    auto done = readEntryRows(database, promptTextsFor(selector), [&](EntryRow &&row) {
        ++affected.allEntries;
        const bool already = action == InvalidateAction::Stale && row.state == EntryState::Stale;
        if (!already && selector.matches(row.facts(), now))
            (row.pinned ? affected.pinned : affected.rows).push_back(std::move(row));
        return true;
    });
    if (!done)
        return tl::unexpected(done.error());
    return affected;
}

InvalidateEffect effectOf(const Affected &affected, base::UnixMicros now)
{
    InvalidateEffect effect;
    effect.entries = static_cast<std::int64_t>(affected.rows.size());
    effect.pinnedKept = static_cast<std::int64_t>(affected.pinned.size());
    effect.allEntries = affected.allEntries;
    std::map<std::string_view, VersionEffect> versions;
    for (const EntryRow &row : affected.rows) {
        VersionEffect &version = versions[row.version];
        ++version.entries;
        version.bytes += row.bytes;
        effect.bytes += row.bytes;
        if (const auto saved = row.savedPerWeek(now)) {
            version.perWeek += *saved;
            effect.perWeek += *saved;
        } else {
            ++effect.unpriced;
        }
    }
    for (auto &[name, version] : versions) {
        version.version = name;
        effect.versions.push_back(std::move(version));
    }
    std::stable_sort(effect.versions.begin(), effect.versions.end(), [](const auto &a, const auto &b) {
        return a.entries > b.entries;
    });
    return effect;
}

base::Result<> writeInvalidation(
    Database &database, const Invalidation &invalidation, const std::vector<EntryRow> &rows)
{
    const auto known = rowIdOf(database, invalidation.id);
    if (!known)
        return tl::unexpected(known.error());
    if (*known != 0)
        return {}; // The job ran before.
    if (auto done = insertHead(database, invalidation); !done)
        return done;
    const std::int64_t id = database.lastInsertId();
    if (auto done = insertRows(database, id, rows); !done)
        return done;
    return run(
        database,
        "UPDATE cache_entry SET stale = ? WHERE id IN (SELECT entry FROM invalidated WHERE invalidation = ?)",
        { static_cast<std::int64_t>(stateAfter(invalidation.action)), id });
}

base::Result<std::vector<EntryRow>> writeUndo(Database &database, const std::string &id, base::UnixMicros at)
{
    const auto past = readInvalidation(database, id);
    if (!past)
        return tl::unexpected(past.error());
    if (!*past || ((*past)->undoneAt != 0 && (*past)->undoneAt != at))
        return std::vector<EntryRow>();
    const auto row = rowIdOf(database, id);
    if (!row)
        return tl::unexpected(row.error());
    auto rows = restorable(database, *row, stateAfter((*past)->action));
    if (!rows)
        return tl::unexpected(rows.error());
    for (const EntryRow &entry : *rows) {
        auto done = run(
            database, "UPDATE cache_entry SET stale = ? WHERE id = ?",
            { static_cast<std::int64_t>(entry.state), entry.id });
        if (!done)
            return tl::unexpected(done.error());
    }
    auto done = run(
        database, "UPDATE invalidation SET undone_at = ?, restored = max(restored, ?) WHERE id = ?",
        { at, static_cast<std::int64_t>(rows->size()), *row });
    if (!done)
        return tl::unexpected(done.error());
    return rows;
}

base::Result<bool> purgeRemoved(Database &database, base::UnixMicros now)
{
    auto done = run(
        database,
        "DELETE FROM cache_entry WHERE stale = 2 AND id NOT IN (SELECT i.entry FROM invalidated i JOIN "
        "invalidation v "
        "ON v.id = i.invalidation WHERE v.undo_until >= ?)",
        { now });
    if (!done)
        return tl::unexpected(done.error());
    const bool erased = database.changes() > 0;
    done = run(
        database,
        "DELETE FROM invalidated WHERE invalidation IN (SELECT id FROM invalidation WHERE undo_until < ?)",
        { now });
    if (!done)
        return tl::unexpected(done.error());
    return erased;
}

base::Result<std::optional<Invalidation>> readInvalidation(Database &database, const std::string &id)
{
    static const std::string sql = "SELECT " + std::string(columns) + " FROM invalidation WHERE uid = ?";
    const auto row = database.cached(sql);
    if (!row)
        return tl::unexpected(row.error());
    (*row)->bind(1, std::string_view(id));
    std::optional<Invalidation> found;
    if ((*row)->step())
        found = invalidationOf(**row);
    const bool fine = (*row)->ok();
    const base::Error error = fine ? base::Error{} : (*row)->error();
    (*row)->reset();
    if (!fine)
        return tl::unexpected(error);
    return found;
}

base::Result<std::vector<Invalidation>> readInvalidations(Database &database, std::size_t limit)
{
    auto row = database.prepare("SELECT " + std::string(columns) + " FROM invalidation ORDER BY id DESC LIMIT ?");
    if (!row)
        return tl::unexpected(row.error());
    row->bind(1, static_cast<std::int64_t>(limit));
    std::vector<Invalidation> all;
    while (row->step())
        all.push_back(invalidationOf(*row));
    if (!row->ok())
        return tl::unexpected(row->error());
    return all;
}

} // namespace cachescope::cache
