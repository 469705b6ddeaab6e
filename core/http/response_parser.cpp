// SPDX-License-Identifier: MIT
#include "http/response_parser.h"

#include "http/beast_head.h"
#include "http/framing.h"

#include <algorithm>

namespace cachescope::http {

ResponseParser::ResponseParser(const ResponseLimits &limits)
    : m_limits(limits)
    , m_buffer(HeadScanner::Kind::Response, limits.head)
    , m_chunks(limits.chunks)
{ }

void ResponseParser::start(RequestKind kind)
{
    m_kind = kind;
    m_state = State::Head;
    m_interims = 0;
    m_buffer.reset();
    m_chunks.reset();
    m_error = {};
}

Event ResponseParser::fail(std::string message)
{
    m_state = State::Failed;
    m_error = { 502, std::move(message) };
    return { EventKind::Error, {} };
}

bool ResponseParser::canKeepAlive() const
{
    if (m_state != State::Done || m_framing == BodyFraming::UntilClose)
        return false;
    if (m_head.versionMinor == 0)
        return m_head.fields.hasToken("connection", "keep-alive");
    return !m_head.fields.hasToken("connection", "close");
}

Event ResponseParser::feed(std::string_view &input)
{
    switch (m_state) {
    case State::Head:
        return feedHead(input);
    case State::Body:
        return feedBody(input);
    case State::Done:
        return { EventKind::NeedMore, {} };
    case State::Failed:
        break;
    }
    return { EventKind::Error, {} };
}

Event ResponseParser::feedHead(std::string_view &input)
{
    for (;;) {
        if (input.empty())
            return { EventKind::NeedMore, {} };
        switch (m_buffer.feed(input)) {
        case HeadScanner::Status::NeedMore:
            return { EventKind::NeedMore, {} };
        case HeadScanner::Status::Error:
            return fail(m_buffer.error().message);
        case HeadScanner::Status::Complete:
            break;
        }
        if (!takeHead())
            return { EventKind::Error, {} };
        if (m_head.status >= 200)
            return { EventKind::Head, {} };
    }
}

bool ResponseParser::takeHead()
{
    if (const auto objection = parseResponseHead(m_buffer.head(), m_head)) {
        fail("the response head is malformed: " + *objection);
        return false;
    }
    if (m_head.status == 101) {
        fail("the upstream switched protocols without being asked");
        return false;
    }
    if (m_head.status < 200) {
        if (++m_interims > m_limits.interimResponses) {
            fail("the upstream sends interim responses without end");
            return false;
        }
        m_buffer.reset();
        return true;
    }
    m_state = State::Body;
    return decideFraming();
}

/** RFC 9112, section 6.3. */
bool ResponseParser::decideFraming()
{
    FramingFields fields = readFramingFields(m_head.fields, m_head.versionMinor);
    if (fields.refusal) {
        fail(std::move(*fields.refusal));
        return false;
    }
    m_length = fields.length;
    m_remaining = fields.length.value_or(0);
    if (m_kind == RequestKind::Head || m_head.status == 204 || m_head.status == 304)
        m_framing = BodyFraming::None;
    else if (fields.chunked)
        m_framing = BodyFraming::Chunked;
    else if (fields.length)
        m_framing = *fields.length > 0 ? BodyFraming::Length : BodyFraming::None;
    else
        m_framing = BodyFraming::UntilClose;
    return true;
}

Event ResponseParser::feedBody(std::string_view &input)
{
    if (m_framing == BodyFraming::Chunked) {
        const Event event = m_chunks.feed(input);
        if (event.kind == EventKind::Error)
            return fail(m_chunks.errorMessage());
        if (event.kind == EventKind::End)
            m_state = State::Done;
        return event;
    }
    const bool untilClose = m_framing == BodyFraming::UntilClose;
    if (m_framing == BodyFraming::None || (!untilClose && m_remaining == 0)) {
        m_state = State::Done;
        return { EventKind::End, {} };
    }
    if (input.empty())
        return { EventKind::NeedMore, {} };
    const auto size
        = untilClose ? input.size() : static_cast<std::size_t>(std::min<std::uint64_t>(m_remaining, input.size()));
    const std::string_view body = input.substr(0, size);
    input.remove_prefix(size);
    m_remaining -= untilClose ? 0 : size;
    return { EventKind::Body, body };
}

Event ResponseParser::finish()
{
    if (m_state == State::Done || m_state == State::Failed)
        return { m_state == State::Done ? EventKind::End : EventKind::Error, {} };
    if (m_state == State::Body && m_framing == BodyFraming::UntilClose) {
        m_state = State::Done;
        return { EventKind::End, {} };
    }
    if (isUntouched())
        return fail("the upstream closed the connection before it answered");
    return fail(
        m_state == State::Head ? "the upstream closed the connection within its response head"
                               : "the upstream closed the connection within its answer");
}

} // namespace cachescope::http
