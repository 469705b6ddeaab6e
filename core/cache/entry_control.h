// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/result.h"
#include "cache/entry.h"
#include "cache/entry_list.h"
#include "cache/selector.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** What happens to the entries that a selector means. */
enum class InvalidateAction : std::uint8_t
{
    Stale, ///< Kept; the next call asks anew and replaces them.
    Remove, ///< Gone from every look-up; erased for good once the time for an undo is over.
};

/** The part of an effect that entries of one `X-Cachescope-Version` have. */
struct VersionEffect
{
    std::string version; ///< Empty: none was given.
    std::int64_t entries = 0, bytes = 0;
    base::Money perWeek;
};

/** What an invalidation does, or would do. */
struct InvalidateEffect
{
    std::int64_t entries = 0, bytes = 0;
    std::int64_t pinnedKept = 0; ///< Matching, but pinned: they stay as they are.
    base::Money perWeek; ///< What these entries save in a week, as far as their cost is known.
    std::int64_t unpriced = 0; ///< Entries whose cost is unknown.
    /** Adds up to the effect, most entries first. Known while it is made; the history keeps the sums only. */
    std::vector<VersionEffect> versions;
    std::int64_t allEntries = 0; ///< In the cache then, these included; as `versions`.
};

/** One invalidation of the past. */
struct Invalidation
{
    std::string id; ///< For undo.
    base::UnixMicros at = 0, undoUntil = 0, undoneAt = 0;
    InvalidateAction action = InvalidateAction::Stale;
    std::string selector; ///< JSON.
    std::string origin; ///< Who asked: "command", "window", "admin", "rule", "team" (another member).
    std::string cause; ///< Why a rule did it; empty where somebody asked.
    InvalidateEffect effect;
    std::int64_t restored = 0; ///< By the undo; entries that were stored anew meanwhile stay as they are.
};

struct UndoResult
{
    enum class Kind
    {
        Done,
        Unknown,
        AlreadyUndone,
        TooLate,
    } kind
        = Kind::Done;
    std::int64_t restored = 0;
};

/**
 * What can be seen of the entries and done to them, wherever the cache is: Invalidator in its own process,
 * engine::RemoteEntries beside it. Functions wait for the disk or for another process. Thread-safe.
 */
class EntryControl
{
public:
    virtual ~EntryControl() = default;

    /** What apply() would do now. InvalidInput for an empty selector. */
    virtual base::Result<InvalidateEffect> preview(const Selector &selector, InvalidateAction action) = 0;
    /** InvalidInput for an empty selector; Unavailable when it could not be written (then nothing on disk changed).
     */
    virtual base::Result<Invalidation> apply(
        const Selector &selector, InvalidateAction action, const std::string &origin)
        = 0;
    virtual base::Result<UndoResult> undo(const std::string &id) = 0;
    /** Newest first. */
    virtual base::Result<std::vector<Invalidation>> history(std::size_t limit) = 0;
    /** Pinned entries are kept by every invalidation and never evicted. NotFound when no entry has this key. */
    virtual base::Result<> setPinned(const std::string &key, bool pinned) = 0;
    struct Shown
    {
        EntryRow row;
        Entry entry;
    };
    /** One entry with its answer. NotFound; InvalidInput when several keys begin so. */
    virtual base::Result<Shown> entry(const std::string &key) = 0;
    /** For a list that reads its rows as they come into view. What still waits to be written is not in it. */
    virtual base::Result<EntryIds> entryIds(const Selector &selector, EntrySort sort, SortOrder order) = 0;
    virtual base::Result<std::vector<EntryRow>> entryRows(const std::vector<std::int64_t> &ids) = 0;
    virtual base::Result<EntryNames> entryNames() = 0;
};

/** The one row whose key begins so. NotFound; InvalidInput when there are several. */
base::Result<EntryRow> readOnlyRow(storage::Database &database, const std::string &key, base::UnixMicros now);
/** That row with its answer. */
base::Result<EntryControl::Shown> readShown(
    storage::Database &database, const std::string &key, base::UnixMicros now);

/** An invalidation as JSON with the names of the admin API. */
std::string invalidationJson(const Invalidation &invalidation);
/** What invalidationJson wrote. Corrupt for anything else. */
base::Result<Invalidation> invalidationFromJson(std::string_view json);

} // namespace cachescope::cache
