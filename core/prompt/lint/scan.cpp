// SPDX-License-Identifier: MIT
#include "prompt/lint/scan.h"

#include <algorithm>

namespace cachescope::prompt::scan {

namespace {

bool standsAlone(std::string_view text, std::size_t begin, std::size_t end)
{
    const auto joins = [](char a, char b) { return isAlnum(a) && isAlnum(b); };
    const bool before = begin == 0 || !joins(text[begin - 1], text[begin]);
    const bool after = end == text.size() || !joins(text[end - 1], text[end]);
    return before && after;
}

} // namespace

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t count = 0;
    while (at + count < text.size() && isDigit(text[at + count]))
        ++count;
    return count;
}

int numberAt(std::string_view text, std::size_t at, std::size_t digits)
{
    int value = 0;
    for (std::size_t i = 0; i < std::min<std::size_t>(digits, 9) && at + i < text.size(); ++i)
        value = value * 10 + (text[at + i] - '0');
    return value;
}

std::size_t lastOf(std::string_view text, std::span<const std::string_view> words)
{
    std::size_t last = std::string_view::npos;
    for (const std::string_view word : words) {
        for (std::size_t at = text.rfind(word); at != std::string_view::npos;) {
            if (standsAlone(text, at, at + word.size())) {
                if (last == std::string_view::npos || at + word.size() > last)
                    last = at + word.size();
                break;
            }
            if (at == 0)
                break;
            at = text.rfind(word, at - 1);
        }
    }
    return last;
}

bool containsOneOf(std::string_view text, std::span<const std::string_view> words)
{
    return lastOf(text, words) != std::string_view::npos;
}

} // namespace cachescope::prompt::scan
