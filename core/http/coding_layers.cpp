// SPDX-License-Identifier: MIT
#include "http/coding_layers.h"

#include <array>
#include <brotli/decode.h>
#include <limits>
#include <zlib.h>
#include <zstd.h>

namespace cachescope::http {

namespace {

using base::ErrorCode;
using base::failure;
using base::Result;

using OutputBuffer = std::array<char, 32 * 1024>;

Result<> corrupt(std::string_view coding)
{
    return failure(ErrorCode::Corrupt, "the body is no valid " + std::string(coding) + " stream");
}

/** gzip (several members in a row, RFC 1952) and deflate with or without the zlib wrapper. */
class ZlibLayer final : public CodingLayer
{
public:
    enum class Kind
    {
        Gzip,
        Deflate
    };

    explicit ZlibLayer(Kind kind)
        : m_kind(kind)
    { }
    ~ZlibLayer() override
    {
        if (m_started)
            inflateEnd(&m_stream);
    }
    ZlibLayer(const ZlibLayer &) = delete;
    ZlibLayer &operator=(const ZlibLayer &) = delete;

    bool isComplete() const override { return m_complete; }

    Result<> feed(std::string_view bytes, const Sink &sink) override
    {
        while (!bytes.empty()) {
            const std::string_view piece = bytes.substr(0, std::numeric_limits<uInt>::max() / 2);
            bytes.remove_prefix(piece.size());
            if (auto result = feedPiece(piece, sink); !result)
                return result;
        }
        return {};
    }

private:
    Result<> feedPiece(std::string_view piece, const Sink &sink)
    {
        if (!m_started && !start(piece))
            return corrupt(name());
        m_stream.next_in = reinterpret_cast<Bytef *>(const_cast<char *>(piece.data())); // zlib never writes there
        m_stream.avail_in = static_cast<uInt>(piece.size());
        while (m_stream.avail_in > 0 || m_outputFull) {
            if (m_complete && !beginNextMember())
                return corrupt(name());
            if (auto result = inflateOnce(sink); !result)
                return result;
        }
        return {};
    }

    /** Servers send "deflate" in two forms; the zlib wrapper's first byte tells (RFC 1950, section 2.2). */
    bool start(std::string_view piece)
    {
        constexpr int gzipOnly = 16;
        int windowBits = MAX_WBITS;
        if (m_kind == Kind::Gzip)
            windowBits += gzipOnly;
        else if ((static_cast<unsigned char>(piece.front()) & 0x0f) != Z_DEFLATED)
            windowBits = -MAX_WBITS;
        m_started = inflateInit2(&m_stream, windowBits) == Z_OK;
        return m_started;
    }

    bool beginNextMember()
    {
        if (m_kind != Kind::Gzip || inflateReset(&m_stream) != Z_OK)
            return false;
        m_complete = false;
        return true;
    }

    Result<> inflateOnce(const Sink &sink)
    {
        OutputBuffer output;
        m_stream.next_out = reinterpret_cast<Bytef *>(output.data());
        m_stream.avail_out = static_cast<uInt>(output.size());
        const int status = inflate(&m_stream, Z_NO_FLUSH);
        if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR)
            return corrupt(name());
        m_complete = status == Z_STREAM_END;
        m_outputFull = m_stream.avail_out == 0 && !m_complete;
        return sink({ output.data(), output.size() - m_stream.avail_out });
    }

    std::string_view name() const { return m_kind == Kind::Gzip ? "gzip" : "deflate"; }

    Kind m_kind;
    z_stream m_stream{};
    bool m_started = false;
    bool m_complete = false;
    bool m_outputFull = false;
};

class BrotliLayer final : public CodingLayer
{
public:
    bool isComplete() const override { return BrotliDecoderIsFinished(m_state.get()) != 0; }

    Result<> feed(std::string_view bytes, const Sink &sink) override
    {
        std::size_t available = bytes.size();
        const auto *next = reinterpret_cast<const std::uint8_t *>(bytes.data());
        for (;;) {
            OutputBuffer output;
            std::size_t room = output.size();
            auto *end = reinterpret_cast<std::uint8_t *>(output.data());
            const auto status
                = BrotliDecoderDecompressStream(m_state.get(), &available, &next, &room, &end, nullptr);
            if (auto result = sink({ output.data(), output.size() - room }); !result)
                return result;
            if (status == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT)
                continue;
            if (status == BROTLI_DECODER_RESULT_ERROR || (status == BROTLI_DECODER_RESULT_SUCCESS && available > 0))
                return corrupt("br");
            return {};
        }
    }

private:
    struct Deleter
    {
        void operator()(BrotliDecoderState *state) const { BrotliDecoderDestroyInstance(state); }
    };
    std::unique_ptr<BrotliDecoderState, Deleter> m_state{ BrotliDecoderCreateInstance(nullptr, nullptr, nullptr) };
};

class ZstdLayer final : public CodingLayer
{
public:
    ZstdLayer()
    {
        // RFC 9659: a content coding's window is at most 8 MB.
        ZSTD_DCtx_setParameter(m_stream.get(), ZSTD_d_windowLogMax, 23);
    }
    bool isComplete() const override { return m_complete; }

    Result<> feed(std::string_view bytes, const Sink &sink) override
    {
        ZSTD_inBuffer input{ bytes.data(), bytes.size(), 0 };
        OutputBuffer output;
        bool full = false;
        while (input.pos < input.size || full) {
            ZSTD_outBuffer room{ output.data(), output.size(), 0 };
            const std::size_t left = ZSTD_decompressStream(m_stream.get(), &room, &input);
            if (ZSTD_isError(left) != 0)
                return corrupt("zstd");
            m_complete = left == 0;
            full = room.pos == room.size;
            if (auto result = sink({ output.data(), room.pos }); !result)
                return result;
            if (m_complete && full)
                full = false;
        }
        return {};
    }

private:
    struct Deleter
    {
        void operator()(ZSTD_DStream *stream) const { ZSTD_freeDStream(stream); }
    };
    std::unique_ptr<ZSTD_DStream, Deleter> m_stream{ ZSTD_createDStream() };
    bool m_complete = false;
};

} // namespace

std::unique_ptr<CodingLayer> makeCodingLayer(std::string_view coding)
{
    if (coding == "gzip" || coding == "x-gzip")
        return std::make_unique<ZlibLayer>(ZlibLayer::Kind::Gzip);
    if (coding == "deflate")
        return std::make_unique<ZlibLayer>(ZlibLayer::Kind::Deflate);
    if (coding == "br")
        return std::make_unique<BrotliLayer>();
    if (coding == "zstd")
        return std::make_unique<ZstdLayer>();
    return nullptr;
}

} // namespace cachescope::http
