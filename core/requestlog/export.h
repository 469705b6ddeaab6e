// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/query.h"

#include <functional>
#include <string_view>

namespace cachescope::requestlog {

enum class ExportFormat
{
    JsonLines,
    Csv,
    Har
};

/** Writes matching calls, oldest first, piece by piece to `sink` (returns false to stop). Secrets stay hidden. */
base::Result<std::int64_t> exportCalls(
    Reader &reader, TimeRange range, const Filter &filter, ExportFormat format,
    const std::function<bool(std::string_view)> &sink);

/** The record of one call as JSON (admin API `requests`, events, JSON Lines export: one shape). */
std::string toJson(const CallRecord &record);

/** The document of `stats --format json` and of admin `stats` (contract, settled points). */
base::Result<std::string> statsJson(Reader &reader, TimeRange range, std::optional<GroupBy> by);

} // namespace cachescope::requestlog
