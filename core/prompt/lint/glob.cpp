// SPDX-License-Identifier: MIT
#include "prompt/lint/project_settings.h"

#include "base/text.h"

#include <vector>

namespace cachescope::prompt {

namespace {

/** One folder or name: `*`, `?` and letters. Goes back to the last star only, so it is quadratic at worst. */
bool fitsName(std::string_view pattern, std::string_view name)
{
    std::size_t p = 0, n = 0, star = std::string_view::npos, mark = 0;
    while (n < name.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || pattern[p] == name[n]) && pattern[p] != '*') {
            ++p;
            ++n;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            mark = n;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            n = ++mark;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

using Parts = std::vector<std::string_view>;

bool fitsParts(const Parts &pattern, const Parts &path)
{
    std::size_t p = 0, n = 0, stars = std::string_view::npos, mark = 0;
    while (n < path.size()) {
        if (p < pattern.size() && pattern[p] == "**") {
            stars = p++;
            mark = n;
        } else if (p < pattern.size() && fitsName(pattern[p], path[n])) {
            ++p;
            ++n;
        } else if (stars != std::string_view::npos) {
            p = stars + 1;
            n = ++mark;
        } else {
            // A pattern that is used up names a folder: all in it fits.
            return p == pattern.size();
        }
    }
    while (p < pattern.size() && pattern[p] == "**")
        ++p;
    return p == pattern.size();
}

} // namespace

bool fitsGlob(std::string_view pattern, std::string_view path)
{
    if (pattern.starts_with("./"))
        pattern.remove_prefix(2);
    const bool isFolder = pattern.ends_with('/');
    if (isFolder)
        pattern.remove_suffix(1);
    const Parts names = base::split(path, '/');
    Parts parts = base::split(pattern, '/');
    if (parts.size() == 1 && parts.front() != "**")
        parts.insert(parts.begin(), "**");
    if (isFolder)
        parts.insert(parts.end(), { "**" });
    return fitsParts(parts, names);
}

} // namespace cachescope::prompt
