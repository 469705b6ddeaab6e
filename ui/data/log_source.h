// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/annotations.h"
#include "requestlog/export.h"
#include "requestlog/query.h"
#include "requestlog/repricing.h"

#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::ui {

/**
 * What the pages ask the log: the questions of requestlog::Reader, as an interface so that tests can answer them.
 * Used on one thread at a time (LogService's); `cancel` from any.
 */
class LogSource
{
public:
    virtual ~LogSource() = default;

    virtual base::Result<requestlog::Totals> totals(requestlog::TimeRange range, const requestlog::Filter &filter)
        = 0;
    virtual base::Result<std::vector<requestlog::SeriesPoint>> series(
        requestlog::TimeRange range, int buckets, const requestlog::Filter &filter)
        = 0;
    virtual base::Result<std::vector<requestlog::Group>> groups(
        requestlog::TimeRange range, requestlog::GroupBy by, const requestlog::Filter &filter, int limit)
        = 0;
    virtual base::Result<std::vector<requestlog::SpendDay>> spendDays(requestlog::TimeRange range) = 0;
    virtual base::Result<requestlog::SpendBreakdown> spendBreakdown(const requestlog::SpendQuestion &question) = 0;
    virtual base::Result<std::vector<requestlog::UnpricedModel>> unpricedModels(requestlog::TimeRange range) = 0;
    virtual base::Result<std::vector<requestlog::Repricing>> repricings(int limit) = 0;
    virtual base::Result<> ids(
        requestlog::TimeRange range, const requestlog::Filter &filter, requestlog::SortColumn sort, bool ascending,
        const requestlog::Reader::IdBatch &batch)
        = 0;
    virtual base::Result<std::vector<std::int64_t>> newerIds(
        std::int64_t after, const requestlog::Filter &filter, int limit)
        = 0;
    virtual base::Result<std::vector<requestlog::CallRecord>> rows(const std::vector<std::int64_t> &ids) = 0;
    virtual base::Result<requestlog::CallContents> contents(std::int64_t id) = 0;
    /** As requestlog::Reader::insight. A source without insights has none. */
    virtual base::Result<std::optional<requestlog::CallInsight>> insight(std::int64_t)
    {
        return std::optional<requestlog::CallInsight>();
    }
    /** As requestlog::Reader::reasons. */
    virtual base::Result<std::vector<requestlog::ReasonSum>> reasons(
        requestlog::TimeRange, const requestlog::Filter &)
    {
        return std::vector<requestlog::ReasonSum>();
    }
    virtual base::Result<std::int64_t> newestId() = 0;
    virtual base::Result<std::optional<base::UnixMicros>> newestTime() = 0;
    virtual base::Result<std::vector<std::string>> distinct(requestlog::GroupBy by, int limit) = 0;
    virtual base::Result<requestlog::Reader::StorageSizes> storageSizes() = 0;
    /** As requestlog::exportCalls. */
    virtual base::Result<std::int64_t> exportCalls(
        requestlog::TimeRange range, const requestlog::Filter &filter, requestlog::ExportFormat format,
        const std::function<bool(std::string_view)> &sink)
        = 0;
    /** What happened in the range, for marks on charts; see requestlog::readAnnotations. */
    virtual base::Result<std::vector<requestlog::Annotation>> annotations(requestlog::TimeRange /*range*/)
    {
        return std::vector<requestlog::Annotation>();
    }
    /** Thread-safe: stops the running question with ErrorCode::Cancelled. */
    virtual void cancel() = 0;
};

/** A source over a reader of its own on this database. Call it on the thread that will use it. */
base::Result<std::unique_ptr<LogSource>> openLogSource(const std::string &databasePath);

} // namespace cachescope::ui
