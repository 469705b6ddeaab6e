// SPDX-License-Identifier: MIT
#include "ui/prompt/prompt_snapshot.h"

#include "prompt/json_escapes.h"

#include <algorithm>

namespace cachescope::ui {

namespace {

bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/** The smallest replacement that makes `after` out of `before`, as ranges in both; never cuts a character. */
struct Change
{
    std::size_t front = 0, back = 0;
};
Change smallestChange(std::string_view before, std::string_view after)
{
    const std::size_t shorter = std::min(before.size(), after.size());
    Change change;
    change.front = static_cast<std::size_t>(
        std::mismatch(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shorter), after.begin()).first
        - before.begin());
    while (change.front > 0
           && ((change.front < before.size() && isContinuation(before[change.front]))
               || (change.front < after.size() && isContinuation(after[change.front]))))
        --change.front;
    const std::size_t most = shorter - change.front;
    while (change.back < most && before[before.size() - 1 - change.back] == after[after.size() - 1 - change.back])
        ++change.back;
    while (change.back > 0 && isContinuation(before[before.size() - change.back]))
        --change.back;
    return change;
}

} // namespace

ShownPrompt showPrompt(const prompt::Prompt &prompt)
{
    ShownPrompt shown;
    std::string all;
    for (const prompt::Segment &segment : prompt.segments())
        all += segment.text.text();
    shown.ends = display::usualLineEnds(all);
    for (const prompt::Segment &segment : prompt.segments()) {
        if (!shown.begins.empty())
            shown.text += u'\n';
        shown.begins.push_back(static_cast<int>(shown.text.size()));
        shown.text += display::fromBytes(segment.text.text(), shown.ends);
    }
    if (shown.begins.empty())
        shown.begins.push_back(0);
    return shown;
}

QStringView PromptSnapshot::segmentText(std::size_t segment) const
{
    if (segment >= begins.size())
        return {};
    const int begin = begins[segment];
    const int end = segment + 1 < begins.size() ? begins[segment + 1] - 1 : static_cast<int>(text.size());
    return QStringView(text).mid(begin, end - begin);
}

std::vector<prompt::TextEdit> PromptSnapshot::edits() const
{
    std::vector<prompt::TextEdit> edits;
    const auto &segments = base->segments();
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const prompt::MappedText &mapped = segments[i].text;
        const std::string now = display::toBytes(segmentText(i), ends);
        if (now == mapped.text() || segments[i].kind == prompt::SegmentKind::Media)
            continue;
        const Change change = smallestChange(mapped.text(), now);
        const prompt::ByteRange range = mapped.toSource({ change.front, mapped.text().size() - change.back });
        std::string replacement = now.substr(change.front, now.size() - change.front - change.back);
        edits.push_back({ range, mapped.isJson() ? prompt::jsonEscaped(replacement) : std::move(replacement) });
    }
    std::sort(
        edits.begin(), edits.end(), [](const auto &a, const auto &b) { return a.range.begin < b.range.begin; });
    return edits;
}

std::string PromptSnapshot::promptBytes() const
{
    const std::string &bytes = base->bytes();
    std::string result;
    result.reserve(bytes.size());
    std::size_t copied = 0;
    for (const prompt::TextEdit &edit : edits()) {
        result.append(bytes, copied, edit.range.begin - copied);
        result += edit.replacement;
        copied = edit.range.end;
    }
    result.append(bytes, copied);
    return result;
}

std::string PromptSnapshot::fileBytes() const
{
    return frame ? frame->before + promptBytes() + frame->after : promptBytes();
}

} // namespace cachescope::ui
