// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

namespace cachescope::http {

/** One server-sent event. Views live during the call that hands it out. */
struct SseEvent
{
    std::string_view event; ///< The type; empty when the stream named none (readers take it for "message").
    std::string_view data; ///< The data lines joined by LF.
    std::string_view id; ///< The last id that the stream gave, in this event or before.
};

/**
 * Reads `text/event-stream` by the rules of the HTML standard (9.2.6): lines end in CR, LF or CRLF, also when split
 * across calls; one leading BOM is skipped; lines that begin with a colon are comments; an event without its blank
 * line at the end of the stream is dropped. Unlike a browser it also reports events that name a type but carry no
 * data (`event: ping` alone). Memory is bounded: an event larger than the limit is dropped and counted, reading
 * goes on. Not thread-safe.
 */
class SseParser
{
public:
    using Sink = std::function<void(const SseEvent &)>;

    explicit SseParser(std::size_t maxEventBytes = 8 * 1024 * 1024)
        : m_maxEventBytes(maxEventBytes)
    { }
    /** Reads on; calls `sink` for each event that is completed by these bytes. */
    void feed(std::string_view bytes, const Sink &sink);
    /** How many events were dropped because they were larger than the limit. */
    std::uint64_t droppedEvents() const { return m_droppedEvents; }
    /** True when the stream stops here within an event: lines were read that no blank line has ended. */
    bool isWithinEvent() const { return m_hasLines || !m_line.empty(); }

private:
    std::string_view skipByteOrderMark(std::string_view bytes);
    void takeLine(std::string_view line, const Sink &sink);
    void takeField(std::string_view name, std::string_view value);
    void dispatch(const Sink &sink);
    void keepPartial(std::string_view bytes);

    std::size_t m_maxEventBytes;
    std::string m_line; ///< an unfinished line of earlier calls
    std::string m_event;
    std::string m_data;
    std::string m_id;
    std::size_t m_markBytes = 0; ///< how much of a leading BOM has been seen; 3 = done
    bool m_started = false;
    bool m_afterReturn = false; ///< the last byte was a CR: a LF now belongs to it
    bool m_hasLines = false;
    bool m_hasData = false;
    bool m_tooLarge = false;
    std::uint64_t m_droppedEvents = 0;
};

/** Appends one event as it goes over the wire: optional type, one data line per line of `data`, a blank line. */
void appendSseEvent(std::string &out, std::string_view data, std::string_view event = {}, std::string_view id = {});

} // namespace cachescope::http
