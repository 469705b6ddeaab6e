// SPDX-License-Identifier: MIT
#pragma once

#include "tokens/estimator.h"
#include "tokens/model_table.h"

#include <nlohmann/json_fwd.hpp>
#include <string_view>
#include <vector>

namespace cachescope::tokens {

/** A count of a whole request, with what it rests on. */
struct RequestCount
{
    TokenEstimate total; ///< What the provider is expected to report as prompt_tokens.
    std::uint64_t contentTokens = 0; ///< Tokens of the texts alone, in the tokenizer used.
    std::uint64_t overheadTokens = 0; ///< Roles, separators, names, primer.
    std::uint64_t toolTokens = 0; ///< Definitions of tools.
    /** Parts that no tokenizer counts (images, audio, files); `total` is then a lower estimate. */
    std::uint64_t uncountedParts = 0;
};

/**
 * Input tokens of a request body of OpenAI's Chat Completions or Responses API, or of Anthropic's and Gemini's
 * shapes (these always as estimates). Documented wrapping is counted exactly: plain messages of gpt-3.5 to gpt-4.1
 * by OpenAI's cookbook, of the GPT-5 family by the Harmony layout; tools and everything else that is not documented
 * make it an estimate. `estimator` may be null. Errors: InvalidInput when the body has none of these shapes.
 */
base::Result<RequestCount> countChatRequest(
    const nlohmann::json &body, const ModelTable &models, const Estimator *estimator);

/** The same for a model other than the one that the body names (an empty `model` means the body's). */
base::Result<RequestCount> countChatRequest(
    const nlohmann::json &body, std::string_view model, const ModelTable &models, const Estimator *estimator);

} // namespace cachescope::tokens
