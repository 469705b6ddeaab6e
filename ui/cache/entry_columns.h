// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "cache/entry_list.h"

#include <optional>
#include <string>

namespace cachescope::ui {

/** The columns of the cache's entries, in their first order. */
enum class EntryColumn
{
    Key,
    Model,
    FirstWords,
    Hits,
    Last,
    Age,
    TtlUsed,
    Size,
    Saved,
    Mark, ///< Pin, stale, expired.
    Project,
    Version,
    Upstream,
    Namespace,
    Tags,
    Cost,
};
inline constexpr int entryColumnCount = 16;

struct EntryColumnSpec
{
    bool rightAligned = false;
    int width = 100; ///< At first, in px.
    bool shownAtFirst = true;
    std::optional<cache::EntrySort> sort;
};
const EntryColumnSpec &entryColumnSpec(EntryColumn column);
QString entryColumnTitle(EntryColumn column);
QString entryColumnHelp(EntryColumn column);

/** What the cells need beside the row. */
struct EntryTextStyle
{
    base::UnixMicros now = 0;
    std::string currency = "USD";
};

QString entryText(const cache::EntryRow &row, EntryColumn column, const EntryTextStyle &style);
QString entryToolTip(const cache::EntryRow &row, EntryColumn column, const EntryTextStyle &style);
/** "2 d 3 h", "9 h 12 m", "45 s"; the two largest units. */
QString ageText(std::int64_t micros);
/** "fresh, 21 h left", "stale", "expired 2 h ago". */
QString conditionText(const cache::EntryRow &row, base::UnixMicros now);
/** "stale", "expired" or nothing; what the badge says. */
QString markWord(const cache::EntryRow &row, base::UnixMicros now);
/** Share of the lifetime that is over, 0 to 1. */
double ttlUsed(const cache::EntryRow &row, base::UnixMicros now);
/** The key as lists show it: its first eight digits. */
QString shortKey(const cache::EntryRow &row);

} // namespace cachescope::ui
