// SPDX-License-Identifier: MIT
#include "simulated/gzip.h"

#include <array>
#include <new>
#include <zlib.h>

namespace cachescope::simulated {

struct GzipCoder::State
{
    z_stream stream{};
    State()
    {
        constexpr int gzipWindow = 15 + 16; // zlib writes the gzip wrapper from 16 on
        if (deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzipWindow, 8, Z_DEFAULT_STRATEGY) != Z_OK)
            throw std::bad_alloc();
    }
    ~State() { deflateEnd(&stream); }
    State(const State &) = delete;
    State &operator=(const State &) = delete;
};

GzipCoder::GzipCoder()
    : m_state(std::make_unique<State>())
{ }
GzipCoder::~GzipCoder() = default;
GzipCoder::GzipCoder(GzipCoder &&) noexcept = default;
GzipCoder &GzipCoder::operator=(GzipCoder &&) noexcept = default;

std::string GzipCoder::code(std::string_view piece)
{
    return run(piece, Z_SYNC_FLUSH);
}

std::string GzipCoder::finish()
{
    return run({}, Z_FINISH);
}

std::string GzipCoder::run(std::string_view piece, int flush)
{
    z_stream &stream = m_state->stream;
    std::string input(piece); // zlib's input pointer is not const
    stream.next_in = reinterpret_cast<Bytef *>(input.data());
    stream.avail_in = static_cast<uInt>(input.size());
    std::string coded;
    std::array<char, 16384> buffer;
    do {
        stream.next_out = reinterpret_cast<Bytef *>(buffer.data());
        stream.avail_out = static_cast<uInt>(buffer.size());
        deflate(&stream, flush);
        coded.append(buffer.data(), buffer.size() - stream.avail_out);
    } while (stream.avail_out == 0);
    return coded;
}

} // namespace cachescope::simulated
