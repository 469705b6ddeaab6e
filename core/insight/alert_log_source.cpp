// SPDX-License-Identifier: MIT
#include "insight/alert_source.h"

#include "requestlog/local_time.h"
#include "requestlog/names.h"
#include "requestlog/sql_functions.h"
#include "storage/database.h"

#include <charconv>
#include <mutex>

namespace cachescope::insight {

namespace {

using base::Result;
using requestlog::Filter;
using requestlog::Group;
using requestlog::GroupBy;
using requestlog::TimeRange;

constexpr int mostEntities = 500;

GroupBy groupOf(AlertPer per)
{
    switch (per) {
    case AlertPer::Model:
        return GroupBy::Model;
    case AlertPer::Project:
        return GroupBy::Project;
    case AlertPer::Client:
        return GroupBy::Client;
    case AlertPer::Session:
        return GroupBy::Session;
    default:
        return GroupBy::Upstream;
    }
}

class LogAlertSource final : public AlertSource
{
public:
    LogAlertSource(std::string path, std::function<std::int64_t()> droppedRows)
        : m_path(std::move(path))
        , m_droppedRows(std::move(droppedRows))
    { }

    Result<std::vector<Group>> groups(TimeRange range, AlertPer per, const Filter &filter) override
    {
        if (auto open = ensureOpen(); !open)
            return tl::unexpected(open.error());
        if (per != AlertPer::Nothing)
            return checked(m_reader->groups(range, groupOf(per), filter, mostEntities));
        auto totals = checked(m_reader->totals(range, filter));
        if (!totals)
            return tl::unexpected(totals.error());
        return std::vector<Group>{ { {}, *std::move(totals) } };
    }

    Result<std::map<std::string, base::UnixMicros>> newestCalls(
        TimeRange range, AlertPer per, const Filter &filter) override
    {
        const std::string column = per == AlertPer::Nothing ? "0" : std::string(alertPerName(per));
        std::map<std::string, base::UnixMicros> newest;
        auto done = query(
            "SELECT max(started_at), " + column, " GROUP BY 2", range, filter,
            [&](const storage::Statement &row) -> Result<> {
                if (row.isNull(0))
                    return {};
                auto name = m_names.nameOf(*m_database, row.integer(1));
                if (!name)
                    return tl::unexpected(name.error());
                newest[*std::move(name)] = row.integer(0);
                return {};
            });
        if (!done)
            return tl::unexpected(done.error());
        return newest;
    }

    Result<base::Money> dearest(TimeRange range, const Filter &filter) override
    {
        base::Money money;
        auto done = query("SELECT max(billed)", "", range, filter, [&](const storage::Statement &row) -> Result<> {
            money = base::Money::fromPico(row.integer(0));
            return {};
        });
        if (!done)
            return tl::unexpected(done.error());
        return money;
    }

    Result<std::int64_t> newestId() override
    {
        if (auto open = ensureOpen(); !open)
            return tl::unexpected(open.error());
        return checked(m_reader->newestId());
    }

    std::int64_t droppedRows() override { return m_droppedRows ? m_droppedRows() : 0; }

    void cancel() override
    {
        const std::lock_guard lock(m_mutex);
        m_cancelled = true;
        if (m_reader)
            m_reader->cancel();
        if (m_database)
            m_database->interrupt();
    }

private:
    Result<> ensureOpen()
    {
        const std::lock_guard lock(m_mutex);
        if (m_cancelled)
            return base::failure(base::ErrorCode::Cancelled, "The alerts are being stopped.");
        if (m_reader && m_database && !m_database->isReplaced())
            return {};
        auto reader = requestlog::Reader::open(m_path);
        if (!reader)
            return tl::unexpected(reader.error());
        auto database = storage::Database::open(m_path, storage::OpenMode::ReadOnly);
        if (!database)
            return tl::unexpected(database.error());
        m_database = std::make_unique<storage::Database>(*std::move(database));
        if (auto functions = requestlog::addFilterFunctions(*m_database); !functions) {
            m_database.reset();
            return functions;
        }
        m_names = {};
        m_reader = *std::move(reader);
        return {};
    }

    /** After an error the file may be another one: the next question opens anew. */
    template <typename T> Result<T> checked(Result<T> answer)
    {
        if (!answer) {
            const std::lock_guard lock(m_mutex);
            m_reader.reset();
            m_database.reset();
        }
        return answer;
    }

