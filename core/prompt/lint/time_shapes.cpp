// SPDX-License-Identifier: MIT
#include "prompt/lint/time_shapes.h"

#include "prompt/lint/scan.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

using scan::digitsAt;
using scan::isAlpha;
using scan::isDigit;
using scan::numberAt;

// Longest first where one begins another.
constexpr auto monthNames = std::to_array<std::string_view>({
    "september", "settembre", "septembre", "septiembre", "setembro",  "november",  "novembre", "noviembre",
    "novembro",  "december",  "dezember",  "décembre",   "dicembre",  "diciembre", "dezembro", "february",
    "februar",   "février",   "febbraio",  "febrero",    "fevereiro", "februari",  "january",  "januar",
    "janvier",   "gennaio",   "enero",     "janeiro",    "januari",   "october",   "oktober",  "octobre",
    "ottobre",   "octubre",   "outubro",   "august",     "agosto",    "augustus",  "août",     "juillet",
    "luglio",    "julio",     "julho",     "july",       "juli",      "giugno",    "junio",    "junho",
    "june",      "juni",      "juin",      "maggio",     "mayo",      "maio",      "march",    "märz",
    "mars",      "marzo",     "março",     "maart",      "april",     "avril",     "aprile",   "abril",
    "mai",       "may",       "mei",       "jan",        "feb",       "mar",       "apr",      "jun",
    "jul",       "aug",       "sept",      "sep",        "oct",       "nov",
});
constexpr auto shortMonths = std::to_array<std::string_view>({ "dec", "dez", "okt", "mrt" });
constexpr auto dayNames = std::to_array<std::string_view>({
    "monday",   "tuesday",  "wednesday",     "thursday",    "friday",   "saturday", "sunday",    "montag",
    "dienstag", "mittwoch", "donnerstag",    "freitag",     "samstag",  "sonntag",  "lundi",     "mardi",
    "mercredi", "jeudi",    "vendredi",      "samedi",      "dimanche", "lunes",    "martes",    "miércoles",
    "jueves",   "viernes",  "sábado",        "domingo",     "lunedì",   "martedì",  "mercoledì", "giovedì",
    "venerdì",  "sabato",   "domenica",      "maandag",     "dinsdag",  "woensdag", "donderdag", "vrijdag",
    "zaterdag", "zondag",   "segunda-feira", "terça-feira", "mon",      "tue",      "wed",       "thu",
    "fri",      "sat",
});
constexpr auto shortDays = std::to_array<std::string_view>({ "sun" });

char lower(char c)
{
    return scan::isUpper(c) ? static_cast<char>(c - 'A' + 'a') : c;
}

bool beginsWith(std::string_view text, std::size_t at, std::string_view word)
{
    if (text.size() - at < word.size())
        return false;
    for (std::size_t i = 0; i < word.size(); ++i) {
        if (lower(text[at + i]) != word[i])
            return false;
    }
    const std::size_t end = at + word.size();
    return end == text.size() || !isAlpha(text[end]);
}

template <typename List> std::size_t longest(std::string_view text, std::size_t at, const List &words)
{
    std::size_t best = 0;
    for (const std::string_view word : words) {
        if (word.size() > best && beginsWith(text, at, word))
            best = word.size();
    }
    return best;
}

std::size_t monthAt(std::string_view text, std::size_t at)
{
    return std::max(longest(text, at, monthNames), longest(text, at, shortMonths));
}

std::size_t dayNameAt(std::string_view text, std::size_t at)
{
    return std::max(longest(text, at, dayNames), longest(text, at, shortDays));
}

/** Reads forward; every step either takes what it wants or leaves the place. */
class Cursor
{
public:
    Cursor(std::string_view text, std::size_t at)
        : m_text(text)
        , m_at(at)
    { }
    std::size_t at() const { return m_at; }
    bool take(std::string_view what)
    {
        if (!m_text.substr(m_at).starts_with(what))
            return false;
        m_at += what.size();
        return true;
    }
    bool takeOneOf(std::string_view characters)
    {
        if (m_at >= m_text.size() || characters.find(m_text[m_at]) == std::string_view::npos)
            return false;
        ++m_at;
        return true;
    }
    void skip(std::string_view characters)
    {
        while (takeOneOf(characters)) { }
    }
    /** A number of `least` to `most` digits in a range of values. */
    bool takeNumber(std::size_t least, std::size_t most, int low, int high)
    {
        const std::size_t digits = digitsAt(m_text, m_at);
        if (digits < least || digits > most)
            return false;
        const int value = numberAt(m_text, m_at, digits);
        if (value < low || value > high)
            return false;
        m_at += digits;
        return true;
    }
    bool takeMonth()
    {
        const std::size_t length = monthAt(m_text, m_at);
        m_at += length;
        take(".");
        return length > 0;
    }
    bool takeDayName()
    {
        const std::size_t length = dayNameAt(m_text, m_at);
        m_at += length;
        return length > 0;
    }
    bool atWordEnd() const { return m_at >= m_text.size() || !scan::isAlnum(m_text[m_at]); }
    void moveTo(std::size_t at) { m_at = at; }

private:
    std::string_view m_text;
    std::size_t m_at;
};

