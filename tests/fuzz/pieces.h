// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace cachescope::fuzz {

/** The fuzzer's bytes as text. */
inline std::string_view asText(const std::uint8_t *data, std::size_t size)
{
    return { reinterpret_cast<const char *>(data), size };
}

/** Cuts `text` into pieces whose lengths follow from `seed`, as a socket might deliver it; all of it, in order. */
inline std::vector<std::string_view> cut(std::string_view text, std::uint32_t seed)
{
    std::vector<std::string_view> pieces;
    while (!text.empty()) {
        seed = seed * 1664525U + 1013904223U; // Numerical Recipes' linear congruential generator
        const std::size_t length = std::min<std::size_t>(text.size(), 1 + (seed >> 24) % 17);
        pieces.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return pieces;
}

} // namespace cachescope::fuzz
