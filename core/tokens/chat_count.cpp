// SPDX-License-Identifier: MIT
#include "tokens/chat_count.h"

#include "tokens/request_texts.h"
#include "tokens/tool_tokens.h"

#include <algorithm>
#include <nlohmann/json.hpp>

namespace cachescope::tokens {

using detail::RequestMessage;
using detail::RequestTexts;

namespace {

/** Stated error where the layout is known but nobody has documented it for this model or API. */
constexpr double layoutError = 0.02;
/** Stated error where parts have no known layout: tools, calls of tools. */
constexpr double undocumentedError = 0.10;
/** Tokens around a message where nothing is documented. */
constexpr std::uint64_t usualMessageOverhead = 4;

std::uint64_t messageOverhead(const Tokenizer &tokenizer, const RequestMessage &message, ChatFormat format)
{
    const std::uint64_t named = message.name.empty() ? 0 : 1 + tokenizer.count(message.name);
    switch (format) {
    case ChatFormat::Cookbook:
    case ChatFormat::CookbookO:
        return 3 + tokenizer.count(message.role) + named;
    case ChatFormat::Harmony:
        // start, role, message, end; an assistant's turn in the history also names its channel
        return 4 + named + (message.role == "assistant" ? 2U : 0U);
    case ChatFormat::None:
        break;
    }
    return usualMessageOverhead + named;
}

std::uint64_t primer(ChatFormat format)
{
    return format == ChatFormat::Harmony ? 2 : format == ChatFormat::None ? 0 : 3;
}

/** True when the layout is documented, or was measured, for just this model. */
bool isLayoutKnown(const RequestTexts &request, std::string_view model, ChatFormat format)
{
    if (request.shape != RequestTexts::Shape::Chat || format == ChatFormat::None)
        return false;
    if (format == ChatFormat::Harmony) // measured on gpt-5-nano; gpt-5.1 and later may differ
        return model.starts_with("gpt-5") && !model.starts_with("gpt-5.");
    return model.starts_with("gpt-"); // the cookbook does not speak of the o-series
}

bool hasUndocumented(const RequestTexts &request, ChatFormat format)
{
    return std::any_of(request.messages.begin(), request.messages.end(), [format](const RequestMessage &message) {
        return !message.undocumented.empty() || (format == ChatFormat::Harmony && !message.name.empty());
    });
}

TokenEstimate total(
    const RequestTexts &request, std::string_view model, const ModelTokens &info, bool toolsDocumented,
    std::uint64_t tokens, const Estimator *estimator)
{
    static const Estimator unlearnt;
    TokenEstimate result = (estimator != nullptr ? *estimator : unlearnt).estimate(model, info, tokens);
    if (request.shape == RequestTexts::Shape::Plain && request.uncountedParts == 0)
        return result;
    double error = result.error;
    if (!isLayoutKnown(request, model, info.chat))
        error = std::max(error, layoutError);
    if (!toolsDocumented || hasUndocumented(request, info.chat) || request.uncountedParts > 0)
        error = std::max(error, undocumentedError);
    result.error = error;
    result.exact = result.exact && error == 0.0;
    return result;
}

} // namespace

base::Result<RequestCount> countChatRequest(
    const nlohmann::json &body, std::string_view model, const ModelTable &models, const Estimator *estimator)
{
    const auto request = detail::readRequest(body);
    if (!request) {
        return base::failure(
            base::ErrorCode::InvalidInput,
            "cannot count the request: it has neither \"messages\" nor \"input\", \"prompt\" or \"contents\".");
    }
    const std::string_view name = model.empty() ? std::string_view(request->model) : model;
    const ModelTokens info = models.forModel(name);
    const auto tokenizer = tokenizerFor(info);
    if (!tokenizer)
        return tl::unexpected(tokenizer.error());
    const bool plain = request->shape == RequestTexts::Shape::Plain;
    RequestCount result;
    for (const RequestMessage &message : request->messages) {
        for (const std::string &text : message.texts)
            result.contentTokens += (*tokenizer)->count(text);
        for (const std::string &text : message.undocumented)
            result.contentTokens += (*tokenizer)->count(text);
        result.overheadTokens += plain ? 0 : messageOverhead(**tokenizer, message, info.chat);
    }
    result.overheadTokens += plain ? 0 : primer(info.chat);
    const detail::ToolTokens tools = detail::countTools(**tokenizer, request->functions, info.chat);
    result.toolTokens = tools.tokens;
    result.uncountedParts = request->uncountedParts;
    const std::uint64_t tokens = result.contentTokens + result.overheadTokens + result.toolTokens;
    result.total = total(*request, name, info, tools.documented, tokens, estimator);
    return result;
}

base::Result<RequestCount> countChatRequest(
    const nlohmann::json &body, const ModelTable &models, const Estimator *estimator)
{
    return countChatRequest(body, {}, models, estimator);
}

} // namespace cachescope::tokens
