// SPDX-License-Identifier: MIT
#include "tokens/nfc.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace cachescope::tokens::detail {

namespace {

#include "nfc_tables.inc"

// Hangul syllables are computed (Unicode 16, section 3.12).
constexpr std::uint32_t syllableBase = 0xAC00;
constexpr std::uint32_t leadBase = 0x1100;
constexpr std::uint32_t vowelBase = 0x1161;
constexpr std::uint32_t tailBase = 0x11A7;
constexpr std::uint32_t leadCount = 19;
constexpr std::uint32_t vowelCount = 21;
constexpr std::uint32_t tailCount = 28;
constexpr std::uint32_t syllableCount = leadCount * vowelCount * tailCount;

struct Part
{
    std::uint32_t codePoint;
    std::uint32_t combiningClass;
    std::size_t origin;
};

bool isMarked(std::uint32_t codePoint)
{
    return codePoint >= 0x300
        && markBlocks[(std::size_t{ markBlockIndex[codePoint >> 7] } << 7) | (codePoint & 127U)] != 0;
}

/** Index of the row whose first columns equal `key`; rows are sorted. */
template <std::size_t columns, std::size_t keys>
std::optional<std::size_t> findRow(std::span<const std::uint32_t> table, const std::array<std::uint32_t, keys> &key)
{
    std::size_t low = 0;
    std::size_t high = table.size() / columns;
    while (low < high) {
        const std::size_t middle = (low + high) / 2;
        const auto row = table.subspan(middle * columns, keys);
        if (std::lexicographical_compare(row.begin(), row.end(), key.begin(), key.end()))
            low = middle + 1;
        else
            high = middle;
    }
    if (low * columns >= table.size() || !std::equal(key.begin(), key.end(), &table[low * columns]))
        return std::nullopt;
    return low * columns;
}

std::uint32_t combiningClass(std::uint32_t codePoint)
{
    if (!isMarked(codePoint))
        return 0;
    const auto row = findRow<2, 1>(classPairs, { codePoint });
    return row ? classPairs[*row + 1] : 0;
}

std::uint32_t compose(std::uint32_t first, std::uint32_t second)
{
    if (first - leadBase < leadCount && second - vowelBase < vowelCount)
        return syllableBase + ((first - leadBase) * vowelCount + (second - vowelBase)) * tailCount;
    if (first - syllableBase < syllableCount && (first - syllableBase) % tailCount == 0 && second > tailBase
        && second - tailBase < tailCount)
        return first + (second - tailBase);
    const auto row = findRow<3, 2>(compositionTriples, { first, second });
    return row ? compositionTriples[*row + 2] : 0;
}

/** True when some letter before `codePoint` composes with it. */
bool joinsBackwards(std::uint32_t codePoint)
{
    static const std::vector<std::uint32_t> seconds = [] {
        std::vector<std::uint32_t> all;
        for (std::size_t i = 0; i < compositionTriples.size(); i += 3)
            all.push_back(compositionTriples[i + 1]);
        std::sort(all.begin(), all.end());
        return all;
    }();
    return std::binary_search(seconds.begin(), seconds.end(), codePoint);
}

void decomposeInto(std::vector<Part> &parts, std::uint32_t codePoint, std::size_t origin)
{
    if (codePoint - syllableBase < syllableCount) {
        const std::uint32_t index = codePoint - syllableBase;
        parts.push_back({ leadBase + index / (vowelCount * tailCount), 0, origin });
        parts.push_back({ vowelBase + index % (vowelCount * tailCount) / tailCount, 0, origin });
        if (index % tailCount != 0)
            parts.push_back({ tailBase + index % tailCount, 0, origin });
        return;
    }
    const auto row = findRow<3, 1>(decompositionPlaces, { codePoint });
    if (!row) {
        parts.push_back({ codePoint, combiningClass(codePoint), origin });
        return;
    }
    for (std::uint32_t i = 0; i < decompositionPlaces[*row + 2]; ++i) {
        const std::uint32_t part = decompositionPool[decompositionPlaces[*row + 1] + i];
        parts.push_back({ part, combiningClass(part), origin });
    }
}

void sortMarks(std::vector<Part> &parts)
{
    auto at = parts.begin();
    while (at != parts.end()) {
        const auto isStarter = [](const Part &part) { return part.combiningClass == 0; };
        at = std::find_if_not(at, parts.end(), isStarter);
        const auto end = std::find_if(at, parts.end(), isStarter);
        std::stable_sort(at, end, [](const Part &a, const Part &b) { return a.combiningClass < b.combiningClass; });
        at = end;
    }
}

/** Joins what composes, in place (UAX 15, D117). */
void composeParts(std::vector<Part> &parts)
{
    std::size_t kept = 0;
    std::optional<std::size_t> starter;
    std::uint32_t lastClass = 0;
    for (const Part part : parts) {
        const bool blocked = starter && kept > *starter + 1 && lastClass >= part.combiningClass;
        if (starter && !blocked) {
            if (const std::uint32_t composed = compose(parts[*starter].codePoint, part.codePoint)) {
                parts[*starter].codePoint = composed;
                continue;
            }
        }
        if (part.combiningClass == 0)
            starter = kept;
        lastClass = part.combiningClass;
        parts[kept++] = part;
    }
    parts.resize(kept);
}

} // namespace

bool beginsNfcSegment(std::uint32_t codePoint)
{
    return !isMarked(codePoint);
}

bool isSurelyNfc(std::string_view text)
{
    const auto *at = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto *const end = at + text.size();
    std::uint32_t lastClass = 0;
    while (at < end) {
        if (*at < 0xCC) { // below U+0300
            lastClass = 0;
            at += *at < 0x80 ? 1 : 2;
            continue;
        }
        const Character c = decode(at);
        at += c.length;
        if (!isMarked(c.codePoint)) {
            lastClass = 0;
            continue;
        }
        // A mark that can join a letter before it, or one that always changes: only doing it tells. Marks that
        // neither compose nor change only have to be in order.
        const std::uint32_t own = combiningClass(c.codePoint);
        if (own == 0 || own < lastClass || joinsBackwards(c.codePoint)
            || findRow<3, 1>(decompositionPlaces, { c.codePoint }))
            return false;
        lastClass = own;
    }
    return true;
}

MappedText toNfc(std::string_view text)
{
    std::vector<Part> parts;
    parts.reserve(text.size());
    const auto *const begin = reinterpret_cast<const std::uint8_t *>(text.data());
    for (std::size_t at = 0; at < text.size();) {
        const Character c = decode(begin + at);
        decomposeInto(parts, c.codePoint, at);
        at += c.length;
    }
    sortMarks(parts);
    composeParts(parts);
    MappedText result;
    for (const Part &part : parts) {
        appendUtf8(result.text, part.codePoint);
        const bool unchanged = decode(begin + part.origin).codePoint == part.codePoint;
        // What did not change keeps the place of each byte, so that it does not matter whether the rest of the text
        // is normalised. Marks that changed places must not make positions go back.
        for (std::size_t byte = 0; result.origin.size() < result.text.size(); ++byte) {
            const std::size_t origin = part.origin + (unchanged ? byte : 0);
            result.origin.push_back(result.origin.empty() ? origin : std::max(origin, result.origin.back()));
        }
    }
    result.origin.push_back(text.size());
    return result;
}

} // namespace cachescope::tokens::detail
