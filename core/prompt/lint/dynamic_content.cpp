// SPDX-License-Identifier: MIT
#include "prompt/lint/dynamic_content.h"

#include "prompt/lint/dynamic_words.h"
#include "prompt/lint/id_shapes.h"
#include "prompt/lint/line_context.h"
#include "prompt/lint/scan.h"
#include "prompt/lint/time_shapes.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::size_t wordsBefore = 80; ///< Bytes before a value in which a word can say what it is.
constexpr std::size_t wordsBehind = 40;
constexpr std::size_t longestLine
    = 4096; ///< Beyond it a line is data, and words are looked for near the value only.

/** Looks through one line. */
class LineScanner
{
public:
    LineScanner(std::string_view text, const Line &line, bool isFirst, std::vector<DynamicPlace> &out)
        : m_text(text.substr(line.range.begin, line.range.size()))
        , m_line(line)
        , m_isFirst(isFirst)
        , m_out(out)
    { }

    void scan()
    {
        if (m_text.size() <= longestLine)
            m_lower = lowered(m_text);
        for (std::size_t at = 0; at < m_text.size();) {
            const bool begins = scan::isAlnum(m_text[at]) && (at == 0 || !scan::isAlnum(m_text[at - 1]));
            const std::size_t taken = begins ? takeAt(at) : 0;
            at += std::max<std::size_t>(taken, 1);
        }
    }

private:
    std::size_t takeAt(std::size_t at)
    {
        if (const TimeShape time = timeAt(m_text, at); time.length > 0) {
            considerTime(at, time);
            return time.length;
        }
        if (const IdShape id = idAt(m_text, at); id.length > 0) {
            considerId(at, id);
            return id.length;
        }
        if (const std::size_t digits = scan::digitsAt(m_text, at); digits > 0) {
            considerNumber(at, digits);
            return digits;
        }
        return 0;
    }

    std::string before(std::size_t at) const
    {
        const std::size_t begin = at > wordsBefore ? at - wordsBefore : 0;
        return m_lower.empty() ? lowered(m_text.substr(begin, at - begin)) : m_lower.substr(begin, at - begin);
    }
    std::string behind(std::size_t at) const { return lowered(m_text.substr(at, wordsBehind)); }

    void add(DynamicKind kind, std::size_t at, std::size_t length, std::string_view shape)
    {
        const std::size_t base = m_line.range.begin;
        m_out.push_back({ kind, { base + at, base + at + length }, m_line.range, shape });
    }

    /** Nothing but a key, a colon and the value: "Timestamp: 2026-11-20T14:03:22Z". */
    bool isHeaderLine(std::size_t at, std::size_t length, std::string_view head) const
    {
        const std::size_t last = m_text.find_last_not_of(" \t.)]>*_\"");
        const bool endsLine = last == std::string_view::npos || last < at + length;
        const std::size_t colon = head.find_last_not_of(" \t*_\"[(");
        const bool hasKey = colon != std::string_view::npos && (head[colon] == ':' || head[colon] == '=');
        return endsLine && (hasKey || colon == std::string_view::npos) && head.size() < 40;
    }

    /** A range ("9:00-17:00"), a product or a path goes on around the value. */
    bool isPartOfRange(std::size_t at, std::size_t length) const
    {
        std::string_view rest = m_text.substr(at + length);
        while (rest.starts_with(' '))
            rest.remove_prefix(1);
        const bool goesOn = rest.starts_with("-") || rest.starts_with("–") || rest.starts_with("to ")
            || rest.starts_with("bis ") || rest.starts_with("and ");
        return goesOn && rest.find_first_of("0123456789") < 8;
    }

    void considerTime(std::size_t at, const TimeShape &time)
    {
        const std::string head = before(at);
        const std::size_t present = scan::lastOf(head, words::present);
        const std::size_t settled = scan::lastOf(head, words::settledTimes);
        const bool isPresent
            = present != std::string_view::npos && (settled == std::string_view::npos || settled <= present);
        const bool isSaidBehind = settled == std::string_view::npos
            && scan::containsOneOf(behind(at + time.length), words::presentBehind);
        if (!time.hasTime) {
            if (isPresent || isSaidBehind || isDateHeader(at, time.length, head))
                add(DynamicKind::Date, at, time.length, time.name);
            return;
        }
        if (isPartOfRange(at, time.length))
            return;
        const bool isHeader = settled == std::string_view::npos && isHeaderLine(at, time.length, head);
        const bool machineMade = time.hasDate && (time.hasSeconds || time.hasZone);
        const bool labelled = scan::containsOneOf(head, words::timeLabels) && settled == std::string_view::npos;
        if (isPresent || isSaidBehind || (labelled && (time.hasDate || isHeader)) || (isHeader && machineMade)
            || (m_isFirst && machineMade && settled == std::string_view::npos))
            add(DynamicKind::Clock, at, time.length, time.name);
    }

    bool isDateHeader(std::size_t at, std::size_t length, std::string_view head) const
    {
        const std::size_t letter = head.find_first_not_of(" \t*_#-[(<");
        if (letter == std::string_view::npos || !isHeaderLine(at, length, head))
            return false;
        std::string_view key = head.substr(letter);
        key = key.substr(0, key.find_first_of(":=>*"));
        return std::ranges::find(words::dateKeys, key) != words::dateKeys.end();
    }

