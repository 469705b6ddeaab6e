// SPDX-License-Identifier: MIT
// The packed vocabularies, as bytes of the program: mapped from its file when touched, shared between processes.
#include "tokens/embedded.h"

#define CACHESCOPE_EMBED(name)                                                                                     \
    __asm__(".section .rodata.vocabulary_" #name ",\"a\",@progbits\n"                                              \
            ".balign 64\n"                                                                                         \
            ".hidden cachescope_" #name "_begin\n.hidden cachescope_" #name "_end\n"                               \
            ".global cachescope_" #name "_begin\n"                                                                 \
            "cachescope_" #name "_begin:\n"                                                                        \
            ".incbin \"" CACHESCOPE_VOCABULARY_DIR "/" #name ".vocabulary\"\n"                                     \
            ".global cachescope_" #name "_end\n"                                                                   \
            "cachescope_" #name "_end:\n"                                                                          \
            ".byte 0\n"                                                                                            \
            ".previous\n");                                                                                        \
    extern "C" const std::uint8_t cachescope_##name##_begin[];                                                     \
    extern "C" const std::uint8_t cachescope_##name##_end[]

CACHESCOPE_EMBED(o200k_base);
CACHESCOPE_EMBED(cl100k_base);
CACHESCOPE_EMBED(p50k_base);
CACHESCOPE_EMBED(r50k_base);

namespace cachescope::tokens::detail {

std::span<const std::uint8_t> embeddedVocabulary(EmbeddedVocabulary which)
{
    switch (which) {
    case EmbeddedVocabulary::O200kBase:
        return { cachescope_o200k_base_begin, cachescope_o200k_base_end };
    case EmbeddedVocabulary::Cl100kBase:
        return { cachescope_cl100k_base_begin, cachescope_cl100k_base_end };
    case EmbeddedVocabulary::P50kBase:
        return { cachescope_p50k_base_begin, cachescope_p50k_base_end };
    case EmbeddedVocabulary::R50kBase:
        return { cachescope_r50k_base_begin, cachescope_r50k_base_end };
    }
    return {};
}

} // namespace cachescope::tokens::detail
