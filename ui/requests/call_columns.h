// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "requestlog/query.h"

#include <QFlags>

#include <optional>

namespace cachescope::ui {

/** Columns of the requests table in their first order. Settings store them by `CallColumnSpec::key`, not number. */
enum class CallColumn
{
    Outcome,
    Time,
    Client,
    Model,
    Session,
    Status,
    Read,
    InputBar,
    Input,
    Output,
    FirstToken,
    LatencyBar,
    Total,
    Cost,
    Cause,
    Upstream,
    Project,
    Tags,
    Kind,
    Prompt,
    Fresh,
    CacheRead,
    CacheWrite,
    WithoutCache,
    Saved,
    Attempts,
    Size,
    ServedModel,
    Id,
    Count
};

struct CallColumnSpec
{
    const char *key; ///< Stable name for settings; also the filter field where one exists.
    int width; ///< Pixels before the user moves it, for a face as wide as Roboto; see usualColumnWidth.
    bool rightAligned;
    bool shownAtFirst;
    std::optional<requestlog::SortColumn> sort;
};

const CallColumnSpec &columnSpec(CallColumn column);
/** Pixels before the user moves it, in the face that the tables have: the fall-back is an eighth wider. */
int usualColumnWidth(CallColumn column);
QString columnTitle(CallColumn column); ///< Header.
QString columnName(CallColumn column); ///< For the column chooser; never empty.
QString columnHelp(CallColumn column); ///< Tooltip of the header: what is shown and in which unit.
inline constexpr int callColumnCount = int(CallColumn::Count);

} // namespace cachescope::ui
