// SPDX-License-Identifier: MIT
#include "prompt/lint/edits.h"

#include "prompt/json_escapes.h"
#include "prompt/lint/prefix_zone.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::string_view ellipsis = "…";

std::string_view withoutLineEnds(std::string_view text)
{
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

/** Where a paragraph can be added: segment and decoded offset behind its last visible character. */
struct TailPlace
{
    const Segment *segment = nullptr;
    std::size_t decoded = 0;
};

TailPlace endOfTail(const LintContext &context)
{
    const auto &segments = context.prompt.segments();
    TailPlace place;
    const bool isText
        = context.prompt.form() == PromptForm::PlainText || context.prompt.form() == PromptForm::Template;
    for (std::size_t i = isText ? 0 : context.tail; i < segments.size(); ++i) {
        const Segment &segment = segments[i];
        const bool takesText
            = segment.kind == SegmentKind::Message && segment.role == "user" && (segment.text.isJson() || isText);
        if (!takesText)
            continue;
        const std::size_t last = segment.text.text().find_last_not_of(" \t\r\n");
        place = { &segment, last == std::string::npos ? 0 : last + 1 };
    }
    return place;
}

} // namespace

TextEdit editText(const Segment &segment, ByteRange decoded, std::string_view replacement)
{
    return { segment.text.toSource(decoded),
             segment.text.isJson() ? jsonEscaped(replacement) : std::string(replacement) };
}

std::vector<TextEdit> moveToTail(const LintContext &context, std::size_t segment, ByteRange decoded)
{
    const Segment &from = context.prompt.segments()[segment];
    const TailPlace to = endOfTail(context);
    const std::string_view piece
        = withoutLineEnds(std::string_view(from.text.text()).substr(decoded.begin, decoded.size()));
    if (!to.segment || piece.empty() || (to.segment == &from && to.decoded <= decoded.end))
        return {};
    std::string paragraph = to.decoded == 0 ? std::string() : std::string("\n\n");
    paragraph += piece;
    std::vector<TextEdit> edits{ editText(from, decoded, ""),
                                 editText(*to.segment, { to.decoded, to.decoded }, paragraph) };
    // The file's order is not the prompt's: messages may stand before the system text.
    std::ranges::sort(edits, {}, [](const TextEdit &edit) { return edit.range.begin; });
    return edits;
}

ByteRange lineAt(std::string_view text, std::size_t offset)
{
    const std::size_t before = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
    ByteRange line{ before == std::string_view::npos ? 0 : before + 1,
                    std::min(text.find('\n', offset), text.size()) };
    if (line.end > line.begin && text[line.end - 1] == '\r')
        --line.end;
    return line;
}

ByteRange wholeLine(std::string_view text, ByteRange line)
{
    const std::size_t next = text.find('\n', line.end);
    if (next != std::string_view::npos)
        return { line.begin, next + 1 };
    std::size_t begin = line.begin;
    if (begin > 0 && text[begin - 1] == '\n')
        begin -= begin > 1 && text[begin - 2] == '\r' ? 2 : 1;
    return { begin, line.end };
}

std::string shortened(std::string_view text, std::size_t limit)
{
    if (text.size() <= limit)
        return std::string(text);
    std::size_t end = limit - ellipsis.size();
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0) == 0x80)
        --end;
    return std::string(text.substr(0, end)) + std::string(ellipsis);
}

base::Result<std::string> applyEdits(std::string_view bytes, const std::vector<TextEdit> &edits)
{
    std::string result;
    result.reserve(bytes.size());
    std::size_t copied = 0;
    for (const TextEdit &edit : edits) {
        const bool inOrder = edit.range.begin >= copied && edit.range.end >= edit.range.begin;
        if (!inOrder || edit.range.end > bytes.size())
            return base::failure(
                base::ErrorCode::InvalidInput,
                "The edit at byte " + std::to_string(edit.range.begin)
                    + (inOrder ? " ends behind the text." : " overlaps the one before it.")
                    + " Lint the text again and apply the new fix.");
        result.append(bytes.substr(copied, edit.range.begin - copied));
        result += edit.replacement;
        copied = edit.range.end;
    }
    result.append(bytes.substr(copied));
    return result;
}

std::vector<TextEdit> safeEdits(const std::vector<Finding> &findings)
{
    std::vector<TextEdit> edits;
    // Two insertions at one place overlap, too: their order would be a guess.
    const auto overlaps = [&edits](const TextEdit &wanted) {
        const auto after = std::ranges::upper_bound(
            edits, wanted.range.begin, {}, [](const TextEdit &edit) { return edit.range.begin; });
        const bool hitsNext = after != edits.end() && after->range.begin < wanted.range.end;
        return hitsNext
            || (after != edits.begin()
                && ((after - 1)->range.end > wanted.range.begin || (after - 1)->range.begin == wanted.range.begin));
    };
    for (const Finding &finding : findings) {
        const auto fix = std::ranges::find_if(finding.fixes, &Fix::safe);
        if (finding.silenced || fix == finding.fixes.end() || std::ranges::any_of(fix->edits, overlaps))
            continue;
        edits.insert(edits.end(), fix->edits.begin(), fix->edits.end());
        std::ranges::sort(edits, {}, [](const TextEdit &edit) { return edit.range.begin; });
    }
    return edits;
}

} // namespace cachescope::prompt
