// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/chunk/chunker.h"
#include "prompt/chunk/line_states.h"

#include <cstddef>
#include <optional>
#include <string_view>

namespace cachescope::prompt {

/**
 * What kind of border `text` has at `at` (0 < at < size); nothing inside a character. `line` is the line that
 * begins there, or null. Some bytes after the border should be in sight.
 */
std::optional<BreakKind> breakAt(std::string_view text, std::size_t at, const LineStates::Line *line);

} // namespace cachescope::prompt
