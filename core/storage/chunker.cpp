// SPDX-License-Identifier: MIT
#include "storage/chunker.h"

#include <algorithm>
#include <array>
#include <cstdint>

namespace cachescope::storage {

namespace {

/** Random words by splitmix64 (Vigna), seed 0. */
constexpr std::array<std::uint64_t, 256> gear = [] {
    std::array<std::uint64_t, 256> words{};
    std::uint64_t state = 0;
    for (std::uint64_t &word : words) {
        state += 0x9e3779b97f4a7c15;
        std::uint64_t z = state;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        word = z ^ (z >> 31);
    }
    return words;
}();

// Before the usual size a border must match two bits more, behind it two bits less: lengths gather round the usual.
// The high bits of the gear hash depend on the most bytes.
constexpr std::uint64_t strictMask = 0x7fffULL << 49;
constexpr std::uint64_t laxMask = 0x7ffULL << 53;

} // namespace

std::size_t firstChunk(std::string_view data)
{
    if (data.size() <= ChunkSizes::smallest)
        return data.size();
    const std::size_t end = std::min(data.size(), ChunkSizes::largest);
    const std::size_t turn = std::min(end, ChunkSizes::usual);
    const auto *bytes = reinterpret_cast<const std::uint8_t *>(data.data());
    std::uint64_t hash = 0;
    std::size_t at = ChunkSizes::smallest;
    for (; at < turn; ++at) {
        hash = (hash << 1) + gear[bytes[at]];
        if ((hash & strictMask) == 0)
            return at + 1;
    }
    for (; at < end; ++at) {
        hash = (hash << 1) + gear[bytes[at]];
        if ((hash & laxMask) == 0)
            return at + 1;
    }
    return end;
}

} // namespace cachescope::storage
