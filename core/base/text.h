// SPDX-License-Identifier: MIT
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::base {

/** The candidate with the smallest edit distance to `name`, or empty when none is near (more than half its length
 * away). */
std::string_view nearestName(std::string_view name, std::span<const std::string_view> candidates);

/** ASCII only, as HTTP field names and schemes want it; independent of the locale. */
bool equalIgnoringCase(std::string_view a, std::string_view b);
std::string toLower(std::string_view text);
/** Without leading and trailing blanks and tabs (OWS of RFC 9110, section 5.6.3). */
std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);

/** True when `text` is well-formed UTF-8 (no surrogates, no overlong forms, at most U+10FFFF). */
bool isValidUtf8(std::string_view text);

} // namespace cachescope::base
