// SPDX-License-Identifier: MIT
#include "tokens/safe_cut.h"

#include <algorithm>
#include <array>

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
bool isCutByAll(std::string_view text, std::size_t at, bool blanksOnly)
{
    return isAsciiLetter(text[at - 1]) && (text[at] == ' ' || (text[at] == '\n' && !blanksOnly));
}

/** The last place before `limit`, not inside an added token. */
std::size_t lastLocalCut(const Pipeline &pipeline, std::string_view text, SpecialTokens special)
{
    const bool blanksOnly = pipeline.cutsAtBlanksOnly();
    const auto which = Pipeline::which(special);
    const AddedTokens &added = pipeline.parts().added;
    if (added.empty(which)) {
        for (std::size_t at = text.size() - 1; at > 0; --at) {
            if (isCutByAll(text, at, blanksOnly))
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
            if (at > from && isCutByAll(text, at, blanksOnly)) {
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

std::size_t settledBefore(std::string_view text)
{
    const auto *const begin = reinterpret_cast<const std::uint8_t *>(text.data());
    std::size_t at = text.size();
    const auto stepBack = [&] {
        std::size_t previous = at - 1;
        while (previous > 0 && (begin[previous] & 0xC0U) == 0x80U)
            --previous;
        return previous;
    };
    while (at > 0 && decode(begin + stepBack()).isIn(spaceSet))
        at = stepBack();
    constexpr int contractionReach = 4;
    for (int i = 0; i < contractionReach && at > 0; ++i)
        at = stepBack();
    return at;
}

SafeCut lastSafeCut(const Pipeline &pipeline, std::string_view text, SpecialTokens special)
{
    const auto &added = pipeline.parts().added.all();
    const bool neighboursMatter
        = std::any_of(added.begin(), added.end(), [](const AddedToken &token) { return token.singleWord; });
    if (text.size() < 2 || pipeline.parts().splits.empty() || neighboursMatter)
        return {};
    const std::size_t local = lastLocalCut(pipeline, text, special);
    text = text.substr(0, wholeCharacters(text));
    if (local > text.size() / 2 || !pipeline.restartsAtPieces() || !pipeline.keepsText()
        || !pipeline.hasNoAddedTokens(special) || firstIllFormed(text) != text.size())
        return { local, false };
    // No such place near: cut at a piece border that the rest of the text cannot move.
    const std::size_t settled = settledBefore(text);
    const auto *const begin = reinterpret_cast<Bytes>(text.data());
    std::array<std::size_t, 3> borders{};
    while (borders[2] < settled) {
        const auto next
            = static_cast<std::size_t>(pipeline.pieceEnd(begin + borders[2], begin + text.size()) - begin);
        borders = { borders[1], borders[2], next };
    }
    return borders[0] > local ? SafeCut{ borders[0], true } : SafeCut{ local, false };
}

} // namespace cachescope::tokens::detail