    Result<> query(
        const std::string &select, const std::string &group, TimeRange range, const Filter &filter,
        const std::function<Result<>(const storage::Statement &)> &take)
    {
        if (auto open = ensureOpen(); !open)
            return open;
        const Filter::Sql condition = filter.sql();
        auto statement = m_database->prepare(
            select + " FROM request WHERE started_at >= ? AND started_at < ? AND state != 0 AND (" + condition.where
            + ")" + group);
        if (!statement)
            return checked<void>(tl::unexpected(statement.error()));
        int index = 1;
        statement->bind(index++, range.begin);
        statement->bind(index++, range.end);
        for (const Filter::Sql::Value &value : condition.values) {
            if (value.isText)
                statement->bind(index++, std::string_view(value.text));
            else
                statement->bind(index++, value.integer);
        }
        while (statement->step()) {
            if (auto taken = take(*statement); !taken)
                return taken;
        }
        return statement->ok() ? Result<>() : checked<void>(tl::unexpected(statement->error()));
    }

    std::string m_path;
    std::function<std::int64_t()> m_droppedRows;
    std::mutex m_mutex; ///< Protects the three below against `cancel`; only this object's thread changes them.
    bool m_cancelled = false;
    std::unique_ptr<requestlog::Reader> m_reader;
    std::unique_ptr<storage::Database> m_database;
    requestlog::NameReader m_names;
};

/** Year and month of a local date, from "2026-10-24". */
std::pair<int, int> localMonth(base::UnixMicros now)
{
    const std::string date = requestlog::localIsoDate(now);
    int year = 1970;
    int month = 1;
    std::from_chars(date.data(), date.data() + 4, year);
    std::from_chars(date.data() + 5, date.data() + 7, month);
    return { year, month };
}

} // namespace

std::unique_ptr<AlertSource> logAlertSource(std::string databasePath, std::function<std::int64_t()> droppedRows)
{
    return std::make_unique<LogAlertSource>(std::move(databasePath), std::move(droppedRows));
}

base::UnixMicros alertPeriodStart(AlertPeriod period, base::UnixMicros now)
{
    switch (period) {
    case AlertPeriod::Hour:
        return requestlog::localHourStart(now);
    case AlertPeriod::Day:
        return requestlog::localDayStart(now);
    case AlertPeriod::Month: {
        const auto [year, month] = localMonth(now);
        return requestlog::fromLocal(year, month, 1, 0, 0, 0).value_or(requestlog::localDayStart(now));
    }
    case AlertPeriod::None:
        break;
    }
    return 0;
}

base::UnixMicros nextMonthStart(base::UnixMicros now)
{
    const auto [year, month] = localMonth(now);
    const auto next = month == 12 ? requestlog::fromLocal(year + 1, 1, 1, 0, 0, 0)
                                  : requestlog::fromLocal(year, month + 1, 1, 0, 0, 0);
    return next.value_or(requestlog::addLocalDays(now, 30));
}

double alertValueOf(AlertMetric metric, const requestlog::Totals &totals)
{
    const auto share = [](std::int64_t part, std::int64_t all) {
        return all > 0 ? static_cast<double>(part) / static_cast<double>(all) : 0.0;
    };
    const auto error = static_cast<std::size_t>(requestlog::Outcome::Error);
    switch (metric) {
    case AlertMetric::Spend:
        return static_cast<double>(totals.billed.pico()) / static_cast<double>(base::Money::perUnit);
    case AlertMetric::PrefixRead:
        return totals.prefixReadRate().value_or(0);
    case AlertMetric::HitRatio:
        return totals.hitRate().value_or(0);
    case AlertMetric::FirstTokenP95:
        return static_cast<double>(totals.firstToken.p95) / 1e6;
    case AlertMetric::LatencyP95:
        return static_cast<double>(totals.total.p95) / 1e6;
    case AlertMetric::ErrorRate:
        return share(totals.byOutcome[error], totals.requests());
    case AlertMetric::RateLimited:
        return static_cast<double>(totals.rateLimited);
    case AlertMetric::Unpriced:
        return static_cast<double>(totals.unpriced);
    default:
        return 0;
    }
}

} // namespace cachescope::insight
