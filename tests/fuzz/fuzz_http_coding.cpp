// SPDX-License-Identifier: MIT
// Content codings from upstreams that mean harm: no more comes out than the limits allow, and cutting changes
// nothing.
#include "http/content_coding.h"
#include "pieces.h"

#include <array>
#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;

http::DecodeLimits limits()
{
    http::DecodeLimits small;
    small.outputBytes = 256 * 1024;
    small.ratioGraceBytes = 16 * 1024;
    return small;
}

struct Decoded
{
    std::string bytes;
    bool whole = false;
};

Decoded decode(std::string_view coding, const std::vector<std::string_view> &pieces)
{
    Decoded decoded;
    auto decoder = http::ContentDecoder::create(coding, limits());
    if (!decoder)
        std::abort();
    for (const std::string_view piece : pieces) {
        if (!decoder->feed(piece, decoded.bytes))
            return decoded;
    }
    decoded.whole = decoder->finish().has_value();
    return decoded;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    static constexpr std::array codings{ "gzip", "deflate", "br", "zstd", "gzip, br", "identity" };
    if (size < 2)
        return 0;
    const char *coding = codings[data[0] % codings.size()];
    const auto text = fuzz::asText(data + 1, size - 1);
    const Decoded whole = decode(coding, { text });
    const Decoded pieces = decode(coding, fuzz::cut(text, data[0]));
    if (whole.bytes.size() > limits().outputBytes || whole.whole != pieces.whole)
        std::abort();
    if (whole.whole && whole.bytes != pieces.bytes)
        std::abort();
    return 0;
}
