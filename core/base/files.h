// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace cachescope::base {

/** The whole file's bytes; `-` is standard input. What cannot be read is InvalidInput: whoever named it can mend
 * it. Any thread. */
Result<std::string> readInput(const std::string &path);

/**
 * Writes a file so that a reader sees the old or the new content, never a part: beside it under another name, then
 * renamed over it. Keeps mode and, where allowed, owner; a symbolic link stays one. A new file is readable by all.
 * Any thread.
 */
Result<> writeFileAtomically(const std::string &path, std::string_view bytes);

} // namespace cachescope::base
