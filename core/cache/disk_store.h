// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/disk_index.h"
#include "cache/entry.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <vector>

namespace cachescope::cache {

// The cache's tables. Whatever writes is meant for a WriteQueue job: it may run twice, and its transaction makes an
// entry appear whole or not at all.

/** Counted for a row and its index pages beside the body. */
inline constexpr std::int64_t diskOverheadBytes = 512;

/** Writes an entry in place of an older one with the same key, body compressed. Returns its bytes on disk. */
base::Result<std::int64_t> putEntry(storage::Database &database, const Entry &entry);

/** Nothing when there is none; Corrupt when it is damaged: its key, checksum or fields are not what was written. */
base::Result<std::optional<Entry>> getEntry(storage::Database &database, const base::Digest &canonical);

base::Result<> removeEntry(storage::Database &database, const base::Digest &canonical);
base::Result<> removeAllEntries(storage::Database &database);
base::Result<> saveHits(storage::Database &database, const std::vector<DiskIndex::Hits> &hits);

/** Calls `take` for each entry until it returns false. */
base::Result<> readIndex(
    storage::Database &database,
    const std::function<bool(const base::Digest &canonical, const DiskRecord &record)> &take);

} // namespace cachescope::cache
