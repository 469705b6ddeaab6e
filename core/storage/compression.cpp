// SPDX-License-Identifier: MIT
#include "storage/compression.h"

#include <zstd.h>

#include <memory>
#include <vector>

namespace cachescope::storage {

namespace {

// Level 1: on 8 KB pieces of JSON levels up to 3 gain two hundredths and cost half the speed.
constexpr int level = 1;
constexpr std::size_t leastWorthwhile = 64;

struct ContextDeleter
{
    void operator()(ZSTD_CCtx *context) const { ZSTD_freeCCtx(context); }
    void operator()(ZSTD_DCtx *context) const { ZSTD_freeDCtx(context); }
};

} // namespace

PackedView packInPlace(std::string_view bytes)
{
    thread_local const std::unique_ptr<ZSTD_CCtx, ContextDeleter> context(ZSTD_createCCtx());
    thread_local std::vector<char> room;
    if (bytes.size() < leastWorthwhile)
        return { Codec::Raw, bytes };
    if (const std::size_t bound = ZSTD_compressBound(bytes.size()); room.size() < bound)
        room.resize(bound);
    const std::size_t size
        = ZSTD_compressCCtx(context.get(), room.data(), room.size(), bytes.data(), bytes.size(), level);
    if (ZSTD_isError(size) != 0 || size >= bytes.size())
        return { Codec::Raw, bytes };
    return { Codec::Zstd, { room.data(), size } };
}

Packed pack(std::string_view bytes)
{
    const PackedView packed = packInPlace(bytes);
    return { packed.codec, std::string(packed.data) };
}

base::Result<std::string> unpack(Codec codec, std::string_view data, std::size_t size)
{
    const auto damaged = [] {
        return base::failure(base::ErrorCode::Corrupt, "Stored content is damaged and cannot be decompressed.");
    };
    if (codec == Codec::Raw)
        return data.size() == size ? base::Result<std::string>(std::string(data)) : damaged();
    // The frame names its content's size; a damaged row must not make us allocate by its word alone.
    if (codec != Codec::Zstd || ZSTD_getFrameContentSize(data.data(), data.size()) != size)
        return damaged();
    thread_local const std::unique_ptr<ZSTD_DCtx, ContextDeleter> context(ZSTD_createDCtx());
    std::string bytes(size, '\0');
    const std::size_t got
        = ZSTD_decompressDCtx(context.get(), bytes.data(), bytes.size(), data.data(), data.size());
    if (ZSTD_isError(got) != 0 || got != size)
        return damaged();
    return bytes;
}

} // namespace cachescope::storage
