// SPDX-License-Identifier: MIT
#include "ui/data/log_source.h"

namespace cachescope::ui {

namespace {

using namespace requestlog;

/** Passes each question on to a reader. */
class ReaderSource final : public LogSource
{
public:
    ReaderSource(std::unique_ptr<Reader> reader, std::string path)
        : m_reader(std::move(reader))
        , m_path(std::move(path))
    { }

    base::Result<Totals> totals(TimeRange range, const Filter &filter) override
    {
        return m_reader->totals(range, filter);
    }
    base::Result<std::vector<SeriesPoint>> series(TimeRange range, int buckets, const Filter &filter) override
    {
        return m_reader->series(range, buckets, filter);
    }
    base::Result<std::vector<Group>> groups(TimeRange range, GroupBy by, const Filter &filter, int limit) override
    {
        return m_reader->groups(range, by, filter, limit);
    }
    base::Result<std::vector<SpendDay>> spendDays(TimeRange range) override { return m_reader->spendDays(range); }
    base::Result<SpendBreakdown> spendBreakdown(const SpendQuestion &question) override
    {
        return m_reader->spendBreakdown(question);
    }
    base::Result<std::vector<UnpricedModel>> unpricedModels(TimeRange range) override
    {
        return m_reader->unpricedModels(range);
    }
    base::Result<std::vector<Repricing>> repricings(int limit) override { return m_reader->repricings(limit); }
    base::Result<> ids(
        TimeRange range, const Filter &filter, SortColumn sort, bool ascending,
        const Reader::IdBatch &batch) override
    {
        return m_reader->ids(range, filter, sort, ascending, batch);
    }
    base::Result<std::vector<std::int64_t>> newerIds(std::int64_t after, const Filter &filter, int limit) override
    {
        return m_reader->newerIds(after, filter, limit);
    }
    base::Result<std::vector<CallRecord>> rows(const std::vector<std::int64_t> &ids) override
    {
        return m_reader->rows(ids);
    }
    base::Result<CallContents> contents(std::int64_t id) override { return m_reader->contents(id); }
    base::Result<std::optional<CallInsight>> insight(std::int64_t id) override { return m_reader->insight(id); }
    base::Result<std::vector<ReasonSum>> reasons(TimeRange range, const Filter &filter) override
    {
        return m_reader->reasons(range, filter);
    }
    base::Result<std::int64_t> newestId() override { return m_reader->newestId(); }
    base::Result<std::optional<base::UnixMicros>> newestTime() override { return m_reader->newestTime(); }
    base::Result<std::vector<std::string>> distinct(GroupBy by, int limit) override
    {
        return m_reader->distinct(by, limit);
    }
    base::Result<Reader::StorageSizes> storageSizes() override { return m_reader->storageSizes(); }
    base::Result<std::int64_t> exportCalls(
        TimeRange range, const Filter &filter, ExportFormat format,
        const std::function<bool(std::string_view)> &sink) override
    {
        return requestlog::exportCalls(*m_reader, range, filter, format, sink);
    }
    base::Result<std::vector<Annotation>> annotations(TimeRange range) override
    {
        auto database = storage::Database::open(m_path, storage::OpenMode::ReadOnly);
        if (!database)
            return tl::unexpected(database.error());
        return readAnnotations(*database, range);
    }
    void cancel() override { m_reader->cancel(); }

private:
    std::unique_ptr<Reader> m_reader;
    std::string m_path;
};

} // namespace

base::Result<std::unique_ptr<LogSource>> openLogSource(const std::string &databasePath)
{
    auto reader = Reader::open(databasePath);
    if (!reader)
        return tl::unexpected(reader.error());
    return std::make_unique<ReaderSource>(std::move(*reader), databasePath);
}

} // namespace cachescope::ui
