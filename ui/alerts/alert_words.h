// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: see ui/format/format.h.

#include "insight/alert_evaluator.h"
#include "ui/theme/tokens.h"

#include <optional>

/** Words and figures of alerts in the user's language. Pure functions, but for the locale. */
namespace cachescope::ui::alerts {

QString metricName(insight::AlertMetric metric); ///< "prefix read"
QString perName(insight::AlertPer per); ///< "each session"; "nothing, all together"
QString templateName(const insight::AlertRule &rule); ///< A template's name, translated.

/** "54%", "2.50 s", "$24.93", "1 d". */
QString valueText(insight::AlertUnit unit, double value, std::string_view currency);
/** "below 60%"; of a rule about missing calls "for 1 d". */
QString limitText(const insight::AlertRule &rule, std::string_view currency);
/** "10 min", "90 s", "4 h", "1 d": exact, in the largest unit that fits. */
QString durationText(std::chrono::seconds duration);
/** Reads what durationText() writes, and bare numbers as minutes; nothing when it is no duration. */
std::optional<std::chrono::seconds> readDuration(const QString &text);
/** As a user types a value: percent for shares, durations for long times. Without unit and sign also a bare number.
 */
QString fieldText(insight::AlertUnit unit, double value);
std::optional<double> readValue(insight::AlertUnit unit, const QString &text);

/** How a phase looks. */
struct PhaseLook
{
    QString words, iconName;
    Token color; ///< Of words and icon.
};
PhaseLook lookOf(insight::AlertPhase phase);
PhaseLook lookOf(const insight::AlertRuleStatus &status); ///< "paused" and "snoozed" where that is so.

/** Whom a rule is about: the entity that is worst, "each session", a filter, "all requests". */
QString whomText(const insight::AlertRuleStatus &status);
QString entityText(insight::AlertPer per, const std::string &entity); ///< "session 7f3a"

/** "14:21", on another day "20 Nov 14:21". */
QString whenText(base::UnixMicros when, base::UnixMicros now);

/** One sentence about something that fires or is told. */
QString noticeText(const insight::AlertNotice &notice, std::string_view currency, base::UnixMicros now);

} // namespace cachescope::ui::alerts
