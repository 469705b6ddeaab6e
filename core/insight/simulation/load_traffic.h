// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "insight/simulation/replay.h"
#include "insight/simulation/traffic_builder.h"
#include "requestlog/filter.h"
#include "requestlog/query.h"

#include <stop_token>
#include <string>
#include <vector>

namespace cachescope::insight {

/** Which part of a log. */
struct LogSelection
{
    std::string database; ///< Path of the log's file.
    requestlog::TimeRange range;
    requestlog::Filter filter;
    int threads = 2; ///< That read bodies, each over a connection of its own.
};

/**
 * Reads a log for replays. Works beside a running proxy. Cancelled soon after `stop` asks for it; else the log's
 * own errors. Bodies that cannot be read are counted in Traffic::leftOut.
 */
base::Result<Traffic> loadLog(
    const LogSelection &selection, TrafficSettings settings, std::stop_token stop = {},
    const ReplayProgress &progress = {});

/** A line of a file that was passed over, and why. */
struct LineProblem
{
    std::size_t line = 1;
    std::string message;
};
struct LinesRead
{
    Traffic traffic;
    std::vector<LineProblem> problems;
};
/**
 * Reads JSON Lines: calls as `cachescope log export --format jsonl` writes them with contents, or plain request
 * bodies, one a line (docs/simulate.md). Plain bodies have no times and no usage: they are taken to come ten
 * seconds apart, and no verdict is possible.
 */
base::Result<LinesRead> loadLines(
    std::string_view text, TrafficSettings settings, std::stop_token stop = {},
    const ReplayProgress &progress = {});

} // namespace cachescope::insight
