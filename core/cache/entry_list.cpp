// SPDX-License-Identifier: MIT
#include "cache/entry_list.h"

#include "cache/disk_store.h"
#include "cache/response_key.h"

#include <nlohmann/json.hpp>

#include <algorithm>

namespace cachescope::cache {

namespace {

constexpr std::int64_t microsPerSecond = 1'000'000;
constexpr std::int64_t microsPerDay = 86'400 * microsPerSecond;
constexpr std::int64_t daysPerWeek = 7;

constexpr std::string_view columns
    = "e.id, e.canonical, e.upstream, e.model, e.project, e.namespace, e.version, e.tags, e.first_text, "
      "e.stored_at, e.expires_at, e.last_hit_at, e.hits, e.stored_size + e.prompt_size, e.body_size, e.filled_by, "
      "e.system_hash, e.cost, e.stale, e.pinned";

EntryRow rowOf(const storage::Statement &row, PromptTexts prompts)
{
    EntryRow entry;
    int column = 0;
    entry.id = row.integer(column++);
    const std::string_view canonical = row.blob(column++);
    if (canonical.size() == entry.canonical.size())
        std::copy(canonical.begin(), canonical.end(), entry.canonical.begin());
    for (std::string *text : { &entry.upstream, &entry.model, &entry.project, &entry.nameSpace, &entry.version,
                               &entry.tags, &entry.firstText })
        *text = row.text(column++);
    for (std::int64_t *number : { &entry.storedAt, &entry.expiresAt, &entry.lastHitAt, &entry.hits, &entry.bytes,
                                  &entry.bodyBytes, &entry.filledBy })
        *number = row.integer(column++);
    entry.bytes += diskOverheadBytes;
    entry.systemHash = static_cast<std::uint64_t>(row.integer(column++));
    if (!row.isNull(column))
        entry.cost = base::Money::fromPico(row.integer(column));
    ++column;
    entry.state = row.integer(column++) == 1 ? EntryState::Stale : EntryState::Live;
    entry.pinned = row.integer(column++) != 0;
    if (prompts == PromptTexts::Read)
        entry.promptText = row.text(column);
    return entry;
}

std::string selectSql(PromptTexts prompts)
{
    std::string sql = "SELECT " + std::string(columns);
    if (prompts == PromptTexts::Skip)
        return sql + " FROM cache_entry e";
    return sql + ", coalesce(p.text, '') FROM cache_entry e LEFT JOIN cache_prompt p ON p.id = e.id";
}

/** Thousandths of its lifetime that are over. */
std::int64_t ttlUsed(const EntryRow &row, base::UnixMicros now)
{
    constexpr std::int64_t whole = 1000;
    const std::int64_t lifetime = std::max<std::int64_t>(1, (row.expiresAt - row.storedAt) / whole);
    return std::max<std::int64_t>(0, now - row.storedAt) / lifetime;
}

/** What a row is sorted by: a number, or a text. */
struct SortKey
{
    std::int64_t number = 0;
    std::string text;
    std::int64_t id = 0;
    friend auto operator<=>(const SortKey &, const SortKey &) = default;
};

SortKey keyOf(const EntryRow &row, EntrySort sort, base::UnixMicros now)
{
    switch (sort) {
    case EntrySort::Hits:
        return { row.hits, {}, row.id };
    case EntrySort::LastHit:
        return { row.lastHitAt, {}, row.id };
    case EntrySort::LastUse:
        return { std::max(row.lastHitAt, row.storedAt), {}, row.id };
    case EntrySort::Size:
        return { row.bytes, {}, row.id };
    case EntrySort::Saved:
        return { row.saved().value_or(base::Money()).pico(), {}, row.id };
    case EntrySort::Key:
        return { 0, base::toHex(row.canonical), row.id };
    case EntrySort::Model:
        return { 0, row.model, row.id };
    case EntrySort::FirstText:
        return { 0, row.promptText.empty() ? row.firstText : row.promptText, row.id };
    case EntrySort::TtlUsed:
        return { ttlUsed(row, now), {}, row.id };
    case EntrySort::Newest:
        break;
    }
    return { row.storedAt, {}, row.id };
}

/** Brings things with a SortKey into order. */
template <typename Item> void sortByKey(std::vector<std::pair<SortKey, Item>> &items, SortOrder order)
{
    std::sort(items.begin(), items.end(), [order](const auto &a, const auto &b) {
        return order == SortOrder::Ascending ? a.first < b.first : b.first < a.first;
    });
}

void addTo(EntryIds::Sums &sums, const EntryRow &row)
{
    ++sums.entries;
    sums.bytes += row.bytes;
    if (const auto saved = row.saved())
        sums.saved += *saved;
    else
        ++sums.unpriced;
    sums.oldest = sums.oldest == 0 ? row.storedAt : std::min(sums.oldest, row.storedAt);
}

base::Result<EntryNames::Counted> namesIn(storage::Database &database, const char *column)
{
    auto row = database.prepare(
        "SELECT " + std::string(column)
        + ", count(*) FROM cache_entry WHERE stale != 2 GROUP BY 1 ORDER BY 2 DESC, 1");
    if (!row)
        return tl::unexpected(row.error());
    EntryNames::Counted names;
    while (row->step())
        names.emplace_back(std::string(row->text(0)), row->integer(1));
    return row->ok() ? base::Result<EntryNames::Counted>(std::move(names)) : tl::unexpected(row->error());
}

const char *stateName(const EntryRow &row, base::UnixMicros now)
{
    if (row.state == EntryState::Stale)
        return "stale";
    return row.expiresAt <= now ? "expired" : "fresh";
}

nlohmann::ordered_json orNull(const std::optional<base::Money> &money)
{
    return money ? nlohmann::ordered_json(money->toDecimal()) : nlohmann::ordered_json(nullptr);
}

} // namespace

EntryFacts EntryRow::facts() const
{
    EntryFacts facts{ canonical, upstream,   model, project,  nameSpace, version,
                      firstText, promptText, tags,  storedAt, expiresAt, hits };
    facts.systemHash = systemHash;
    facts.filledBy = filledBy;
    facts.cost = cost;
    facts.stale = state == EntryState::Stale;
    facts.pinned = pinned;
    return facts;
}

std::optional<base::Money> EntryRow::saved() const
{
    return cost ? std::optional(base::Money::fromPico(cost->pico() * hits)) : std::nullopt;
}

std::optional<base::Money> EntryRow::savedPerWeek(base::UnixMicros now) const
{
    const auto all = saved();
    if (!all)
        return {};
    const std::int64_t age = std::max(now - storedAt, microsPerDay);
    // Seconds are fine enough, and keep the product within 64 bits for anything below 15 units of money.
    const std::int64_t ageSeconds = age / microsPerSecond, week = daysPerWeek * microsPerDay / microsPerSecond;
    return base::Money::fromPico(all->pico() / ageSeconds * week + all->pico() % ageSeconds * week / ageSeconds);
}

std::string EntryRow::key() const
{
    return shortName(canonical);
}

PromptTexts promptTextsFor(const Selector &selector)
{
    return selector.prefixText || selector.filter ? PromptTexts::Read : PromptTexts::Skip;
}

base::Result<> readEntryRows(
    storage::Database &database, PromptTexts prompts, const std::function<bool(EntryRow &&)> &take)
{
    auto row = database.prepare(selectSql(prompts) + " WHERE e.stale != 2");
    if (!row)
        return tl::unexpected(row.error());
    while (row->step()) {
        if (!take(rowOf(*row, prompts)))
            return {};
    }
    return row->ok() ? base::Result<>{} : tl::unexpected(row->error());
}

base::Result<std::vector<EntryRow>> readEntriesById(
    storage::Database &database, const std::vector<std::int64_t> &ids)
{
    auto row = database.prepare(selectSql(PromptTexts::Read) + " WHERE e.id = ? AND e.stale != 2");
    if (!row)
        return tl::unexpected(row.error());
    std::vector<EntryRow> rows;
    rows.reserve(ids.size());
    for (const std::int64_t id : ids) {
        row->reset();
        row->bind(1, id);
        if (row->step())
            rows.push_back(rowOf(*row, PromptTexts::Read));
        else if (!row->ok())
            return tl::unexpected(row->error());
    }
    return rows;
}

base::Result<EntryIds> readEntryIds(
    storage::Database &database, const Selector &selector, EntrySort sort, SortOrder order, base::UnixMicros now)
{
    const PromptTexts prompts = sort == EntrySort::FirstText ? PromptTexts::Read : promptTextsFor(selector);
    const bool any = selector.isEmpty();
    EntryIds found;
    std::vector<std::pair<SortKey, std::int64_t>> keys;
    auto done = readEntryRows(database, prompts, [&](EntryRow &&row) {
        addTo(found.all, row);
        if (!any && !selector.matches(row.facts(), now))
            return true;
        addTo(found.matching, row);
        keys.emplace_back(keyOf(row, sort, now), row.id);
        return true;
    });
    if (!done)
        return tl::unexpected(done.error());
    sortByKey(keys, order);
    found.ids.reserve(keys.size());
    for (const auto &[key, id] : keys)
        found.ids.push_back(id);
    return found;
}

base::Result<EntryNames> readEntryNames(storage::Database &database)
{
    EntryNames names;
    for (const auto &[column, list] :
         { std::pair("model", &names.models), std::pair("project", &names.projects),
           std::pair("upstream", &names.upstreams), std::pair("version", &names.versions),
           std::pair("namespace", &names.namespaces) }) {
        auto read = namesIn(database, column);
        if (!read)
            return tl::unexpected(read.error());
        *list = std::move(*read);
    }
    return names;
}

base::Result<EntryPage> readEntryPage(
    storage::Database &database, const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit,
    base::UnixMicros now)
{
    const auto found = readEntryIds(database, selector, sort, SortOrder::Descending, now);
    if (!found)
        return tl::unexpected(found.error());
    const std::size_t begin = std::min(offset, found->ids.size());
    const std::size_t end = begin + std::min(limit, found->ids.size() - begin);
    auto rows = readEntriesById(
        database,
        { found->ids.begin() + static_cast<std::ptrdiff_t>(begin),
          found->ids.begin() + static_cast<std::ptrdiff_t>(end) });
    if (!rows)
        return tl::unexpected(rows.error());
    return EntryPage{ std::move(*rows), found->matching.entries, found->matching.bytes, found->matching.saved };
}

std::string entryJson(const EntryRow &row, base::UnixMicros now)
{
    const auto seconds = [](std::int64_t micros) { return micros / microsPerSecond; };
    const nlohmann::ordered_json out{ { "key", row.key() },
                                      { "digest", base::toHex(row.canonical) },
                                      { "state", stateName(row, now) },
                                      { "upstream", row.upstream },
                                      { "model", row.model },
                                      { "project", row.project },
                                      { "namespace", row.nameSpace },
                                      { "version", row.version },
                                      { "tags", row.tags },
                                      { "first_text", row.firstText },
                                      { "system",
                                        row.systemHash != 0 ? nlohmann::ordered_json(systemHashText(row.systemHash))
                                                            : nlohmann::ordered_json(nullptr) },
                                      { "hits", row.hits },
                                      { "last_hit_at",
                                        row.lastHitAt > 0 ? nlohmann::ordered_json(row.lastHitAt)
                                                          : nlohmann::ordered_json(nullptr) },
                                      { "stored_at", row.storedAt },
                                      { "expires_at", row.expiresAt },
                                      { "age_s", std::max<std::int64_t>(0, seconds(now - row.storedAt)) },
                                      { "ttl_left_s", std::max<std::int64_t>(0, seconds(row.expiresAt - now)) },
                                      { "bytes", row.bytes },
                                      { "usd_per_answer", orNull(row.cost) },
                                      { "usd_saved", orNull(row.saved()) },
                                      { "usd_per_week", orNull(row.savedPerWeek(now)) },
                                      { "pinned", row.pinned },
                                      { "filled_by", row.filledBy } };
    return out.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

} // namespace cachescope::cache
