// SPDX-License-Identifier: MIT
#include "tokens/text_positions.h"

namespace cachescope::tokens::detail {

bool isBorder(std::string_view text, std::size_t at)
{
    return at <= text.size() && (at == text.size() || (static_cast<std::uint8_t>(text[at]) & 0xC0U) != 0x80U);
}

std::size_t byteOfUtf16(std::string_view text, std::size_t utf16)
{
    std::size_t at = 0;
    while (at < text.size() && utf16 > 0) {
        const auto lead = static_cast<std::uint8_t>(text[at]);
        const std::size_t units = lead >= 0xF0 ? 2 : 1;
        if (units > utf16)
            return std::string_view::npos;
        utf16 -= units;
        at += lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    }
    return utf16 == 0 ? at : std::string_view::npos;
}

} // namespace cachescope::tokens::detail
