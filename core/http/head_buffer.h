// SPDX-License-Identifier: MIT
#pragma once

#include "http/head_scanner.h"

#include <string>
#include <string_view>

namespace cachescope::http {

/**
 * Collects a head that comes in pieces. A head that arrives whole is never copied: the view returned points into
 * the input.
 */
class HeadBuffer
{
public:
    HeadBuffer(HeadScanner::Kind kind, const HeadLimits &limits)
        : m_scanner(kind, limits)
    { }
    /** Takes the head's bytes from the front of `input`; on Complete `head()` is valid until the next call or
     * change of input. */
    HeadScanner::Status feed(std::string_view &input)
    {
        std::string_view bytes = input;
        const std::size_t before = m_pieces.size();
        if (before > 0) {
            m_pieces.append(input);
            bytes = m_pieces;
        }
        const auto status = m_scanner.scan(bytes);
        if (status == HeadScanner::Status::Complete) {
            m_head = bytes.substr(m_scanner.start(), m_scanner.end() - m_scanner.start());
            input.remove_prefix(m_scanner.end() - before);
        } else if (status == HeadScanner::Status::NeedMore) {
            if (before == 0)
                m_pieces.assign(input);
            input = {};
        }
        return status;
    }
    std::string_view head() const { return m_head; }
    bool empty() const { return m_pieces.empty(); }
    const ParseError &error() const { return m_scanner.error(); }
    void reset()
    {
        m_scanner.reset();
        m_pieces.clear();
        m_head = {};
    }

private:
    HeadScanner m_scanner;
    std::string m_pieces;
    std::string_view m_head;
};

} // namespace cachescope::http
