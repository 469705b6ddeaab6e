// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/utf8.h"

#include <cstdint>

namespace cachescope::tokens::detail {

/**
 * The split patterns of the public tokenizers, as functions that give the end of the piece that begins at `text`
 * (well-formed UTF-8, `text < end`). They match exactly as the regular expressions do: leftmost, first alternative
 * first, greedy with back-tracking. None looks behind, so a piece depends only on the text to its right. This is
 * the complete and plain form; fast_split.h has the one for long ASCII stretches.
 */
struct SplitOptions
{
    unsigned maxDigits = 3; ///< \p{N}{1,maxDigits}; 0 for \p{N}+ with an optional blank before
    bool contractions = true;
    bool marksAreLetters = false; ///< [\p{L}\p{M}]+ in place of \p{L}+
};

using Bytes = const std::uint8_t *;

/** Contraction `'s 't 're 've 'm 'll 'd` at `text`: its end, or `text` when there is none. */
Bytes skipContraction(Bytes text, Bytes end, bool ignoreCase);

/** o200k_base, o200k_harmony; without contractions and with single digits: Mistral's Tekken. */
Bytes splitO200k(Bytes text, Bytes end, SplitOptions options);
/** cl100k_base and Llama 3; with single digits: Qwen 2 and 3. */
Bytes splitCl100k(Bytes text, Bytes end, SplitOptions options);
/** gpt2, r50k_base, p50k_base, p50k_edit, and ByteLevel's own pattern in tokenizer.json. */
Bytes splitGpt2(Bytes text, Bytes end);
/** The three patterns of DeepSeek V3 in one: digits by three, runs of CJK, words. */
Bytes splitDeepSeek(Bytes text, Bytes end);
/** \p{N} one by one (Digits with individual_digits), or in runs; the stretches between are pieces, too. */
Bytes splitDigits(Bytes text, Bytes end, unsigned maxDigits);
/** Where SentencePiece texts are cut; a blank is U+0020 or U+2581. */
enum class BlankCut
{
    Runs, ///< Before each run of blanks: a border that no token crosses.
    Each, ///< Before each blank.
};
Bytes splitBeforeBlanks(Bytes text, Bytes end, BlankCut where);
/** Runs of line feeds, and what is between them: borders that no token of a SentencePiece model crosses. */
Bytes splitAtLineEnds(Bytes text, Bytes end);

/** End of the run of characters in `set` that begins at `text`. */
inline Bytes runOf(ClassSet set, Bytes text, Bytes end)
{
    while (text < end) {
        const Character c = decode(text);
        if (!c.isIn(set))
            break;
        text += c.length;
    }
    return text;
}

} // namespace cachescope::tokens::detail
