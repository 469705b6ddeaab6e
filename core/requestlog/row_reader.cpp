// SPDX-License-Identifier: MIT
#include "requestlog/row.h"

#include "requestlog/call_way.h"
#include "storage/compression.h"
#include "storage/varint.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

using storage::Database;
using storage::Statement;

std::optional<base::Money> moneyAt(const Statement &statement, int column)
{
    if (statement.isNull(column))
        return {};
    return base::Money::fromPico(statement.integer(column));
}

template <typename T> T numbered(std::int64_t value, T last)
{
    return value < 0 || value > static_cast<std::int64_t>(last) ? T{} : static_cast<T>(value);
}

int narrow(std::int64_t value)
{
    return static_cast<int>(std::clamp<std::int64_t>(value, -1'000'000'000, 1'000'000'000));
}

providers::UsageSource usageSourceOf(std::int64_t flags)
{
    return numbered((flags >> RowFlag::usageSourceShift) & 3, providers::UsageSource::Estimated);
}

providers::TokenUsage tokensAt(const Statement &statement, int column)
{
    providers::TokenUsage tokens;
    for (std::int64_t *value : { &tokens.fresh, &tokens.cacheRead, &tokens.cacheWrite5m, &tokens.cacheWrite1h,
                                 &tokens.cacheWriteOther, &tokens.output, &tokens.reasoning })
        *value = statement.integer(column++);
    return tokens;
}

constexpr int firstNameColumn = 29;

/** The strings of a row, in the order of `rowColumns` from `firstNameColumn` on. */
base::Result<> readNames(
    Database &database, NameReader &names, const Statement &statement, CallStart &start, CallEnd &end)
{
    std::string tags;
    int column = firstNameColumn;
    for (std::string *value :
         { &start.upstream, &start.model, &start.client, &start.project, &start.session, &start.credential,
           &start.nameSpace, &start.version, &tags, &start.method, &start.target, &end.servedModel,
           &end.serviceTier, &end.finishReason, &end.errorKind, &end.cacheDetail }) {
        auto name = names.nameOf(database, statement.integer(column++));
        if (!name)
            return tl::unexpected(name.error());
        *value = *std::move(name);
    }
    start.tags = splitTags(tags);
    return {};
}

void readPlain(const Statement &statement, CallRecord &record)
{
    CallStart &start = record.start;
    CallEnd &end = record.end;
    start.id = statement.integer(0);
    const std::string_view uid = statement.blob(1);
    std::copy_n(uid.begin(), std::min(uid.size(), start.uid.bytes.size()), start.uid.bytes.begin());
    start.startedAt = statement.integer(2);
    end.state = numbered(statement.integer(3), CallState::Lost);
    end.outcome = numbered(statement.integer(4), Outcome::Error);
    end.status = narrow(statement.integer(5));
    start.api = numbered(statement.integer(6), providers::Api::GeminiEmbed);
    const std::int64_t flags = statement.integer(7);
    start.stream = (flags & RowFlag::stream) != 0;
    end.stored = (flags & RowFlag::stored) != 0;
    end.toolCalls = (flags & RowFlag::toolCalls) != 0;
    end.responseBodyTruncated = (flags & RowFlag::responseTruncated) != 0;
    end.usage.inconsistent = (flags & RowFlag::usageInconsistent) != 0;
    end.usage.source = usageSourceOf(flags);
    record.pinned = (flags & RowFlag::pinned) != 0;
    record.reason = numbered(flags >> RowFlag::reasonShift & RowFlag::reasonMask, lastMissReason);
    end.cacheKey = statement.text(8);
    end.hitOf = statement.integer(9);
    end.usage.tokens = tokensAt(statement, 10);
    end.billed = moneyAt(statement, 17);
    end.withoutCache = moneyAt(statement, 18);
    end.avoided = moneyAt(statement, 19);
    int column = 20;
    for (std::int64_t *value : { &end.totalMicros, &end.firstByteMicros, &end.firstTokenMicros, &end.connectMicros,
                                 &end.waitMicros, &end.overheadMicros })
        *value = statement.integer(column++);
    end.attempts = narrow(statement.integer(26));
    start.requestBytes = statement.integer(27);
    end.responseBytes = statement.integer(28);
}

void readParts(const Statement &statement, CallEnd &end)
{
    constexpr int firstPartColumn = 45;
    const auto read = moneyAt(statement, firstPartColumn);
    const auto write = moneyAt(statement, firstPartColumn + 1);
    const auto output = moneyAt(statement, firstPartColumn + 2);
    if (end.billed && read && write && output)
        end.parts = { *end.billed - *read - *write - *output, *read, *write, *output };
}

} // namespace

