// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <string_view>

namespace cachescope::requestlog {

/** The filter condition for calls whose `field` is exactly `value`: `model=gpt-5`, `tag="two words"`; for the empty
 * value `project:none`. */
std::string filterTerm(std::string_view field, std::string_view value);

} // namespace cachescope::requestlog
