// SPDX-License-Identifier: MIT
#include "providers/shipped_prices.h"

// The assembler copies the file in as it is: no generator, no second copy in the source tree.
asm(R"(
    .section .rodata
    .global cachescope_price_book_begin
    .global cachescope_price_book_end
    .balign 16
cachescope_price_book_begin:
    .incbin ")" CACHESCOPE_PRICE_BOOK R"("
cachescope_price_book_end:
    .byte 0
    .text
)");

extern "C" {
extern const char cachescope_price_book_begin[]; // NOLINT(modernize-avoid-c-arrays)
extern const char cachescope_price_book_end[]; // NOLINT(modernize-avoid-c-arrays)
}

namespace cachescope::providers {

std::string_view shippedPrices()
{
    return { cachescope_price_book_begin,
             static_cast<std::size_t>(cachescope_price_book_end - cachescope_price_book_begin) };
}

} // namespace cachescope::providers
