// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace cachescope::providers {

/**
 * Takes the elements out of one JSON array that comes in pieces (Gemini's stream without alt=sse) as each is whole.
 * It only finds where elements end; their text is the reader's to check. Memory is bounded by `limit` an element.
 */
class ArraySplitter
{
public:
    using Sink = std::function<void(std::string_view)>;

    explicit ArraySplitter(std::size_t limit)
        : m_limit(limit)
    { }

    void feed(std::string_view bytes, const Sink &sink);
    /** True when the array has been closed and nothing but white space came after it. */
    bool isClosed() const { return m_state == State::Closed; }

private:
    enum class State
    {
        Before,
        Between,
        Element,
        Closed,
        Broken,
    };

    void takeOutside(char c);
    /** True when `c` ended the element. */
    bool takeInside(char c);

    std::size_t m_limit;
    State m_state = State::Before;
    std::string m_element;
    std::size_t m_depth = 0;
    bool m_inString = false;
    bool m_escaped = false;
};

} // namespace cachescope::providers