bool takeYear(Cursor &cursor)
{
    return cursor.takeNumber(4, 4, 1900, 2199);
}

bool takeDay(Cursor &cursor)
{
    return cursor.takeNumber(1, 2, 1, 31);
}

/** "2026-11-20", "2026/11/20", "2026.11.20", "2026年11月20日", "2026년 11월 20일". */
bool isoDate(Cursor &cursor)
{
    if (!takeYear(cursor))
        return false;
    if (cursor.take("年"))
        return cursor.takeNumber(1, 2, 1, 12) && cursor.take("月") && takeDay(cursor) && cursor.take("日");
    if (cursor.take("년")) {
        cursor.skip(" ");
        if (!cursor.takeNumber(1, 2, 1, 12) || !cursor.take("월"))
            return false;
        cursor.skip(" ");
        return takeDay(cursor) && cursor.take("일");
    }
    for (const std::string_view separator : { "-", "/", "." }) {
        if (cursor.take(separator))
            return cursor.takeNumber(1, 2, 1, 12) && cursor.take(separator) && takeDay(cursor)
                && cursor.atWordEnd();
    }
    return false;
}

/** An ISO date that is followed by T and a time: the T is no word end. */
bool isoDateBeforeT(Cursor &cursor)
{
    return takeYear(cursor) && cursor.take("-") && cursor.takeNumber(2, 2, 1, 12) && cursor.take("-")
        && cursor.takeNumber(2, 2, 1, 31) && cursor.takeOneOf("Tt");
}

/** "20.11.2026", "11/20/2026", "20-11-2026". */
bool numericDate(Cursor &cursor)
{
    if (!takeDay(cursor))
        return false;
    for (const std::string_view separator : { ".", "/", "-" }) {
        if (!cursor.take(separator))
            continue;
        if (separator == ".")
            cursor.skip(" ");
        return takeDay(cursor) && cursor.take(separator) && (cursor.skip(separator == "." ? " " : ""), true)
            && takeYear(cursor) && cursor.atWordEnd();
    }
    return false;
}

/** "20 November 2026", "20. November 2026", "20th of November, 2026", "20 de noviembre de 2026". */
bool dayMonthYear(Cursor &cursor)
{
    if (!takeDay(cursor))
        return false;
    for (const std::string_view ending : { ".", "st", "nd", "rd", "th", "er" }) {
        if (cursor.take(ending))
            break;
    }
    cursor.skip(" -");
    (void)(cursor.take("of ") || cursor.take("de "));
    if (!cursor.takeMonth())
        return false;
    cursor.skip(" ,-");
    (void)cursor.take("de ");
    return takeYear(cursor) && cursor.atWordEnd();
}

/** "November 20, 2026", "Nov 20 2026", also "November 2026". */
bool monthDayYear(Cursor &cursor)
{
    if (!cursor.takeMonth())
        return false;
    cursor.skip(" ");
    if (takeYear(cursor))
        return cursor.atWordEnd();
    if (!takeDay(cursor))
        return false;
    for (const std::string_view ending : { "st", "nd", "rd", "th" }) {
        if (cursor.take(ending))
            break;
    }
    cursor.skip(" ,");
    return takeYear(cursor) && cursor.atWordEnd();
}

bool takeDate(Cursor &cursor)
{
    const std::size_t begin = cursor.at();
    if (cursor.takeDayName()) {
        cursor.skip(" ,.");
        (void)(cursor.take("the ") || cursor.take("den ") || cursor.take("le "));
    }
    const std::size_t behindDay = cursor.at();
    for (bool (*shape)(Cursor &) : { isoDate, numericDate, dayMonthYear, monthDayYear }) {
        if (shape(cursor))
            return true;
        cursor.moveTo(behindDay);
    }
    cursor.moveTo(begin);
    return false;
}

