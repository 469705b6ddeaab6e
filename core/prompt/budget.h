// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/cacheable_prefix.h"
#include "prompt/prompt.h"
#include "providers/price_book.h"
#include "tokens/chat_count.h"

#include <cstdint>
#include <optional>
#include <string_view>

namespace cachescope::prompt {

/** What a prompt leaves of its model's context window. Token figures of the model. */
struct Budget
{
    std::int64_t used = 0; ///< Input tokens of the prompt, wrapping and tools included.
    std::int64_t usedAtMost = 0; ///< The upper end of an estimate; `used` when exact.
    bool exact = false;
    double errorShare = 0;
    std::uint64_t uncountedParts = 0; ///< Images and files, which come on top of `used`.

    std::int64_t window = 0; ///< Context window: input and output together.
    std::optional<std::int64_t> mostOutput; ///< The model's own limit of an answer, where published.
    std::int64_t room = 0; ///< window - usedAtMost; negative when the prompt does not fit.
    std::int64_t safeMaxTokens = 0; ///< The largest max_tokens that cannot overflow the window; 0: there is none.
    std::optional<std::int64_t> asked; ///< max_tokens of the request itself.
    std::int64_t reserved = 0; ///< Output that was asked to be kept free.
    std::int64_t missing = 0; ///< Tokens by which prompt and reserve exceed the window or the model's output limit.
};

/** Input tokens of a prompt: a request by its API's documented wrapping, text as it is. */
base::Result<tokens::RequestCount> countPrompt(
    const Prompt &prompt, std::string_view model, const tokens::ModelTable &models);

/** NotFound when the book has no context window for the model. */
base::Result<Budget> budgetOf(
    const Prompt &prompt, const tokens::RequestCount &count, const providers::ModelCard &card,
    std::int64_t reserve);

} // namespace cachescope::prompt
