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

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(format)
};

/** Plain decimal text with thin spaces between groups of three of its integer part, and the user's decimal sign. */
QString grouped(QString decimal)
{
    const bool negative = decimal.startsWith(u'-');
    if (negative)
        decimal.remove(0, 1);
    const qsizetype point = decimal.indexOf(u'.');
    if (point >= 0)
        decimal.replace(point, 1, QLocale().decimalPoint());
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

QString decimal(double value, int decimals)
{
    return grouped(QString::number(value, 'f', decimals));
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
    return Words::tr("%1%", "percent").arg(decimal(*share * 100, decimals));
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
    return (negative ? QString(QChar(minusSign)) : QString()) % withCurrency(digits, currency);
}

QString withCurrency(const QString &digits, std::string_view currency)
{
    return Words::tr("%1%2", "sign of the currency, amount").arg(currencySymbol(currency), digits);
}

QString duration(std::int64_t micros)
{
    if (micros < 0)
        return missing();
    const double milliseconds = static_cast<double>(micros) / 1e3;
    if (milliseconds < 9.95)
        return Words::tr("%1 ms").arg(decimal(milliseconds, 1));
    if (milliseconds < 99.5)
        return Words::tr("%1 ms").arg(decimal(milliseconds, 0));
    if (milliseconds < 9995)
        return seconds(micros, 2);
    if (milliseconds < 119'950)
        return seconds(micros, 1);
    const std::int64_t whole = (micros + 500'000) / 1'000'000;
    return Words::tr("%1 min %2 s").arg(number(whole / 60)).arg(whole % 60);
}

QString seconds(std::int64_t micros, int decimals)
{
    if (micros < 0)
        return missing();
    return Words::tr("%1 s").arg(decimal(static_cast<double>(micros) / 1e6, decimals));
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

QString clockTime(base::UnixMicros when)
{
    return local(when).toString(QStringLiteral("HH:mm"));
}

QString day(base::UnixMicros when)
{
    return QLocale().toString(local(when), Words::tr("d MMM", "pattern of a date"));
}

QString dayAndClock(base::UnixMicros when)
{
    return QLocale().toString(local(when), Words::tr("d MMM HH:mm", "pattern of a date"));
}

QString dateAndZone(base::UnixMicros when)
{
    const QDateTime time = local(when);
    return QLocale().toString(time, Words::tr("d MMM yyyy, HH:mm", "pattern of a date")) % u' '
        % time.timeZoneAbbreviation();
}

QString dateAndMilliseconds(base::UnixMicros when)
{
    const QDateTime time = local(when);
    return QLocale().toString(time, Words::tr("d MMMM yyyy, HH:mm:ss.zzz", "pattern of a date")) % u' '
        % time.timeZoneAbbreviation();
}

bool isSameDay(base::UnixMicros one, base::UnixMicros other)
{
    return local(one).date() == local(other).date();
}

QString momentToTheSecond(base::UnixMicros when, base::UnixMicros now)
{
    return isSameDay(when, now) ? timeOfDay(when) : QString(day(when) % u' ' % timeOfDay(when));
}

QString moment(base::UnixMicros when, base::UnixMicros now)
{
    return isSameDay(when, now) ? timeOfDay(when) : dayAndClock(when);
}

} // namespace cachescope::ui::format
