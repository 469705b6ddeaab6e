// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::storage {

/** How bytes are stored. The numbers are in the database. */
enum class Codec : std::uint8_t
{
    Raw = 0,
    Zstd = 1,
};

struct Packed
{
    Codec codec = Codec::Raw;
    std::string data;
};

/** As Packed, but `data` lies in memory of the calling thread and is good until it packs again. */
struct PackedView
{
    Codec codec = Codec::Raw;
    std::string_view data;
};
/** `bytes` where compressing gains nothing. */
PackedView packInPlace(std::string_view bytes);

/** Compresses (zstd, level 1, with checksum off: digests cover the content); Raw where that gains nothing.
 * Thread-safe. */
Packed pack(std::string_view bytes);

/** The bytes again. Corrupt when the data does not give exactly `size` bytes. Thread-safe. */
base::Result<std::string> unpack(Codec codec, std::string_view data, std::size_t size);

} // namespace cachescope::storage
