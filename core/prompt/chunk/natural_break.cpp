// SPDX-License-Identifier: MIT
#include "prompt/chunk/natural_break.h"

#include <algorithm>
#include <array>

namespace cachescope::prompt {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

bool isContinuation(char c)
{
    return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

/** An ATX heading (CommonMark 0.31, 4.2). */
bool isHeading(std::string_view line)
{
    const std::size_t marks = std::min(line.find_first_not_of('#'), line.size());
    return marks >= 1 && marks <= 6 && (marks == line.size() || isBlank(line[marks]));
}

bool endsWithAny(std::string_view text, const auto &endings)
{
    return std::any_of(
        endings.begin(), endings.end(), [text](std::string_view ending) { return text.ends_with(ending); });
}

/** "e.g." and initials end no sentence, and neither does a point before a small letter. */
bool isSentenceEnd(std::string_view before, std::string_view after)
{
    static constexpr std::array<std::string_view, 5> wide{ "。", "！", "？", "｡", "।" };
    if (endsWithAny(before, wide))
        return true;
    if (after.empty() || !isBlank(after.front()))
        return false;
    static constexpr std::array<std::string_view, 7> closers{ "\"", "'", ")", "]", "”", "’", "»" };
    for (const std::string_view closer : closers) {
        if (before.ends_with(closer)) {
            before.remove_suffix(closer.size());
            break;
        }
    }
    static constexpr std::array<std::string_view, 4> sure{ "!", "?", "…", "؟" };
    if (endsWithAny(before, sure))
        return true;
    if (!before.ends_with('.'))
        return false;
    const bool shortWord
        = before.size() < 3 || isBlank(before[before.size() - 3]) || before[before.size() - 3] == '.';
    const std::size_t next = std::min(after.find_first_not_of(" \t\r\n"), after.size());
    const bool smallNext = next < after.size() && after[next] >= 'a' && after[next] <= 'z';
    return !shortWord && !smallNext;
}

/** True at the first byte of a character of a script without blanks between words (Hiragana to Hangul). */
bool isIdeographic(std::string_view at)
{
    const auto lead = static_cast<unsigned char>(at.empty() ? '\0' : at.front());
    return lead >= 0xe3 && lead <= 0xed;
}

BreakKind lineBreak(std::string_view after, const LineStates::Line &line)
{
    if (line.insideFence && !line.afterFence)
        return BreakKind::Line;
    const std::size_t end = std::min(after.find('\n'), after.size());
    const std::string_view next = after.substr(0, end);
    if (isHeading(next))
        return BreakKind::Heading;
    const bool nextIsBlank = end < after.size() && next.find_first_not_of(" \t\r") == std::string_view::npos;
    return !nextIsBlank && (line.afterBlank || line.afterFence) ? BreakKind::Block : BreakKind::Line;
}

} // namespace

std::optional<BreakKind> breakAt(std::string_view text, std::size_t at, const LineStates::Line *line)
{
    if (isContinuation(text[at]))
        return {};
    const std::string_view before = text.substr(0, at);
    const std::string_view after = text.substr(at);
    // Between CR and LF is no place to cut at all well; as a token border it stays possible.
    if (before.back() == '\r' && after.front() == '\n')
        return BreakKind::Token;
    if (line != nullptr)
        return lineBreak(after, *line);
    if (isSentenceEnd(before, after))
        return BreakKind::Sentence;
    if (isBlank(after.front()) || isBlank(before.back()) || isIdeographic(after))
        return BreakKind::Word;
    return BreakKind::Token;
}

} // namespace cachescope::prompt
