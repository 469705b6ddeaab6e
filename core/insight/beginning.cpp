// SPDX-License-Identifier: MIT
#include "insight/beginning.h"

#include <algorithm>
#include <array>
#include <functional>

namespace cachescope::insight {

namespace {

constexpr std::size_t mostText = 64 * 1024;
/** Below this, tools and system text alone say too little ("You are a helpful assistant."). */
constexpr std::size_t tellingText = 400;
constexpr std::size_t wordsInRun = 3;

bool isWordByte(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'
        || (c & 0x80) != 0;
}

bool isFixedPart(const prompt::Segment &segment)
{
    return segment.kind == prompt::SegmentKind::Schema || segment.kind == prompt::SegmentKind::Tool
        || segment.kind == prompt::SegmentKind::System;
}

} // namespace

Beginning Beginning::of(const prompt::Prompt &prompt)
{
    Beginning beginning;
    std::size_t taken = 0;
    const auto take = [&](const prompt::Segment &segment) {
        const std::string_view text = std::string_view(segment.text.text()).substr(0, mostText - taken);
        beginning.add(text);
        taken += text.size();
    };
    for (const prompt::Segment &segment : prompt.segments())
        if (isFixedPart(segment) && taken < mostText)
            take(segment);
    if (taken < tellingText) {
        const auto &segments = prompt.segments();
        const auto first = std::find_if(segments.begin(), segments.end(), [](const prompt::Segment &segment) {
            return segment.kind == prompt::SegmentKind::Message;
        });
        if (first != segments.end())
            take(*first);
    }
    std::sort(beginning.m_runs.begin(), beginning.m_runs.end());
    beginning.m_runs.erase(std::unique(beginning.m_runs.begin(), beginning.m_runs.end()), beginning.m_runs.end());
    return beginning;
}

void Beginning::add(std::string_view text)
{
    std::array<std::uint64_t, wordsInRun> last{};
    std::size_t words = 0;
    for (std::size_t at = 0; at < text.size();) {
        if (!isWordByte(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && isWordByte(text[end]))
            ++end;
        last[words++ % wordsInRun] = std::hash<std::string_view>{}(text.substr(at, end - at));
        at = end;
        if (words < wordsInRun)
            continue;
        std::uint64_t run = 0;
        for (std::size_t i = 0; i < wordsInRun; ++i)
            run = run * 0x9e3779b97f4a7c15U + last[(words + i) % wordsInRun];
        m_runs.push_back(run);
    }
    if (words > 0 && words < wordsInRun) // A text of a word or two is a run of its own.
        m_runs.push_back(last[0] * 31 + last[1]);
}

double Beginning::likeness(const Beginning &other) const
{
    const auto &smaller = m_runs.size() <= other.m_runs.size() ? m_runs : other.m_runs;
    const auto &larger = m_runs.size() <= other.m_runs.size() ? other.m_runs : m_runs;
    if (larger.empty())
        return 1;
    if (smaller.empty())
        return 0;
    const auto shared = std::count_if(smaller.begin(), smaller.end(), [&](std::uint64_t run) {
        return std::binary_search(larger.begin(), larger.end(), run);
    });
    return static_cast<double>(shared) / static_cast<double>(smaller.size());
}

} // namespace cachescope::insight
