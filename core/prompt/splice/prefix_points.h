// SPDX-License-Identifier: MIT
#pragma once

#include "base/digest.h"
#include "prompt/prompt.h"

#include <cstdint>
#include <vector>

namespace cachescope::prompt {

/** The end of tools, of the system text, or of a message: a beginning that other calls may share. */
struct PrefixPoint
{
    enum class Level : std::uint8_t
    {
        Tools, ///< Behind the schema and all tools.
        System, ///< Behind the opening system or developer text.
        Message
    };
    Level level = Level::Message;
    std::size_t segment = 0; ///< The last that belongs to it.
    int message = -1; ///< With Level::Message.
    int blocks = 0; ///< Of the provider's, up to here.
};

/** The beginnings of one prompt. */
struct PrefixPoints
{
    std::vector<PrefixPoint> points; ///< In the prompt's order.
    // By segment: everything up to its end.
    std::vector<base::Digest> digests; ///< Of kinds, roles, names and contents.
    std::vector<std::int64_t> tokens; ///< Roughly, and rather too few: see bytesPerToken.
};

/** Of English text and JSON in all current tokenizers: more only makes estimates too low. */
inline constexpr std::size_t bytesPerToken = 4;

/** Empty for what is no request. Cheap enough for a call's way: no tokenizer is asked. */
PrefixPoints prefixPoints(const Prompt &prompt);

} // namespace cachescope::prompt
