// SPDX-License-Identifier: MIT
#include "prompt/lint/lint.h"

#include <array>

// The assembler copies each page in as it is. rule_pages.inc, written by CMake, names them all: ID and file.
#define CACHESCOPE_RULE_PAGE(id, file)                                                                             \
    asm(".section .rodata\n"                                                                                       \
        ".global cachescope_rule_" #id "_begin\n"                                                                  \
        ".global cachescope_rule_" #id "_end\n"                                                                    \
        "cachescope_rule_" #id "_begin:\n"                                                                         \
        ".incbin \"" file "\"\n"                                                                                   \
        "cachescope_rule_" #id "_end:\n"                                                                           \
        ".byte 0\n"                                                                                                \
        ".text\n");                                                                                                \
    extern "C" {                                                                                                   \
    extern const char cachescope_rule_##id##_begin[]; /* NOLINT(modernize-avoid-c-arrays) */                       \
    extern const char cachescope_rule_##id##_end[]; /* NOLINT(modernize-avoid-c-arrays) */                         \
    }
#include "rule_pages.inc"
#undef CACHESCOPE_RULE_PAGE

namespace cachescope::prompt {

namespace {

struct Page
{
    std::string_view id;
    const char *begin, *end;
};

#define CACHESCOPE_RULE_PAGE(id, file) Page{ #id, cachescope_rule_##id##_begin, cachescope_rule_##id##_end },
const std::array pages{
#include "rule_pages.inc"
};
#undef CACHESCOPE_RULE_PAGE

} // namespace

std::string_view rulePage(std::string_view id)
{
    for (const Page &page : pages)
        if (page.id == id)
            return { page.begin, static_cast<std::size_t>(page.end - page.begin) };
    return {};
}

} // namespace cachescope::prompt
