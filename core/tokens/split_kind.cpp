// SPDX-License-Identifier: MIT
#include "tokens/split_kind.h"

namespace cachescope::tokens::detail {

Bytes splitOnce(SplitKind kind, Bytes text, Bytes end)
{
    switch (kind) {
    case SplitKind::O200k:
        return splitO200k(text, end, {});
    case SplitKind::Tekken:
        return splitO200k(text, end, { 1, false, false });
    case SplitKind::Cl100k:
        return splitCl100k(text, end, {});
    case SplitKind::Qwen2:
        return splitCl100k(text, end, { 1, true, false });
    case SplitKind::Qwen35:
        return splitCl100k(text, end, { 1, true, true });
    case SplitKind::Gpt2:
        return splitGpt2(text, end);
    case SplitKind::DeepSeek:
        return splitDeepSeek(text, end);
    case SplitKind::Digits:
        return splitDigits(text, end, 1);
    case SplitKind::Digits3:
        return splitDigits(text, end, 3);
    case SplitKind::DigitRuns:
        return splitDigits(text, end, 0);
    case SplitKind::BlankRuns:
        return splitBeforeBlanks(text, end, BlankCut::Runs);
    case SplitKind::EachBlank:
        return splitBeforeBlanks(text, end, BlankCut::Each);
    case SplitKind::LineEnds:
        return splitAtLineEnds(text, end);
    }
    return end;
}

bool cutsOnlyNumbers(SplitKind kind)
{
    return kind == SplitKind::Digits || kind == SplitKind::Digits3 || kind == SplitKind::DigitRuns;
}

bool hangsOnNeighbours(SplitKind kind)
{
    return kind == SplitKind::BlankRuns || kind == SplitKind::EachBlank || kind == SplitKind::LineEnds
        || kind == SplitKind::Digits || kind == SplitKind::DigitRuns;
}

bool endsTheSameFromInside(SplitKind kind, Bytes piece)
{
    const bool isBetweenNumbers = kind == SplitKind::Digits3 && !decode(piece).isIn(setOf(CharClass::Number));
    return hangsOnNeighbours(kind) || isBetweenNumbers;
}

} // namespace cachescope::tokens::detail
