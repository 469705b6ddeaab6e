// SPDX-License-Identifier: MIT
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

// What JsonScanner does with every byte of a string: inline, as it decides the scanner's speed.
namespace cachescope::providers {

inline bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

inline int hexValue(char c)
{
    if (isDigit(c))
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

/** First byte that ends plain text inside a string: a quote, a backslash, a control or a byte beyond ASCII. */
inline const char *skipPlainText(const char *p, const char *end)
{
#ifdef __SSE2__
    const __m128i blank = _mm_set1_epi8(0x20);
    const __m128i quote = _mm_set1_epi8('"');
    const __m128i backslash = _mm_set1_epi8('\\');
    const auto specialOf = [&](const char *from) {
        const __m128i bytes = _mm_loadu_si128(reinterpret_cast<const __m128i *>(from));
        // Compared as signed, bytes from 0x80 on are below a blank, as are the controls.
        return _mm_or_si128(
            _mm_cmplt_epi8(bytes, blank),
            _mm_or_si128(_mm_cmpeq_epi8(bytes, quote), _mm_cmpeq_epi8(bytes, backslash)));
    };
    // Long prose, four pieces a branch.
    while (
        end - p >= 64
        && _mm_movemask_epi8(_mm_or_si128(
               _mm_or_si128(specialOf(p), specialOf(p + 16)), _mm_or_si128(specialOf(p + 32), specialOf(p + 48))))
            == 0)
        p += 64;
    while (end - p >= 16) {
        const auto mask = static_cast<unsigned>(_mm_movemask_epi8(specialOf(p)));
        if (mask != 0)
            return p + std::countr_zero(mask);
        p += 16;
    }
#endif
    while (p < end && static_cast<signed char>(*p) >= 0x20 && *p != '"' && *p != '\\')
        ++p;
    return p;
}

/** Length of the well-formed UTF-8 sequence beyond ASCII at `p` (Unicode, table 3-7); 0 when there is none. */
inline std::size_t sequenceLength(const char *p, const char *end)
{
    const auto byte = [&](std::ptrdiff_t i) { return static_cast<std::uint8_t>(p[i]); };
    const auto continues = [&](std::ptrdiff_t i) { return end - p > i && (byte(i) & 0xc0) == 0x80; };
    const std::uint8_t lead = byte(0);
    if (lead >= 0xc2 && lead <= 0xdf)
        return continues(1) ? 2 : 0;
    if ((lead & 0xf0) == 0xe0) {
        if (!continues(1) || !continues(2))
            return 0;
        return (lead == 0xe0 && byte(1) < 0xa0) || (lead == 0xed && byte(1) > 0x9f) ? 0 : 3;
    }
    if (lead >= 0xf0 && lead <= 0xf4) {
        if (!continues(1) || !continues(2) || !continues(3))
            return 0;
        return (lead == 0xf0 && byte(1) < 0x90) || (lead == 0xf4 && byte(1) > 0x8f) ? 0 : 4;
    }
    return 0;
}

} // namespace cachescope::providers
