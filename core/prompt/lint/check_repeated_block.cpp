// SPDX-License-Identifier: MIT
#include "prompt/lint/edits.h"
#include "prompt/lint/structure_checks.h"
#include "prompt/lint/words.h"

#include <functional>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace cachescope::prompt {

namespace {

/** About 500 tokens: below, a repetition may well be meant as emphasis. */
constexpr std::size_t largeBlock = 2000;
/** Shorter lines (braces, blanks) begin no block: they are everywhere. */
constexpr std::size_t tellingLine = 24;

struct Line
{
    std::size_t segment = 0;
    ByteRange decoded; ///< Without its line end.
    std::string_view text;
};

std::vector<Line> linesOf(const Prompt &prompt)
{
    std::vector<Line> lines;
    const auto &segments = prompt.segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        if (segments[i].kind != SegmentKind::Message && segments[i].kind != SegmentKind::System)
            continue;
        const std::string_view text = segments[i].text.text();
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = std::min(text.find('\n', begin), text.size());
            lines.push_back({ i, { begin, end }, text.substr(begin, end - begin) });
            begin = end + 1;
        }
    }
    return lines;
}

/** How many lines from `a` and `b` on are equal, within their segments and without meeting. */
std::size_t equalLines(const std::vector<Line> &lines, std::size_t a, std::size_t b)
{
    std::size_t count = 0;
    while (b + count < lines.size() && a + count < b && lines[b + count].segment == lines[b].segment
           && lines[a + count].segment == lines[a].segment && lines[a + count].text == lines[b + count].text)
        ++count;
    return count;
}

void reportBlock(
    const LintContext &context, Reporter &reporter, const std::vector<Line> &lines, std::size_t first,
    std::size_t again, std::size_t count)
{
    const Segment &segment = context.prompt.segments()[lines[again].segment];
    const Segment &original = context.prompt.segments()[lines[first].segment];
    const ByteRange decoded{ lines[again].decoded.begin, lines[again + count - 1].decoded.end };
    std::vector<Fix> fixes;
    if (segment.text.isJson() || segment.text.text().size() == segment.source.size())
        fixes.push_back({ "Refer to the first place instead",
                          false,
                          { editText(segment, decoded, "(The same text as in " + original.label + " above.)") } });
    Report report;
    report.source = segment.text.toSource(decoded);
    report.message = "These " + grouped(static_cast<std::int64_t>(decoded.size())) + " bytes stand in "
        + original.label + " already: they are paid twice in each call.";
    report.evidence = shortened(lines[again].text, 80);
    report.tokensAffected = static_cast<std::int64_t>(decoded.size()) / 4;
    report.fixes = std::move(fixes);
    reporter.report(std::move(report));
}

} // namespace

void checkRepeatedBlock(const LintContext &context, Reporter &reporter)
{
    const auto lines = linesOf(context.prompt);
    std::unordered_map<std::string_view, std::size_t> firstPlaces;
    for (std::size_t i = 0; i < lines.size();) {
        if (lines[i].text.size() < tellingLine) {
            ++i;
            continue;
        }
        const auto [known, isNew] = firstPlaces.emplace(lines[i].text, i);
        const std::size_t count = isNew ? 0 : equalLines(lines, known->second, i);
        if (count > 0 && lines[i + count - 1].decoded.end - lines[i].decoded.begin >= largeBlock)
            reportBlock(context, reporter, lines, known->second, i, count);
        i += std::max<std::size_t>(count, 1);
    }
}

} // namespace cachescope::prompt
