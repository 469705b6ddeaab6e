// SPDX-License-Identifier: MIT
#include "prompt/budget.h"

#include "prompt/curl_command.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cachescope::prompt {

using base::ErrorCode;

namespace {

bool isRequest(const Prompt &prompt)
{
    return prompt.form() != PromptForm::PlainText && prompt.form() != PromptForm::Template;
}

} // namespace

base::Result<tokens::RequestCount> countPrompt(
    const Prompt &prompt, std::string_view model, const tokens::ModelTable &models)
{
    if (isRequest(prompt)) {
        const auto body = nlohmann::json::parse(requestBody(prompt), nullptr, false);
        if (!body.is_discarded())
            return tokens::countChatRequest(body, model, models, nullptr);
    }
    const auto layout = layOut(prompt, model, models);
    if (!layout)
        return tl::unexpected(layout.error());
    tokens::RequestCount count;
    count.total.tokens = static_cast<std::uint64_t>(layout->total);
    count.total.exact = layout->exact;
    count.total.error = layout->errorShare;
    count.contentTokens = count.total.tokens;
    return count;
}

base::Result<Budget> budgetOf(
    const Prompt &prompt, const tokens::RequestCount &count, const providers::ModelCard &card, std::int64_t reserve)
{
    if (!card.contextWindow)
        return base::failure(
            ErrorCode::NotFound,
            "The context window of " + card.id + " is not published; the budget cannot be worked out.");
    Budget budget;
    budget.used = static_cast<std::int64_t>(count.total.tokens);
    budget.usedAtMost = static_cast<std::int64_t>(count.total.high());
    budget.exact = count.total.exact;
    budget.errorShare = count.total.error;
    budget.uncountedParts = count.uncountedParts;
    budget.window = *card.contextWindow;
    budget.mostOutput = card.maxOutput;
    budget.room = budget.window - budget.usedAtMost;
    const std::int64_t outputLimit = std::min(budget.room, card.maxOutput.value_or(budget.room));
    budget.safeMaxTokens = std::max<std::int64_t>(0, outputLimit);
    budget.asked = prompt.parameters().maxOutputTokens;
    budget.reserved = reserve;
    budget.missing = std::max<std::int64_t>(0, reserve - outputLimit);
    return budget;
}

} // namespace cachescope::prompt
