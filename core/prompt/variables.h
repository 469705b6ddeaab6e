// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <string_view>
#include <vector>

namespace cachescope::prompt {

/**
 * Places of {{name}} in a text: letters, digits, '_', '.', '-' and blanks around them; also Jinja's {{ name |
 * filter }} up to the closing braces. `{% … %}` blocks are no variables. Offsets are bytes of `text`.
 */
struct VariablePlace
{
    std::string name;
    ByteRange range;
};
std::vector<VariablePlace> findVariables(std::string_view text);

} // namespace cachescope::prompt
