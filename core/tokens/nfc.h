// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/utf8.h"

#include <string_view>

namespace cachescope::tokens::detail {

/** True when `text` (well-formed UTF-8) surely is in Normalization Form C (Unicode 16, UAX 15, quick check). */
bool isSurelyNfc(std::string_view text);

/**
 * True for a character before which a text can be cut, and both parts normalised on their own: it is a starter, and
 * never changes or joins what is before it (ccc=0 and NFC_QC=Yes; UAX 15, section 9.1).
 */
bool beginsNfcSegment(std::uint32_t codePoint);

/** Normalization Form C, with the place that each byte comes from. */
MappedText toNfc(std::string_view text);

} // namespace cachescope::tokens::detail
