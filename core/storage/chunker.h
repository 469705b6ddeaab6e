// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string_view>

namespace cachescope::storage {

/** Bounds of a chunk: at least `smallest` bytes (less only at the end), about `usual` on average, at most
 * `largest`. */
struct ChunkSizes
{
    static constexpr std::size_t smallest = 2 << 10;
    static constexpr std::size_t usual = 8 << 10;
    static constexpr std::size_t largest = 48 << 10;
};

/**
 * Length of the first chunk of `data`, 0 when empty: FastCDC (Xia et al., USENIX ATC 2016) with normalised
 * chunking. Borders depend on the 64 bytes before them only, so that data with a changed part finds its old borders
 * again behind the change. Deterministic for all time: stored bodies share chunks with new ones.
 */
std::size_t firstChunk(std::string_view data);

} // namespace cachescope::storage
