// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_evaluator.h"
#include "storage/write_queue.h"

#include <string>
#include <vector>

namespace cachescope::insight {

// The tables `alert_state`, `alert_episode`, `alert_history` and `alert_snooze` (docs/data.md).

/** Everything that an earlier run left. Corrupt rows are left out. */
base::Result<AlertMemory> readAlertMemory(storage::Database &database, base::UnixMicros now);

/** Queues what a round changed; one transaction. What it writes may be written twice. */
void writeAlertChanges(storage::WriteQueue &queue, AlertChanges changes);
/** 0: no snooze. */
void writeAlertSnooze(storage::WriteQueue &queue, const std::string &rule, base::UnixMicros until);

/** An episode with what it belongs to, for lists and charts. */
struct AlertPastEpisode
{
    AlertKey key;
    AlertEpisode episode;
};
/** Episodes that touch the range, newest first. */
base::Result<std::vector<AlertPastEpisode>> readAlertEpisodes(
    storage::Database &database, requestlog::TimeRange range, std::size_t limit);

/** Episodes and transitions older than this go; called now and then. */
inline constexpr int alertHistoryDays = 90;

} // namespace cachescope::insight
