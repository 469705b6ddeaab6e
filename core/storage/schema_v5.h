// SPDX-License-Identifier: MIT
#pragma once

namespace cachescope::storage {

/**
 * Version 5: why the provider's prefix cache gave a call less than it could have (requestlog/call_insight.h). The
 * reason alone also stands in `request.flags`, where filters find it without a second look. Sums by hour follow the
 * rows by triggers, so that they agree with them whoever writes or cleans up.
 */
inline constexpr const char *schemaV5 = R"sql(
CREATE TABLE call_insight (
    id INTEGER PRIMARY KEY,
    started_at INTEGER NOT NULL,
    reason INTEGER NOT NULL,
    certainty INTEGER NOT NULL,
    provider_says INTEGER NOT NULL,
    compared_with INTEGER NOT NULL,
    predicted INTEGER NOT NULL,
    reported INTEGER NOT NULL,
    again INTEGER NOT NULL,
    differs_at INTEGER NOT NULL,
    extra INTEGER,
    rule TEXT NOT NULL,
    place TEXT NOT NULL,
    facts TEXT NOT NULL
);
CREATE INDEX call_insight_time ON call_insight (started_at, reason, again, extra);

CREATE TABLE insight_hour (
    bucket INTEGER NOT NULL, reason INTEGER NOT NULL,
    calls INTEGER NOT NULL, again INTEGER NOT NULL, extra INTEGER NOT NULL, unpriced INTEGER NOT NULL,
    PRIMARY KEY (bucket, reason)
) WITHOUT ROWID;

CREATE TRIGGER call_insight_added AFTER INSERT ON call_insight BEGIN
    INSERT INTO insight_hour VALUES (NEW.started_at / 3600000000, NEW.reason, 1, NEW.again,
        coalesce(NEW.extra, 0), NEW.again > 0 AND NEW.extra IS NULL)
    ON CONFLICT (bucket, reason) DO UPDATE SET calls = calls + 1, again = again + excluded.again,
        extra = extra + excluded.extra, unpriced = unpriced + excluded.unpriced;
END;
CREATE TRIGGER call_insight_removed AFTER DELETE ON call_insight BEGIN
    UPDATE insight_hour SET calls = calls - 1, again = again - OLD.again, extra = extra - coalesce(OLD.extra, 0),
        unpriced = unpriced - (OLD.again > 0 AND OLD.extra IS NULL)
    WHERE bucket = OLD.started_at / 3600000000 AND reason = OLD.reason;
    DELETE FROM insight_hour
    WHERE bucket = OLD.started_at / 3600000000 AND reason = OLD.reason AND calls = 0;
END;
)sql";

} // namespace cachescope::storage