const std::string_view rowColumns
    = "request.id, uid, started_at, state, outcome, status, api, flags, cache_key, hit_of, fresh, cache_read, "
      "cache_write_5m, cache_write_1h, cache_write_other, output, reasoning, billed, without_cache, avoided, "
      "total_us, first_byte_us, first_token_us, connect_us, wait_us, overhead_us, attempts, request_bytes, "
      "response_bytes, upstream, model, client, project, session, credential, namespace, version, tags, method, "
      "target, served_model, service_tier, finish_reason, error_kind, cache_detail, cost_read, cost_write, "
      "cost_output";
const std::string_view detailColumns = "d.first_text, d.error_message, d.usage_json, d.diagnostics, d.note, d.way";
const std::string_view figureColumns
    = "outcome, state, status, attempts, flags, fresh, cache_read, cache_write_5m, cache_write_1h, "
      "cache_write_other, output, reasoning, billed, without_cache, avoided, total_us, first_token_us";

base::Result<CallRecord> readRow(Database &database, NameReader &names, const Statement &statement)
{
    CallRecord record;
    readPlain(statement, record);
    if (auto named = readNames(database, names, statement, record.start, record.end); !named)
        return tl::unexpected(named.error());
    readParts(statement, record.end);
    constexpr int firstDetailColumn = 48;
    int column = firstDetailColumn;
    for (std::string *value : { &record.start.firstText, &record.end.errorMessage, &record.end.usage.rawJson,
                                &record.end.diagnosticsJson, &record.note })
        *value = statement.text(column++);
    if (const std::string_view way = statement.text(column); !way.empty())
        record.end.way = std::make_shared<const CallWay>(callWayFromJson(way));
    return record;
}

CallFigures readFigures(const Statement &statement, int firstColumn)
{
    CallFigures figures;
    figures.outcome = numbered(statement.integer(firstColumn), Outcome::Error);
    figures.state = numbered(statement.integer(firstColumn + 1), CallState::Lost);
    figures.status = narrow(statement.integer(firstColumn + 2));
    figures.attempts = statement.integer(firstColumn + 3);
    figures.usageSource = usageSourceOf(statement.integer(firstColumn + 4));
    figures.tokens = tokensAt(statement, firstColumn + 5);
    figures.billed = moneyAt(statement, firstColumn + 12);
    figures.withoutCache = moneyAt(statement, firstColumn + 13);
    figures.avoided = moneyAt(statement, firstColumn + 14);
    figures.totalMicros = statement.integer(firstColumn + 15);
    figures.firstTokenMicros = statement.integer(firstColumn + 16);
    return figures;
}

// Layout: size of both heads together, size of the first, codec (one byte), data.
std::string packHeads(std::string_view requestHead, std::string_view responseHead)
{
    std::string both;
    both.reserve(requestHead.size() + responseHead.size());
    both.append(requestHead).append(responseHead);
    // Compressing two ordinary heads takes as long as writing all the rest of a call, and saves some 200 bytes.
    constexpr std::size_t leastCompressed = 1'024;
    const auto packed = both.size() < leastCompressed ? storage::PackedView{ storage::Codec::Raw, both }
                                                      : storage::packInPlace(both);
    std::string value;
    value.reserve(packed.data.size() + 12);
    storage::appendVarint(value, both.size());
    storage::appendVarint(value, requestHead.size());
    value.push_back(static_cast<char>(packed.codec));
    return value.append(packed.data);
}

base::Result<Heads> unpackHeads(std::string_view packed)
{
    if (packed.empty())
        return Heads();
    constexpr std::uint64_t largest = 64 << 20;
    const auto size = storage::takeVarint(packed);
    const auto first = size ? storage::takeVarint(packed) : std::nullopt;
    if (!first || *size > largest || *first > *size || packed.empty())
        return base::failure(base::ErrorCode::Corrupt, "The stored header fields are damaged.");
    const auto codec = static_cast<storage::Codec>(packed.front());
    auto both = storage::unpack(codec, packed.substr(1), static_cast<std::size_t>(*size));
    if (!both)
        return tl::unexpected(both.error());
    const auto cut = static_cast<std::size_t>(*first);
    return Heads{ both->substr(0, cut), both->substr(cut) };
}

} // namespace cachescope::requestlog
