// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "requestlog/query.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::requestlog {

enum class ExportFormat
{
    JsonLines, ///< One document a line: toJson with the members of `contents` beside it. Complete.
    Csv, ///< RFC 4180 with a header line; the record without contents.
    Har, ///< HAR 1.2; what HAR has no place for is in `_cachescope`.
};

/**
 * Writes matching calls, oldest first, piece by piece to `sink` (returns false to stop); returns how many. Secrets
 * stay hidden: heads, targets, bodies and messages pass base/redact again. Bodies that are no UTF-8 go as base64.
 */
base::Result<std::int64_t> exportCalls(
    Reader &reader, TimeRange range, const Filter &filter, ExportFormat format,
    const std::function<bool(std::string_view)> &sink);

/** The record of one call as JSON (admin API `requests`, events, JSON Lines export: one shape), on one line. */
std::string toJson(const CallRecord &record);

/** As toJson, with `contents` (heads, bodies) as an object: admin `requests/ID`. */
std::string toJson(const CallRecord &record, const CallContents &contents);
/** The same with `insight` as an object, null when the call was not analysed. */
std::string toJson(
    const CallRecord &record, const CallContents &contents, const std::optional<CallInsight> &insight);

/** The document of `stats --format json` and of admin `stats` (contract, settled points). */
base::Result<std::string> statsJson(Reader &reader, TimeRange range, std::optional<GroupBy> by);

} // namespace cachescope::requestlog
