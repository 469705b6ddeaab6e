// SPDX-License-Identifier: MIT
#include "requestlog/reader_state.h"

#include <algorithm>
#include <bit>
#include <optional>
#include <sys/mman.h>
#include <unistd.h>
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

/**
 * Keys and ids of many rows as one word each, so that 10 million of them sort in 80 MB: what is to come first has
 * the smaller word. The lower bits hold the id, as many as ids need; the upper ones the key, whole up to 32 bits
 * (with ids up to 16 million) and beyond that its first 32 bits: keys that differ by less than one part in two
 * thousand million count as equal.
 */
class Words
{
public:
    Words(std::int64_t lowestId, std::int64_t highestId, bool ascending)
        : m_highestId(highestId)
        , m_ascending(ascending)
        , m_idBits(std::bit_width(static_cast<std::uint64_t>(highestId - lowestId)))
        , m_keptBits(std::clamp(64 - static_cast<int>(m_idBits) - exponentBits - 2, 1, 54))
    { }

    /** Nothing (unknown, did not happen) sorts below all numbers. */
    std::uint64_t word(std::optional<std::int64_t> key, std::int64_t id) const
    {
        const std::uint64_t half = std::uint64_t{ 1 } << (m_keptBits + exponentBits);
        std::uint64_t place = 0;
        if (key)
            place = *key >= 0 ? half + shortened(static_cast<std::uint64_t>(*key))
                              : half - shortened(~static_cast<std::uint64_t>(*key) + 1);
        // Equal keys: newest first, whichever way the column goes.
        return ((m_ascending ? place : 2 * half - place) << m_idBits)
            | static_cast<std::uint64_t>(m_highestId - id);
    }
    std::int64_t idOf(std::uint64_t word) const
    {
        return m_highestId - static_cast<std::int64_t>(word & ((std::uint64_t{ 1 } << m_idBits) - 1));
    }

private:
    static constexpr int exponentBits = 6;

    /** Of two numbers the larger one's is not the smaller. */
    std::uint64_t shortened(std::uint64_t number) const
    {
        const int width = static_cast<int>(std::bit_width(number));
        const int exponent = std::max(0, width - m_keptBits);
        return (static_cast<std::uint64_t>(exponent) << m_keptBits) + (number >> exponent);
    }

    std::int64_t m_highestId;
    bool m_ascending;
    std::uint64_t m_idBits;
    int m_keptBits;
};

/** Gives the memory of what lies before `end` back to the system; what is there is lost. */
void discard(std::vector<std::uint64_t> &words, std::size_t end)
{
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const auto first = (reinterpret_cast<std::uintptr_t>(words.data()) + page - 1) / page * page;
    const auto last = reinterpret_cast<std::uintptr_t>(words.data() + end) / page * page;
    if (first < last)
        ::madvise(reinterpret_cast<void *>(first), last - first, MADV_DONTNEED);
}

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
    auto plan = planFor(range, filter);
    if (!plan)
        return tl::unexpected(plan.error());
    auto lowest = database.integer("SELECT min(id) FROM request");
    auto highest = database.integer("SELECT max(id) FROM request");
    if (!lowest || !highest)
        return tl::unexpected(lowest ? highest.error() : lowest.error());
    const Words words(lowest->value_or(0), highest->value_or(0), ascending);
    const Filter::Sql condition = filter.sql();
    const std::string sql = "SELECT request.id, " + std::string(keyExpression(sort)) + std::string(plan->from())
        + condition.where + ")";
    // Room for all at once, so that growing never holds them twice; memory that is not used is not taken.
    const std::int64_t most = highest->value_or(0) - lowest->value_or(0) + 1;
    std::vector<std::uint64_t> rows;
    rows.reserve(static_cast<std::size_t>(std::min(most, mostReserved)));
    for (const IdRange &where : plan->ids) {
        auto statement = prepare(sql, { range.begin, range.end, where.first, where.last }, condition);
        if (!statement)
            return tl::unexpected(statement.error());
        while (statement->step() && !cancelled) {
            std::optional<std::int64_t> key;
            if (!statement->isNull(1))
                key = byName ? ranks[statement->integer(1)] : statement->integer(1);
            rows.push_back(words.word(key, statement->integer(0)));
        }
        if (cancelled)
            return checkCancelled();
        if (!statement->ok())
            return tl::unexpected(statement->error());
    }
    std::sort(rows.begin(), rows.end());
    std::vector<std::int64_t> ids;
    for (std::size_t at = 0; at < rows.size();) {
        const std::size_t end = std::min(rows.size(), at + batchSize);
        ids.clear();
        for (; at < end; ++at)
            ids.push_back(words.idOf(rows[at]));
        // Whoever takes the ids keeps them: they take the place of the words, not one beside them.
        discard(rows, end);
        batch(ids);
        if (cancelled)
            return checkCancelled();
    }
    return {};
}

} // namespace cachescope::requestlog
