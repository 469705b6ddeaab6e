// SPDX-License-Identifier: MIT
#include "ui/format/format.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>
#include <QTimeZone>

#include <array>
#include <cmath>

namespace cachescope::ui::format {

namespace {

/** Puts thin spaces between groups of three of the integer part of plain decimal text. */
QString grouped(QString decimal)
{
    const bool negative = decimal.startsWith(u'-');
    if (negative)
        decimal.remove(0, 1);
    const qsizetype point = decimal.indexOf(u'.');
    qsizetype at = point < 0 ? decimal.size() : point;
    for (at -= 3; at > 0; at -= 3)
        decimal.insert(at, QChar(thinSpace));
    return negative ? QChar(minusSign) % decimal : decimal;
}

QDateTime local(base::UnixMicros when)
{
    return QDateTime::fromMSecsSinceEpoch(when / 1000);
}

} // namespace

QString missing()
{
    return QString(QChar(enDash));
}

QString number(std::int64_t value)
{
    return grouped(QString::number(value));
}

QString compact(double value)
{
    const double size = std::abs(value);
    if (size < 1000)
        return grouped(QString::number(std::llround(value)));
    struct Step
    {
        double unit;
        const char *suffix;
    };
    static constexpr std::array<Step, 4> steps{ { { 1e3, "k" }, { 1e6, "M" }, { 1e9, "G" }, { 1e12, "T" } } };
    // 999 950 rounds to 1.00 M, not to 1 000 k.
    std::size_t step = 0;
    while (step + 1 < steps.size() && size >= steps[step].unit * 999.5)
        ++step;
    const double scaled = value / steps[step].unit;
    const int decimals = std::abs(scaled) < 9.995 ? 2 : std::abs(scaled) < 99.95 ? 1 : 0;
    return grouped(QString::number(scaled, 'f', decimals)) % QChar(thinSpace)
        % QString::fromLatin1(steps[step].suffix);
}

QString percent(std::optional<double> share, int decimals)
{
    if (!share || !std::isfinite(*share))
        return missing();
    return grouped(QString::number(*share * 100, 'f', decimals)) % u'%';
}

QString currencySymbol(std::string_view currency)
{
    return currency == "CNY" ? QString(QChar(u'\u00A5')) : QStringLiteral("$");
}

QString money(std::optional<base::Money> amount, int decimals, std::string_view currency)
{
    if (!amount)
        return missing();
    QString digits = grouped(text(amount->toFixed(decimals)));
    const bool negative = digits.startsWith(QChar(minusSign));
    if (negative)
        digits.remove(0, 1);
    return (negative ? QString(QChar(minusSign)) : QString()) % currencySymbol(currency) % digits;
}

QString duration(std::int64_t micros)
{
    if (micros < 0)
        return missing();
    const double milliseconds = static_cast<double>(micros) / 1e3;
    if (milliseconds < 9.95)
        return QCoreApplication::translate("format", "%1 ms").arg(QString::number(milliseconds, 'f', 1));
    if (milliseconds < 99.5)
        return QCoreApplication::translate("format", "%1 ms").arg(QString::number(milliseconds, 'f', 0));
    if (milliseconds < 9995)
        return seconds(micros, 2);
    if (milliseconds < 119'950)
        return seconds(micros, 1);
    const std::int64_t whole = (micros + 500'000) / 1'000'000;
    return QCoreApplication::translate("format", "%1 min %2 s").arg(number(whole / 60)).arg(whole % 60);
}

QString seconds(std::int64_t micros, int decimals)
{
    if (micros < 0)
        return missing();
    return QCoreApplication::translate("format", "%1 s")
        .arg(grouped(QString::number(static_cast<double>(micros) / 1e6, 'f', decimals)));
}

QString bytes(std::int64_t count)
{
    static constexpr std::array<const char *, 5> units{ "B", "KB", "MB", "GB", "TB" };
    double value = static_cast<double>(count);
    std::size_t unit = 0;
    while (unit + 1 < units.size() && std::abs(value) >= 1023.5) {
        value /= 1024;
        ++unit;
    }
    const bool whole = std::abs(value - std::round(value)) < 0.05;
    const int decimals = unit > 2 && value < 99.95 && !whole ? 1 : 0;
    return grouped(QString::number(value, 'f', decimals)) % u' ' % QString::fromLatin1(units[unit]);
}

QString timeOfDay(base::UnixMicros when)
{
    return local(when).toString(QStringLiteral("HH:mm:ss"));
}

QString dateAndZone(base::UnixMicros when)
{
    const QDateTime time = local(when);
    return QLocale().toString(time, QStringLiteral("d MMM yyyy, HH:mm ")) % time.timeZoneAbbreviation();
}

QString moment(base::UnixMicros when, base::UnixMicros now)
{
    const QDateTime time = local(when);
    if (time.date() == local(now).date())
        return time.toString(QStringLiteral("HH:mm:ss"));
    return QLocale().toString(time, QStringLiteral("d MMM HH:mm"));
}

} // namespace cachescope::ui::format
