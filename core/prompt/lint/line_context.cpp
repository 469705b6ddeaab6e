// SPDX-License-Identifier: MIT
#include "prompt/lint/line_context.h"

#include "prompt/lint/scan.h"
#include "prompt/lint/time_shapes.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

constexpr auto exampleWords = std::to_array<std::string_view>({
    "example",    "examples",  "e.g",      "ie",          "i.e",         "for instance", "such as",  "sample",
    "looks like", "look like", "format",   "formatted",   "in the form", "of the form",  "beispiel", "z. b.",
    "z.b.",       "etwa so",   "ejemplo",  "por ejemplo", "exemple",     "par exemple",  "esempio",  "exemplo",
    "voorbeeld",  "пример",    "например", "例如",        "例えば",      "例：",         "예:",
});
constexpr auto quietHeadings = std::to_array<std::string_view>({
    "example",
    "examples",
    "sample",
    "few-shot",
    "changelog",
    "change log",
    "release notes",
    "version history",
    "history",
    "license",
    "beispiele",
    "beispiel",
    "ejemplos",
    "exemples",
    "esempi",
    "test cases",
});
constexpr auto exampleTags = std::to_array<std::string_view>({
    "example",
    "examples",
    "sample",
    "samples",
    "few_shot",
    "few_shot_examples",
    "output_format",
    "schema",
    "template",
});
constexpr auto environmentTags = std::to_array<std::string_view>({
    "env",
    "environment",
    "environment_details",
    "environment_context",
    "system_info",
});
constexpr auto documentTags = std::to_array<std::string_view>({
    "document",
    "documents",
    "context",
    "search_results",
    "search_result",
    "retrieved_documents",
    "passages",
    "passage",
    "snippets",
    "results",
    "sources",
    "knowledge_base",
});

std::string_view trimmed(std::string_view line)
{
    const std::size_t first = line.find_first_not_of(" \t>");
    if (first == std::string_view::npos)
        return {};
    return line.substr(first, line.find_last_not_of(" \t\r") - first + 1);
}

/** Name of the tag that opens (or, with `closing`, closes) at the start of a line. */
std::string_view tagName(std::string_view line, bool closing)
{
    const std::string_view opener = closing ? "</" : "<";
    if (!line.starts_with(opener))
        return {};
    std::size_t end = opener.size();
    while (end < line.size() && (scan::isAlnum(line[end]) || line[end] == '_' || line[end] == '-'))
        ++end;
    return line.substr(opener.size(), end - opener.size());
}

template <typename List> bool isOneOf(std::string_view name, const List &names)
{
    return std::ranges::find(names, name) != names.end();
}

bool startsWithTime(std::string_view line)
{
    const std::size_t at = line.starts_with('[') ? 1 : 0;
    if (at >= line.size() || !scan::isDigit(line[at]))
        return false;
    const TimeShape shape = timeAt(line, at);
    return shape.length > 0 && shape.hasTime && shape.length + 8 < line.size();
}

/** Walks the lines and keeps what outlives one of them. */
class LineReader
{
public:
    Line read(std::string_view text, ByteRange range)
    {
        Line line;
        line.range = range;
        const std::string_view content = text.substr(range.begin, range.size());
        const std::string_view bare = trimmed(content);
        const bool isFence = bare.starts_with("```") || bare.starts_with("~~~");
        if (isFence) {
            m_inFence = !m_inFence;
            m_fenceIsExample = m_inFence && m_introducesExample;
        }
        if (m_inFence || isFence) {
            line.use = m_fenceIsExample ? LineUse::Example : LineUse::Code;
            return line;
        }
        if (bare.empty()) {
            m_exampleParagraph = false;
            m_afterBlank = true;
            line.inEnvironment = m_environment > 0;
            return line;
        }
        followTags(bare);
        followHeadings(bare);
        line.inEnvironment = m_environment > 0;
        line.inUserDocument = m_documents > 0;
        line.use = useOf(content, bare);
        m_afterBlank = false;
        return line;
    }

private:
    void followTags(std::string_view bare)
    {
        if (bare.front() != '<')
            return;
        const std::string closing = lowered(tagName(bare, true));
        const std::string opening = lowered(tagName(bare, false));
        const bool closesToo = bare.find("</") != std::string_view::npos;
        count(m_examples, opening, closing, closesToo, exampleTags);
        count(m_environment, opening, closing, closesToo, environmentTags);
        count(m_documents, opening, closing, closesToo, documentTags);
    }

    template <typename List>
    static void count(
        int &depth, std::string_view opening, std::string_view closing, bool closesToo, const List &names)
    {
        if (!opening.empty() && isOneOf(opening, names) && !closesToo)
            ++depth;
        else if (!closing.empty() && isOneOf(closing, names))
            depth = std::max(0, depth - 1);
    }

    void followHeadings(std::string_view bare)
    {
        const std::size_t level = bare.find_first_not_of('#');
        const bool isMarkdown = level != std::string_view::npos && level > 0 && level < 7 && bare[level] == ' ';
        const bool isLabel = m_afterBlank && bare.size() < 40 && bare.ends_with(':');
        if (!isMarkdown && !isLabel)
            return;
        const std::size_t rank = isMarkdown ? level : 7;
        if (m_quietRank > 0 && rank > m_quietRank)
            return;
        m_quietRank = scan::containsOneOf(lowered(bare), quietHeadings) ? rank : 0;
    }

    LineUse useOf(std::string_view content, std::string_view bare)
    {
        if (m_examples > 0 || m_quietRank > 0)
            return LineUse::Example;
        if (bare.front() == '|')
            return LineUse::Data;
        if (content.starts_with("    ") && m_afterBlank && !bare.starts_with('-') && !bare.starts_with('*'))
            return LineUse::Code;
        const bool isLog = startsWithTime(bare);
        const bool wasLog = std::exchange(m_wasLog, isLog);
        if (isLog && wasLog)
            return LineUse::Data;
        const bool hasWord = scan::containsOneOf(lowered(content), exampleWords);
        m_introducesExample = hasWord && bare.ends_with(':');
        if (m_introducesExample)
            m_exampleParagraph = true;
        return hasWord || m_exampleParagraph ? LineUse::Example : LineUse::Prose;
    }

    bool m_fenceIsExample = false, m_introducesExample = false; ///< The line before a fence decides.
    bool m_inFence = false, m_exampleParagraph = false, m_afterBlank = true, m_wasLog = false;
    int m_examples = 0, m_environment = 0, m_documents = 0;
    std::size_t m_quietRank = 0; ///< Level of the heading that begins examples or a change log; 0: none.
};

} // namespace

std::string lowered(std::string_view text)
{
    std::string result(text);
    for (char &c : result) {
        if (scan::isUpper(c))
            c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

std::vector<Line> readLines(std::string_view text)
{
    std::vector<Line> lines;
    LineReader reader;
    for (std::size_t begin = 0; begin <= text.size();) {
        const std::size_t newline = std::min(text.find('\n', begin), text.size());
        std::size_t end = newline;
        if (end > begin && text[end - 1] == '\r')
            --end;
        lines.push_back(reader.read(text, { begin, end }));
        begin = newline + 1;
    }
    // The first of several log lines is known as one only when the second has been read.
    for (std::size_t i = 1; i < lines.size(); ++i) {
        if (lines[i].use == LineUse::Data && lines[i - 1].use == LineUse::Prose
            && startsWithTime(trimmed(text.substr(lines[i - 1].range.begin, lines[i - 1].range.size()))))
            lines[i - 1].use = LineUse::Data;
    }
    return lines;
}

} // namespace cachescope::prompt
