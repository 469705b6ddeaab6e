// SPDX-License-Identifier: MIT
#include "http/chunked.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cachescope::http {

namespace {

constexpr int maxSizeDigits = 16;

int hexValue(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

} // namespace

void ChunkedReader::reset()
{
    m_state = State::Size;
    m_size = 0;
    m_digits = 0;
    m_extensionBytes = m_trailerBytes = 0;
    m_line.clear();
    m_trailers.clear();
    m_error.clear();
}

ChunkedReader::Step ChunkedReader::fail(std::string message)
{
    m_state = State::Failed;
    m_error = std::move(message);
    return Step::Failed;
}

Event ChunkedReader::feed(std::string_view &input)
{
    for (;;) {
        if (m_state == State::Done)
            return { EventKind::End, {} };
        if (m_state == State::Failed)
            return { EventKind::Error, {} };
        if (input.empty())
            return { EventKind::NeedMore, {} };
        if (m_state == State::Data)
            return takeData(input);
        const char c = input.front();
        input.remove_prefix(1);
        takeByte(c);
    }
}

Event ChunkedReader::takeData(std::string_view &input)
{
    const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(m_size, input.size()));
    const std::string_view data = input.substr(0, size);
    input.remove_prefix(size);
    m_size -= size;
    if (m_size == 0)
        m_state = State::DataReturn;
    return { EventKind::Body, data };
}

ChunkedReader::Step ChunkedReader::takeByte(char c)
{
    switch (m_state) {
    case State::Size:
        return takeSizeByte(c);
    case State::Extension:
        return takeExtensionByte(c);
    case State::SizeLineFeed:
        if (c != '\n')
            return fail("a chunk size line does not end in CR LF");
        m_digits = 0;
        m_state = m_size == 0 ? State::Trailer : State::Data;
        return Step::Continue;
    case State::DataReturn:
        if (c != '\r')
            return fail("a chunk is longer than its size");
        m_state = State::DataLineFeed;
        return Step::Continue;
    case State::DataLineFeed:
        if (c != '\n')
            return fail("a chunk does not end in CR LF");
        m_state = State::Size;
        m_size = 0;
        return Step::Continue;
    case State::Trailer:
        return takeTrailerByte(c);
    case State::Data:
    case State::Done:
    case State::Failed:
        break;
    }
    return Step::Failed;
}

ChunkedReader::Step ChunkedReader::takeSizeByte(char c)
{
    if (const int value = hexValue(c); value >= 0) {
        if (++m_digits > maxSizeDigits)
            return fail("a chunk size is too long");
        m_size = m_size * 16 + static_cast<std::uint64_t>(value);
        return Step::Continue;
    }
    // Bigger sizes could wrap when sums are made of them; no body comes near.
    if (m_digits == 0 || m_size > (std::uint64_t{ 1 } << 60))
        return fail("a chunk size is malformed");
    if (c == '\r')
        m_state = State::SizeLineFeed;
    else if (c == ';')
        m_state = State::Extension;
    else
        return fail("a chunk size is malformed");
    return Step::Continue;
}

ChunkedReader::Step ChunkedReader::takeExtensionByte(char c)
{
    if (c == '\r') {
        m_state = State::SizeLineFeed;
        return Step::Continue;
    }
    if (++m_extensionBytes > m_limits.extensionBytes)
        return fail("chunk extensions are larger than allowed");
    if (!isFieldText({ &c, 1 }))
        return fail("a chunk extension holds control characters");
    return Step::Continue;
}

ChunkedReader::Step ChunkedReader::takeTrailerByte(char c)
{
    if (++m_trailerBytes > m_limits.trailerBytes)
        return fail("the trailer section is larger than allowed");
    if (c != '\n') {
        if (m_line.ends_with('\r'))
            return fail("the trailer section holds a bare CR");
        m_line.push_back(c);
        return Step::Continue;
    }
    if (!m_line.ends_with('\r'))
        return fail("a trailer line ends in a bare LF");
    m_line.pop_back();
    return finishTrailerLine();
}

ChunkedReader::Step ChunkedReader::finishTrailerLine()
{
    if (m_line.empty()) {
        m_state = State::Done;
        return Step::Done;
    }
    const std::string_view line = m_line;
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos || !isToken(line.substr(0, colon)) || !isFieldText(line.substr(colon + 1)))
        return fail("a trailer field is malformed");
    if (m_trailers.size() >= m_limits.trailerFields)
        return fail("there are more trailer fields than allowed");
    m_trailers.add(line.substr(0, colon), base::trim(line.substr(colon + 1)));
    m_line.clear();
    return Step::Continue;
}

void appendChunkHead(std::string &out, std::size_t size)
{
    std::array<char, 20> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), size, 16).ptr;
    out.append(digits.data(), end);
    out.append("\r\n");
}

void appendChunk(std::string &out, std::string_view data)
{
    if (data.empty())
        return;
    appendChunkHead(out, data.size());
    out.append(data);
    out.append("\r\n");
}

void appendLastChunk(std::string &out, const Fields &trailers)
{
    out.append("0\r\n");
    appendFields(out, trailers);
    out.append("\r\n");
}

} // namespace cachescope::http
