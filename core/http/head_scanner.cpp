// SPDX-License-Identifier: MIT
#include "http/head_scanner.h"

#include <algorithm>

namespace cachescope::http {

namespace {

constexpr std::string_view versionPrefix = "HTTP/1.";
constexpr std::size_t maxMethodBytes = 32;
/** "METHOD " and " HTTP/1.1" around the target. */
constexpr std::size_t requestLineRest = maxMethodBytes + 10;
/** RFC 9112, section 2.2: a server SHOULD ignore at least one empty line before the request-line. */
constexpr std::size_t maxLeadingEmptyLines = 2;

} // namespace

void HeadScanner::reset()
{
    m_start = m_lineStart = m_searched = m_lines = 0;
    m_error = {};
}

HeadScanner::Status HeadScanner::fail(int status, std::string message)
{
    m_error = { m_kind == Kind::Request ? status : 502, std::move(message) };
    return Status::Error;
}

HeadScanner::Status HeadScanner::scan(std::string_view bytes)
{
    for (;;) {
        const std::size_t lineFeed = bytes.find('\n', m_searched);
        if (lineFeed == std::string_view::npos) {
            m_searched = bytes.size();
            return checkUnfinished(bytes);
        }
        m_searched = lineFeed + 1;
        if (lineFeed == m_lineStart || bytes[lineFeed - 1] != '\r')
            return fail(400, "a line of the head ends in a bare LF; HTTP/1.1 wants CR LF");
        const std::string_view line = bytes.substr(m_lineStart, lineFeed - 1 - m_lineStart);
        const std::size_t lineStart = m_lineStart;
        m_lineStart = lineFeed + 1;
        if (line.empty()) {
            if (m_lines > 0) {
                return m_lineStart - m_start > m_limits.headBytes ? fail(431, "the head is larger than allowed")
                                                                  : Status::Complete;
            }
            if (m_kind == Kind::Response || lineStart >= 2 * maxLeadingEmptyLines)
                return fail(400, "empty lines stand where the start line should");
            m_start = m_lineStart;
            continue;
        }
        if (takeLine(line) == Status::Error)
            return Status::Error;
        if (m_lineStart - m_start > m_limits.headBytes)
            return fail(431, "the head is larger than allowed");
    }
}

HeadScanner::Status HeadScanner::takeLine(std::string_view line)
{
    if (m_lines++ > 0)
        return checkFieldLine(line);
    return m_kind == Kind::Request ? checkRequestLine(line) : checkStatusLine(line);
}

HeadScanner::Status HeadScanner::checkRequestLine(std::string_view line)
{
    const std::size_t first = line.find(' ');
    const std::size_t last = line.rfind(' ');
    if (first == std::string_view::npos || first == last)
        return fail(400, "the request line is not METHOD SP TARGET SP VERSION");
    const std::string_view method = line.substr(0, first);
    const std::string_view target = line.substr(first + 1, last - first - 1);
    const std::string_view version = line.substr(last + 1);
    if (method.size() > maxMethodBytes || !isToken(method))
        return fail(400, "the method is not a token");
    if (target.size() > m_limits.targetBytes)
        return fail(414, "the request target is longer than allowed");
    if (target.empty() || !isTargetText(target))
        return fail(400, "the request target holds blanks or control characters");
    if (version != "HTTP/1.1" && version != "HTTP/1.0")
        return fail(400, "the version is neither HTTP/1.1 nor HTTP/1.0");
    return Status::NeedMore;
}

HeadScanner::Status HeadScanner::checkStatusLine(std::string_view line)
{
    const auto digit = [&](std::size_t i) { return line[i] >= '0' && line[i] <= '9'; };
    const bool shaped = line.size() >= 13 && line.starts_with(versionPrefix) && (line[7] == '0' || line[7] == '1')
        && line[8] == ' ' && line[9] != '0' && digit(9) && digit(10) && digit(11) && line[12] == ' ';
    if (!shaped || !isFieldText(line))
        return fail(502, "the status line is malformed");
    return Status::NeedMore;
}

HeadScanner::Status HeadScanner::checkFieldLine(std::string_view line)
{
    if (m_lines - 1 > m_limits.fields)
        return fail(431, "there are more header fields than allowed");
    if (line.front() == ' ' || line.front() == '\t')
        return fail(400, "a header field is folded over lines (obs-fold)");
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos)
        return fail(400, "a header line has no colon");
    if (!isToken(line.substr(0, colon)))
        return fail(400, "a header field name is not a token");
    if (!isFieldText(line.substr(colon + 1)))
        return fail(400, "a header field value holds control characters");
    return Status::NeedMore;
}

/** Refuses early what no further byte can mend, so that junk does not sit until a time-out. */
HeadScanner::Status HeadScanner::checkUnfinished(std::string_view bytes)
{
    const std::string_view line = bytes.substr(m_lineStart);
    if (m_lines == 0 && m_kind == Kind::Request) {
        const std::string_view method = line.substr(0, std::min(line.find(' '), line.size()));
        if (!method.empty() && method != "\r" && (method.size() > maxMethodBytes || !isToken(method)))
            return fail(400, "the method is not a token");
        if (line.size() > m_limits.targetBytes + requestLineRest)
            return fail(414, "the request target is longer than allowed");
    }
    if (m_lines == 0 && m_kind == Kind::Response
        && line.substr(0, versionPrefix.size()) != versionPrefix.substr(0, line.size()))
        return fail(502, "the answer does not begin like HTTP/1.1");
    if (bytes.size() - m_start > m_limits.headBytes)
        return fail(431, "the head is larger than allowed");
    return Status::NeedMore;
}

} // namespace cachescope::http
