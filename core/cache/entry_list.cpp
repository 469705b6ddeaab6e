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

EntryRow rowOf(const storage::Statement &row)
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
    if (!row.isNull(column))
        entry.cost = base::Money::fromPico(row.integer(column));
    ++column;
    entry.state = row.integer(column++) == 1 ? EntryState::Stale : EntryState::Live;
    entry.pinned = row.integer(column) != 0;
    return entry;
}

bool before(const EntryRow &a, const EntryRow &b, EntrySort sort)
{
    const auto order = [&](auto key) { return std::pair(key(a), a.id) > std::pair(key(b), b.id); };
    switch (sort) {
    case EntrySort::Hits:
        return order([](const EntryRow &row) { return row.hits; });
    case EntrySort::LastHit:
        return order([](const EntryRow &row) { return row.lastHitAt; });
    case EntrySort::Size:
        return order([](const EntryRow &row) { return row.bytes; });
    case EntrySort::Saved:
        return order([](const EntryRow &row) { return row.saved().value_or(base::Money()); });
    case EntrySort::Newest:
        break;
    }
    return order([](const EntryRow &row) { return row.storedAt; });
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
    return { canonical, upstream, model, project, nameSpace, version, firstText, tags, storedAt, expiresAt, hits };
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

base::Result<> readEntryRows(storage::Database &database, const std::function<bool(EntryRow &&)> &take)
{
    auto row = database.prepare("SELECT id, canonical, upstream, model, project, namespace, version, tags, "
                                "first_text, stored_at, expires_at, "
                                "last_hit_at, hits, stored_size, body_size, filled_by, cost, stale, pinned FROM "
                                "cache_entry WHERE stale != 2 "
                                "ORDER BY stored_at DESC");
    if (!row)
        return tl::unexpected(row.error());
    while (row->step()) {
        if (!take(rowOf(*row)))
            return {};
    }
    return row->ok() ? base::Result<>{} : tl::unexpected(row->error());
}

base::Result<EntryPage> readEntryPage(
    storage::Database &database, const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit,
    base::UnixMicros now)
{
    EntryPage page;
    const bool any = selector.isEmpty();
    auto done = readEntryRows(database, [&](EntryRow &&row) {
        if (!any && !selector.matches(row.facts(), now))
            return true;
        ++page.total;
        page.bytes += row.bytes;
        page.saved += row.saved().value_or(base::Money());
        page.rows.push_back(std::move(row));
        return true;
    });
    if (!done)
        return tl::unexpected(done.error());
    std::sort(page.rows.begin(), page.rows.end(), [sort](const EntryRow &a, const EntryRow &b) {
        return before(a, b, sort);
    });
    page.rows.erase(
        page.rows.begin(), page.rows.begin() + static_cast<std::ptrdiff_t>(std::min(offset, page.rows.size())));
    page.rows.resize(std::min(limit, page.rows.size()));
    return page;
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
