// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/byte_block.h"
#include "tokens/split_rules.h"

#include <array>

namespace cachescope::tokens::detail {

/** What a byte is to the split patterns when it stands for itself. */
enum class ByteKind : std::uint8_t
{
    Other,
    Letter,
    Digit,
    Blank,
    Space,
    Newline,
    High
};

constexpr std::array<ByteKind, 256> byteKinds = [] {
    std::array<ByteKind, 256> kinds{};
    for (unsigned c = 0; c < 256; ++c) {
        const unsigned folded = c | 0x20U;
        ByteKind kind = ByteKind::Other;
        if (c >= 0x80)
            kind = ByteKind::High;
        else if (folded >= 'a' && folded <= 'z')
            kind = ByteKind::Letter;
        else if (c >= '0' && c <= '9')
            kind = ByteKind::Digit;
        else if (c == ' ')
            kind = ByteKind::Blank;
        else if (c == '\n' || c == '\r')
            kind = ByteKind::Newline;
        else if (c == '\t' || c == '\v' || c == '\f')
            kind = ByteKind::Space;
        kinds[c] = kind;
    }
    return kinds;
}();

/** The patterns that have a fast form. */
enum class FastFamily
{
    O200k,
    Cl100k,
    Gpt2
};

/**
 * The splitting rules for ASCII, without a loop and nearly without branches for the usual word; whatever touches
 * another character goes to the complete form. Needs `lookAhead` readable bytes of text from the beginning of the
 * piece on.
 */
template <FastFamily family, bool contractions, unsigned maxDigits> class FastSplit
{
public:
    static constexpr std::ptrdiff_t lookAhead = 48;

    static Bytes complete(Bytes text, Bytes end)
    {
        if constexpr (family == FastFamily::O200k)
            return splitO200k(text, end, { maxDigits, contractions, false });
        else if constexpr (family == FastFamily::Cl100k)
            return splitCl100k(text, end, { maxDigits, contractions, false });
        else
            return splitGpt2(text, end);
    }

    static Bytes fast(Bytes text, Bytes end)
    {
        const ByteKind kind = kindOf(*text);
        if (family != FastFamily::O200k && contractions && *text == '\'') [[unlikely]] {
            if (const Bytes at = skipContraction(text, end, family != FastFamily::Gpt2); at != text)
                return at;
        }
        const Bytes word = text + (kind == ByteKind::Letter ? 0 : 1);
        if (mayPrecedeWord(kind) && kindOf(*word) == ByteKind::Letter) [[likely]]
            return finishWord(text, word, end);
        return finishRest(text, kind, end);
    }

private:
    static ByteKind kindOf(std::uint8_t byte) { return byteKinds[byte]; }

    static bool mayPrecedeWord(ByteKind kind)
    {
        if constexpr (family == FastFamily::Gpt2)
            return kind == ByteKind::Letter || kind == ByteKind::Blank;
        else
            return kind == ByteKind::Letter || kind == ByteKind::Blank || kind == ByteKind::Other
                || kind == ByteKind::Space;
    }

    static unsigned wordLength(Bytes word)
    {
        const ByteBlock block(word);
        if constexpr (family == FastFamily::O200k) {
            const unsigned uppers = leadingRun(block.upper());
            return uppers + leadingRun(block.lower() >> uppers);
        } else {
            return leadingRun(block.letters());
        }
    }

    static Bytes finishWord(Bytes text, Bytes word, Bytes end)
    {
        const unsigned length = wordLength(word);
        const Bytes at = word + length;
        if (length >= 16 || *at >= 0x80) [[unlikely]]
            return complete(text, end);
        if (family == FastFamily::O200k && contractions && *at == '\'') [[unlikely]]
            return skipContraction(at, end, true);
        return at;
    }

    [[gnu::noinline]] static Bytes finishRest(Bytes text, ByteKind kind, Bytes end)
    {
        switch (kind) {
        case ByteKind::Digit:
            return finishDigits(text, text, end);
        case ByteKind::Other:
            return finishOthers(text, text, end);
        case ByteKind::Blank:
            if (kindOf(text[1]) == ByteKind::Other)
                return finishOthers(text, text + 1, end);
            if (family == FastFamily::Gpt2 && kindOf(text[1]) == ByteKind::Digit)
                return finishDigits(text, text + 1, end);
            return finishSpaces(text, end);
        case ByteKind::Space:
        case ByteKind::Newline:
            return finishSpaces(text, end);
        default:
            return complete(text, end);
        }
    }

    static Bytes finishDigits(Bytes text, Bytes first, Bytes end)
    {
        unsigned length = leadingRun(ByteBlock(first).digits());
        if (maxDigits != 0 && length >= maxDigits)
            return first + maxDigits;
        return length >= 16 || first[length] >= 0x80 ? complete(text, end) : first + length;
    }

    static Bytes finishOthers(Bytes text, Bytes at, Bytes end)
    {
        const Bytes stop = text + 32;
        while (at < stop && kindOf(*at) == ByteKind::Other)
            ++at;
        if (at == stop || *at >= 0x80)
            return complete(text, end);
        if constexpr (family != FastFamily::Gpt2) {
            while (at < stop && (kindOf(*at) == ByteKind::Newline || (family == FastFamily::O200k && *at == '/')))
                ++at;
            if (at == stop)
                return complete(text, end);
        }
        return at;
    }

    static Bytes finishSpaces(Bytes text, Bytes end)
    {
        const ByteBlock block(text);
        const unsigned length = leadingRun(block.spaces());
        if (length >= 16 || text[length] >= 0x80)
            return complete(text, end);
        const std::uint32_t newlines = block.newlines() & ((1U << length) - 1U);
        if (family != FastFamily::Gpt2 && newlines != 0)
            return text + std::bit_width(newlines);
        return length == 1 ? text + 1 : text + length - 1;
    }
};

} // namespace cachescope::tokens::detail
