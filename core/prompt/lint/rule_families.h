// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

/** All families in the catalogue's order. */
std::span<const std::span<const Rule>> ruleFamilies();

} // namespace cachescope::prompt
