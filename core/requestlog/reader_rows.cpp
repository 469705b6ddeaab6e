// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"
#include "requestlog/row.h"
#include "requestlog/sql_functions.h"
#include "storage/body_store.h"
#include "storage/schema.h"

#include <algorithm>
#include <chrono>
#include <mutex>

namespace cachescope::requestlog {

namespace {

using base::ErrorCode;
using base::Result;

std::string selectRow(std::string_view condition)
{
    return "SELECT " + std::string(rowColumns) + ", " + std::string(detailColumns)
        + " FROM request LEFT JOIN request_detail AS d ON d.id = request.id WHERE " + std::string(condition);
}

std::optional<NameKind> nameKindOf(GroupBy by)
{
    switch (by) {
    case GroupBy::Upstream:
        return NameKind::Upstream;
    case GroupBy::Model:
        return NameKind::Model;
    case GroupBy::Project:
        return NameKind::Project;
    case GroupBy::Client:
        return NameKind::Client;
    case GroupBy::Session:
        return NameKind::Session;
    default:
        return {};
    }
}

/** Both bodies of a call; what cannot be read is told in `contents`. */
Result<> readBody(
    storage::Database &database, std::int64_t body, std::int64_t bytes, std::string &to, bool &missing,
    std::string &damage)
{
    missing = body < 0 || (body == 0 && bytes > 0);
    if (body <= 0)
        return {};
    auto read = storage::BodyStore::get(database, body);
    if (read) {
        to = *std::move(read);
        return {};
    }
    if (read.error().code == ErrorCode::NotFound)
        missing = true;
    else if (read.error().code == ErrorCode::Corrupt)
        damage = read.error().message;
    else
        return tl::unexpected(read.error());
    return {};
}

} // namespace

Reader::Reader(std::unique_ptr<State> state)
    : m_state(std::move(state))
{ }

Reader::~Reader() = default;

Result<std::unique_ptr<Reader>> Reader::open(const std::string &databasePath)
{
    auto database = storage::Database::open(databasePath, storage::OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    auto version = database->integer("PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (version->value_or(0) > storage::schemaVersion)
        return base::failure(
            ErrorCode::TooNew, databasePath + ": was written by a newer Cachescope; update this program.");
    if (version->value_or(0) < storage::schemaVersion)
        return base::failure(
            ErrorCode::Unavailable,
            databasePath
                + ": is from an older Cachescope; start the window or `serve` once to bring it up to date.");
    auto state = std::make_unique<State>(*std::move(database));
    if (auto added = addFilterFunctions(state->database); !added)
        return tl::unexpected(added.error());
    return std::unique_ptr<Reader>(new Reader(std::move(state)));
}

void Reader::cancel()
{
    m_state->cancelled = true;
    const std::scoped_lock lock(m_state->connectionMutex);
    m_state->database.interrupt();
}

void Reader::State::begin()
{
    constexpr std::chrono::milliseconds lookInterval{ 500 };
    cancelled = false;
    const auto now = std::chrono::steady_clock::now();
    if (now - m_lastLook < lookInterval)
        return;
    m_lastLook = now;
    if (!database.isReplaced())
        return;
    auto next = storage::Database::open(database.path(), storage::OpenMode::ReadOnly);
    if (!next || !addFilterFunctions(*next))
        return; // There is none yet: what the old one has is still true.
    names = {};
    const std::scoped_lock lock(connectionMutex);
    database = *std::move(next);
}

Result<std::vector<CallRecord>> Reader::rows(const std::vector<std::int64_t> &ids)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    static const std::string sql = selectRow("request.id = ?1");
    auto prepared = m_state->database.cached(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    storage::Statement &statement = **prepared;
    std::vector<CallRecord> records;
    records.reserve(ids.size());
    for (const std::int64_t id : ids) {
        statement.reset();
        statement.bind(1, id);
        if (statement.step()) {
            auto record = readRow(m_state->database, m_state->names, statement);
            if (!record)
                return tl::unexpected(record.error());
            records.push_back(*std::move(record));
        }
        if (!statement.ok())
            return tl::unexpected(statement.error());
    }
    statement.reset();
    return records;
}

Result<std::optional<CallRecord>> Reader::byUid(const base::Uid &uid)
{
    m_state->begin();
    static const std::string sql = selectRow("request.started_at BETWEEN ?2 AND ?3 AND request.uid = ?1");
    auto prepared = m_state->database.cached(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    storage::Statement &statement = **prepared;
    statement.bindBlob(1, { reinterpret_cast<const char *>(uid.bytes.data()), uid.bytes.size() });
    // It was made from the time of the call's start.
    statement.bind(2, uid.time());
    statement.bind(3, uid.time() + 999);
    std::optional<CallRecord> found;
    if (statement.step()) {
        auto record = readRow(m_state->database, m_state->names, statement);
        if (!record)
            return tl::unexpected(record.error());
        found = *std::move(record);
    }
    if (!statement.ok())
        return tl::unexpected(statement.error());
    statement.reset();
    return found;
}

Result<CallContents> Reader::contents(std::int64_t id)
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    auto statement = m_state->database.prepare(
        "SELECT request_body, response_body, request_bytes, response_bytes, flags, d.heads FROM request "
        "LEFT JOIN request_detail AS d ON d.id = request.id WHERE request.id = ?1");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, id);
    if (!statement->step())
        return statement->ok() ? base::failure(ErrorCode::NotFound, "This call is no longer in the log.")
                               : tl::unexpected(statement->error());
    CallContents contents;
    contents.responseBodyTruncated = (statement->integer(4) & RowFlag::responseTruncated) != 0;
    if (auto heads = unpackHeads(statement->blob(5)); heads) {
        contents.requestHead = std::move(heads->request);
        contents.responseHead = std::move(heads->response);
    } else {
        contents.damage = heads.error().message;
    }
    storage::Database &database = m_state->database;
    auto request = readBody(
        database, statement->integer(0), statement->integer(2), contents.requestBody, contents.requestBodyMissing,
        contents.damage);
    auto response = readBody(
        database, statement->integer(1), statement->integer(3), contents.responseBody, contents.responseBodyMissing,
        contents.damage);
    if (!request || !response)
        return tl::unexpected(request ? response.error() : request.error());
    return contents;
}

Result<std::vector<std::int64_t>> Reader::newerIds(std::int64_t after, const Filter &filter, int limit)
{
    m_state->begin();
    const Filter::Sql condition = filter.sql();
    auto statement = m_state->prepare(
        "SELECT request.id FROM request WHERE request.id > ? AND (" + condition.where
            + ") ORDER BY request.id LIMIT " + std::to_string(std::max(limit, 0)),
        { after }, condition);
    if (!statement)
        return tl::unexpected(statement.error());
    std::vector<std::int64_t> ids;
    while (statement->step())
        ids.push_back(statement->integer(0));
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return ids;
}

Result<std::vector<std::int64_t>> Reader::newestIds(const Filter &filter, int limit, std::int64_t scanned)
{
    m_state->begin();
    const Filter::Sql condition = filter.sql();
    // By id, which is the order of the table: stops as soon as there are enough.
    auto statement = m_state->prepare(
        "SELECT request.id FROM request NOT INDEXED WHERE request.id > (SELECT coalesce(max(id), 0) FROM request) "
        "- ? "
        "AND ("
            + condition.where + ") ORDER BY request.id DESC LIMIT " + std::to_string(std::max(limit, 0)),
        { scanned }, condition);
    if (!statement)
        return tl::unexpected(statement.error());
    std::vector<std::int64_t> ids;
    while (statement->step())
        ids.push_back(statement->integer(0));
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return ids;
}

Result<std::int64_t> Reader::newestId()
{
    auto id = m_state->database.integer("SELECT max(id) FROM request");
    if (!id)
        return tl::unexpected(id.error());
    return id->value_or(0);
}

Result<std::optional<base::UnixMicros>> Reader::newestTime()
{
    return m_state->database.integer("SELECT max(started_at) FROM request");
}

Result<std::vector<std::string>> Reader::distinct(GroupBy by, int limit)
{
    std::vector<std::string> values;
    if (by == GroupBy::Outcome)
        for (int i = 0; i < outcomeCount && i < limit; ++i)
            values.emplace_back(outcomeName(static_cast<Outcome>(i)));
    const auto kind = nameKindOf(by);
    if (!kind)
        return values;
    auto statement = m_state->database.prepare("SELECT value FROM name WHERE kind = ?1 ORDER BY id DESC LIMIT ?2");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, static_cast<std::int64_t>(*kind));
    statement->bind(2, std::int64_t{ std::max(limit, 0) });
    while (statement->step())
        values.emplace_back(statement->text(0));
    if (!statement->ok())
        return tl::unexpected(statement->error());
    std::sort(values.begin(), values.end());
    return values;
}

Result<Reader::StorageSizes> Reader::storageSizes()
{
    m_state->begin();
    const ReadTransaction transaction(m_state->database);
    StorageSizes sizes;
    std::int64_t pageSize = 0;
    std::int64_t freePages = 0;
    const std::pair<const char *, std::int64_t *> queries[]
        = { { "SELECT count(*) FROM request", &sizes.rows },
            { "SELECT value FROM meta WHERE key = 'body_bytes'", &sizes.bodyBytes },
            { "SELECT coalesce(sum(stored_size), 0) FROM cache_entry", &sizes.cacheBytes },
            { "PRAGMA page_count", &sizes.fileBytes },
            { "PRAGMA page_size", &pageSize },
            { "PRAGMA freelist_count", &freePages } };
    for (const auto &[sql, value] : queries) {
        auto number = m_state->database.integer(sql);
        if (!number)
            return tl::unexpected(number.error());
        *value = number->value_or(0);
    }
    sizes.fileBytes *= pageSize;
    sizes.rowBytes
        = std::max<std::int64_t>(sizes.fileBytes - freePages * pageSize - sizes.bodyBytes - sizes.cacheBytes, 0);
    return sizes;
}

} // namespace cachescope::requestlog
