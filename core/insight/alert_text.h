// SPDX-License-Identifier: MIT
#pragma once

#include "insight/alert_evaluator.h"

#include <string>
#include <string_view>

namespace cachescope::insight {

// English words for what leaves the program (webhook, command, stderr). The window has its own, translated ones.

/** "54 %", "2.9 s", "$24.93", "5". */
std::string alertValueText(AlertUnit unit, double value, std::string_view currency);

/** One sentence: which rule, what it saw, for whom, since when. Keys that look like secrets are hidden. */
std::string alertSentence(const AlertNotice &notice, std::string_view currency);

/** The notice in Slack's format: "text", and "blocks" for those who draw them. Always valid JSON. */
std::string slackMessage(const AlertNotice &notice, std::string_view currency);

/** The notice as plain JSON on one line, for the command's standard input. */
std::string alertNoticeJson(const AlertNotice &notice, std::string_view currency);

std::string_view alertNoticeName(AlertNotice::Kind kind); ///< "fired", "reminder", "recovered", "no_data", "test"

} // namespace cachescope::insight
