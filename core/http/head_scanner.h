// SPDX-License-Identifier: MIT
#pragma once

#include "http/syntax.h"

#include <cstddef>
#include <string_view>

namespace cachescope::http {

/** Bounds of a head. */
struct HeadLimits
{
    std::size_t headBytes = 64 * 1024;
    std::size_t targetBytes = 16 * 1024;
    std::size_t fields = 200;
};

/**
 * Reads the raw lines of a head as they come in, before Beast sees them, and refuses what Beast lets through or
 * would wait for: bare CR, bare LF, NUL and other controls, obs-fold, blanks before a colon, names that are no
 * tokens, too many or too large fields. A refusal comes with the line that earns it, not with the end of the head.
 * Every byte is looked at once.
 */
class HeadScanner
{
public:
    enum class Kind
    {
        Request,
        Response
    };
    enum class Status
    {
        NeedMore,
        Complete,
        Error
    };

    HeadScanner(Kind kind, const HeadLimits &limits)
        : m_kind(kind)
        , m_limits(limits)
    { }

    /** `bytes` is everything received since the message began; each call continues where the last one stopped. */
    Status scan(std::string_view bytes);
    /** After Complete: where the start line begins (empty lines before it are skipped) and where the head ends. */
    std::size_t start() const { return m_start; }
    std::size_t end() const { return m_lineStart; }
    const ParseError &error() const { return m_error; }
    void reset();

private:
    Status takeLine(std::string_view line);
    Status checkRequestLine(std::string_view line);
    Status checkStatusLine(std::string_view line);
    Status checkFieldLine(std::string_view line);
    Status checkUnfinished(std::string_view bytes);
    Status fail(int status, std::string message);

    Kind m_kind;
    HeadLimits m_limits;
    std::size_t m_start = 0;
    std::size_t m_lineStart = 0;
    std::size_t m_searched = 0;
    std::size_t m_lines = 0;
    ParseError m_error;
};

} // namespace cachescope::http
