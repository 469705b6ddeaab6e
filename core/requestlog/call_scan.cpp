// SPDX-License-Identifier: MIT
#include "requestlog/call_scan.h"

#include "requestlog/row.h"
#include "requestlog/sql_functions.h"
#include "storage/body_store.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Statement;

constexpr const char *replayColumns
    = "request.id, started_at, state, outcome, status, api, flags, upstream, model, client, project, session, "
      "credential, service_tier, cache_detail, finish_reason, method, target, cache_key, hit_of, fresh, "
      "cache_read, "
      "cache_write_5m, cache_write_1h, cache_write_other, output, reasoning, billed, without_cache, total_us, "
      "first_byte_us, first_token_us, request_body";

template <typename T> T numbered(std::int64_t value, T last)
{
    return value < 0 || value > static_cast<std::int64_t>(last) ? T{} : static_cast<T>(value);
}

std::optional<base::Money> moneyAt(const Statement &statement, int column)
{
    if (statement.isNull(column))
        return {};
    return base::Money::fromPico(statement.integer(column));
}

} // namespace

Result<CallScan> CallScan::open(const std::string &databasePath)
{
    // The reader's own check of the file's version, with its words.
    if (auto reader = Reader::open(databasePath); !reader)
        return tl::unexpected(reader.error());
    auto database = storage::Database::open(databasePath, storage::OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    if (auto added = addFilterFunctions(*database); !added)
        return tl::unexpected(added.error());
    return CallScan(*std::move(database));
}

Result<Statement> CallScan::prepare(
    const std::string &columns, const std::string &order, TimeRange range, const Filter &filter)
{
    const Filter::Sql condition = filter.sql();
    auto statement = m_database.prepare(
        "SELECT " + columns + " FROM request WHERE started_at >= ? AND started_at < ? AND state != 0 AND ("
        + condition.where + ")" + order);
    if (!statement)
        return statement;
    int index = 1;
    statement->bind(index++, range.begin);
    statement->bind(index++, range.end);
    for (const Filter::Sql::Value &value : condition.values) {
        if (value.isText)
            statement->bind(index++, value.text);
        else
            statement->bind(index++, value.integer);
    }
    return statement;
}

Result<std::int64_t> CallScan::count(TimeRange range, const Filter &filter)
{
    auto statement = prepare("count(*)", "", range, filter);
    if (!statement)
        return tl::unexpected(statement.error());
    std::int64_t found = 0;
    while (statement->step())
        found = statement->integer(0);
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return found;
}

Result<> CallScan::run(TimeRange range, const Filter &filter, const std::function<Next(Row &&)> &visit)
{
    auto statement = prepare(replayColumns, " ORDER BY started_at, request.id", range, filter);
    if (!statement)
        return tl::unexpected(statement.error());
    while (statement->step()) {
        auto row = read(*statement);
        if (!row)
            return tl::unexpected(row.error());
        if (visit(*std::move(row)) == Next::Stop)
            return {};
    }
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return {};
}

Result<CallScan::Row> CallScan::read(const Statement &statement)
{
    Row row;
    CallStart &start = row.record.start;
    CallEnd &end = row.record.end;
    int column = 0;
    start.id = statement.integer(column++);
    start.startedAt = statement.integer(column++);
    end.state = numbered(statement.integer(column++), CallState::Lost);
    end.outcome = numbered(statement.integer(column++), Outcome::Error);
    end.status = static_cast<int>(std::clamp<std::int64_t>(statement.integer(column++), 0, 999));
    start.api = numbered(statement.integer(column++), providers::Api::GeminiEmbed);
    const std::int64_t flags = statement.integer(column++);
    start.stream = (flags & RowFlag::stream) != 0;
    end.stored = (flags & RowFlag::stored) != 0;
    end.toolCalls = (flags & RowFlag::toolCalls) != 0;
    end.usage.source = numbered((flags >> RowFlag::usageSourceShift) & 3, providers::UsageSource::Estimated);
    for (std::string *name :
         { &start.upstream, &start.model, &start.client, &start.project, &start.session, &start.credential,
           &end.serviceTier, &end.cacheDetail, &end.finishReason, &start.method, &start.target }) {
        auto value = m_names.nameOf(m_database, statement.integer(column++));
        if (!value)
            return tl::unexpected(value.error());
        *name = *std::move(value);
    }
    end.cacheKey = statement.text(column++);
    end.hitOf = statement.integer(column++);
    providers::TokenUsage &tokens = end.usage.tokens;
    for (std::int64_t *value : { &tokens.fresh, &tokens.cacheRead, &tokens.cacheWrite5m, &tokens.cacheWrite1h,
                                 &tokens.cacheWriteOther, &tokens.output, &tokens.reasoning })
        *value = statement.integer(column++);
    end.billed = moneyAt(statement, column++);
    end.withoutCache = moneyAt(statement, column++);
    end.totalMicros = statement.integer(column++);
    end.firstByteMicros = statement.integer(column++);
    end.firstTokenMicros = statement.integer(column++);
    row.requestBody = statement.integer(column++);
    return row;
}

Result<BodyFetcher> BodyFetcher::open(const std::string &databasePath, std::shared_ptr<storage::ChunkCache> shared)
{
    auto database = storage::Database::open(databasePath, storage::OpenMode::ReadOnly);
    if (!database)
        return tl::unexpected(database.error());
    return BodyFetcher(*std::move(database), std::move(shared));
}

Result<std::string> BodyFetcher::get(std::int64_t body)
{
    if (body <= 0)
        return base::failure(base::ErrorCode::NotFound, "This call's body is not in the log.");
    return storage::BodyStore::get(m_database, body, m_shared.get());
}

} // namespace cachescope::requestlog
