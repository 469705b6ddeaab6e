// SPDX-License-Identifier: MIT
#include "prompt/lint/scan.h"

#include <algorithm>
#include <cstdint>

namespace cachescope::prompt::scan {

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
    // One walk over the places where a word can begin; most of them are no word's first letter.
    std::uint64_t firstLetters = 0;
    const auto bit = [](char c) { return std::uint64_t{ 1 } << (static_cast<unsigned char>(c) & 63U); };
    for (const std::string_view word : words)
        firstLetters |= bit(word.front());
    std::size_t last = std::string_view::npos;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if ((firstLetters & bit(text[at])) == 0 || (at > 0 && isAlnum(text[at - 1]) && isAlnum(text[at])))
            continue;
        for (const std::string_view word : words) {
            if (word.front() != text[at] || !text.substr(at).starts_with(word))
                continue;
            const std::size_t end = at + word.size();
            const bool endsWord = end == text.size() || !isAlnum(text[end - 1]) || !isAlnum(text[end]);
            if (endsWord && (last == std::string_view::npos || end > last))
                last = end;
        }
    }
    return last;
}

bool containsOneOf(std::string_view text, std::span<const std::string_view> words)
{
    return lastOf(text, words) != std::string_view::npos;
}

} // namespace cachescope::prompt::scan
