// SPDX-License-Identifier: MIT
#pragma once

#include "http/chunked.h"
#include "http/event.h"
#include "http/head.h"
#include "http/head_buffer.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::http {

struct RequestLimits
{
    HeadLimits head;
    std::uint64_t bodyBytes = 64ULL * 1024 * 1024;
    ChunkLimits chunks;
};

/**
 * Push parser for a connection's requests, one after the other (RFC 9112). Feed bytes, act on events until
 * NeedMore:
 *
 *     while (true) {
 *         const Event event = parser.feed(bytes);   // takes from the front of `bytes`
 *         …
 *     }
 *
 * Strict where leniency lets two parties disagree about where a message ends: Transfer-Encoding together with
 * Content-Length, repeated or odd Content-Lengths, anything but exactly "chunked", chunked on HTTP/1.0, no Host or
 * two. The verdict does not depend on how the bytes are cut. One owner; not thread-safe.
 */
class RequestParser
{
public:
    explicit RequestParser(const RequestLimits &limits = {});

    /** Takes bytes from the front of `input` and returns the next event. After End the next call begins the next
     * message. */
    Event feed(std::string_view &input);

    /** Valid from Head on until the call after End. */
    const RequestHead &head() const { return m_head; }
    BodyFraming framing() const { return m_framing; }
    /** The announced length; nothing when chunked. Zero without a body. */
    std::optional<std::uint64_t> contentLength() const;
    /** Trailers of a chunked body, valid after End. */
    const Fields &trailers() const { return m_chunks.trailers(); }
    const ParseError &error() const { return m_error; }
    /** The head is byte for byte the one before it on this connection: whatever was made of that one holds. */
    bool repeatsHead() const { return m_repeatsHead; }
    /** Another bound for this message's body; to be called on Head, before feeding on. */
    void setBodyLimit(std::uint64_t bytes) { m_bodyLimit = bytes; }
    /** True between messages, with not one byte of the next one taken. */
    bool isIdle() const { return m_state == State::Done || (m_state == State::Head && m_buffer.empty()); }
    /** False when the peer wants the connection closed after this message (RFC 9112, section 9.3). */
    bool wantsKeepAlive() const;

private:
    enum class State
    {
        Head,
        BodyStart,
        Body,
        Done,
        Failed
    };

    Event feedHead(std::string_view &input);
    bool takeRepeatedHead(std::string_view &input);
    Event beginBody();
    Event feedBody(std::string_view &input);
    Event feedLength(std::string_view &input);
    Event feedChunks(std::string_view &input);
    bool checkFraming();
    bool checkHost();
    Event fail(int status, std::string message);

    RequestLimits m_limits;
    State m_state = State::Head;
    HeadBuffer m_buffer;
    RequestHead m_head;
    std::string m_lastHead; ///< What m_head was read from; empty when it is too long to be worth keeping.
    bool m_repeatsHead = false;
    BodyFraming m_framing = BodyFraming::None;
    std::uint64_t m_remaining = 0;
    std::uint64_t m_bodyBytes = 0;
    std::uint64_t m_bodyLimit = 0;
    std::uint64_t m_length = 0;
    ChunkedReader m_chunks;
    ParseError m_error;
};

} // namespace cachescope::http
