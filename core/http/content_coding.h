// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::http {

/** Bounds of what a decoder gives out, against decompression bombs. */
struct DecodeLimits
{
    std::uint64_t outputBytes = 64ULL * 1024 * 1024;
    /** Output a byte of input, looked at once `ratioGraceBytes` have come out. */
    std::uint64_t ratio = 200;
    std::uint64_t ratioGraceBytes = 1024 * 1024;
    /** How many codings may lie over each other, as in "gzip, br". */
    std::size_t layers = 2;
};

/**
 * Takes the content codings of RFC 9110, section 8.4.1, off a body that comes in pieces: gzip (x-gzip), deflate
 * (with and without the zlib wrapper), br, zstd, identity, and lists of them. For the proxy's own copy only: the
 * client gets the bytes as they came. After an error the decoder gives nothing more. One owner; not thread-safe.
 */
class ContentDecoder
{
public:
    /** `contentEncoding` is the field's value ("" = identity). InvalidInput names a coding that is not known. */
    static base::Result<ContentDecoder> create(std::string_view contentEncoding, const DecodeLimits &limits = {});

    ~ContentDecoder();
    ContentDecoder(ContentDecoder &&) noexcept;
    ContentDecoder &operator=(ContentDecoder &&) noexcept;

    /** Appends what `bytes` decode to. LimitExceeded past the limits, Corrupt for what is no such stream. */
    base::Result<> feed(std::string_view bytes, std::string &out);
    /** The input is at its end: Corrupt when the coded stream is not. */
    base::Result<> finish();
    /** True when nothing is coded: feed() copies. */
    bool isIdentity() const;

private:
    struct State;
    explicit ContentDecoder(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

/** Decodes a whole body at once. */
base::Result<std::string> decodeContent(
    std::string_view contentEncoding, std::string_view body, const DecodeLimits &limits = {});

} // namespace cachescope::http
