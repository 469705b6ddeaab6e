// SPDX-License-Identifier: MIT
#include "requestlog/filter_term.h"

#include <algorithm>

namespace cachescope::requestlog {

namespace {

bool isPlain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'
        || c == '.' || c == '/' || c == '@' || c == ':';
}

} // namespace

std::string filterTerm(std::string_view field, std::string_view value)
{
    std::string term(field);
    if (value.empty())
        return term + ":none";
    // "none" means calls without a value, unless it is quoted.
    const bool plain = std::all_of(value.begin(), value.end(), isPlain) && value != "none" && value != "None";
    if (plain)
        return term.append("=").append(value);
    term += "=\"";
    for (const char c : value) {
        if (c == '"' || c == '\\')
            term.push_back('\\');
        term.push_back(c);
    }
    return term + "\"";
}

} // namespace cachescope::requestlog
