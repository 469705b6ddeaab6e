// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <optional>
#include <string_view>

namespace cachescope::proxy {

/** One answer's text and its form. */
struct AnswerText
{
    providers::AnswerForm form = providers::AnswerForm::Json;
    std::string_view text;
};

/**
 * Whether two answers say the same: their content compared (choices, content, output, candidates, data), without
 * ids, dates, usage and log probabilities. Nothing when one of them cannot be read.
 */
std::optional<bool> sayTheSame(providers::Api api, const AnswerText &one, const AnswerText &other);

} // namespace cachescope::proxy
