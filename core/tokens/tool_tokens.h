// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/model_table.h"
#include "tokens/tokenizer.h"

#include <cstdint>
#include <nlohmann/json.hpp>
#include <vector>

namespace cachescope::tokens::detail {

/** What definitions of functions cost, and whether the rule is documented for all that they hold. */
struct ToolTokens
{
    std::uint64_t tokens = 0;
    bool documented = true;
};

/** `functions` are {name, description, parameters} objects of a request. */
ToolTokens countTools(const Tokenizer &tokenizer, const std::vector<nlohmann::json> &functions, ChatFormat format);

} // namespace cachescope::tokens::detail
