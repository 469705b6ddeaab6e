// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/prompt.h"

#include <string_view>

namespace cachescope::prompt {

/** The built-in upstream that offers a model, by the model's name, else by the shape of the request. */
std::string_view upstreamOf(PromptForm form, std::string_view model);

} // namespace cachescope::prompt
