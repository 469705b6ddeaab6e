// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/**
 * Version 2: writing a call touches the ends of tables only.
 *
 * Digests of contents were unique keys, so that each new body changed pages all over two indexes as large as the
 * log. Now they stand in tables in the order of time, and the writer remembers the latest (BodyStore); what it has
 * forgotten is stored once more. Counts of use lie apart from the contents, so that a conversation that is sent
 * again changes one narrow page, not one for each of its parts.
 *
 * Sums of what the texts of 1,024 neighbouring calls hold (requestlog/text_blocks.h) let a search pass over most of
 * the log. Calls from before have none: an empty one says so.
 *
 * The index over `uid` goes: a uid tells its time, and that has an index. One over sessions comes.
 */
inline constexpr const char *schemaV2 = R"sql(
DROP INDEX request_uid;
CREATE INDEX request_session ON request (session) WHERE session != 0;

CREATE TABLE chunk_use (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    refs INTEGER NOT NULL
);
INSERT INTO chunk_use SELECT id, digest, refs FROM chunk ORDER BY id;

ALTER TABLE chunk RENAME TO chunk_v1;
CREATE TABLE chunk (
    id INTEGER PRIMARY KEY,
    size INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    data BLOB NOT NULL
);
INSERT INTO chunk SELECT id, size, codec, data FROM chunk_v1 ORDER BY id;
DROP TABLE chunk_v1;

ALTER TABLE body RENAME TO body_v1;
CREATE TABLE body (
    id INTEGER PRIMARY KEY,
    digest BLOB NOT NULL,
    refs INTEGER NOT NULL,
    size INTEGER NOT NULL,
    codec INTEGER NOT NULL,
    data BLOB NOT NULL
);
INSERT INTO body SELECT id, digest, refs, size, codec, data FROM body_v1 ORDER BY id;
DROP TABLE body_v1;

CREATE TABLE text_block (
    block INTEGER PRIMARY KEY,
    bits BLOB NOT NULL
);
WITH RECURSIVE old (block) AS (
    SELECT min(id) / 1024 FROM request HAVING min(id) IS NOT NULL
    UNION ALL SELECT block + 1 FROM old WHERE block < (SELECT max(id) / 1024 FROM request)
)
INSERT INTO text_block SELECT block, x'' FROM old;
)sql";

} // namespace cachescope::storage
