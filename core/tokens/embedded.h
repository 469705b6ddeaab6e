// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <span>

namespace cachescope::tokens::detail {

enum class EmbeddedVocabulary
{
    O200kBase,
    Cl100kBase,
    P50kBase,
    R50kBase
};

/** A vocabulary in the form of packed_format.h; lives as long as the program. */
std::span<const std::uint8_t> embeddedVocabulary(EmbeddedVocabulary which);

} // namespace cachescope::tokens::detail
