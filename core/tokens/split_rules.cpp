// SPDX-License-Identifier: MIT
#include "tokens/split_rules.h"

namespace cachescope::tokens::detail {

namespace {

// [\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}] and [\p{Ll}\p{Lm}\p{Lo}\p{M}] of o200k_base
constexpr ClassSet upperSet = setOf(CharClass::Upper, CharClass::Letter, CharClass::Mark);
constexpr ClassSet lowerSet = setOf(CharClass::Lower, CharClass::Letter, CharClass::Mark);
constexpr ClassSet numberSet = setOf(CharClass::Number);
// [^\s\p{L}\p{N}]
constexpr ClassSet otherSet = setOf(CharClass::None, CharClass::Symbol, CharClass::Mark);
// [^\r\n\p{L}\p{N}]
constexpr ClassSet prefixSet = otherSet | setOf(CharClass::Space);

bool isNewline(std::uint8_t byte)
{
    return byte == '\n' || byte == '\r';
}

/** `upper* lower+`, greedy with back-tracking; null when it does not match. */
Bytes matchUpperLower(Bytes text, Bytes end)
{
    Bytes at = text;
    Bytes lastBoth = nullptr; // end of the last character that is in both sets
    while (at < end) {
        const Character c = decode(at);
        if (!c.isIn(upperSet))
            break;
        at += c.length;
        if (c.isIn(lowerSet))
            lastBoth = at;
    }
    if (at < end && decode(at).isIn(lowerSet))
        return runOf(lowerSet, at, end);
    // Nothing lower follows: the first part gives back until a character of both sets serves as the second part.
    // What it gave back after that is upper only, so the second part is that one character.
    return lastBoth;
}

Bytes skipNumbers(Bytes text, Bytes end, unsigned most)
{
    for (unsigned i = 0; i < most && text < end; ++i) {
        const Character c = decode(text);
        if (!c.isIn(numberSet))
            break;
        text += c.length;
    }
    return text;
}

/** `\s*[\r\n]+|\s+(?!\S)|\s+` at white space. */
Bytes splitSpace(Bytes text, Bytes end, bool newlinesEnd)
{
    Bytes at = text;
    Bytes last = text; // beginning of the last character of the run
    Bytes afterNewline = nullptr;
    while (at < end) {
        const Character c = decode(at);
        if (!c.isIn(spaceSet))
            break;
        last = at;
        at += c.length;
        if (c.charClass == CharClass::Newline)
            afterNewline = at;
    }
    if (newlinesEnd && afterNewline != nullptr)
        return afterNewline;
    return at == end || last == text ? at : last;
}

bool isCjk(std::uint32_t c)
{
    return (c >= 0x4E00 && c <= 0x9FA5) || (c >= 0x3040 && c <= 0x30FF);
}

bool isAsciiLetter(std::uint8_t byte)
{
    return (byte | 0x20U) >= 'a' && (byte | 0x20U) <= 'z';
}

/** DeepSeek's third pattern sees only a stretch without numbers that is all CJK or all not. */
struct Stretch
{
    Bytes end;
    bool cjk;

