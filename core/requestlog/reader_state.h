// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/id_ranges.h"
#include "requestlog/names.h"
#include "requestlog/query.h"
#include "requestlog/rollups.h"
#include "requestlog/sums.h"

#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <unordered_map>

namespace cachescope::requestlog {

/** Names of a roll-up row's dimensions; zeros from tables without them. */
struct PartKeys
{
    std::int64_t upstream = 0, model = 0, project = 0;
};

/** How rows are best found: by the index over time, or in the order of the table, there within `ids`. */
struct RowPlan
{
    bool byTime = false;
    std::vector<IdRange> ids;
    /** What goes between SELECT and the filter's condition; its values are begin, end, first and last id. The
     * plus keeps SQLite from preferring ids, which are bounded by nothing there, to the times. */
    std::string_view from() const
    {
        return byTime ? " FROM request WHERE started_at >= ? AND started_at < ? "
                        "AND +request.id BETWEEN ? AND ? AND ("
                      : " FROM request NOT INDEXED WHERE started_at >= ? AND started_at < ? "
                        "AND request.id BETWEEN ? AND ? AND (";
    }
};

/** What a Reader works with; its member functions are spread over reader_*.cpp by subject. */
struct Reader::State
{
    explicit State(storage::Database connection)
        : database(std::move(connection))
    { }

    std::mutex connectionMutex; ///< Held while `database` becomes another one, and by who interrupts it.
    storage::Database database;
    NameReader names;
    std::atomic<bool> cancelled{ false };

    /** A query begins: an earlier cancel no longer counts, and a file that took the place of the one that was
     * open (removed, set aside as damaged) is gone over to. */
    void begin();
    base::Result<> checkCancelled() const;

    /** One call of the rows, for sums. */
    using Row = std::function<void(base::UnixMicros startedAt, const PartKeys &keys, const CallFigures &figures)>;
    base::Result<> scanRows(TimeRange range, const Filter &filter, const Row &row);

    /** A piece of a range from the roll-ups: bucket start, names, sums of one outcome. */
    using Part
        = std::function<void(base::UnixMicros begin, const PartKeys &keys, Outcome outcome, const Sums &sums)>;
    enum class Dimensions
    {
        OutcomeOnly,
        All
    };
    /**
     * Hands over the range in as few pieces as there are: whole buckets of grains up to `coarsest` (index into
     * `grains`; -1: rows only) from the roll-ups, what is left at the ends from the rows. Exact to the microsecond
     * while the rows are kept.
     */
    base::Result<> scanParts(TimeRange range, int coarsest, Dimensions dimensions, const Part &part);

    /** Groups by a name that the roll-ups do not know: from the rows. */
    base::Result<std::vector<Group>> groupsByRowName(
        TimeRange range, std::string_view column, const Filter &filter, int limit);

    /** True when a scan of all rows is cheaper than a look into the index by time for each. */
    base::Result<bool> isWide(TimeRange range);
    base::Result<> idsByTime(TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch);
    /** Holds 16 bytes for each match while it sorts. */
    base::Result<> idsByColumn(
        TimeRange range, const Filter &filter, SortColumn sort, bool ascending, const IdBatch &batch);

    using Plan = RowPlan;
    base::Result<Plan> planFor(TimeRange range, const Filter &filter);

    /** The statement `sql` with the filter's values bound behind `leading` ones. */
    base::Result<storage::Statement> prepare(
        const std::string &sql, std::initializer_list<std::int64_t> leading, const Filter::Sql &filter);

private:
    std::chrono::steady_clock::time_point m_lastLook = std::chrono::steady_clock::now();

    base::Result<> idsByTimeFromIndex(TimeRange range, const Filter &filter, bool ascending, const IdBatch &batch);
    base::Result<> idsByTimeFromRows(
        TimeRange range, const Filter &filter, bool ascending, const std::vector<IdRange> &where,
        const IdBatch &batch);
    base::Result<> ranksOf(NameKind kind, std::unordered_map<std::int64_t, std::int64_t> &ranks);
    base::Result<> scanBuckets(TimeRange range, const Grain &grain, Dimensions dimensions, const Part &part);
    base::Result<> scanRowsAsParts(TimeRange range, const Part &part);
};

/** One consistent view of the file over several statements. */
class ReadTransaction
{
public:
    explicit ReadTransaction(storage::Database &database)
        : m_database(database)
        , m_begun(database.execute("BEGIN").has_value())
    { }
    ~ReadTransaction()
    {
        if (m_begun)
            (void)m_database.execute("ROLLBACK");
    }
    ReadTransaction(const ReadTransaction &) = delete;
    ReadTransaction &operator=(const ReadTransaction &) = delete;

private:
    storage::Database &m_database;
    bool m_begun;
};

} // namespace cachescope::requestlog
