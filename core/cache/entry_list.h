// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "cache/selector.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::cache {

/** What happened to an entry; the column `stale` of its row. */
enum class EntryState : std::uint8_t
{
    Live = 0,
    Stale = 1, ///< Kept, but asked anew (`fwd=stale`).
    Removed = 2, ///< Out of every look-up; its row waits for an undo.
};

/** An entry as lists show it: everything but the answer. */
struct EntryRow
{
    std::int64_t id = 0; ///< Row; changes when the answer is stored anew.
    base::Digest canonical{};
    std::string upstream, model, project, nameSpace, version, tags, firstText;
    base::UnixMicros storedAt = 0, expiresAt = 0, lastHitAt = 0;
    std::int64_t hits = 0, bytes = 0, bodyBytes = 0, filledBy = 0;
    std::optional<base::Money> cost; ///< Of one answer.
    EntryState state = EntryState::Live;
    bool pinned = false;

    EntryFacts facts() const;
    /** What its hits saved; nothing when the cost is unknown. */
    std::optional<base::Money> saved() const;
    /** What it saves in a week at the pace of its life so far (at least a day of it). */
    std::optional<base::Money> savedPerWeek(base::UnixMicros now) const;
    std::string key() const; ///< As Cache-Status shows it.
};

enum class EntrySort
{
    Newest,
    Hits,
    LastHit,
    Size,
    Saved,
};

/** Calls `take` for every entry that is not removed, newest first, until it returns false. */
base::Result<> readEntryRows(storage::Database &database, const std::function<bool(EntryRow &&)> &take);
/** Those that match (all, for an empty selector), sorted, from `offset`, at most `limit`; `total` counts all of
 * them. */
struct EntryPage
{
    std::vector<EntryRow> rows;
    std::int64_t total = 0, bytes = 0;
    base::Money saved; ///< Of those whose cost is known.
};
base::Result<EntryPage> readEntryPage(
    storage::Database &database, const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit,
    base::UnixMicros now);

/** One entry as JSON with stable names; the members of the admin API's `entries`. */
std::string entryJson(const EntryRow &row, base::UnixMicros now);

} // namespace cachescope::cache
