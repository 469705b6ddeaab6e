// SPDX-License-Identifier: MIT
#include "tokens/utf8.h"

#include <cstring>

namespace cachescope::tokens::detail {

namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool isContinuation(std::uint8_t byte)
{
    return (byte & 0xC0U) == 0x80U;
}

/** Range of the second byte by lead (Unicode 16, table 3-7); false when no sequence begins like this. */
bool secondByteFits(std::uint8_t lead, std::uint8_t second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return isContinuation(second);
    }
}

unsigned lengthByLead(std::uint8_t lead)
{
    if (lead < 0x80)
        return 1;
    if (lead < 0xC2 || lead > 0xF4)
        return 0;
    return lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

const std::uint8_t *bytesOf(std::string_view text)
{
    return reinterpret_cast<const std::uint8_t *>(text.data());
}

/** Calls `keep(begin, end)` for well-formed stretches and `replace(begin, end)` for each ill-formed sequence. */
template <typename Keep, typename Replace> void eachStretch(std::string_view text, Keep keep, Replace replace)
{
    std::size_t position = 0;
    while (position < text.size()) {
        const std::size_t good = firstIllFormed(text.substr(position));
        keep(position, position + good);
        position += good;
        if (position < text.size()) {
            const std::uint8_t *at = bytesOf(text) + position;
            const std::size_t bad = illFormedLength(at, bytesOf(text) + text.size());
            replace(position, position + bad);
            position += bad;
        }
    }
}

} // namespace

unsigned sequenceLength(const std::uint8_t *text, const std::uint8_t *end)
{
    const unsigned length = lengthByLead(*text);
    if (length <= 1 || static_cast<std::size_t>(end - text) < length)
        return length == 1 ? 1 : 0;
    if (!secondByteFits(text[0], text[1]))
        return 0;
    for (unsigned i = 2; i < length; ++i) {
        if (!isContinuation(text[i]))
            return 0;
    }
    return length;
}

unsigned illFormedLength(const std::uint8_t *text, const std::uint8_t *end)
{
    const unsigned length = lengthByLead(*text);
    if (length < 2 || end - text < 2 || !secondByteFits(text[0], text[1]))
        return 1;
    unsigned i = 2;
    while (i < length && text + i < end && isContinuation(text[i]))
        ++i;
    return i;
}

std::size_t firstIllFormed(std::string_view text)
{
    const std::uint8_t *const begin = bytesOf(text);
    const std::uint8_t *const end = begin + text.size();
    const std::uint8_t *at = begin;
    while (at < end) {
        while (end - at >= 16) {
            std::uint64_t words[2];
            std::memcpy(words, at, sizeof words);
            if (((words[0] | words[1]) & 0x8080808080808080ULL) != 0)
                break;
            at += 16;
        }
        while (at < end && *at < 0x80)
            ++at;
        // A stretch of other characters: most texts in them hold hardly any ASCII, so stay here while it lasts.
        while (at < end && *at >= 0x80) {
            const unsigned length = sequenceLength(at, end);
            if (length == 0)
                return static_cast<std::size_t>(at - begin);
            at += length;
        }
    }
    return text.size();
}

MappedText replaceIllFormed(std::string_view text)
{
    MappedText result;
    eachStretch(
        text,
        [&](std::size_t begin, std::size_t end) {
            result.text.append(text.substr(begin, end - begin));
            for (std::size_t i = begin; i < end; ++i)
                result.origin.push_back(i);
        },
        [&](std::size_t begin, std::size_t) {
            result.text.append(replacement);
            result.origin.insert(result.origin.end(), replacement.size(), begin);
        });
    result.origin.push_back(text.size());
    return result;
}

std::string replaceIllFormedPlain(std::string_view text)
{
    std::string result;
    eachStretch(
        text, [&](std::size_t begin, std::size_t end) { result.append(text.substr(begin, end - begin)); },
        [&](std::size_t, std::size_t) { result.append(replacement); });
    return result;
}

void appendUtf8(std::string &out, std::uint32_t codePoint)
{
    const auto push = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
    if (codePoint < 0x80) {
        push(codePoint);
    } else if (codePoint < 0x800) {
        push(0xC0U | (codePoint >> 6));
        push(0x80U | (codePoint & 0x3FU));
    } else if (codePoint < 0x10000) {
        push(0xE0U | (codePoint >> 12));
        push(0x80U | ((codePoint >> 6) & 0x3FU));
        push(0x80U | (codePoint & 0x3FU));
    } else {
        push(0xF0U | (codePoint >> 18));
        push(0x80U | ((codePoint >> 12) & 0x3FU));
        push(0x80U | ((codePoint >> 6) & 0x3FU));
        push(0x80U | (codePoint & 0x3FU));
    }
}

std::string fromUtf16(std::u16string_view text)
{
    std::string out;
    out.reserve(text.size() + text.size() / 2);
    for (std::size_t i = 0; i < text.size(); ++i) {
        const std::uint32_t unit = text[i];
        const bool isHigh = unit >= 0xD800 && unit < 0xDC00;
        if (isHigh && i + 1 < text.size() && text[i + 1] >= 0xDC00 && text[i + 1] < 0xE000) {
            appendUtf8(out, 0x10000U + ((unit - 0xD800U) << 10) + (text[i + 1] - 0xDC00U));
            ++i;
        } else if (unit >= 0xD800 && unit < 0xE000) {
            out.append(replacement);
        } else {
            appendUtf8(out, unit);
        }
    }
    return out;
}

std::size_t utf16Length(std::string_view text)
{
    std::size_t units = 0;
    for (const char c : text) {
        const auto byte = static_cast<std::uint8_t>(c);
        units += (byte & 0xC0U) != 0x80U ? 1U : 0U;
        units += byte >= 0xF0U ? 1U : 0U;
    }
    return units;
}

} // namespace cachescope::tokens::detail
