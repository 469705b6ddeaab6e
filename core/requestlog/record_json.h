// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/call_insight.h"
#include "requestlog/record.h"

#include <nlohmann/json.hpp>

#include <optional>
#include <string>

namespace cachescope::requestlog {

using Json = nlohmann::ordered_json;

/** The record's JSON; see docs/data.md. Texts are redacted. */
Json recordToJson(const CallRecord &record);
Json contentsToJson(const CallContents &contents);
Json insightToJson(const CallInsight &insight);

/** One line; bytes that are no UTF-8 become U+FFFD. */
std::string dumped(const Json &json);

std::string isoTime(base::UnixMicros time); ///< "2026-10-24T08:00:00.123456Z"
Json millisOrNull(std::int64_t micros); ///< With three decimals; null below zero.
Json moneyOrNull(const std::optional<base::Money> &money);
std::string toBase64(std::string_view bytes);

} // namespace cachescope::requestlog
