// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/** Version 3: what was invalidated, and which entries that set aside, so that it can be taken back. */
inline constexpr const char *schemaV3 = R"sql(
CREATE TABLE invalidation (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    undo_until INTEGER NOT NULL,
    undone_at INTEGER NOT NULL,
    action INTEGER NOT NULL,
    selector TEXT NOT NULL,
    origin TEXT NOT NULL,
    entries INTEGER NOT NULL,
    bytes INTEGER NOT NULL,
    pinned_kept INTEGER NOT NULL,
    per_week INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    restored INTEGER NOT NULL
);

CREATE TABLE invalidated (
    invalidation INTEGER NOT NULL,
    entry INTEGER NOT NULL,
    stored_at INTEGER NOT NULL,
    was INTEGER NOT NULL,
    PRIMARY KEY (invalidation, entry)
) WITHOUT ROWID;
)sql";

} // namespace cachescope::storage
