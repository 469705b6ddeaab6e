// SPDX-License-Identifier: MIT
#include "base/text.h"

#include <algorithm>
#include <cstdint>
#include <numeric>

namespace cachescope::base {

namespace {

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::size_t editDistance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{ 0 });
    for (std::size_t i = 0; i < a.size(); ++i) {
        std::size_t diagonal = row[0];
        row[0] = i + 1;
        for (std::size_t j = 0; j < b.size(); ++j) {
            const std::size_t above = row[j + 1];
            const std::size_t change = diagonal + (lower(a[i]) == lower(b[j]) ? 0 : 1);
            row[j + 1] = std::min({ change, above + 1, row[j] + 1 });
            diagonal = above;
        }
    }
    return row.back();
}

} // namespace

std::string_view nearestName(std::string_view name, std::span<const std::string_view> candidates)
{
    std::string_view best;
    std::size_t bestDistance = std::max<std::size_t>(1, name.size() / 2) + 1;
    for (const std::string_view candidate : candidates) {
        const std::size_t distance = editDistance(name, candidate);
        if (distance < bestDistance) {
            best = candidate;
            bestDistance = distance;
        }
    }
    return best;
}

bool equalIgnoringCase(std::string_view a, std::string_view b)
{
    return a.size() == b.size()
        && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

std::string toLower(std::string_view text)
{
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), lower);
    return result;
}

std::string_view trim(std::string_view text)
{
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos)
        return {};
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (std::size_t start = 0;;) {
        const std::size_t end = text.find(separator, start);
        parts.push_back(text.substr(start, end == std::string_view::npos ? end : end - start));
        if (end == std::string_view::npos)
            return parts;
        start = end + 1;
    }
}

bool isValidUtf8(std::string_view text)
{
    const auto *p = reinterpret_cast<const std::uint8_t *>(text.data());
    const auto *const end = p + text.size();
    const auto continuation = [&](std::ptrdiff_t i) { return end - p > i && (p[i] & 0xc0) == 0x80; };
    while (p < end) {
        if (*p < 0x80) {
            ++p;
        } else if (*p >= 0xc2 && *p <= 0xdf && continuation(1)) {
            p += 2;
        } else if ((*p & 0xf0) == 0xe0 && continuation(1) && continuation(2)) {
            if ((*p == 0xe0 && p[1] < 0xa0) || (*p == 0xed && p[1] > 0x9f))
                return false;
            p += 3;
        } else if (*p >= 0xf0 && *p <= 0xf4 && continuation(1) && continuation(2) && continuation(3)) {
            if ((*p == 0xf0 && p[1] < 0x90) || (*p == 0xf4 && p[1] > 0x8f))
                return false;
            p += 4;
        } else {
            return false;
        }
    }
    return true;
}

} // namespace cachescope::base
