// SPDX-License-Identifier: MIT
#include "prompt/variables.h"

namespace cachescope::prompt {

namespace {

constexpr std::size_t longestName = 100;

bool isNameCharacter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'
        || c == '-';
}

std::string_view nameIn(std::string_view inside)
{
    const std::size_t begin = inside.find_first_not_of(" \t");
    if (begin == std::string_view::npos)
        return {};
    std::size_t end = begin;
    while (end < inside.size() && isNameCharacter(inside[end]))
        ++end;
    const std::size_t rest = inside.find_first_not_of(" \t", end);
    // Nothing more, or a filter ({{ now | date }}).
    return rest == std::string_view::npos || inside[rest] == '|' ? inside.substr(begin, end - begin)
                                                                 : std::string_view();
}

} // namespace

std::vector<VariablePlace> findVariables(std::string_view text)
{
    std::vector<VariablePlace> places;
    for (std::size_t at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at)) {
        const std::size_t close = text.find("}}", at + 2);
        if (close == std::string_view::npos)
            break;
        const std::string_view inside = text.substr(at + 2, close - at - 2);
        const std::string_view name = inside.size() > longestName ? std::string_view() : nameIn(inside);
        if (name.empty()) {
            at += 2;
            continue;
        }
        places.push_back({ std::string(name), { at, close + 2 } });
        at = close + 2;
    }
    return places;
}

} // namespace cachescope::prompt
