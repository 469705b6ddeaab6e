// SPDX-License-Identifier: MIT
#include "http/request_parser.h"

#include "base/text.h"
#include "http/beast_head.h"
#include "http/framing.h"

#include <algorithm>

namespace cachescope::http {

namespace {

constexpr std::size_t longestKeptHead = 8 * 1024;

} // namespace

RequestParser::RequestParser(const RequestLimits &limits)
    : m_limits(limits)
    , m_buffer(HeadScanner::Kind::Request, limits.head)
    , m_chunks(limits.chunks)
{ }

std::optional<std::uint64_t> RequestParser::contentLength() const
{
    if (m_framing == BodyFraming::Chunked)
        return {};
    return m_length;
}

bool RequestParser::wantsKeepAlive() const
{
    if (m_head.versionMinor == 0)
        return m_head.fields.hasToken("connection", "keep-alive");
    return !m_head.fields.hasToken("connection", "close");
}

Event RequestParser::fail(int status, std::string message)
{
    m_state = State::Failed;
    m_error = { status, std::move(message) };
    return { EventKind::Error, {} };
}

Event RequestParser::feed(std::string_view &input)
{
    switch (m_state) {
    case State::Done:
        m_buffer.reset();
        m_chunks.reset();
        m_state = State::Head;
        [[fallthrough]];
    case State::Head:
        return feedHead(input);
    case State::BodyStart:
        if (m_framing == BodyFraming::Length && m_length > m_bodyLimit)
            return fail(413, "the body is larger than allowed");
        m_state = State::Body;
        [[fallthrough]];
    case State::Body:
        return feedBody(input);
    case State::Failed:
        break;
    }
    return { EventKind::Error, {} };
}

Event RequestParser::feedHead(std::string_view &input)
{
    if (input.empty())
        return { EventKind::NeedMore, {} };
    m_repeatsHead = takeRepeatedHead(input);
    if (m_repeatsHead)
        return beginBody();
    switch (m_buffer.feed(input)) {
    case HeadScanner::Status::NeedMore:
        return { EventKind::NeedMore, {} };
    case HeadScanner::Status::Error:
        return fail(m_buffer.error().status, m_buffer.error().message);
    case HeadScanner::Status::Complete:
        break;
    }
    if (const auto objection = parseRequestHead(m_buffer.head(), m_head))
        return fail(400, "the request head is malformed: " + *objection);
    if (!checkFraming() || !checkHost())
        return { EventKind::Error, {} };
    if (m_buffer.head().size() <= longestKeptHead)
        m_lastHead.assign(m_buffer.head());
    else
        m_lastHead.clear();
    return beginBody();
}

/** A client on a kept connection mostly sends the same head again: it need not be read twice. */
bool RequestParser::takeRepeatedHead(std::string_view &input)
{
    if (m_lastHead.empty() || !m_buffer.empty() || !input.starts_with(m_lastHead))
        return false;
    input.remove_prefix(m_lastHead.size());
    m_remaining = m_length;
    return true;
}

Event RequestParser::beginBody()
{
    m_bodyLimit = m_limits.bodyBytes;
    m_bodyBytes = 0;
    m_state = State::BodyStart;
    return { EventKind::Head, {} };
}

bool RequestParser::checkFraming()
{
    FramingFields fields = readFramingFields(m_head.fields, m_head.versionMinor);
    if (fields.refusal) {
        fail(400, std::move(*fields.refusal));
        return false;
    }
    m_length = m_remaining = fields.length.value_or(0);
    if (fields.chunked)
        m_framing = BodyFraming::Chunked;
    else
        m_framing = m_length > 0 ? BodyFraming::Length : BodyFraming::None;
    return true;
}

/** RFC 9112, section 3.2: a server MUST respond with 400 to an HTTP/1.1 request without Host, or with more than
 * one. */
bool RequestParser::checkHost()
{
    const std::size_t hosts = m_head.fields.count("host");
    if (hosts > 1 || (hosts == 0 && m_head.versionMinor > 0)) {
        fail(400, hosts == 0 ? "the Host field is missing" : "there is more than one Host field");
        return false;
    }
    return true;
}

Event RequestParser::feedBody(std::string_view &input)
{
    switch (m_framing) {
    case BodyFraming::Length:
        return feedLength(input);
    case BodyFraming::Chunked:
        return feedChunks(input);
    case BodyFraming::None:
    case BodyFraming::UntilClose:
        break;
    }
    m_state = State::Done;
    return { EventKind::End, {} };
}

Event RequestParser::feedLength(std::string_view &input)
{
    if (m_remaining == 0) {
        m_state = State::Done;
        return { EventKind::End, {} };
    }
    if (input.empty())
        return { EventKind::NeedMore, {} };
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, input.size()));
    const std::string_view body = input.substr(0, size);
    input.remove_prefix(size);
    m_remaining -= size;
    return { EventKind::Body, body };
}

Event RequestParser::feedChunks(std::string_view &input)
{
    const Event event = m_chunks.feed(input);
    if (event.kind == EventKind::Error)
        return fail(400, m_chunks.errorMessage());
    m_bodyBytes += event.body.size();
    if (m_bodyBytes > m_bodyLimit)
        return fail(413, "the body is larger than allowed");
    if (event.kind == EventKind::End)
        m_state = State::Done;
    return event;
}

} // namespace cachescope::http