/** Fraction, zone and day half behind hours and minutes. */
void takeZone(Cursor &cursor, TimeShape &shape)
{
    const std::size_t begin = cursor.at();
    if (cursor.takeOneOf("Zz") && cursor.atWordEnd()) {
        shape.hasZone = true;
        return;
    }
    cursor.moveTo(begin);
    cursor.skip(" ");
    for (const std::string_view half : { "AM", "PM", "am", "pm", "a.m.", "p.m.", "Uhr", "h" }) {
        if (cursor.take(half) && (cursor.atWordEnd()))
            return;
    }
    for (const std::string_view zone : { "UTC", "GMT", "CET", "CEST", "EST", "EDT", "PST", "PDT" }) {
        if (cursor.take(zone)) {
            shape.hasZone = true;
            return;
        }
    }
    if (cursor.takeOneOf("+-") && cursor.takeNumber(2, 4, 0, 1459)) {
        if (cursor.take(":"))
            (void)cursor.takeNumber(2, 2, 0, 59);
        shape.hasZone = true;
        return;
    }
    cursor.moveTo(begin);
}

/** "14:03", "14:03:22.123Z", "2:03 PM", "14h03", "14.03 Uhr". */
bool takeTime(Cursor &cursor, TimeShape &shape)
{
    const std::size_t begin = cursor.at();
    const bool isClock = cursor.takeNumber(1, 2, 0, 24) && cursor.takeOneOf(":h") && cursor.takeNumber(2, 2, 0, 59);
    if (!isClock) {
        cursor.moveTo(begin);
        return false;
    }
    shape.hasTime = true;
    const std::size_t behindMinutes = cursor.at();
    if (cursor.take(":") && cursor.takeNumber(2, 2, 0, 60)) {
        shape.hasSeconds = true;
        const std::size_t behindSeconds = cursor.at();
        if (!(cursor.takeOneOf(".,") && cursor.takeNumber(1, 9, 0, 999999999)))
            cursor.moveTo(behindSeconds);
    } else {
        cursor.moveTo(behindMinutes);
    }
    const std::size_t bare = cursor.at();
    takeZone(cursor, shape);
    if (cursor.at() == bare && !cursor.atWordEnd()) {
        cursor.moveTo(begin);
        return false;
    }
    return true;
}

/** "Fri Nov 20 14:03:22 2026" (ctime) and "Fri, 20 Nov 2026 14:03:22 +0000" needs no case of its own. */
bool ctimeAt(Cursor &cursor, TimeShape &shape)
{
    if (!cursor.takeDayName())
        return false;
    cursor.skip(" ,");
    if (!cursor.takeMonth())
        return false;
    cursor.skip(" ");
    if (!takeDay(cursor))
        return false;
    cursor.skip(" ");
    if (!takeTime(cursor, shape))
        return false;
    cursor.skip(" ");
    return takeYear(cursor);
}

/** Between a date and its time. */
void skipBetween(Cursor &cursor)
{
    for (const std::string_view between :
         { ", at ", " at ", " um ", " à ", " a las ", " alle ", ", ", " - ", " " }) {
        if (cursor.take(between))
            return;
    }
}

std::string_view nameOf(const TimeShape &shape, bool iso)
{
    if (shape.hasDate && shape.hasTime)
        return iso ? "ISO time" : "date and time";
    if (shape.hasDate)
        return iso ? "ISO date" : "date";
    return "clock";
}

} // namespace

TimeShape timeAt(std::string_view text, std::size_t at)
{
    TimeShape shape;
    Cursor cursor(text, at);
    if (isoDateBeforeT(cursor) && takeTime(cursor, shape)) {
        shape.hasDate = true;
        shape.name = "ISO time";
        shape.length = cursor.at() - at;
        return shape;
    }
    shape = {};
    cursor.moveTo(at);
    if (isAlpha(text[at]) && ctimeAt(cursor, shape)) {
        shape.hasDate = true;
        shape.name = "date and time";
        shape.length = cursor.at() - at;
        return shape;
    }
    shape = {};
    cursor.moveTo(at);
    const bool iso = scan::digitsAt(text, at) == 4;
    if (takeDate(cursor)) {
        shape.hasDate = true;
        const std::size_t behindDate = cursor.at();
        skipBetween(cursor);
        if (!takeTime(cursor, shape))
            cursor.moveTo(behindDate);
    } else if (!takeTime(cursor, shape)) {
        return {};
    }
    shape.name = nameOf(shape, iso);
    shape.length = cursor.at() - at;
    return shape;
}

bool isCalendarWord(std::string_view text, std::size_t at, std::size_t &length)
{
    length = std::max(monthAt(text, at), dayNameAt(text, at));
    return length > 0;
}

} // namespace cachescope::prompt
