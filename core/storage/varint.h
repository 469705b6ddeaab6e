// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::storage {

/** Appends `value` in LEB128: seven bits a byte, lowest first, the high bit says that more follow. */
inline void appendVarint(std::string &to, std::uint64_t value)
{
    while (value >= 0x80) {
        to.push_back(static_cast<char>(value | 0x80));
        value >>= 7;
    }
    to.push_back(static_cast<char>(value));
}

/** Takes one value from the front of `from`; nothing when it is cut or does not fit. */
inline std::optional<std::uint64_t> takeVarint(std::string_view &from)
{
    std::uint64_t value = 0;
    for (unsigned int shift = 0; shift < 64 && !from.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(from.front());
        from.remove_prefix(1);
        if (shift == 63 && byte > 1)
            return {};
        value |= static_cast<std::uint64_t>(byte & 0x7f) << shift;
        if ((byte & 0x80) == 0)
            return value;
    }
    return {};
}

} // namespace cachescope::storage
