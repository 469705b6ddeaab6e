// SPDX-License-Identifier: MIT
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

namespace cachescope::insight {

/** Up to 64 tokens, seven bits a byte (LEB128): most tokens take two or three bytes in place of four. Immutable. */
class PackedTokens
{
public:
    PackedTokens() = default;
    explicit PackedTokens(std::span<const std::uint32_t> tokens)
        : m_count(static_cast<std::uint8_t>(tokens.size()))
    {
        std::uint8_t packed[5 * 64];
        for (std::uint32_t token : tokens) {
            for (; token >= 0x80; token >>= 7)
                packed[m_bytes++] = static_cast<std::uint8_t>(token | 0x80);
            packed[m_bytes++] = static_cast<std::uint8_t>(token);
        }
        m_packed = std::make_unique_for_overwrite<std::uint8_t[]>(m_bytes);
        std::memcpy(m_packed.get(), packed, m_bytes);
    }

    std::size_t size() const { return m_count; }
    std::size_t bytes() const { return m_bytes; }

    /** How many tokens at the start of both are equal, and how the first others stand to each other (-1, 0, 1; what
     * ends is less than what goes on). */
    struct Order
    {
        std::size_t shared = 0;
        int sign = 0;
    };
    Order compare(std::span<const std::uint32_t> other) const
    {
        Order order;
        const std::uint8_t *at = m_packed.get();
        const std::size_t both = std::min<std::size_t>(m_count, other.size());
        for (; order.shared < both; ++order.shared) {
            std::uint32_t token = 0;
            for (int shift = 0;; shift += 7) {
                token |= static_cast<std::uint32_t>(*at & 0x7F) << shift;
                if ((*at++ & 0x80) == 0)
                    break;
            }
            if (token != other[order.shared]) {
                order.sign = token < other[order.shared] ? -1 : 1;
                return order;
            }
        }
        order.sign = m_count == other.size() ? 0 : m_count < other.size() ? -1 : 1;
        return order;
    }

private:
    std::unique_ptr<std::uint8_t[]> m_packed;
    std::uint16_t m_bytes = 0;
    std::uint8_t m_count = 0;
};

} // namespace cachescope::insight
