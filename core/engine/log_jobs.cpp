// SPDX-License-Identifier: MIT
#include "engine/log_jobs.h"

#include "requestlog/log_import.h"
#include "requestlog/record_json.h"
#include "requestlog/repricing.h"

#include <nlohmann/json.hpp>

#include <limits>
#include <mutex>
#include <thread>

namespace cachescope::engine {

namespace {

using cache::ControlAnswer;
using cache::ControlQuestion;
using Json = nlohmann::ordered_json;

constexpr int keptRecords = 50;

ControlAnswer problem(int status, const char *code, std::string detail)
{
    return { status, {}, code, std::move(detail) };
}

ControlAnswer document(const Json &json)
{
    return { 200, json.dump(-1, ' ', false, Json::error_handler_t::replace), {}, {} };
}

Json recordJson(const requestlog::Repricing &record)
{
    return { { "id", record.uid },
             { "started_at", requestlog::isoTime(record.startedAt) },
             { "finished_at",
               record.finishedAt == 0 ? Json(nullptr) : Json(requestlog::isoTime(record.finishedAt)) },
             { "origin", record.origin },
             { "price_book", record.book },
             { "currency", record.currency },
             { "since", requestlog::isoTime(record.range.begin) },
             { "until", requestlog::isoTime(record.range.end) },
             { "calls", record.calls },
             { "changed", record.changed },
             { "newly_priced", record.newlyPriced },
             { "unpriced", record.unpriced },
             { "change",
               { { "billed", record.billedChange.toDecimal() },
                 { "without_cache", record.withoutCacheChange.toDecimal() },
                 { "avoided", record.avoidedChange.toDecimal() } } } };
}

} // namespace

/** The latest import; its thread ends before it is replaced. */
struct LogJobs::Import
{
    mutable std::mutex mutex; ///< guards all but `running`
    std::unique_ptr<requestlog::LogImport> work;
    std::vector<std::string> files;
    int job = 0;
    bool finished = true;
    std::string error;
    std::thread thread;
};

LogJobs::LogJobs(requestlog::RequestLog &log, std::string databasePath, Prices prices)
    : m_log(log)
    , m_databasePath(std::move(databasePath))
    , m_prices(std::move(prices))
    , m_import(std::make_unique<Import>())
{ }

LogJobs::~LogJobs()
{
    {
        const std::scoped_lock lock(m_import->mutex);
        if (m_import->work)
            m_import->work->stop();
    }
    if (m_import->thread.joinable())
        m_import->thread.join();
}

ControlAnswer LogJobs::answer(const ControlQuestion &question)
{
    if (question.path == "import")
        return startImport(question);
    if (question.path == "imports")
        return importState();
    return question.path == "reprice" ? startRepricing(question) : repricings();
}

ControlAnswer LogJobs::startImport(const ControlQuestion &question)
{
    const Json body = Json::parse(question.body, nullptr, false);
    std::vector<std::string> files;
    if (body.is_object() && body.contains("files") && body["files"].is_array())
        for (const Json &file : body["files"])
            if (file.is_string() && file.get<std::string>().starts_with('/'))
                files.push_back(file.get<std::string>());
    if (files.empty() || files.size() != body["files"].size())
        return problem(400, "files_wanted", "Send {\"files\":[…]} with absolute paths.");
    const std::scoped_lock lock(m_import->mutex);
    if (!m_import->finished)
        return problem(409, "import_running", "An import is under way; wait for its end.");
    if (m_import->thread.joinable())
        m_import->thread.join();
    m_import->work = std::make_unique<requestlog::LogImport>(m_log, m_prices());
    m_import->files = std::move(files);
    m_import->finished = false;
    m_import->error.clear();
    ++m_import->job;
    m_import->thread = std::thread([import = m_import.get(), work = m_import->work.get(), list = m_import->files] {
        std::string error;
        for (const std::string &file : list)
            if (const auto done = work->file(file); !done)
                error += (error.empty() ? "" : " ") + done.error().message;
        const std::scoped_lock ended(import->mutex);
        import->error = error;
        import->finished = true;
    });
    return document({ { "job", m_import->job } });
}

ControlAnswer LogJobs::importState() const
{
    const std::scoped_lock lock(m_import->mutex);
    const requestlog::ImportReport report = m_import->work ? m_import->work->report() : requestlog::ImportReport();
    return document({ { "job", m_import->job },
                      { "finished", m_import->finished },
                      { "imported", report.imported },
                      { "known", report.known },
                      { "refused", report.refused },
                      { "problems", report.problems },
                      { "error", m_import->error.empty() ? Json(nullptr) : Json(m_import->error) } });
}

ControlAnswer LogJobs::startRepricing(const ControlQuestion &question)
{
    const Json body = Json::parse(question.body.empty() ? "{}" : question.body, nullptr, false);
    requestlog::TimeRange range{ 0, std::numeric_limits<std::int64_t>::max() };
    for (const auto &[name, value] :
         { std::pair{ "since_us", &range.begin }, std::pair{ "until_us", &range.end } }) {
        if (!body.is_object())
            return problem(400, "object_wanted", "Send a JSON object.");
        if (!body.contains(name))
            continue;
        if (!body[name].is_number_integer())
            return problem(400, "time_wanted", std::string(name) + " is microseconds since 1970.");
        *value = body[name].get<std::int64_t>();
    }
    const std::string origin = question.origin.empty() ? "admin" : question.origin;
    return document({ { "id", m_log.reprice(range, m_prices(), origin) } });
}

ControlAnswer LogJobs::repricings() const
{
    const auto reader = requestlog::Reader::open(m_databasePath);
    if (!reader)
        return problem(503, "log_unavailable", reader.error().message);
    const auto records = (*reader)->repricings(keptRecords);
    if (!records)
        return problem(503, "log_unavailable", records.error().message);
    Json list = Json::array();
    for (const requestlog::Repricing &record : *records)
        list.push_back(recordJson(record));
    return document({ { "repricings", std::move(list) } });
}

} // namespace cachescope::engine
