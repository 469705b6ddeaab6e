// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/** Version 8: where each alert stands, its episodes, and marks for charts. */
inline constexpr const char *schemaV8 = R"sql(
CREATE TABLE alert_state (
    rule TEXT NOT NULL,
    entity TEXT NOT NULL,
    phase INTEGER NOT NULL,
    since INTEGER NOT NULL,
    value REAL,
    requests INTEGER NOT NULL,
    newest_call INTEGER NOT NULL,
    breach_us INTEGER NOT NULL,
    well_us INTEGER NOT NULL,
    silent_us INTEGER NOT NULL,
    error_us INTEGER NOT NULL,
    quiet_us INTEGER NOT NULL,
    breach_since INTEGER NOT NULL,
    told_level INTEGER NOT NULL,
    told_at INTEGER NOT NULL,
    since_told_us INTEGER NOT NULL,
    period INTEGER NOT NULL,
    episode INTEGER NOT NULL,
    PRIMARY KEY (rule, entity)
) WITHOUT ROWID;

CREATE TABLE alert_episode (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    entity TEXT NOT NULL,
    began_at INTEGER NOT NULL,
    ended_at INTEGER NOT NULL,
    why INTEGER NOT NULL,
    worst REAL NOT NULL,
    limit_value REAL NOT NULL
);
CREATE INDEX alert_episode_began ON alert_episode (began_at);

CREATE TABLE alert_history (
    id INTEGER PRIMARY KEY,
    rule TEXT NOT NULL,
    at INTEGER NOT NULL,
    phase INTEGER NOT NULL,
    UNIQUE (rule, at)
);

CREATE TABLE alert_snooze (
    rule TEXT PRIMARY KEY,
    until INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE annotation (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    at INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    subject TEXT NOT NULL,
    before TEXT NOT NULL,
    after TEXT NOT NULL
);
CREATE INDEX annotation_at ON annotation (at);
)sql";

} // namespace cachescope::storage
