// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstdint>
#include <cstring>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace cachescope::tokens::detail {

/** Sixteen bytes and bit masks of which of them are what; bit 0 is the first byte. The bits above 15 are zero. */
class ByteBlock
{
public:
#if defined(__SSE2__)
    explicit ByteBlock(const std::uint8_t *text)
        : m_bytes(_mm_loadu_si128(reinterpret_cast<const __m128i *>(text)))
    { }
    std::uint32_t lower() const
    {
        return within('a', 26);
    }
    std::uint32_t upper() const
    {
        return within('A', 26);
    }
    std::uint32_t letters() const
    {
        const __m128i folded = _mm_or_si128(m_bytes, _mm_set1_epi8(0x20));
        return range(folded, 'a', 26);
    }
    std::uint32_t newlines() const
    {
        return equal('\n') | equal('\r');
    }
    /** Tab, LF, VT, FF, CR and blank. */
    std::uint32_t spaces() const
    {
        return within('\t', 5) | equal(' ');
    }
    std::uint32_t digits() const
    {
        return within('0', 10);
    }

private:
    static std::uint32_t range(__m128i bytes, int first, int count)
    {
        // Signed compare on shifted values: first maps to -128.
        const __m128i shifted = _mm_add_epi8(bytes, _mm_set1_epi8(static_cast<char>(128 - first)));
        return bits(_mm_cmplt_epi8(shifted, _mm_set1_epi8(static_cast<char>(count - 128))));
    }
    std::uint32_t within(int first, int count) const
    {
        return range(m_bytes, first, count);
    }
    std::uint32_t equal(char c) const
    {
        return bits(_mm_cmpeq_epi8(m_bytes, _mm_set1_epi8(c)));
    }
    static std::uint32_t bits(__m128i mask)
    {
        return static_cast<std::uint32_t>(_mm_movemask_epi8(mask));
    }

    __m128i m_bytes;
#else
    explicit ByteBlock(const std::uint8_t *text)
    {
        std::memcpy(m_bytes, text, sizeof m_bytes);
    }
    std::uint32_t lower() const
    {
        return within('a', 26);
    }
    std::uint32_t upper() const
    {
        return within('A', 26);
    }
    std::uint32_t letters() const
    {
        return lower() | upper();
    }
    std::uint32_t newlines() const
    {
        return within('\n', 1) | within('\r', 1);
    }
    std::uint32_t spaces() const
    {
        return within('\t', 5) | within(' ', 1);
    }
    std::uint32_t digits() const
    {
        return within('0', 10);
    }

private:
    std::uint32_t within(unsigned first, unsigned count) const
    {
        std::uint32_t mask = 0;
        for (unsigned i = 0; i < 16; ++i)
            mask |= static_cast<std::uint32_t>(m_bytes[i] - first < count) << i;
        return mask;
    }

    std::uint8_t m_bytes[16];
#endif
};

/** Number of set bits from bit 0 on. */
inline unsigned leadingRun(std::uint32_t mask)
{
    return static_cast<unsigned>(std::countr_zero(~mask));
}

} // namespace cachescope::tokens::detail
