// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/**
 * Version 6: what the money went for, and sums of it by everything that spending is grouped by.
 *
 * A call's cost is kept in its parts (fresh input is the rest of `billed`). Sums are kept by quarter of an hour,
 * because every zone's day begins with one, by hour and day for each combination of names that occurs, and by hour
 * for each session. Calls from before have no parts: their money is `cost_unsplit` until prices are computed anew.
 *
 * `repricing` tells when that was done, with which book, and what it changed.
 */
inline constexpr const char *schemaV6 = R"sql(
ALTER TABLE request ADD COLUMN cost_read INTEGER;
ALTER TABLE request ADD COLUMN cost_write INTEGER;
ALTER TABLE request ADD COLUMN cost_output INTEGER;

CREATE TABLE spend_quarter (
    bucket INTEGER PRIMARY KEY,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
    billed INTEGER NOT NULL, cost_read INTEGER NOT NULL, cost_write INTEGER NOT NULL, cost_output INTEGER NOT NULL,
    cost_unsplit INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL
);

CREATE TABLE spend_hour (
    bucket INTEGER NOT NULL, upstream INTEGER NOT NULL, model INTEGER NOT NULL, project INTEGER NOT NULL,
    client INTEGER NOT NULL, credential INTEGER NOT NULL, tags INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
    billed INTEGER NOT NULL, cost_read INTEGER NOT NULL, cost_write INTEGER NOT NULL, cost_output INTEGER NOT NULL,
    cost_unsplit INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    PRIMARY KEY (bucket, upstream, model, project, client, credential, tags)
) WITHOUT ROWID;

CREATE TABLE spend_day (
    bucket INTEGER NOT NULL, upstream INTEGER NOT NULL, model INTEGER NOT NULL, project INTEGER NOT NULL,
    client INTEGER NOT NULL, credential INTEGER NOT NULL, tags INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
    billed INTEGER NOT NULL, cost_read INTEGER NOT NULL, cost_write INTEGER NOT NULL, cost_output INTEGER NOT NULL,
    cost_unsplit INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    PRIMARY KEY (bucket, upstream, model, project, client, credential, tags)
) WITHOUT ROWID;

CREATE TABLE spend_session (
    bucket INTEGER NOT NULL, session INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
    billed INTEGER NOT NULL, cost_read INTEGER NOT NULL, cost_write INTEGER NOT NULL, cost_output INTEGER NOT NULL,
    cost_unsplit INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    PRIMARY KEY (bucket, session)
) WITHOUT ROWID;

CREATE TABLE repricing (
    id INTEGER PRIMARY KEY,
    uid TEXT NOT NULL UNIQUE,
    started_at INTEGER NOT NULL,
    finished_at INTEGER NOT NULL,
    origin TEXT NOT NULL,
    book TEXT NOT NULL,
    currency TEXT NOT NULL,
    range_begin INTEGER NOT NULL,
    range_end INTEGER NOT NULL,
    next_id INTEGER NOT NULL,
    last_id INTEGER NOT NULL,
    calls INTEGER NOT NULL,
    changed INTEGER NOT NULL,
    newly_priced INTEGER NOT NULL,
    unpriced INTEGER NOT NULL,
    billed_change INTEGER NOT NULL,
    without_cache_change INTEGER NOT NULL,
    avoided_change INTEGER NOT NULL
);

-- Hits (0) and joined calls (2) sent nothing upstream, so their tokens do not count.
CREATE TEMP TABLE spend_row AS SELECT started_at / 900000000 AS quarter, upstream, model, project, client, credential,
    tags, session, count(*) AS calls,
    sum(outcome NOT IN (0, 2) AND (flags >> 6) & 3 != 0 AND billed IS NULL) AS unpriced,
    sum(iif(outcome IN (0, 2), 0, fresh)) AS fresh, sum(iif(outcome IN (0, 2), 0, cache_read)) AS cache_read,
    sum(iif(outcome IN (0, 2), 0, cache_write_5m + cache_write_1h + cache_write_other)) AS cache_write,
    sum(iif(outcome IN (0, 2), 0, output)) AS output,
    coalesce(sum(billed), 0) AS billed, coalesce(sum(without_cache), 0) AS without_cache,
    coalesce(sum(avoided), 0) AS avoided
FROM request WHERE state != 0 GROUP BY 1, 2, 3, 4, 5, 6, 7, 8;
INSERT INTO spend_quarter SELECT quarter, sum(calls), sum(unpriced), sum(fresh), sum(cache_read), sum(cache_write),
    sum(output), sum(billed), 0, 0, 0, sum(billed), sum(without_cache), sum(avoided) FROM spend_row GROUP BY 1;
INSERT INTO spend_hour SELECT quarter / 4, upstream, model, project, client, credential, tags, sum(calls),
    sum(unpriced), sum(fresh), sum(cache_read), sum(cache_write), sum(output), sum(billed), 0, 0, 0, sum(billed),
    sum(without_cache), sum(avoided) FROM spend_row GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO spend_day SELECT bucket / 24, upstream, model, project, client, credential, tags, sum(calls),
    sum(unpriced), sum(fresh), sum(cache_read), sum(cache_write), sum(output), sum(billed), 0, 0, 0, sum(billed),
    sum(without_cache), sum(avoided) FROM spend_hour GROUP BY 1, 2, 3, 4, 5, 6, 7;
INSERT INTO spend_session SELECT quarter / 4, session, sum(calls), sum(unpriced), sum(fresh), sum(cache_read),
    sum(cache_write), sum(output), sum(billed), 0, 0, 0, sum(billed), sum(without_cache), sum(avoided)
    FROM spend_row GROUP BY 1, 2;
DROP TABLE spend_row;
)sql";

} // namespace cachescope::storage
