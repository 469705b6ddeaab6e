// SPDX-License-Identifier: MIT
#include "ui/settings/choices.h"

#include <QCoreApplication>

namespace cachescope::ui::choices {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(SettingChoices)
};

constexpr int daysInYear = 365;
constexpr qint64 mebi = qint64{ 1 } << 20;
constexpr qint64 gibi = qint64{ 1 } << 30;

} // namespace

QString daysText(const QVariant &days)
{
    const int value = days.toInt();
    if (value == daysInYear)
        return Words::tr("12 months");
    if (value > daysInYear && value % daysInYear == 0)
        return Words::tr("%1 years").arg(value / daysInYear);
    return value == 1 ? Words::tr("1 day") : Words::tr("%1 days").arg(value);
}

QString durationText(const QVariant &seconds)
{
    constexpr qint64 hour = 3600;
    constexpr qint64 day = 24 * hour;
    const qint64 value = seconds.toLongLong();
    if (value % day == 0 && value > day)
        return daysText(value / day);
    if (value % hour == 0 && value > 0)
        return Words::tr("%1 h").arg(value / hour);
    if (value % 60 == 0 && value > 0)
        return Words::tr("%1 min").arg(value / 60);
    return Words::tr("%1 s").arg(value);
}

QString bytesText(const QVariant &bytes)
{
    const qint64 value = bytes.toLongLong();
    if (value % gibi == 0)
        return Words::tr("%1 GB").arg(value / gibi);
    return Words::tr("%1 MB").arg(value / mebi);
}

QVector<SettingChoice> days(const QVector<int> &values)
{
    QVector<SettingChoice> made;
    for (const int value : values)
        made.append({ value, daysText(value) });
    return made;
}

QVector<SettingChoice> durations(const QVector<int> &seconds)
{
    QVector<SettingChoice> made;
    for (const int value : seconds)
        made.append({ qint64(value), durationText(value) });
    return made;
}

QVector<SettingChoice> sizes(const QVector<qint64> &mebibytes)
{
    QVector<SettingChoice> made;
    for (const qint64 value : mebibytes)
        made.append({ value * mebi, bytesText(value * mebi) });
    return made;
}

} // namespace cachescope::ui::choices
