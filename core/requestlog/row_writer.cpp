// SPDX-License-Identifier: MIT
#include "requestlog/row.h"

#include "requestlog/call_way.h"
#include "storage/body_store.h"

namespace cachescope::requestlog {

namespace {

using base::Result;
using storage::Database;
using storage::Statement;

/** Columns that `bindRow` binds, from ?1 on. `flags` is ?8. */
#define CACHESCOPE_ROW_COLUMNS                                                                                     \
    "id, uid, started_at, state, outcome, status, api, flags, cache_key, hit_of, fresh, cache_read, "              \
    "cache_write_5m, cache_write_1h, cache_write_other, output, reasoning, billed, without_cache, avoided, "       \
    "total_us, first_byte_us, first_token_us, connect_us, wait_us, overhead_us, attempts, request_bytes, "         \
    "response_bytes, upstream, model, client, project, session, credential, namespace, version, tags, method, "    \
    "target, served_model, service_tier, finish_reason, error_kind, cache_detail, request_body, response_body, "   \
    "cost_read, cost_write, cost_output"
#define CACHESCOPE_ROW_VALUES                                                                                      \
    "?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22, ?23, "   \
    "?24, ?25, ?26, ?27, ?28, ?29, ?30, ?31, ?32, ?33, ?34, ?35, ?36, ?37, ?38, ?39, ?40, ?41, ?42, ?43, ?44, "    \
    "?45, ?46, ?47, ?48, ?49, ?50"

constexpr int firstNameIndex = 30;
constexpr int firstBodyIndex = 46;
constexpr int firstPartIndex = 48;

constexpr std::string_view insertSql
    = "INSERT OR IGNORE INTO request (" CACHESCOPE_ROW_COLUMNS ") VALUES (" CACHESCOPE_ROW_VALUES ")";
// A pin that was set while the call was open stays.
constexpr std::string_view updateSql = "UPDATE request SET (" CACHESCOPE_ROW_COLUMNS ") = (" CACHESCOPE_ROW_VALUES
                                       "), flags = ?8 | (flags & 8) WHERE id = ?1 AND uid = ?2 AND state = 0";

#define CACHESCOPE_DETAIL_COLUMNS "id, first_text, error_message, usage_json, diagnostics, heads, way"
constexpr std::string_view insertDetailSql
    = "INSERT OR REPLACE INTO request_detail (" CACHESCOPE_DETAIL_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
// A note that was made while the call was open stays.
constexpr std::string_view updateDetailSql
    = "INSERT INTO request_detail (" CACHESCOPE_DETAIL_COLUMNS ") VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) "
      "ON CONFLICT (id) DO UPDATE SET first_text = excluded.first_text, error_message = excluded.error_message, "
      "usage_json = excluded.usage_json, diagnostics = excluded.diagnostics, heads = excluded.heads, "
      "way = excluded.way";

std::int64_t flagsOf(const CallStart &start, const CallEnd &end)
{
    std::int64_t flags = start.stream ? RowFlag::stream : 0;
    flags |= end.stored ? RowFlag::stored : 0;
    flags |= end.toolCalls ? RowFlag::toolCalls : 0;
    flags |= end.responseBodyTruncated ? RowFlag::responseTruncated : 0;
    flags |= end.usage.inconsistent ? RowFlag::usageInconsistent : 0;
    flags |= static_cast<std::int64_t>(end.usage.source) << RowFlag::usageSourceShift;
    return flags;
}

/** Where a name's number goes that sums are keyed by; null for the other kinds. */
std::int64_t *keyFor(RowKeys &keys, NameKind kind)
{
    switch (kind) {
    case NameKind::Upstream:
        return &keys.upstream;
    case NameKind::Model:
        return &keys.model;
    case NameKind::Project:
        return &keys.project;
    case NameKind::Client:
        return &keys.client;
    case NameKind::Session:
        return &keys.session;
    case NameKind::Credential:
        return &keys.credential;
    case NameKind::Tags:
        return &keys.tags;
    default:
        return nullptr;
    }
}

std::string_view uidBytes(const base::Uid &uid)
{
    return { reinterpret_cast<const char *>(uid.bytes.data()), uid.bytes.size() };
}

void bindMoney(Statement &statement, int index, const std::optional<base::Money> &money)
{
    if (money)
        statement.bind(index, money->pico());
    else
        statement.bindNull(index);
}

void bindTextOrNull(Statement &statement, int index, std::string_view text)
{
    if (text.empty())
        statement.bindNull(index);
    else
        statement.bindInPlace(index, text);
}

/** Values from ?1 to ?9 and the plain numbers up to ?29. */
void bindPlain(Statement &statement, const CallStart &start, const CallEnd &end)
{
    statement.bind(1, start.id);
    statement.bindBlobInPlace(2, uidBytes(start.uid));
    statement.bind(3, start.startedAt);
    statement.bind(4, static_cast<std::int64_t>(end.state));
    statement.bind(5, static_cast<std::int64_t>(end.outcome));
    statement.bind(6, std::int64_t{ end.status });
    statement.bind(7, static_cast<std::int64_t>(start.api));
    statement.bind(8, flagsOf(start, end));
    bindTextOrNull(statement, 9, end.cacheKey);
    const providers::TokenUsage &tokens = end.usage.tokens;
    int index = 10;
    for (const std::int64_t value :
         { end.hitOf, tokens.fresh, tokens.cacheRead, tokens.cacheWrite5m, tokens.cacheWrite1h,
           tokens.cacheWriteOther, tokens.output, tokens.reasoning })
        statement.bind(index++, value);
    for (const auto *money : { &end.billed, &end.withoutCache, &end.avoided })
        bindMoney(statement, index++, *money);
    for (const std::int64_t value :
         { end.totalMicros, end.firstByteMicros, end.firstTokenMicros, end.connectMicros, end.waitMicros,
           end.overheadMicros, std::int64_t{ end.attempts }, start.requestBytes, end.responseBytes })
        statement.bind(index++, value);
}

/** Without `fresh`, which is the rest of `billed`. */
void bindParts(Statement &statement, const CallEnd &end)
{
    const bool known = end.parts && end.billed && end.parts->sum() == *end.billed;
    int index = firstPartIndex;
    for (const base::Money part :
         { known ? end.parts->cacheRead : base::Money(), known ? end.parts->cacheWrite : base::Money(),
           known ? end.parts->output : base::Money() })
        bindMoney(statement, index++, known ? std::optional(part) : std::nullopt);
}

CallEnd openEnd()
{
    CallEnd end;
    end.state = CallState::Open;
    end.totalMicros = -1;
    return end;
}

} // namespace

Result<> RowWriter::bindNames(
    Database &database, Statement &statement, int firstIndex, const CallStart &start, const CallEnd &end)
{
    const std::string tags = start.tags.empty() ? std::string() : joinTags(start.tags);
    const std::pair<NameKind, std::string_view> named[] = {
        { NameKind::Upstream, start.upstream },
        { NameKind::Model, start.model },
        { NameKind::Client, start.client },
        { NameKind::Project, start.project },
        { NameKind::Session, start.session },
        { NameKind::Credential, start.credential },
        { NameKind::Namespace, start.nameSpace },
        { NameKind::Version, start.version },
        { NameKind::Tags, tags },
        { NameKind::Method, start.method },
        { NameKind::Target, start.target },
        { NameKind::ServedModel, end.servedModel },
        { NameKind::ServiceTier, end.serviceTier },
        { NameKind::FinishReason, end.finishReason },
        { NameKind::ErrorKind, end.errorKind },
        { NameKind::CacheDetail, end.cacheDetail },
    };
    int index = firstIndex;
    for (const auto &[kind, value] : named) {
        auto id = m_names.idOf(database, kind, value);
        if (!id)
            return tl::unexpected(id.error());
        statement.bind(index++, *id);
        if (std::int64_t *const key = keyFor(m_keys, kind))
            *key = *id;
    }
    return {};
}

/** True when the statement changed a row. */
Result<bool> RowWriter::execute(
    Database &database, std::string_view sql, const CallStart &start, const CallEnd &end, const Bodies &bodies)
{
    auto prepared = database.cached(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    bindPlain(statement, start, end);
    if (auto bound = bindNames(database, statement, firstNameIndex, start, end); !bound)
        return tl::unexpected(bound.error());
    statement.bind(firstBodyIndex, bodies.request);
    statement.bind(firstBodyIndex + 1, bodies.response);
    bindParts(statement, end);
    if (auto run = statement.run(); !run)
        return tl::unexpected(run.error());
    return database.changes() > 0;
}

Result<> RowWriter::insertOpen(Database &database, const CallStart &start)
{
    const CallEnd end = openEnd();
    auto inserted = execute(database, insertSql, start, end, {});
    if (!inserted)
        return tl::unexpected(inserted.error());
    return *inserted ? writeDetail(database, insertDetailSql, start, end) : Result<>{};
}

Result<RowWriter::Written> RowWriter::finish(
    Database &database, const CallStart &start, const CallEnd &end, RowKeys &keys)
{
    auto bodies = putBodies(database, end);
    if (!bodies)
        return tl::unexpected(bodies.error());
    // Nearly always the call ended before its open row was due, so there is none.
    auto inserted = execute(database, insertSql, start, end, *bodies);
    if (!inserted)
        return tl::unexpected(inserted.error());
    std::string_view detailSql = insertDetailSql;
    if (!*inserted) {
        auto updated = execute(database, updateSql, start, end, *bodies);
        if (!updated)
            return tl::unexpected(updated.error());
        if (!*updated) {
            keys = m_keys;
            auto released = releaseBodies(database, *bodies);
            return released ? Result<Written>(Written::Before) : tl::unexpected(released.error());
        }
        detailSql = updateDetailSql;
    }
    keys = m_keys;
    if (auto detail = writeDetail(database, detailSql, start, end); !detail)
        return tl::unexpected(detail.error());
    return Written::Now;
}

Result<> RowWriter::writeDetail(
    Database &database, std::string_view sql, const CallStart &start, const CallEnd &end)
{
    if (start.firstText.empty() && end.errorMessage.empty() && end.usage.rawJson.empty()
        && end.diagnosticsJson.empty() && end.requestHead.empty() && end.responseHead.empty() && !end.way)
        return {};
    for (const std::string *text : { &start.firstText, &end.errorMessage })
        if (auto added = m_texts.add(database, start.id, *text); !added)
            return added;
    auto prepared = database.cached(sql);
    if (!prepared)
        return tl::unexpected(prepared.error());
    Statement &statement = **prepared;
    statement.bind(1, start.id);
    bindTextOrNull(statement, 2, start.firstText);
    bindTextOrNull(statement, 3, end.errorMessage);
    bindTextOrNull(statement, 4, end.usage.rawJson);
    bindTextOrNull(statement, 5, end.diagnosticsJson);
    std::string heads;
    if (!end.requestHead.empty() || !end.responseHead.empty())
        heads = packHeads(end.requestHead, end.responseHead);
    if (heads.empty())
        statement.bindNull(6);
    else
        statement.bindBlobInPlace(6, heads);
    const std::string way = end.way ? toJson(*end.way) : std::string();
    bindTextOrNull(statement, 7, way);
    return statement.run();
}

Result<RowWriter::Bodies> RowWriter::putBodies(Database &database, const CallEnd &end)
{
    auto request = storage::BodyStore::put(database, end.requestBody);
    if (!request)
        return tl::unexpected(request.error());
    auto response = storage::BodyStore::put(database, end.responseBody);
    if (!response)
        return tl::unexpected(response.error());
    return Bodies{ *request, *response };
}

Result<> RowWriter::releaseBodies(Database &database, const Bodies &bodies)
{
    if (auto request = storage::BodyStore::release(database, bodies.request); !request)
        return request;
    return storage::BodyStore::release(database, bodies.response);
}

} // namespace cachescope::requestlog
