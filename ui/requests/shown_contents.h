// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal> // First: see ui/format/format.h.

#include "ui/data/log_source.h"

namespace cachescope::ui {

/**
 * What the detail pane shows of a call. A hit keeps no texts of its own in the log: they would be those of the call
 * that filled the entry, so these are shown in their place, and it is said whose they are.
 */
struct ShownContents
{
    requestlog::CallContents contents;
    std::int64_t requestOf = 0; ///< Log id of the call that the request is borrowed from; 0: its own.
    std::int64_t responseOf = 0; ///< Likewise for the answer.
    bool originalGone = false; ///< They should be borrowed, but that call has none (cleaned up).
};

/** On a lane's thread. Fails only when the call's own contents cannot be read. */
base::Result<ShownContents> readShownContents(LogSource &source, const requestlog::CallRecord &record);

} // namespace cachescope::ui
