// SPDX-License-Identifier: MIT
#include "requestlog/number_text.h"

#include "base/money.h"
#include "base/text.h"
#include "requestlog/local_time.h"
#include "requestlog/rollups.h"

#include <array>
#include <limits>
#include <span>

namespace cachescope::requestlog {

namespace {

__extension__ using Wide = __int128;

struct Unit
{
    std::string_view name;
    std::int64_t factor;
};

constexpr std::array countUnits = { Unit{ "", 1 }, Unit{ "k", 1'000 }, Unit{ "m", 1'000'000 },
                                    Unit{ "g", 1'000'000'000 }, Unit{ "b", 1'000'000'000 } };
constexpr std::array byteUnits = { Unit{ "", 1 },
                                   Unit{ "b", 1 },
                                   Unit{ "k", 1'000 },
                                   Unit{ "kb", 1'000 },
                                   Unit{ "kib", 1 << 10 },
                                   Unit{ "m", 1'000'000 },
                                   Unit{ "mb", 1'000'000 },
                                   Unit{ "mib", 1 << 20 },
                                   Unit{ "g", 1'000'000'000 },
                                   Unit{ "gb", 1'000'000'000 },
                                   Unit{ "gib", 1 << 30 } };
constexpr std::array durationUnits
    = { Unit{ "", 1'000 },      Unit{ "us", 1 },         Unit{ "µs", 1 },           Unit{ "ms", 1'000 },
        Unit{ "s", 1'000'000 }, Unit{ "m", 60'000'000 }, Unit{ "min", 60'000'000 }, Unit{ "h", 3'600'000'000 } };
constexpr std::array agoUnits = { Unit{ "s", 1'000'000 },  Unit{ "m", minuteMicros }, Unit{ "min", minuteMicros },
                                  Unit{ "h", hourMicros }, Unit{ "d", dayMicros },    Unit{ "w", 7 * dayMicros } };

std::string unreadable(std::string_view text, std::string_view what)
{
    return "\"" + std::string(text) + "\" is no " + std::string(what);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/** Number with decimals and a unit, exactly, rounded half up to an integer. */
std::optional<std::int64_t> scaled(std::string_view text, std::span<const Unit> units)
{
    const bool negative = text.starts_with('-');
    if (negative)
        text.remove_prefix(1);
    Wide digits = 0;
    Wide divisor = 1;
    bool point = false;
    std::size_t at = 0;
    for (; at < text.size() && (isDigit(text[at]) || (text[at] == '.' && !point)); ++at) {
        if (text[at] == '.') {
            point = true;
            continue;
        }
        digits = digits * 10 + (text[at] - '0');
        divisor *= point ? 10 : 1;
        if (digits > std::numeric_limits<std::int64_t>::max() || divisor > 1'000'000'000'000)
            return {};
    }
    if (at == 0 || (at == 1 && point))
        return {};
    for (const Unit &unit : units) {
        if (!base::equalIgnoringCase(unit.name, text.substr(at)))
            continue;
        const Wide value = (digits * unit.factor * 2 + divisor) / (divisor * 2);
        if (value > std::numeric_limits<std::int64_t>::max())
            return {};
        return static_cast<std::int64_t>(negative ? -value : value);
    }
    return {};
}

ParsedRange exactly(std::optional<std::int64_t> value, std::string_view text, std::string_view what)
{
    if (!value)
        return tl::unexpected(unreadable(text, what));
    return NumberRange{ *value, *value };
}

/** Takes `width` digits from the front. */
std::optional<int> takeDigits(std::string_view &text, std::size_t width)
{
    if (text.size() < width)
        return {};
    int value = 0;
    for (std::size_t i = 0; i < width; ++i) {
        if (!isDigit(text[i]))
            return {};
        value = value * 10 + (text[i] - '0');
    }
    text.remove_prefix(width);
    return value;
}

bool takeChar(std::string_view &text, std::string_view allowed)
{
    if (text.empty() || allowed.find(text.front()) == std::string_view::npos)
        return false;
    text.remove_prefix(1);
    return true;
}

struct ClockTime
{
    int hour = 0, minute = 0, second = 0;
    std::int64_t covers = minuteMicros;
};

std::optional<ClockTime> takeClock(std::string_view &text)
{
    ClockTime time;
    const auto hour = takeDigits(text, 2);
    if (!hour || !takeChar(text, ":"))
        return {};
    const auto minute = takeDigits(text, 2);
    if (!minute || *hour > 23 || *minute > 59)
        return {};
    time.hour = *hour;
    time.minute = *minute;
    if (takeChar(text, ":")) {
        const auto second = takeDigits(text, 2);
        if (!second || *second > 59)
            return {};
        time.second = *second;
        time.covers = 1'000'000;
    }
    return time;
}

std::optional<base::UnixMicros> fromUtc(int year, int month, int day, const ClockTime &clock)
{
    using namespace std::chrono;
    const year_month_day date{ std::chrono::year(year), std::chrono::month(static_cast<unsigned int>(month)),
                               std::chrono::day(static_cast<unsigned int>(day)) };
    if (!date.ok())
        return {};
    const std::int64_t seconds = sys_days(date).time_since_epoch().count() * 86'400LL + clock.hour * 3'600
        + clock.minute * 60 + clock.second;
    return seconds * 1'000'000;
}

std::optional<NumberRange> dateAndTime(std::string_view text)
{
    const auto year = takeDigits(text, 4);
    if (!year || !takeChar(text, "-"))
        return {};
    const auto month = takeDigits(text, 2);
    if (!month || !takeChar(text, "-"))
        return {};
    const auto day = takeDigits(text, 2);
    if (!day || *month < 1 || *month > 12)
        return {};
    if (text.empty()) {
        const auto begin = fromLocal(*year, *month, *day, 0, 0, 0);
        return begin ? std::optional(NumberRange{ *begin, addLocalDays(*begin, 1) - 1 }) : std::nullopt;
    }
    if (!takeChar(text, "Tt"))
        return {};
    const auto clock = takeClock(text);
    if (!clock)
        return {};
    const bool utc = takeChar(text, "Zz");
    if (!text.empty())
        return {};
    const auto begin = utc ? fromUtc(*year, *month, *day, *clock)
                           : fromLocal(*year, *month, *day, clock->hour, clock->minute, clock->second);
    return begin ? std::optional(NumberRange{ *begin, *begin + clock->covers - 1 }) : std::nullopt;
}

} // namespace

ParsedRange parseCount(std::string_view text)
{
    return exactly(scaled(text, countUnits), text, "number (units: k, M, G)");
}

ParsedRange parseMoney(std::string_view text)
{
    std::string_view plain = text;
    if (plain.starts_with('$'))
        plain.remove_prefix(1);
    const std::string padded = plain.starts_with('.') ? "0" + std::string(plain) : std::string(plain);
    const auto money = base::Money::parse(padded);
    return exactly(money ? std::optional(money->pico()) : std::nullopt, text, "amount of money");
}

ParsedRange parseDuration(std::string_view text)
{
    return exactly(scaled(text, durationUnits), text, "duration (units: us, ms, s, m, h)");
}

ParsedRange parseBytes(std::string_view text)
{
    return exactly(scaled(text, byteUnits), text, "size (units: B, kB, KiB, MB, MiB, GB, GiB)");
}

ParsedRange parseStatus(std::string_view text)
{
    if (text.size() == 3 && isDigit(text[0]) && base::equalIgnoringCase(text.substr(1), "xx")) {
        const std::int64_t hundred = (text[0] - '0') * 100;
        return NumberRange{ hundred, hundred + 99 };
    }
    constexpr std::array<Unit, 1> plain = { Unit{ "", 1 } };
    return exactly(scaled(text, plain), text, "HTTP status such as 404 or 4xx");
}

ParsedRange parseShare(std::string_view text)
{
    constexpr std::array percent = { Unit{ "%", 100 } };
    constexpr std::array share = { Unit{ "", 10'000 } };
    constexpr std::int64_t whole = 10'000;
    if (const auto value = scaled(text, percent))
        return NumberRange{ *value, *value };
    const auto value = scaled(text, share);
    // Above one a bare number can only mean percent.
    if (value && *value > whole)
        return NumberRange{ *value / 100, *value / 100 };
    return exactly(value, text, "share such as 80%");
}

ParsedRange parseTime(std::string_view text, base::UnixMicros now)
{
    const base::UnixMicros today = localDayStart(now);
    if (base::equalIgnoringCase(text, "today"))
        return NumberRange{ today, addLocalDays(now, 1) - 1 };
    if (base::equalIgnoringCase(text, "yesterday"))
        return NumberRange{ addLocalDays(now, -1), today - 1 };
    if (const auto ago = scaled(text.starts_with('-') ? text.substr(1) : text, agoUnits); ago && *ago >= 0)
        return NumberRange{ now - *ago, now - *ago };
    if (const auto range = dateAndTime(text))
        return *range;
    std::string_view rest = text;
    if (const auto clock = takeClock(rest); clock && rest.empty()) {
        const std::string date = localIsoDate(now) + "T" + std::string(text);
        if (const auto range = dateAndTime(date))
            return *range;
    }
    return tl::unexpected(unreadable(text, "time; write 2026-10-24, 2026-10-24T10:30, 10:30, today or 2h"));
}

} // namespace cachescope::requestlog
