// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/** Version 1 of the schema; docs/data.md tells what each column means. Once released, a version is never edited:
 * changes are a further step. */
inline constexpr const char *schemaV1 = R"sql(
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE name (
    id INTEGER PRIMARY KEY,
    kind INTEGER NOT NULL,
    value TEXT NOT NULL,
    UNIQUE (kind, value)
);

CREATE TABLE request (
    id INTEGER PRIMARY KEY,
    uid BLOB NOT NULL,
    started_at INTEGER NOT NULL,
    state INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    status INTEGER NOT NULL,
    api INTEGER NOT NULL,
    flags INTEGER NOT NULL,
    upstream INTEGER NOT NULL,
    model INTEGER NOT NULL,
    client INTEGER NOT NULL,
    project INTEGER NOT NULL,
    session INTEGER NOT NULL,
    credential INTEGER NOT NULL,
    namespace INTEGER NOT NULL,
    version INTEGER NOT NULL,
    tags INTEGER NOT NULL,
    method INTEGER NOT NULL,
    target INTEGER NOT NULL,
    served_model INTEGER NOT NULL,
    service_tier INTEGER NOT NULL,
    finish_reason INTEGER NOT NULL,
    error_kind INTEGER NOT NULL,
    cache_detail INTEGER NOT NULL,
    cache_key TEXT,
    hit_of INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cache_write_other INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER,
    without_cache INTEGER,
    avoided INTEGER,
    total_us INTEGER NOT NULL,
    first_byte_us INTEGER NOT NULL,
    first_token_us INTEGER NOT NULL,
    connect_us INTEGER NOT NULL,
    wait_us INTEGER NOT NULL,
    overhead_us INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    request_bytes INTEGER NOT NULL,
    response_bytes INTEGER NOT NULL,
    request_body INTEGER NOT NULL,
    response_body INTEGER NOT NULL
);
CREATE UNIQUE INDEX request_uid ON request (uid);
CREATE INDEX request_started ON request (started_at);
CREATE INDEX request_open ON request (state) WHERE state = 0;

CREATE TABLE request_detail (
    id INTEGER PRIMARY KEY,
    first_text TEXT,
    error_message TEXT,
    usage_json TEXT,
    diagnostics TEXT,
    note TEXT,
    heads BLOB
);

CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    refs INTEGER NOT NULL,
    size INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL UNIQUE,
    refs INTEGER NOT NULL,
    size INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    data BLOB NOT NULL
);

CREATE TABLE total_minute (
    bucket INTEGER NOT NULL, outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, outcome)
) WITHOUT ROWID;

CREATE TABLE total_hour (
    bucket INTEGER NOT NULL, outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, outcome)
) WITHOUT ROWID;

CREATE TABLE total_day (
    bucket INTEGER NOT NULL, outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, outcome)
) WITHOUT ROWID;

CREATE TABLE rollup_minute (
    bucket INTEGER NOT NULL, upstream INTEGER NOT NULL, model INTEGER NOT NULL, project INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, upstream, model, project, outcome)
) WITHOUT ROWID;

CREATE TABLE rollup_hour (
    bucket INTEGER NOT NULL, upstream INTEGER NOT NULL, model INTEGER NOT NULL, project INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, upstream, model, project, outcome)
) WITHOUT ROWID;

CREATE TABLE rollup_day (
    bucket INTEGER NOT NULL, upstream INTEGER NOT NULL, model INTEGER NOT NULL, project INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL, incomplete INTEGER NOT NULL, retries INTEGER NOT NULL,
    rate_limited INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL, cache_write_other INTEGER NOT NULL, output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    billed INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    first_token BLOB NOT NULL, total BLOB NOT NULL,
    PRIMARY KEY (bucket, upstream, model, project, outcome)
) WITHOUT ROWID;

CREATE TABLE cache_entry (
    id INTEGER PRIMARY KEY,
    canonical BLOB NOT NULL UNIQUE,
    upstream TEXT NOT NULL,
    model TEXT NOT NULL,
    project TEXT NOT NULL,
    namespace TEXT NOT NULL,
    version TEXT NOT NULL,
    credential TEXT NOT NULL,
    tags TEXT NOT NULL,
    api INTEGER NOT NULL,
    form INTEGER NOT NULL,
    include_usage INTEGER NOT NULL,
    status INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    content_encoding TEXT NOT NULL,
    content_headers TEXT NOT NULL,
    stored_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    filled_by INTEGER NOT NULL,
    usage_source INTEGER NOT NULL,
    fresh INTEGER NOT NULL,
    cache_read INTEGER NOT NULL,
    cache_write_5m INTEGER NOT NULL,
    cache_write_1h INTEGER NOT NULL,
    cache_write_other INTEGER NOT NULL,
    output INTEGER NOT NULL,
    reasoning INTEGER NOT NULL,
    usage_json TEXT NOT NULL,
    cost INTEGER,
    first_token_us INTEGER NOT NULL,
    total_us INTEGER NOT NULL,
    first_text TEXT NOT NULL,
    hits INTEGER NOT NULL DEFAULT 0,
    last_hit_at INTEGER NOT NULL DEFAULT 0,
    stale INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL DEFAULT 0,
    body_size INTEGER NOT NULL,
    stored_size INTEGER NOT NULL,
    checksum BLOB NOT NULL
);
CREATE INDEX cache_entry_expires ON cache_entry (expires_at);

CREATE TABLE cache_body (
    id INTEGER PRIMARY KEY REFERENCES cache_entry (id) ON DELETE CASCADE,
    data BLOB NOT NULL
);
)sql";

} // namespace cachescope::storage
