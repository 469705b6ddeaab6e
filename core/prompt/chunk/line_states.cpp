// SPDX-License-Identifier: MIT
#include "prompt/chunk/line_states.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

constexpr std::size_t headBytes = 80; // Three blanks and a long fence; an info string is not looked at.
constexpr std::size_t shortestFence = 3;
constexpr std::size_t deepestIndent = 3;

struct Fence
{
    char mark = '\0';
    std::size_t length = 0;
    bool bare = false; ///< Nothing but blanks behind it: it can close.
};

Fence fenceOf(std::string_view line)
{
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    if (indent > deepestIndent || indent == line.size() || (line[indent] != '`' && line[indent] != '~'))
        return {};
    const char mark = line[indent];
    const std::size_t end = std::min(line.find_first_not_of(mark, indent), line.size());
    if (end - indent < shortestFence)
        return {};
    const std::string_view rest = line.substr(end);
    if (mark == '`' && rest.find('`') != std::string_view::npos)
        return {}; // Code within a line.
    return { mark, end - indent, rest.find_first_not_of(" \t\r") == std::string_view::npos };
}

} // namespace

void LineStates::add(std::string_view bytes)
{
    while (!bytes.empty()) {
        const std::size_t length = std::min(bytes.find('\n'), bytes.size());
        const std::string_view part = bytes.substr(0, length);
        m_head.append(part.substr(0, headBytes - std::min(headBytes, m_head.size())));
        m_blank = m_blank && part.find_first_not_of(" \t\r") == std::string_view::npos;
        m_bytes += length;
        if (length == bytes.size())
            return;
        ++m_bytes;
        endLine();
        bytes.remove_prefix(length + 1);
    }
}

void LineStates::endLine()
{
    const Fence fence = fenceOf(m_head);
    Line next;
    next.begin = m_bytes;
    next.afterBlank = m_blank;
    if (m_fence == '\0' && fence.mark != '\0') {
        m_fence = fence.mark;
        m_fenceLength = fence.length;
    } else if (m_fence != '\0' && fence.mark == m_fence && fence.length >= m_fenceLength && fence.bare) {
        m_fence = '\0';
        next.afterFence = true;
    }
    next.insideFence = m_fence != '\0';
    m_lines.push_back(next);
    m_head.clear();
    m_blank = true;
}

const LineStates::Line *LineStates::lineAt(std::uint64_t byte) const
{
    const auto found
        = std::lower_bound(m_lines.begin(), m_lines.end(), byte, [](const Line &line, std::uint64_t place) {
              return line.begin < place;
          });
    return found != m_lines.end() && found->begin == byte ? &*found : nullptr;
}

void LineStates::forgetBefore(std::uint64_t byte)
{
    while (m_lines.size() > 1 && m_lines.front().begin < byte)
        m_lines.pop_front();
}

} // namespace cachescope::prompt
