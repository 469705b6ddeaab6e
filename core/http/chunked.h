// SPDX-License-Identifier: MIT
#pragma once

#include "http/event.h"
#include "http/head.h"
#include "http/syntax.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::http {

/** Bounds of the chunked framing itself. Extensions are read, bounded as a whole, and dropped. */
struct ChunkLimits
{
    std::size_t extensionBytes = 16 * 1024; ///< over the whole message
    std::size_t trailerBytes = 8 * 1024;
    std::size_t trailerFields = 50;
};

/**
 * Takes chunk framing off (RFC 9112, section 7.1), strictly: a size is 1 to 16 hexadecimal digits, every line ends
 * in CR LF, extensions hold no controls. Beast's own reader would need each chunk header in one contiguous buffer
 * and lets extensions grow without bound, so this part is ours.
 */
class ChunkedReader
{
public:
    explicit ChunkedReader(const ChunkLimits &limits = {})
        : m_limits(limits)
    { }
    /** Takes bytes from the front of `input`. Body, End, NeedMore or Error. */
    Event feed(std::string_view &input);
    const Fields &trailers() const { return m_trailers; }
    const std::string &errorMessage() const { return m_error; }
    void reset();

private:
    enum class State
    {
        Size,
        Extension,
        SizeLineFeed,
        Data,
        DataReturn,
        DataLineFeed,
        Trailer,
        Done,
        Failed
    };
    enum class Step
    {
        Continue,
        NeedMore,
        Done,
        Failed
    };

    Step takeByte(char c);
    Step takeSizeByte(char c);
    Step takeExtensionByte(char c);
    Step takeTrailerByte(char c);
    Step finishTrailerLine();
    Event takeData(std::string_view &input);
    Step fail(std::string message);

    ChunkLimits m_limits;
    State m_state = State::Size;
    std::uint64_t m_size = 0;
    int m_digits = 0;
    std::size_t m_extensionBytes = 0;
    std::size_t m_trailerBytes = 0;
    std::string m_line;
    Fields m_trailers;
    std::string m_error;
};

/** Appends one chunk; an empty `data` appends nothing, for an empty chunk would end the body. */
void appendChunk(std::string &out, std::string_view data);
/** Writes "SIZE CR LF" for a chunk of `size` bytes into `out`, to be followed by the data and CR LF. */
void appendChunkHead(std::string &out, std::size_t size);
/** Appends the last chunk, the trailers and the blank line. */
void appendLastChunk(std::string &out, const Fields &trailers = {});

} // namespace cachescope::http
