// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"

#include <algorithm>
#include <limits>
#include <unordered_map>

namespace cachescope::requestlog {

namespace {

using base::Result;

constexpr std::size_t batchSize = 20'000;
constexpr std::int64_t mostReserved = 50'000'000;

/** What rows are sorted by; NULL (unknown, did not happen) sorts below all numbers. */
std::string_view keyExpression(SortColumn sort)
{
    switch (sort) {
    case SortColumn::Time:
        return "started_at";
    case SortColumn::Model:
        return "model";
    case SortColumn::Client:
        return "client";
    case SortColumn::Status:
        return "status";
    case SortColumn::InputTokens:
        return "(fresh + cache_read + cache_write_5m + cache_write_1h + cache_write_other)";
    case SortColumn::OutputTokens:
        return "output";
    case SortColumn::Read:
        return "cache_read";
    case SortColumn::FirstToken:
        return "first_token_us";
    case SortColumn::Total:
        return "total_us";
    case SortColumn::Cost:
        return "billed";
    }
    return "started_at";
}

struct Sortable
{
    std::int64_t key = 0, id = 0;
};

} // namespace

/** Places of names in alphabetical order, so that rows sort by name without holding names. */
Result<> Reader::State::ranksOf(NameKind kind, std::unordered_map<std::int64_t, std::int64_t> &ranks)
{
    auto statement = database.prepare("SELECT id FROM name WHERE kind = ?1 ORDER BY value COLLATE NOCASE, value");
    if (!statement)
        return tl::unexpected(statement.error());
    statement->bind(1, static_cast<std::int64_t>(kind));
    while (statement->step())
        ranks.emplace(statement->integer(0), static_cast<std::int64_t>(ranks.size()) + 1);
    if (!statement->ok())
        return tl::unexpected(statement->error());
    return {};
}

Result<> Reader::State::idsByColumn(
    TimeRange range, const Filter &filter, SortColumn sort, bool ascending, const IdBatch &batch)
{
    const ReadTransaction transaction(database);
    const bool byName = sort == SortColumn::Model || sort == SortColumn::Client;
    std::unordered_map<std::int64_t, std::int64_t> ranks;
    if (byName)
        if (auto ranked = ranksOf(sort == SortColumn::Model ? NameKind::Model : NameKind::Client, ranks); !ranked)
            return ranked;
    const Filter::Sql condition = filter.sql();
    auto statement = prepare(
        "SELECT request.id, " + std::string(keyExpression(sort))
            + " FROM request WHERE started_at >= ? AND started_at < ? AND (" + condition.where + ")",
        { range.begin, range.end }, condition);
    if (!statement)
        return tl::unexpected(statement.error());
    // Room for all at once, so that growing never holds them twice; memory that is not used is not taken.
    auto most = database.integer("SELECT max(id) - min(id) + 1 FROM request");
    if (!most)
        return tl::unexpected(most.error());
    std::vector<Sortable> rows;
    rows.reserve(static_cast<std::size_t>(std::clamp<std::int64_t>(most->value_or(0), 0, mostReserved)));
    while (statement->step() && !cancelled) {
        std::int64_t key = statement->isNull(1) ? std::numeric_limits<std::int64_t>::min() : statement->integer(1);
        if (byName)
            key = ranks[key];
        rows.push_back({ key, statement->integer(0) });
    }
    if (cancelled)
        return checkCancelled();
    if (!statement->ok())
        return tl::unexpected(statement->error());
    // Equal keys: newest first, whichever way the column goes.
    std::sort(rows.begin(), rows.end(), [ascending](const Sortable &a, const Sortable &b) {
        if (a.key != b.key)
            return ascending ? a.key < b.key : a.key > b.key;
        return a.id > b.id;
    });
    std::vector<std::int64_t> ids;
    for (const Sortable &row : rows) {
        ids.push_back(row.id);
        if (ids.size() >= batchSize) {
            batch(ids);
            ids.clear();
            if (cancelled)
                return checkCancelled();
        }
    }
    if (!ids.empty())
        batch(ids);
    return {};
}

} // namespace cachescope::requestlog
