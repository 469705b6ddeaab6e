// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace cachescope::app {

/**
 * Writes a file so that a reader sees the old or the new content, never a part: beside it under another name, then
 * renamed over it. Keeps mode and, where allowed, owner; a symbolic link stays one. A new file is readable by all.
 */
base::Result<void> writeFileAtomically(const std::string &path, std::string_view bytes);

} // namespace cachescope::app
