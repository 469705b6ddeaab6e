// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace cachescope::base {

/**
 * A fast hash for tables in memory, eight bytes a step in four lanes (the idea and the multipliers are xxHash64's).
 * Nothing may rest on it: whoever finds something by it compares the bytes. Not the same on machines of another
 * byte order.
 */
inline std::uint64_t quickHash(std::string_view text, std::uint64_t seed)
{
    constexpr std::uint64_t first = 0x9E3779B185EBCA87ULL;
    constexpr std::uint64_t second = 0xC2B2AE3D27D4EB4FULL;
    const auto mix
        = [](std::uint64_t lane, std::uint64_t word) { return std::rotl(lane + word * second, 31) * first; };
    const auto word = [](const char *from, std::size_t size) {
        std::uint64_t value = 0;
        std::memcpy(&value, from, size);
        return value;
    };
    std::uint64_t a = seed + first, b = seed + second, c = seed, d = seed - first;
    const char *at = text.data();
    std::size_t left = text.size();
    for (; left >= 32; left -= 32, at += 32) {
        a = mix(a, word(at, 8));
        b = mix(b, word(at + 8, 8));
        c = mix(c, word(at + 16, 8));
        d = mix(d, word(at + 24, 8));
    }
    std::uint64_t hash = std::rotl(a, 1) + std::rotl(b, 7) + std::rotl(c, 12) + std::rotl(d, 18) + text.size();
    for (; left > 0;) {
        const std::size_t size = left < 8 ? left : 8;
        hash = mix(hash, word(at, size));
        at += size;
        left -= size;
    }
    hash = (hash ^ (hash >> 33)) * second;
    return hash ^ (hash >> 29);
}

} // namespace cachescope::base