    void considerId(std::size_t at, const IdShape &id)
    {
        const std::string head = before(at);
        const std::size_t settled = scan::lastOf(head, words::settledIds);
        const std::size_t perCall = scan::lastOf(head, words::perCallIds);
        const bool isPerCall
            = perCall != std::string_view::npos && (settled == std::string_view::npos || settled <= perCall);
        if (isPerCall) {
            add(DynamicKind::RandomId, at, id.length, id.name);
            return;
        }
        const char left = at > 0 ? m_text[at - 1] : ' ';
        const char right = at + id.length < m_text.size() ? m_text[at + id.length] : ' ';
        const bool isQuoted = left == '`' || left == '"' || left == '\'' || right == '`';
        const bool isInPath = left == '/' || left == '\\' || left == '@' || left == '.' || right == '/'
            || right == '.' || (left == '=' && head.find("://") != std::string::npos);
        const bool endsSentence = right == '.' && at + id.length + 1 >= m_text.size();
        if (settled == std::string_view::npos && id.isCertain && !isQuoted && (!isInPath || endsSentence))
            add(DynamicKind::RandomId, at, id.length, id.name);
    }

    void considerNumber(std::size_t at, std::size_t digits)
    {
        if (isEpoch(at, digits)) {
            const std::string head = before(at);
            if (scan::containsOneOf(head, words::epochs) && !scan::containsOneOf(head, words::settledTimes))
                add(DynamicKind::Clock, at, digits, "epoch seconds");
            return;
        }
        if (const std::size_t length = counterAt(at, digits); length > 0)
            add(DynamicKind::Counter, at, length, "counter");
    }

    /** Seconds or milliseconds of the years 2017 to 2033. */
    bool isEpoch(std::size_t at, std::size_t digits) const
    {
        return (digits == 10 || digits == 13) && m_text[at] == '1' && m_text[at + 1] >= '5'
            && m_text[at + 1] <= '9';
    }

    /** A number with what parts its thousands: "12,345". */
    std::size_t wholeNumber(std::size_t at, std::size_t digits) const
    {
        std::size_t end = at + digits;
        while (end + 3 < m_text.size() && (m_text[end] == ',' || m_text[end] == '.' || m_text[end] == '\'')
               && scan::digitsAt(m_text, end + 1) == 3)
            end += 4;
        return end - at;
    }

    std::size_t counterAt(std::size_t at, std::size_t digits) const
    {
        const std::size_t length = wholeNumber(at, digits);
        const std::string head = before(at);
        if (scan::containsOneOf(head, words::conditions))
            return 0;
        const std::string rest = behind(at + length);
        const bool isPresentCounter = endsWithOneOf(head, words::presentCounters);
        const bool isLeft = endsWithOneOf(head, words::leftBefore)
            || (beginsWithOneOf(rest, words::leftBehind) && scan::containsOneOf(head, words::possessors));
        const bool isUsedOf = (rest.starts_with(" of ") || rest.starts_with("/") || rest.starts_with(" / "))
            && endsWithOneOf(head, words::usedBefore) && rest.find_first_of("0123456789") < 5;
        return isPresentCounter || isLeft || isUsedOf ? length : 0;
    }

    /** The last word before the number, with "#", "number", ":" and their like left out. */
    static bool endsWithOneOf(std::string_view head, std::span<const std::string_view> endings)
    {
        while (!head.empty() && std::string_view(" :=#*~_(").find(head.back()) != std::string_view::npos)
            head.remove_suffix(1);
        return std::ranges::any_of(endings, [&](std::string_view ending) {
            if (!head.ends_with(ending))
                return false;
            const std::size_t begin = head.size() - ending.size();
            return begin == 0 || !scan::isAlnum(head[begin - 1]);
        });
    }

    static bool beginsWithOneOf(std::string_view rest, std::span<const std::string_view> beginnings)
    {
        while (rest.starts_with(' '))
            rest.remove_prefix(1);
        return std::ranges::any_of(
            beginnings, [&](std::string_view beginning) { return rest.starts_with(beginning); });
    }

    std::string_view m_text;
    const Line &m_line;
    bool m_isFirst;
    std::string m_lower;
    std::vector<DynamicPlace> &m_out;
};

bool hasDigit(std::string_view text)
{
    return std::ranges::any_of(text, scan::isDigit);
}

/** "Today is Monday" has no digits. */
void findNamedDay(std::string_view text, const Line &line, std::vector<DynamicPlace> &out)
{
    const std::string lower = lowered(text.substr(line.range.begin, line.range.size()));
    const std::size_t end = scan::lastOf(lower, words::todayIs);
    if (end == std::string_view::npos)
        return;
    std::size_t at = lower.find_first_not_of(" :*", end);
    std::size_t length = 0;
    if (at == std::string::npos || !isCalendarWord(lower, at, length))
        return;
    at += line.range.begin;
    out.push_back({ DynamicKind::Date, { at, at + length }, line.range, "weekday" });
}

} // namespace

std::vector<DynamicPlace> findDynamicContent(std::string_view text)
{
    std::vector<DynamicPlace> places;
    bool isFirst = true;
    for (const Line &line : readLines(text)) {
        if (line.range.size() == 0)
            continue;
        const bool wasFirst = std::exchange(isFirst, false);
        if (line.use != LineUse::Prose || line.inUserDocument)
            continue;
        if (hasDigit(text.substr(line.range.begin, line.range.size())))
            LineScanner(text, line, wasFirst, places).scan();
        else if (line.range.size() < longestLine)
            findNamedDay(text, line, places);
    }
    return places;
}

} // namespace cachescope::prompt
