// SPDX-License-Identifier: MIT
#pragma once

#include <QString> // First: moc 6.4 stumbles over <concepts> (from money.h) when it is the first standard header.

#include "base/clock.h"
#include "base/money.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

/**
 * Figures as the window writes them: groups by U+2009, minus U+2212, missing as an en dash; the decimal sign, the
 * place of the currency's sign and dates as the user's language has them. Pure functions, but for the locale.
 */
namespace cachescope::ui::format {

inline constexpr char16_t thinSpace = u'\u2009';
inline constexpr char16_t minusSign = u'\u2212';
inline constexpr char16_t enDash = u'\u2013';

QString missing(); ///< "–"

/** "1 204", "−3". */
QString number(std::int64_t value);
/** "0.83", as many decimals as asked for. */
QString decimal(double value, int decimals);
/** Short form for tokens and counts: "873", "9.1 k", "46 k", "8.24 M"; three significant digits. */
QString compact(double value);
/** "39%", with `decimals` "0.8%". Missing when there is nothing. */
QString percent(std::optional<double> share, int decimals = 0);
/** "$6.16", "−$0.60", "¥1.20"; digits grouped. `currency`: "USD" or "CNY". Missing when unknown. */
QString money(std::optional<base::Money> amount, int decimals = 2, std::string_view currency = "USD");
QString currencySymbol(std::string_view currency);
/** "$6.16", "6,16 $" in German; `digits` as decimal() gives them. */
QString withCurrency(const QString &digits, std::string_view currency);
/** Durations from microseconds, -1 missing: "0.4 ms", "45 ms", "0.77 s", "11.6 s", "2 min 5 s". */
QString duration(std::int64_t micros);
/** Seconds with fixed decimals, for columns: "1.43 s". */
QString seconds(std::int64_t micros, int decimals);
/** "740 MB", "1.2 GB" (powers of 1024, as limits are set in them). */
QString bytes(std::int64_t count);

/** Local time of day "14:31:09". */
QString timeOfDay(base::UnixMicros when);
QString clockTime(base::UnixMicros when); ///< "14:31"
QString day(base::UnixMicros when); ///< "20 Nov"
QString dayAndClock(base::UnixMicros when); ///< "20 Nov 14:31"
bool isSameDay(base::UnixMicros one, base::UnixMicros other); ///< In the local zone.
/** "20 November 2026, 14:32:07.123 CET". */
QString dateAndMilliseconds(base::UnixMicros when);
/** "14:31:09" when that is today (as `now` sees it), else "20 Nov 14:31:09". */
QString momentToTheSecond(base::UnixMicros when, base::UnixMicros now);
/** "20 Nov 2026, 14:32 CET". */
QString dateAndZone(base::UnixMicros when);
/** Time when it is today (as `now` sees it), else "20 Nov 14:32". */
QString moment(base::UnixMicros when, base::UnixMicros now);

/** Between UTF-8 of the core and the window's strings. */
inline QString text(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), static_cast<qsizetype>(utf8.size()));
}
inline std::string utf8(const QString &text)
{
    return text.toStdString();
}

} // namespace cachescope::ui::format
