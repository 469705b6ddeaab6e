// SPDX-License-Identifier: MIT
#include "requestlog/local_time.h"

#include "requestlog/rollups.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <ctime>

namespace cachescope::requestlog {

namespace {

constexpr std::int64_t secondMicros = 1'000'000;

std::tm localParts(base::UnixMicros time)
{
    const auto seconds = static_cast<std::time_t>(bucketOf(time, secondMicros));
    std::tm parts = {};
    ::localtime_r(&seconds, &parts);
    return parts;
}

base::UnixMicros instantOf(std::tm parts)
{
    parts.tm_isdst = -1;
    return std::int64_t{ ::mktime(&parts) } * secondMicros;
}

std::string formatted(const std::tm &parts, const char *format)
{
    std::array<char, 64> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), format, &parts);
    return { text.data(), size };
}

} // namespace

base::UnixMicros localHourStart(base::UnixMicros time)
{
    // Offsets are whole minutes, so the local minute tells how far the hour is; this also tells apart the two hours
    // of the same name when the clock is put back.
    const std::tm parts = localParts(time);
    return bucketOf(time, minuteMicros) * minuteMicros - parts.tm_min * minuteMicros;
}

base::UnixMicros localDayStart(base::UnixMicros time)
{
    std::tm parts = localParts(time);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    return instantOf(parts);
}

base::UnixMicros addLocalDays(base::UnixMicros time, int days)
{
    std::tm parts = localParts(time);
    parts.tm_hour = parts.tm_min = parts.tm_sec = 0;
    parts.tm_mday += days;
    return instantOf(parts);
}

std::string localIsoDate(base::UnixMicros time)
{
    return formatted(localParts(time), "%Y-%m-%d");
}

std::string localIsoMinute(base::UnixMicros time)
{
    const std::tm parts = localParts(time);
    const long minutes = parts.tm_gmtoff / 60;
    std::array<char, 16> offset{};
    std::snprintf(
        offset.data(), offset.size(), "%c%02ld:%02ld", minutes < 0 ? '-' : '+', std::labs(minutes) / 60 % 100,
        std::labs(minutes) % 60);
    return formatted(parts, "%Y-%m-%dT%H:%M") + offset.data();
}

bool localZoneIsWholeHours(TimeRange range)
{
    // "All time" may reach far beyond any call.
    constexpr base::UnixMicros year2100 = 47'482 * dayMicros;
    const base::UnixMicros end = std::clamp<base::UnixMicros>(range.end, 0, year2100);
    for (base::UnixMicros day = std::clamp<base::UnixMicros>(range.begin, 0, end); day < end; day += dayMicros)
        if (localParts(day).tm_gmtoff % 3600 != 0)
            return false;
    return localParts(end).tm_gmtoff % 3600 == 0;
}

std::optional<base::UnixMicros> fromLocal(int year, int month, int day, int hour, int minute, int second)
{
    std::tm parts = {};
    parts.tm_year = year - 1900;
    parts.tm_mon = month - 1;
    parts.tm_mday = day;
    parts.tm_hour = hour;
    parts.tm_min = minute;
    parts.tm_sec = second;
    const base::UnixMicros instant = instantOf(parts);
    const std::tm back = localParts(instant);
    // mktime moves impossible dates; hours that a clock change skips may move, days may not.
    if (back.tm_year != year - 1900 || back.tm_mon != month - 1 || back.tm_mday != day)
        return {};
    return instant;
}

} // namespace cachescope::requestlog
