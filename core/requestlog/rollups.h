// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/row.h"
#include "requestlog/sums.h"

#include <array>
#include <map>
#include <tuple>

namespace cachescope::requestlog {

inline constexpr std::int64_t minuteMicros = 60'000'000;
inline constexpr std::int64_t hourMicros = 60 * minuteMicros;
inline constexpr std::int64_t dayMicros = 24 * hourMicros;

/** One grain of the roll-ups. Buckets are numbered from 1970 in UTC: started_at / micros, rounded down. */
struct Grain
{
    std::int64_t micros;
    std::string_view totalTable; ///< By outcome alone.
    std::string_view rollupTable; ///< Also by upstream, model and project.
};
inline constexpr std::array<Grain, 3> grains = {
    Grain{ minuteMicros, "total_minute", "rollup_minute" },
    Grain{ hourMicros, "total_hour", "rollup_hour" },
    Grain{ dayMicros, "total_day", "rollup_day" },
};

/** Number of the bucket that holds `time`; right before 1970, too. */
constexpr std::int64_t bucketOf(base::UnixMicros time, std::int64_t grainMicros)
{
    return time / grainMicros - (time % grainMicros < 0 ? 1 : 0);
}

/** Collects sums while a transaction's rows are written and adds them to the roll-up tables before its commit.
 * Writer thread only. */
class RollupWriter
{
public:
    void add(base::UnixMicros startedAt, const RowKeys &keys, const CallFigures &figures);
    /** Changes sums that were written before. */
    void adjust(base::UnixMicros startedAt, const RowKeys &keys, Outcome outcome, const Sums &change);
    base::Result<> write(storage::Database &database);
    void clear() { m_minutes.clear(); }

private:
    /** Bucket, upstream, model, project, outcome. */
    using Key = std::tuple<std::int64_t, std::int64_t, std::int64_t, std::int64_t, std::int64_t>;
    using Collected = std::map<Key, Sums>;
    Collected m_minutes;
};

} // namespace cachescope::requestlog