    bool holds(Bytes at) const
    {
        if (at >= end)
            return false;
        const Character c = decode(at);
        return !c.isIn(numberSet) && isCjk(c.codePoint) == cjk;
    }
    Bytes run(ClassSet set, Bytes at) const
    {
        while (holds(at)) {
            const Character c = decode(at);
            if (!c.isIn(set))
                break;
            at += c.length;
        }
        return at;
    }
};

constexpr ClassSet wordSet = letterSet | setOf(CharClass::Mark);
constexpr ClassSet symbolSet = setOf(CharClass::Symbol);
// [^\r\n\p{L}\p{P}\p{S}]; numbers are not in a stretch
constexpr ClassSet wordPrefixSet = setOf(CharClass::None, CharClass::Mark, CharClass::Space);

/** One match of DeepSeek's third pattern, or null where none begins. */
Bytes matchDeepSeekWord(Bytes text, const Stretch &stretch)
{
    const Character first = decode(text);
    const Bytes next = text + first.length;
    if (first.codePoint < 0x80 && first.charClass == CharClass::Symbol && stretch.holds(next)
        && isAsciiLetter(*next)) {
        Bytes at = next;
        while (stretch.holds(at) && isAsciiLetter(*at))
            ++at;
        return at;
    }
    if (first.isIn(wordPrefixSet)) {
        const Bytes at = stretch.run(wordSet, next);
        if (at != next)
            return at;
    }
    if (first.isIn(wordSet))
        return stretch.run(wordSet, next);
    const Bytes symbols = first.codePoint == ' ' ? next : text;
    const Bytes afterSymbols = stretch.run(symbolSet, symbols);
    if (afterSymbols != symbols) {
        Bytes at = afterSymbols;
        while (stretch.holds(at) && isNewline(*at))
            ++at;
        return at;
    }
    if (!first.isIn(spaceSet))
        return nullptr;
    const Bytes afterSpace = stretch.run(spaceSet, text);
    return splitSpace(text, stretch.holds(afterSpace) ? stretch.end : afterSpace, true);
}

} // namespace

Bytes skipContraction(Bytes text, Bytes end, bool ignoreCase)
{
    if (end - text < 2 || text[0] != '\'')
        return text;
    const auto fold = [ignoreCase](std::uint8_t c) {
        return ignoreCase && c >= 'A' && c <= 'Z' ? static_cast<std::uint8_t>(c | 0x20U) : c;
    };
    const std::uint8_t first = fold(text[1]);
    if (first == 's' || first == 't' || first == 'm' || first == 'd')
        return text + 2;
    if (end - text < 3)
        return text;
    const std::uint8_t second = fold(text[2]);
    if ((second == 'e' && (first == 'r' || first == 'v')) || (first == 'l' && second == 'l'))
        return text + 3;
    // U+017F, the long s, folds to s.
    return ignoreCase && text[1] == 0xC5 && text[2] == 0xBF ? text + 3 : text;
}

Bytes splitO200k(Bytes text, Bytes end, SplitOptions options)
{
    const Character first = decode(text);
    const Bytes next = text + first.length;
    const auto finish = [&](Bytes at) { return options.contractions ? skipContraction(at, end, true) : at; };
    const bool hasPrefix = first.isIn(prefixSet) && next < end;
    if (hasPrefix) {
        if (const Bytes at = matchUpperLower(next, end))
            return finish(at);
    }
    if (const Bytes at = matchUpperLower(text, end))
        return finish(at);
    // Second alternative: `upper+ lower*`; had a lower one followed, the first alternative would have matched.
    if (hasPrefix) {
        const Bytes at = runOf(upperSet, next, end);
        if (at != next)
            return finish(at);
    }
    if (const Bytes at = runOf(upperSet, text, end); at != text)
        return finish(at);
    if (first.isIn(numberSet))
        return skipNumbers(text, end, options.maxDigits);
    const Bytes others = first.codePoint == ' ' ? next : text;
    Bytes at = runOf(otherSet, others, end);
    if (at != others) {
        while (at < end && (isNewline(*at) || *at == '/'))
            ++at;
        return at;
    }
    return splitSpace(text, end, true);
}

Bytes splitCl100k(Bytes text, Bytes end, SplitOptions options)
{
    if (options.contractions) {
        if (const Bytes at = skipContraction(text, end, true); at != text)
            return at;
    }
    const ClassSet letters = options.marksAreLetters ? letterSet | setOf(CharClass::Mark) : letterSet;
    const Character first = decode(text);
    const Bytes next = text + first.length;
    if (first.isIn(prefixSet)) {
        const Bytes at = runOf(letters, next, end);
        if (at != next)
            return at;
    }
    if (first.isIn(letters))
        return runOf(letters, next, end);
    if (first.isIn(numberSet))
        return skipNumbers(text, end, options.maxDigits);
    const ClassSet others = options.marksAreLetters ? otherSet & ~setOf(CharClass::Mark) : otherSet;
    const Bytes begin = first.codePoint == ' ' ? next : text;
    Bytes at = runOf(others, begin, end);
    if (at != begin) {
        while (at < end && isNewline(*at))
            ++at;
        return at;
    }
    return splitSpace(text, end, true);
}

Bytes splitGpt2(Bytes text, Bytes end)
{
    if (const Bytes at = skipContraction(text, end, false); at != text)
        return at;
    const Bytes begin = *text == ' ' ? text + 1 : text;
    if (begin < end) {
        for (const ClassSet set : { letterSet, numberSet, otherSet }) {
            if (const Bytes at = runOf(set, begin, end); at != begin)
                return at;
        }
    }
    return splitSpace(text, end, false);
}

Bytes splitDeepSeek(Bytes text, Bytes end)
{
    const Character first = decode(text);
    if (first.isIn(numberSet))
        return skipNumbers(text, end, 3);
    const Stretch stretch{ end, isCjk(first.codePoint) };
    if (const Bytes at = matchDeepSeekWord(text, stretch))
        return at;
    // What no alternative matches is a piece of its own, up to the next match.
    Bytes at = text + first.length;
    while (stretch.holds(at) && matchDeepSeekWord(at, stretch) == nullptr)
        at += decode(at).length;
    return at;
}

Bytes splitDigits(Bytes text, Bytes end, unsigned maxDigits)
{
    if (decode(text).isIn(numberSet))
        return maxDigits == 0 ? runOf(numberSet, text, end) : skipNumbers(text, end, maxDigits);
    return runOf(~numberSet, text, end);
}

Bytes splitBeforeBlanks(Bytes text, Bytes end, BlankCut where)
{
    const auto blankLength = [end](Bytes at) {
        if (*at == ' ')
            return 1;
        return end - at >= 3 && at[0] == 0xE2 && at[1] == 0x96 && at[2] == 0x81 ? 3 : 0;
    };
    Bytes at = text;
    while (at < end && blankLength(at) != 0) {
        at += blankLength(at);
        if (where == BlankCut::Each)
            break;
    }
    while (at < end && blankLength(at) == 0)
        ++at;
    return at;
}

Bytes splitAtLineEnds(Bytes text, Bytes end)
{
    const bool isRun = *text == '\n';
    while (text < end && (*text == '\n') == isRun)
        ++text;
    return text;
}

} // namespace cachescope::tokens::detail
