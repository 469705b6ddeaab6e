// SPDX-License-Identifier: MIT
#pragma once

#include "cache/invalidator.h"
#include "storage/database.h"

#include <optional>
#include <vector>

namespace cachescope::cache {

// The tables `invalidation` and `invalidated`. What writes is meant for jobs of a WriteQueue: it may run twice.

/** What a selector means among the rows: those to set aside, and the pinned ones that it spares. */
struct Affected
{
    std::vector<EntryRow> rows, pinned;
    std::int64_t allEntries = 0; ///< That there are, meant or not.
};
base::Result<Affected> affectedBy(
    storage::Database &database, const Selector &selector, InvalidateAction action, base::UnixMicros now);
InvalidateEffect effectOf(const Affected &affected, base::UnixMicros now);

/** Writes the invalidation and sets its rows aside; does nothing when its id is there already. */
base::Result<> writeInvalidation(
    storage::Database &database, const Invalidation &invalidation, const std::vector<EntryRow> &rows);
/** Takes it back at `at`; the rows that came back. Nothing when another undo was first. */
base::Result<std::vector<EntryRow>> writeUndo(
    storage::Database &database, const std::string &id, base::UnixMicros at);
/** Erases what cannot be taken back any more; true when something was erased. */
base::Result<bool> purgeRemoved(storage::Database &database, base::UnixMicros now);

base::Result<std::optional<Invalidation>> readInvalidation(storage::Database &database, const std::string &id);
base::Result<std::vector<Invalidation>> readInvalidations(storage::Database &database, std::size_t limit);

} // namespace cachescope::cache
