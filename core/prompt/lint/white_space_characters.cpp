// SPDX-License-Identifier: MIT
#include "prompt/lint/white_space.h"

#include "prompt/lint/places.h"
#include "prompt/lint/prefix_zone.h"
#include "tokens/nfc.h"

#include <algorithm>
#include <optional>

namespace cachescope::prompt {

namespace {

constexpr char32_t noCharacter = 0;

/** Decodes well-formed UTF-8; anything else is taken byte by byte. */
char32_t characterAt(std::string_view text, std::size_t at, std::size_t &length)
{
    const auto byte = [&](std::size_t offset) {
        return at + offset < text.size() ? static_cast<unsigned char>(text[at + offset]) : 0U;
    };
    const unsigned first = byte(0);
    length = first < 0xc0 ? 1 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
    if (at + length > text.size()) {
        length = 1;
        return noCharacter;
    }
    switch (length) {
    case 2:
        return ((first & 0x1fU) << 6) | (byte(1) & 0x3fU);
    case 3:
        return ((first & 0xfU) << 12) | ((byte(1) & 0x3fU) << 6) | (byte(2) & 0x3fU);
    case 4:
        return ((first & 7U) << 18) | ((byte(1) & 0x3fU) << 12) | ((byte(2) & 0x3fU) << 6) | (byte(3) & 0x3fU);
    default:
        return first;
    }
}

bool isJoiner(char32_t c)
{
    return c == 0x200c || c == 0x200d;
}

bool isDirection(char32_t c)
{
    return c == 0x200e || c == 0x200f || c == 0x061c || (c >= 0x202a && c <= 0x202e)
        || (c >= 0x2066 && c <= 0x2069);
}

bool isHardSpace(char32_t c)
{
    return c == 0xa0 || c == 0x202f || c == 0x2007;
}

/** Arabic, Hebrew and their kin; with them direction marks have a purpose. */
bool isRightToLeft(char32_t c)
{
    return (c >= 0x590 && c <= 0x8ff) || (c >= 0xfb1d && c <= 0xfdff) || (c >= 0xfe70 && c <= 0xfefe);
}

/** Emoji and the scripts that write with joiners. */
bool joins(char32_t c)
{
    return c >= 0x600;
}

bool isAsciiLetterOrDigit(char32_t c)
{
    return c < 0x80 && ((c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z'));
}

/** What to put in the place of an invisible character; nothing when it has a purpose here. */
std::optional<std::string> replacementOf(char32_t c, char32_t before, char32_t behind, bool hasRightToLeft)
{
    if (isHardSpace(c)) {
        // French sets one before ; : ! ? and inside « »; all set them between a number and its unit.
        const bool isTypography = std::u32string_view(U";:!?»%€°").find(behind) != std::u32string_view::npos
            || before == U'«' || (before < 0x80 && before >= '0' && before <= '9')
            || (behind >= '0' && behind <= '9');
        return isTypography ? std::nullopt : std::optional<std::string>(" ");
    }
    if (isJoiner(c))
        return joins(before) || joins(behind) ? std::nullopt : std::optional<std::string>("");
    if (isDirection(c))
        return hasRightToLeft ? std::nullopt : std::optional<std::string>("");
    if (c == 0x2028 || c == 0x2029)
        return "\n";
    const bool isControl = (c < 0x20 && c != '\t' && c != '\n' && c != '\r') || (c >= 0x7f && c < 0xa0);
    const bool isZeroWidth = c == 0x200b || c == 0x2060 || c == 0xfeff || c == 0x180e || c == 0xad;
    const bool isTag
        = c >= 0xe0001 && c <= 0xe007f && before != 0x1f3f4 && !(before >= 0xe0001 && before <= 0xe007f);
    return isControl || isZeroWidth || isTag ? std::optional<std::string>("") : std::nullopt;
}

std::vector<Spot> invisibleIn(std::string_view text)
{
    std::vector<Spot> places;
    bool hasRightToLeft = false;
    std::size_t length = 1;
    for (std::size_t at = 0; at < text.size(); at += length)
        hasRightToLeft |= isRightToLeft(characterAt(text, at, length));
    char32_t before = noCharacter;
    for (std::size_t at = 0; at < text.size(); at += length) {
        const char32_t c = characterAt(text, at, length);
        if (c >= 0x20 && c < 0x7f) {
            before = c;
            continue;
        }
        std::size_t ignored = 1;
        const char32_t behind = at + length < text.size() ? characterAt(text, at + length, ignored) : noCharacter;
        if (const auto replacement = replacementOf(c, before, behind, hasRightToLeft))
            places.push_back({ { at, at + length }, *replacement });
        before = c;
    }
    return places;
}

bool isCombiningMark(char32_t c)
{
    return c >= 0x300 && c <= 0x36f;
}

/** Places of a letter with its own mark behind it (NFD) that one character could write. */
std::vector<Spot> decomposedIn(std::string_view text)
{
    std::vector<Spot> places;
    std::size_t length = 1, beforeAt = 0;
    char32_t before = noCharacter;
    for (std::size_t at = 0; at < text.size(); at += length) {
        const char32_t c = characterAt(text, at, length);
        if (isCombiningMark(c) && isAsciiLetterOrDigit(before)) {
            std::size_t end = at + length, next = 1;
            while (end < text.size() && isCombiningMark(characterAt(text, end, next)))
                end += next;
            const std::string_view pair = text.substr(beforeAt, end - beforeAt);
            std::string composed = tokens::detail::toNfc(pair).text;
            if (composed != pair)
                places.push_back({ { beforeAt, end }, std::move(composed) });
        }
        before = c;
        beforeAt = at;
    }
    return places;
}

/** A letter of Latin-1 or Latin Extended-A: what composing makes. */
bool hasComposed(std::string_view text)
{
    std::size_t length = 1;
    for (std::size_t at = 0; at < text.size(); at += length) {
        const char32_t c = characterAt(text, at, length);
        if (c >= 0xc0 && c <= 0x17f && c != 0xd7 && c != 0xf7 && c != 0xdf)
            return true;
    }
    return false;
}

bool isAscii(std::string_view text)
{
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

} // namespace

void checkInvisibleCharacters(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        reportPlaces(
            context, reporter, segment, invisibleIn(text),
            { "An invisible character: the text looks the same without it and is other tokens.",
              "invisible characters", "Remove or replace what cannot be seen" });
    }
}

void checkNormalForms(const LintContext &context, Reporter &reporter)
{
    for (const std::size_t segment : prefixZone(context)) {
        const std::string &text = context.prompt.segments()[segment].text.text();
        if (isAscii(text) || !hasComposed(text))
            continue;
        reportPlaces(
            context, reporter, segment, decomposedIn(text),
            { "A letter and its accent are two characters here (NFD) and one elsewhere (NFC): the same word is "
              "other tokens.",
              "letters are written apart from their accents", "Write them as one character (NFC)", false, true });
    }
}

} // namespace cachescope::prompt
