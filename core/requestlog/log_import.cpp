// SPDX-License-Identifier: MIT
#include "requestlog/log_import.h"

#include "requestlog/call_from_json.h"
#include "requestlog/request_log.h"

#include <filesystem>
#include <fstream>
#include <mutex>
#include <sstream>

namespace cachescope::requestlog {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

constexpr std::size_t mostLine = std::size_t{ 256 } << 20;
constexpr std::int64_t mostHarBytes = std::int64_t{ 1 } << 30;
constexpr std::size_t batchCalls = 500;
constexpr std::int64_t batchBytes = 16 << 20;
constexpr std::size_t mostProblems = 10;

/** Deeper JSON than any call has would overflow the stack of what reads it. */
constexpr int deepest = 200;

bool isTooDeep(std::string_view text)
{
    int depth = 0;
    bool inText = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (inText) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inText = false;
        } else if (c == '"') {
            inText = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepest)
                return true;
        } else if (c == '}' || c == ']') {
            --depth;
        }
    }
    return false;
}

Result<Json> parsed(std::string_view text)
{
    if (isTooDeep(text))
        return failure(ErrorCode::InvalidInput, "the JSON is nested too deeply");
    Json json = Json::parse(text, nullptr, false);
    if (json.is_discarded())
        return failure(ErrorCode::InvalidInput, "is no JSON");
    return json;
}

/** A line without its end; false at the end of the file or beyond the longest line. */
bool readLine(std::istream &in, std::string &line, bool &tooLong)
{
    line.clear();
    tooLong = false;
    std::streambuf *const buffer = in.rdbuf();
    int c = buffer->sbumpc();
    if (c == std::char_traits<char>::eof())
        return false;
    for (; c != std::char_traits<char>::eof() && c != '\n'; c = buffer->sbumpc()) {
        if (line.size() < mostLine)
            line.push_back(static_cast<char>(c));
        else
            tooLong = true;
    }
    if (line.ends_with('\r'))
        line.pop_back();
    return true;
}

std::string nameOf(const std::string &path)
{
    return std::filesystem::path(path).filename().string();
}

/** JSON Lines begin with a whole object that is a call; everything else may be HAR. */
bool beginsLikeLines(std::istream &in)
{
    std::string line;
    bool tooLong = false;
    while (readLine(in, line, tooLong)) {
        if (line.find_first_not_of(" \t") == std::string::npos)
            continue;
        const auto json = parsed(line);
        return !json ? line.find("\"log\"") == std::string::npos : json->is_object() && !json->contains("log");
    }
    return true;
}

std::int64_t bytesOf(const CallRecord &record)
{
    return static_cast<std::int64_t>(
        sizeof record + record.end.requestBody.size() + record.end.responseBody.size()
        + record.end.requestHead.size() + record.end.responseHead.size());
}

} // namespace

struct LogImport::Shared
{
    mutable std::mutex mutex;
    ImportReport report; ///< under mutex
};

LogImport::LogImport(RequestLog &log, std::shared_ptr<const providers::PriceBook> book)
    : m_log(log)
    , m_book(std::move(book))
    , m_numbers(std::make_shared<RequestLog::ImportNumbers>())
    , m_shared(std::make_shared<Shared>())
{ }

ImportReport LogImport::report() const
{
    const std::scoped_lock lock(m_shared->mutex);
    return m_shared->report;
}

void LogImport::refuse(const std::string &place, const std::string &reason)
{
    const std::scoped_lock lock(m_shared->mutex);
    ++m_shared->report.refused;
    if (m_shared->report.problems.size() < mostProblems)
        m_shared->report.problems.push_back(place + ": " + reason + ".");
}

void LogImport::take(Result<CallRecord> record, const std::string &place)
{
    if (!record)
        return refuse(place, record.error().message);
    if (m_book)
        priceImported(*record, *m_book);
    m_batchBytes += bytesOf(*record);
    m_batch.push_back(*std::move(record));
}

Result<> LogImport::flush()
{
    if (m_batch.empty())
        return {};
    auto counts = m_log.importCalls(std::move(m_batch), m_numbers);
    m_batch.clear();
    m_batchBytes = 0;
    if (!counts)
        return tl::unexpected(counts.error());
    const std::scoped_lock lock(m_shared->mutex);
    m_shared->report.imported += counts->imported;
    m_shared->report.known += counts->known;
    return {};
}

Result<> LogImport::file(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    std::error_code problem;
    if (!in || std::filesystem::is_directory(path, problem))
        return failure(ErrorCode::Unreadable, "Cannot read " + path + "; check its name and rights.");
    auto done = beginsLikeLines(in) ? lines(path) : har(path);
    if (auto flushed = flush(); !flushed)
        return flushed;
    return done;
}

Result<> LogImport::lines(const std::string &path)
{
    std::ifstream in(path, std::ios::binary);
    std::string line;
    bool tooLong = false;
    for (std::int64_t number = 1; readLine(in, line, tooLong); ++number) {
        if (m_stopped)
            return failure(ErrorCode::Cancelled, "The import was stopped.");
        const std::string place = nameOf(path) + ", line " + std::to_string(number);
        if (tooLong) {
            refuse(place, "is longer than 256 MiB");
            continue;
        }
        if (line.find_first_not_of(" \t") == std::string::npos)
            continue;
        const auto json = parsed(line);
        if (json)
            take(callFromJson(*json), place);
        else
            refuse(place, json.error().message);
        if (m_batch.size() >= batchCalls || m_batchBytes >= batchBytes)
            if (auto flushed = flush(); !flushed)
                return flushed;
    }
    if (in.bad())
        return failure(ErrorCode::Unreadable, "Cannot read all of " + path + ".");
    return {};
}

Result<> LogImport::har(const std::string &path)
{
    std::error_code problem;
    if (static_cast<std::int64_t>(std::filesystem::file_size(path, problem)) > mostHarBytes || problem)
        return failure(ErrorCode::InvalidInput, path + " is larger than 1 GiB, too much for one HAR; split it.");
    std::ifstream in(path, std::ios::binary);
    std::ostringstream text;
    text << in.rdbuf();
    const auto json = parsed(text.view());
    const Json *entries = nullptr;
    if (json && json->is_object() && json->contains("log") && (*json)["log"].is_object()
        && (*json)["log"].contains("entries") && (*json)["log"]["entries"].is_array())
        entries = &(*json)["log"]["entries"];
    if (entries == nullptr)
        return failure(
            ErrorCode::InvalidInput,
            path + " is neither JSON Lines of `cachescope log export` nor a HAR"
                + (json ? "." : ": it " + json.error().message + "."));
    for (std::size_t i = 0; i < entries->size(); ++i) {
        if (m_stopped)
            return failure(ErrorCode::Cancelled, "The import was stopped.");
        take(callFromHar((*entries)[i]), nameOf(path) + ", entry " + std::to_string(i + 1));
        if (m_batch.size() >= batchCalls || m_batchBytes >= batchBytes)
            if (auto flushed = flush(); !flushed)
                return flushed;
    }
    return {};
}

} // namespace cachescope::requestlog
