// SPDX-License-Identifier: MIT
#pragma once

#include "http/chunked.h"
#include "http/event.h"
#include "http/head.h"
#include "http/head_buffer.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cachescope::http {

struct ResponseLimits
{
    HeadLimits head;
    ChunkLimits chunks;
    /** Interim responses (1xx) skipped before a final one. */
    std::size_t interimResponses = 2000;
};

/**
 * Push parser for responses on an upstream connection, as strict as RequestParser. Interim responses (100, 103 …)
 * are read, counted and skipped; 101 is refused, for an upgrade is never asked for. A body that ends with the
 * connection is ended by `finish()`, which also tells a cut message from a whole one. One owner; not thread-safe.
 */
class ResponseParser
{
public:
    /** Whether the request was one whose answer has no body whatever its head says (RFC 9112, section 6.3, rule 1).
     */
    enum class RequestKind
    {
        Ordinary,
        Head
    };

    explicit ResponseParser(const ResponseLimits &limits = {});

    /** Begins the next response; call it for every request that is sent. */
    void start(RequestKind kind);
    /** Takes bytes from the front of `input` and returns the next event. After End it takes nothing more until
     * start(). */
    Event feed(std::string_view &input);
    /** The peer closed its side: End for a body that ends so, Error for a message that is cut. */
    Event finish();

    const ResponseHead &head() const { return m_head; }
    ResponseHead &head() { return m_head; }
    BodyFraming framing() const { return m_framing; }
    std::optional<std::uint64_t> contentLength() const { return m_length; }
    const Fields &trailers() const { return m_chunks.trailers(); }
    const ParseError &error() const { return m_error; }
    /** True when the connection can carry another request after End. */
    bool canKeepAlive() const;
    /** True when not one byte of the answer has been taken since start(). */
    bool isUntouched() const { return m_state == State::Head && m_buffer.empty() && m_interims == 0; }

private:
    enum class State
    {
        Head,
        Body,
        Done,
        Failed
    };

    Event feedHead(std::string_view &input);
    Event feedBody(std::string_view &input);
    bool takeHead();
    bool decideFraming();
    Event fail(std::string message);

    ResponseLimits m_limits;
    RequestKind m_kind = RequestKind::Ordinary;
    State m_state = State::Head;
    HeadBuffer m_buffer;
    ResponseHead m_head;
    BodyFraming m_framing = BodyFraming::None;
    std::optional<std::uint64_t> m_length;
    std::uint64_t m_remaining = 0;
    std::size_t m_interims = 0;
    ChunkedReader m_chunks;
    ParseError m_error;
};

} // namespace cachescope::http
