// SPDX-License-Identifier: MIT
#include "providers/array_splitter.h"

namespace cachescope::providers {

void ArraySplitter::takeOutside(char c)
{
    if (c == ' ' || c == '\n' || c == '\r' || c == '\t')
        return;
    if (m_state == State::Before && c == '[') {
        m_state = State::Between;
    } else if (m_state == State::Between && c == ']') {
        m_state = State::Closed;
    } else if (m_state == State::Between && c == '{') {
        m_state = State::Element;
        m_element = "{";
        m_depth = 1;
    } else if (m_state != State::Between || c != ',') {
        m_state = State::Broken;
    }
}

bool ArraySplitter::takeInside(char c)
{
    m_element.push_back(c);
    if (m_escaped) {
        m_escaped = false;
    } else if (m_inString) {
        m_escaped = c == '\\';
        m_inString = c != '"';
    } else if (c == '"') {
        m_inString = true;
    } else if (c == '{' || c == '[') {
        ++m_depth;
    } else if (c == '}' || c == ']') {
        --m_depth;
    }
    return m_depth == 0;
}

void ArraySplitter::feed(std::string_view bytes, const Sink &sink)
{
    for (const char c : bytes) {
        if (m_state != State::Element) {
            takeOutside(c);
        } else if (takeInside(c)) {
            m_state = State::Between;
            sink(m_element);
            m_element.clear();
        } else if (m_element.size() > m_limit) {
            m_state = State::Broken;
            m_element = {};
        }
    }
}

} // namespace cachescope::providers
