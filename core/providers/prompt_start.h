// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::providers {

/** How a prompt begins, as a person reads it. A plain value. */
struct PromptStart
{
    /** System text first, then the messages in their order: a line for each text, runs of blanks made one. */
    std::string text;
    /** Of the whole system text (also `developer` messages and `instructions`); 0 when there is none. Rests on
     * SHA-256, so it is the same on every machine. */
    std::uint64_t systemHash = 0;
};

/** Reads at most `bytes` of text from a request that inspectRequest found well-formed; nothing from others. */
PromptStart promptStart(Api api, std::string_view body, std::size_t bytes);

/** Runs of blanks (line ends, too) made one, none at the ends: how prompt texts are compared. */
std::string withSingleBlanks(std::string_view text);

} // namespace cachescope::providers
