// SPDX-License-Identifier: MIT
#include "tokens/utf8.h"

#include <array>

namespace cachescope::tokens::detail {

namespace {
#include "char_class_tables.inc"
} // namespace

const std::uint8_t *const classBlockIndexData = classBlockIndex.data();
const std::uint8_t *const classBlocksData = classBlocks.data();

CharClass classOfCodePoint(std::uint32_t codePoint)
{
    return static_cast<CharClass>(
        classBlocks[(std::size_t{ classBlockIndex[codePoint >> 7] } << 7) | (codePoint & 127U)]);
}

} // namespace cachescope::tokens::detail
