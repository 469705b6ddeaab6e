// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "cache/selector.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::cache {

/** What happened to an entry; the column `stale` of its row. */
enum class EntryState : std::uint8_t
{
    Live = 0,
    Stale = 1, ///< Kept, but asked anew (`fwd=stale`).
    Removed = 2, ///< Out of every look-up; its row waits for an undo.
};

/** An entry as lists show it: everything but the answer. */
struct EntryRow
{
    std::int64_t id = 0; ///< Row; changes when the answer is stored anew.
    base::Digest canonical{};
    std::string upstream, model, project, nameSpace, version, tags, firstText;
    std::string promptText; ///< Only where it was asked for.
    std::uint64_t systemHash = 0;
    base::UnixMicros storedAt = 0, expiresAt = 0, lastHitAt = 0;
    std::int64_t hits = 0, bytes = 0, bodyBytes = 0, filledBy = 0;
    std::optional<base::Money> cost; ///< Of one answer.
    EntryState state = EntryState::Live;
    bool pinned = false;

    EntryFacts facts() const;
    /** What its hits saved; nothing when the cost is unknown. */
    std::optional<base::Money> saved() const;
    /** What it saves in a week at the pace of its life so far (at least a day of it). */
    std::optional<base::Money> savedPerWeek(base::UnixMicros now) const;
    std::string key() const; ///< As Cache-Status shows it.
};

enum class EntrySort
{
    Newest,
    Hits,
    LastHit,
    Size,
    Saved,
    LastUse, ///< Last hit, or when it was stored.
    Key,
    Model,
    FirstText,
    TtlUsed, ///< Share of its lifetime that is over.
};
enum class SortOrder : std::uint8_t
{
    Descending, ///< The most, the newest first.
    Ascending,
};

enum class PromptTexts : std::uint8_t
{
    Skip,
    Read, ///< They lie apart: for selectors and lists that show them.
};
/** Calls `take` for every entry that is not removed, in no order, until it returns false. */
base::Result<> readEntryRows(
    storage::Database &database, PromptTexts prompts, const std::function<bool(EntryRow &&)> &take);
/** Whether a selector looks at prompt texts. */
PromptTexts promptTextsFor(const Selector &selector);
/** Rows of these ids with their prompts' beginnings, in the order asked; those that are gone are left out. */
base::Result<std::vector<EntryRow>> readEntriesById(
    storage::Database &database, const std::vector<std::int64_t> &ids);

/** What a list holds: row ids in order, and sums over them and over all entries. */
struct EntryIds
{
    std::vector<std::int64_t> ids;
    struct Sums
    {
        std::int64_t entries = 0, bytes = 0, unpriced = 0;
        base::Money saved; ///< Of those whose cost is known.
        base::UnixMicros oldest = 0; ///< When the oldest was stored; 0 without entries.
    } matching, all;
};
/** Ids of the entries that match (all, for an empty selector). */
base::Result<EntryIds> readEntryIds(
    storage::Database &database, const Selector &selector, EntrySort sort, SortOrder order, base::UnixMicros now);

/** Values that entries have, for choices: each with the number of its entries, most first. */
struct EntryNames
{
    using Counted = std::vector<std::pair<std::string, std::int64_t>>;
    Counted models, projects, upstreams, versions, namespaces;
};
base::Result<EntryNames> readEntryNames(storage::Database &database);

/** Those that match (all, for an empty selector), sorted, from `offset`, at most `limit`; `total` counts all of
 * them. */
struct EntryPage
{
    std::vector<EntryRow> rows;
    std::int64_t total = 0, bytes = 0;
    base::Money saved; ///< Of those whose cost is known.
};
base::Result<EntryPage> readEntryPage(
    storage::Database &database, const Selector &selector, EntrySort sort, std::size_t offset, std::size_t limit,
    base::UnixMicros now);

/** One entry as JSON with stable names; the members of the admin API's `entries`. */
std::string entryJson(const EntryRow &row, base::UnixMicros now);

} // namespace cachescope::cache
