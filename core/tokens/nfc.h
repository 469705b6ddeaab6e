// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/utf8.h"

#include <string_view>

namespace cachescope::tokens::detail {

/** True when `text` (well-formed UTF-8) surely is in Normalization Form C (Unicode 16, UAX 15, quick check). */
bool isSurelyNfc(std::string_view text);

/** Normalization Form C, with the place that each byte comes from. */
MappedText toNfc(std::string_view text);

} // namespace cachescope::tokens::detail
