// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/**
 * Version 9: money by hour and one name at a time (`kind` as in `name`: 1 upstream, 2 model, 3 client, 4 project, 6
 * credential, 9 tags), for what is asked by day or hour and one name: a row for each name of an hour, where
 * `spend_hour` has one for each combination of names.
 */
inline constexpr const char *schemaV9 = R"sql(
CREATE TABLE spend_name (
    bucket INTEGER NOT NULL, kind INTEGER NOT NULL, name INTEGER NOT NULL,
    calls INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    fresh INTEGER NOT NULL, cache_read INTEGER NOT NULL, cache_write INTEGER NOT NULL, output INTEGER NOT NULL,
    billed INTEGER NOT NULL, cost_read INTEGER NOT NULL, cost_write INTEGER NOT NULL, cost_output INTEGER NOT NULL,
    cost_unsplit INTEGER NOT NULL, without_cache INTEGER NOT NULL, avoided INTEGER NOT NULL,
    PRIMARY KEY (bucket, kind, name)
) WITHOUT ROWID;
INSERT INTO spend_name SELECT bucket, kind.value,
    CASE kind.value WHEN 1 THEN upstream WHEN 2 THEN model WHEN 3 THEN client WHEN 4 THEN project
        WHEN 6 THEN credential ELSE tags END AS one,
    sum(calls), sum(unpriced), sum(fresh), sum(cache_read), sum(cache_write), sum(output), sum(billed),
    sum(cost_read), sum(cost_write), sum(cost_output), sum(cost_unsplit), sum(without_cache), sum(avoided)
FROM spend_hour, (SELECT 1 AS value UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL SELECT 4 UNION ALL SELECT 6
    UNION ALL SELECT 9) AS kind
GROUP BY bucket, kind.value, one;
)sql";

} // namespace cachescope::storage
