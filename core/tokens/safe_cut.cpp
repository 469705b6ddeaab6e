// SPDX-License-Identifier: MIT
#include "tokens/safe_cut.h"

#include "tokens/scan.h"
#include "tokens/settled.h"

#include <algorithm>

namespace cachescope::tokens::detail {

namespace {

bool isAsciiLetter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/**
 * Between a letter and a blank all patterns cut, whatever is around: none has an alternative with a blank after a
 * letter, a word ends before a blank as it ends before the end of a text, and what begins at the blank looks to the
 * right only. The same holds for a letter and a line feed where line feeds are white space to the patterns. Both
 * are ASCII, so nothing composes across the border.
 */
struct LetterCuts
{
    bool blanks = false;
    bool lines = false;

    explicit LetterCuts(const std::vector<SplitKind> &splits)
    {
        for (const SplitKind kind : splits) {
            const bool isBlanks = kind == SplitKind::BlankRuns || kind == SplitKind::EachBlank;
            blanks = blanks || (!cutsOnlyNumbers(kind) && kind != SplitKind::LineEnds);
            lines = lines || (!cutsOnlyNumbers(kind) && !isBlanks);
        }
    }
    bool isCut(std::string_view text, std::size_t at) const
    {
        return isAsciiLetter(text[at - 1]) && ((text[at] == ' ' && blanks) || (text[at] == '\n' && lines));
    }
};

/** How far from `text` on it consists of whole characters. */
std::size_t wholeCharacters(std::string_view text)
{
    const auto *const begin = reinterpret_cast<const std::uint8_t *>(text.data());
    for (std::size_t back = 1; back <= std::min<std::size_t>(3, text.size()); ++back) {
        const std::uint8_t byte = begin[text.size() - back];
        if (byte >= 0xC0)
            return sequenceLength(begin + text.size() - back, begin + text.size()) == 0 ? text.size() - back
                                                                                        : text.size();
        if (byte < 0x80)
            break;
    }
    return text.size();
}

} // namespace

std::size_t lastLocalCut(const Pipeline &pipeline, std::string_view text, SpecialTokens special)
{
    const LetterCuts cuts(pipeline.parts().splits);
    if (text.size() < 2 || pipeline.parts().added.looksAround())
        return 0;
    const auto which = Pipeline::which(special);
    const AddedTokens &added = pipeline.parts().added;
    if (added.empty(which)) {
        for (std::size_t at = text.size() - 1; at > 0; --at) {
            if (cuts.isCut(text, at))
                return at;
        }
        return 0;
    }
    // A match is settled when even the longest token from its beginning on would end in the text.
    const std::size_t settled = text.size() - std::min(text.size(), added.longest());
    std::size_t best = 0;
    std::size_t from = 0;
    while (from < settled) {
        const auto match = added.next(text, from, which);
        const std::size_t end = match ? std::min(match->begin, settled) : settled;
        for (std::size_t at = end; at > from && at > best; --at) {
            if (at > from && cuts.isCut(text, at)) {
                best = at;
                break;
            }
        }
        if (!match)
            break;
        from = match->end;
    }
    return best;
}

std::optional<SettledStart> settledStart(
    const Pipeline &pipeline, std::string_view text, SpecialTokens special, Pipeline::PieceAt where)
{
    text = text.substr(0, wholeCharacters(text));
    if (pipeline.parts().splits.empty() || pipeline.parts().added.looksAround()
        || firstIllFormed(text) != text.size())
        return std::nullopt;
    const auto which = Pipeline::which(special);
    const std::size_t settled = settledPieces(pipeline, which, text);
    EditChunk chunk
        = scanPieces(pipeline, which, text, { 0, where }, [settled](Border border) { return border.at > settled; });
    // The piece that holds `settled` may still change, and by it, where the one before it ends.
    const std::size_t holder = chunk.borderFrom(settled + 1) - 1;
    if (chunk.borders.size() < 2 || holder < 2)
        return std::nullopt;
    const Border cut = chunk.borders[holder - 1];
    chunk.tokens.resize(chunk.tokenFrom(cut.at));
    return SettledStart{ cut.at, std::move(chunk.tokens), pieceAt(cut) };
}

} // namespace cachescope::tokens::detail
