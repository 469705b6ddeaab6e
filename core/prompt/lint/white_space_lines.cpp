// SPDX-License-Identifier: MIT
#include "prompt/lint/white_space.h"

#include "prompt/lint/line_context.h"
#include "prompt/lint/places.h"
#include "prompt/lint/prefix_zone.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::size_t blanksForTab = 4;
constexpr std::size_t toleratedBlankLines = 1;

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

const std::string &textOf(const LintContext &context, std::size_t segment)
{
    return context.prompt.segments()[segment].text.text();
}

/** Places of one spelling of the line end. */
struct LineEnds
{
    std::vector<ByteRange> crlf, lf, cr;

    explicit LineEnds(std::string_view text)
    {
        for (std::size_t at = text.find_first_of("\r\n"); at != std::string_view::npos;
             at = text.find_first_of("\r\n", at)) {
            if (text[at] == '\n')
                lf.push_back({ at, at + 1 });
            else if (at + 1 < text.size() && text[at + 1] == '\n')
                crlf.push_back({ at, at + 2 });
            else
                cr.push_back({ at, at + 1 });
            at += text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n' ? 2 : 1;
        }
    }
};

std::vector<Spot> replaced(const std::vector<ByteRange> &ranges, std::string_view by)
{
    std::vector<Spot> places;
    for (const ByteRange range : ranges)
        places.push_back({ range, std::string(by) });
    return places;
}

/** Length of the blanks that a line begins with. */
std::size_t indentOf(std::string_view line)
{
    return std::min(line.find_first_not_of(" \t"), line.size());
}

} // namespace

void checkLineEnds(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = textOf(context, segment);
        if (text.find('\r') == std::string::npos)
            continue;
        const LineEnds ends(text);
        const int kinds = int{ !ends.crlf.empty() } + int{ !ends.lf.empty() } + int{ !ends.cr.empty() };
        if (kinds < 2)
            continue;
        const bool keepsCrlf = ends.crlf.size() > ends.lf.size() + ends.cr.size();
        std::vector<Spot> places = keepsCrlf ? replaced(ends.lf, "\r\n") : replaced(ends.crlf, "\n");
        const std::vector<Spot> lone = replaced(ends.cr, keepsCrlf ? "\r\n" : "\n");
        places.insert(places.end(), lone.begin(), lone.end());
        std::ranges::sort(places, {}, [](const Spot &place) { return place.decoded.begin; });
        reportPlaces(
            context, reporter, segment, places,
            { std::string("This line end is another than those of the other lines (") + (keepsCrlf ? "CR LF" : "LF")
                  + "): the same text from another editor or system is other tokens.",
              "lines have another line end", keepsCrlf ? "Use CR LF everywhere" : "Use LF everywhere", true,
              true });
    }
}

void checkTrailingBlanks(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = textOf(context, segment);
        std::vector<Spot> places;
        for (std::size_t newline = text.find('\n'); newline != std::string::npos;
             newline = text.find('\n', newline + 1)) {
            std::size_t end = newline;
            if (end > 0 && text[end - 1] == '\r')
                --end;
            std::size_t begin = end;
            while (begin > 0 && isBlank(text[begin - 1]))
                --begin;
            if (begin < end)
                places.push_back({ { begin, end }, "" });
        }
        reportPlaces(
            context, reporter, segment, places,
            { "Blanks at the end of the line: nobody sees them, they are tokens, and editors cut them.",
              "lines end in blanks", "Remove the trailing blanks" });
    }
}

void checkIndentation(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = textOf(context, segment);
        if (text.find('\t') == std::string::npos)
            continue;
        std::vector<Spot> tabs;
        bool hasBlanks = false, hasMixedLine = false;
        for (const Line &line : readLines(text)) {
            if (line.use == LineUse::Code && text[std::min(line.range.begin, text.size() - 1)] != ' ')
                continue;
            const std::string_view content = std::string_view(text).substr(line.range.begin, line.range.size());
            const std::string_view indent = content.substr(0, indentOf(content));
            if (indent.empty() || indent.size() == content.size())
                continue;
            const bool hasTab = indent.find('\t') != std::string_view::npos;
            hasBlanks |= indent.find("  ") != std::string_view::npos;
            hasMixedLine |= hasTab && indent.find(' ') != std::string_view::npos;
            if (!hasTab)
                continue;
            std::string blanks;
            for (const char c : indent)
                blanks.append(c == '\t' ? blanksForTab : 1, ' ');
            tabs.push_back({ { line.range.begin, line.range.begin + indent.size() }, std::move(blanks) });
        }
        if (!tabs.empty() && (hasBlanks || hasMixedLine))
            reportPlaces(
                context, reporter, segment, tabs,
                { "This line is indented with tabs, others with blanks: editors turn one into the other, and the "
                  "prefix ends there.",
                  "lines are indented with tabs", "Indent with blanks", false, true });
    }
}

void checkBlankLines(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = textOf(context, segment);
        if (text.find("\n\n\n") == std::string::npos && text.find("\n\r\n\r\n") == std::string::npos)
            continue;
        std::vector<Spot> places;
        const std::vector<Line> lines = readLines(text);
        std::size_t run = 0;
        for (std::size_t i = 0; i < lines.size(); ++i) {
            const bool isEmpty = lines[i].range.size() == 0 && lines[i].use != LineUse::Code;
            const bool isLast = i + 1 == lines.size(); // Behind the final newline: no line.
            if (isEmpty && !isLast) {
                ++run;
                continue;
            }
            if (run > toleratedBlankLines) {
                const std::size_t first = i - run + toleratedBlankLines;
                places.push_back({ { lines[first].range.begin, lines[i].range.begin }, "" });
            }
            run = 0;
        }
        reportPlaces(
            context, reporter, segment, places,
            { "Several blank lines in a row: tokens that say nothing, and another number of them is another "
              "prefix.",
              "runs of blank lines", "Keep one blank line" });
    }
}

} // namespace cachescope::prompt
