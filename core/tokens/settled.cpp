// SPDX-License-Identifier: MIT
#include "tokens/settled.h"

#include "tokens/nfc.h"

#include <algorithm>

namespace cachescope::tokens::detail {

namespace {

const std::uint8_t *bytesAt(std::string_view text, std::size_t at)
{
    return reinterpret_cast<const std::uint8_t *>(text.data()) + at;
}

std::size_t beforeSpaces(std::string_view text, std::size_t at)
{
    while (at > 0) {
        const std::size_t previous = previousCharacter(text, at);
        if (!decode(bytesAt(text, previous)).isIn(spaceSet))
            break;
        at = previous;
    }
    return at;
}

std::size_t previousSegment(std::string_view text, std::size_t at)
{
    do
        at = previousCharacter(text, at);
    while (at > 0 && !beginsNfcSegment(decode(bytesAt(text, at)).codePoint));
    return at;
}

} // namespace

std::size_t previousCharacter(std::string_view text, std::size_t at)
{
    --at;
    while (at > 0 && (static_cast<std::uint8_t>(text[at]) & 0xC0U) == 0x80U)
        --at;
    return at;
}

std::size_t settledStretches(const AddedTokens &added, AddedTokens::Which which, std::string_view text)
{
    std::size_t at = text.size();
    if (added.empty(which))
        return at;
    constexpr std::size_t longestCharacter = 4;
    at = beforeSpaces(text, at);
    at -= std::min(at, added.longest() + longestCharacter);
    if (at > 0)
        at = previousCharacter(text, at + 1); // not inside a character
    return beforeSpaces(text, at);
}

std::size_t settledPieces(const Pipeline &pipeline, AddedTokens::Which which, std::string_view text)
{
    const bool segments = pipeline.parts().normalizer.nfc;
    const auto stepBack
        = [&](std::size_t at) { return segments ? previousSegment(text, at) : previousCharacter(text, at); };
    std::size_t at = settledStretches(pipeline.parts().added, which, text);
    if (segments && at > 0)
        at = previousSegment(text, at); // what follows may join the last one
    at = beforeSpaces(text, at);
    constexpr int contractionReach = 4;
    for (int i = 0; i < contractionReach && at > 0; ++i)
        at = stepBack(at);
    return at;
}

} // namespace cachescope::tokens::detail
