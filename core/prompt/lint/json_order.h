// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/json_walk.h"

#include <string>
#include <string_view>

namespace cachescope::prompt {

/** JSON with sorted names and no blanks: equal for two spellings of the same value. The text itself when it is no
 * JSON. */
std::string canonicalText(std::string_view json);
/** The value with the members of all its objects sorted by name; blanks, commas and everything else stay where they
 * are. */
std::string withSortedNames(const JsonValue &value);

} // namespace cachescope::prompt
