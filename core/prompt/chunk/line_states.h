// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <string>
#include <string_view>

namespace cachescope::prompt {

/** Where the lines of a text begin, and which of them stand inside a fenced code block (CommonMark 0.31, 4.5). */
class LineStates
{
public:
    struct Line
    {
        std::uint64_t begin = 0;
        bool insideFence = false; ///< Of a code block, its closing fence included.
        bool afterFence = false; ///< The line before closed a code block.
        bool afterBlank = false; ///< The line before holds nothing but blanks.
    };
    LineStates() { m_lines.push_back({}); }

    void add(std::string_view bytes);
    /** The line that begins at `byte`; null when none does. */
    const Line *lineAt(std::uint64_t byte) const;
    /** Forgets lines before `byte`. */
    void forgetBefore(std::uint64_t byte);

private:
    void endLine();

    std::deque<Line> m_lines;
    std::uint64_t m_bytes = 0; ///< Taken so far.
    std::string m_head; ///< The running line's first bytes: enough to tell a fence.
    bool m_blank = true; ///< The running line holds blanks only.
    char m_fence = '\0'; ///< Character of the open fence; NUL outside.
    std::size_t m_fenceLength = 0;
};

} // namespace cachescope::prompt
