// SPDX-License-Identifier: MIT
#pragma once

#include "ui/settings/setting_controls.h"

/** Lists of usual values with their words, and words for any other value. */
namespace cachescope::ui::choices {

QString daysText(const QVariant &days); ///< "14 days", "12 months"
QString durationText(const QVariant &seconds); ///< "24 h", "7 days"
QString bytesText(const QVariant &bytes); ///< "2 GB", in steps of 1024
QVector<SettingChoice> days(const QVector<int> &values);
QVector<SettingChoice> durations(const QVector<int> &seconds);
QVector<SettingChoice> sizes(const QVector<qint64> &mebibytes);

} // namespace cachescope::ui::choices
