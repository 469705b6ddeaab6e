// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/call_insight.h"
#include "requestlog/filter.h"
#include "requestlog/record.h"
#include "requestlog/spend.h"
#include "storage/database.h"

#include <array>
#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::requestlog {

/** Half-open: begin <= startedAt < end. */
struct TimeRange
{
    base::UnixMicros begin = 0;
    base::UnixMicros end = 0;
};

/** Percentiles of a mergeable histogram, in microseconds; -1 when empty. Relative error at most 3.2 %. */
struct Percentiles
{
    std::int64_t count = 0;
    std::int64_t p50 = -1, p95 = -1, p99 = -1;
};

/** Sums over a set of calls. Money is a known part plus the number of calls whose price is unknown. */
struct Totals
{
    std::array<std::int64_t, outcomeCount> byOutcome{};
    providers::TokenUsage tokens; ///< Only of calls that went upstream.
    base::Money billed, withoutCache, avoided;
    std::int64_t unpriced = 0; ///< Calls with tokens but without a price.
    std::int64_t incomplete = 0, retries = 0, rateLimited = 0; ///< `rateLimited`: status 429 and 529.
    Percentiles firstToken, total; ///< Without local hits.
    Percentiles hitTotal; ///< Local hits only.

    std::int64_t requests() const;
    /** Hits and joined calls of all that could have been answered locally (not bypassed, not errors); nothing when
     * none. */
    std::optional<double> hitRate() const;
    /** cache read / input of the calls that went upstream; nothing when none. */
    std::optional<double> prefixReadRate() const;
    /** withoutCache - billed + avoided: net of write premiums, can be negative. */
    base::Money savedNet() const;
};

struct SeriesPoint
{
    base::UnixMicros begin = 0;
    Totals totals;
};

enum class GroupBy
{
    Upstream,
    Model,
    Project,
    Client,
    Session,
    Outcome,
    Hour,
    Day
};

struct Group
{
    std::string key; ///< Name; for Hour and Day the local start, ISO 8601.
    Totals totals;
};

enum class SortColumn
{
    Time,
    Model,
    Client,
    Status,
    InputTokens,
    OutputTokens,
    Read,
    FirstToken,
    Total,
    Cost
};

struct Repricing;

/** How spending is to be broken down. */
struct SpendQuestion
{
    TimeRange range;
    SpendBy first = SpendBy::Upstream;
    std::optional<SpendBy> second = {};
    TagShare tags = TagShare::Split;
    int limit = 200; ///< Rows; what is beyond is one row. Days and hours are never cut.
};

/**
 * Reads the log over one read-only connection. One thread at a time; make one per thread (cheap). Long queries stop
 * with ErrorCode::Cancelled when `cancel` is called from another thread. Ranges and groups without a filter come
 * from roll-ups (10 million calls in under 50 ms); with a filter, from the rows.
 */
class Reader
{
public:
    static base::Result<std::unique_ptr<Reader>> open(const std::string &databasePath);
    ~Reader();

    base::Result<Totals> totals(TimeRange range, const Filter &filter);
    /** `buckets` equal steps over the range (at most 2,000). Steps without calls are there with zeros. */
    base::Result<std::vector<SeriesPoint>> series(TimeRange range, int buckets, const Filter &filter);
    base::Result<std::vector<Group>> groups(TimeRange range, GroupBy by, const Filter &filter, int limit = 200);

    /** Money of a range; exact for any, in every zone. */
    base::Result<SpendSums> spendTotal(TimeRange range);
    /** The same for each local day of the range; the first and the last may be cut. */
    base::Result<std::vector<SpendDay>> spendDays(TimeRange range);
    /** From sums by hour and day; rows one by one only where a local day is no whole UTC hours and for sessions
     * below another group. */
    base::Result<SpendBreakdown> spendBreakdown(const SpendQuestion &question);
    base::Result<std::vector<UnpricedModel>> unpricedModels(TimeRange range); ///< Most calls first.
    /** When prices were computed anew, the latest first. */
    base::Result<std::vector<Repricing>> repricings(int limit);

    /** Ids of matching calls, newest first (or by `sort`), handed over in batches while the search runs. */
    using IdBatch = std::function<void(const std::vector<std::int64_t> &)>;
    base::Result<> ids(
        TimeRange range, const Filter &filter, SortColumn sort, bool ascending, const IdBatch &batch);
    /** Ids greater than `after`, for following the newest end. */
    base::Result<std::vector<std::int64_t>> newerIds(std::int64_t after, const Filter &filter, int limit);
    /** The newest matching ids, newest first, among the newest `scanned` calls: bounded work however large the log.
     */
    base::Result<std::vector<std::int64_t>> newestIds(const Filter &filter, int limit, std::int64_t scanned);
    /** Rows for these ids, in the order asked; ids without a row are left out. Meant for pages of 200. */
    base::Result<std::vector<CallRecord>> rows(const std::vector<std::int64_t> &ids);
    base::Result<std::optional<CallRecord>> byUid(const base::Uid &uid);
    base::Result<CallContents> contents(std::int64_t id);
    /** What is known of the prefix cache in this call; nothing when it was not analysed (yet). */
    base::Result<std::optional<CallInsight>> insight(std::int64_t id);
    /** Sums by reason, each at most once, by its number. Without a filter from the sums by hour, in a few
     * milliseconds whatever the range; with one from the rows. */
    base::Result<std::vector<ReasonSum>> reasons(TimeRange range, const Filter &filter);

    base::Result<std::int64_t> newestId();
    base::Result<std::optional<base::UnixMicros>> newestTime();
    base::Result<std::vector<std::string>> distinct(GroupBy by, int limit); ///< For completion in the filter bar.

    /** Where the bytes are: for Settings. */
    struct StorageSizes
    {
        std::int64_t rows = 0, rowBytes = 0, bodyBytes = 0, cacheBytes = 0, fileBytes = 0;
    };
    base::Result<StorageSizes> storageSizes();

    void cancel(); ///< Thread-safe.

private:
    friend class SpendScan;
    struct State;
    explicit Reader(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::requestlog
