// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/prompt.h"
#include "simulated/call.h"
#include "simulated/token_counter.h"

#include <memory>
#include <string>

namespace cachescope::simulated {

/** A prompt as the provider sees it, before counting. Its segments are those of core/prompt: one reading of a
 * request for the program and for the provider it is tested against. */
struct Prompt
{
    std::shared_ptr<const prompt::Prompt> text;
    // What is no text but belongs to the key, from the named level on (rules, sections 3.5 and 6.5).
    std::string rootSalt, systemSalt, messageSalt;
    bool implicitBreakpoints = true; ///< OpenAI from GPT-5.6: prompt_cache_options.mode is not "explicit".
    bool longRetention = false; ///< OpenAI before 5.6: prompt_cache_retention is "24h".
    std::string lastUserText; ///< For the answer: what was asked last.
    bool endsWithToolResult = false;
};

/** Why a request is refused: the provider's words and the field they blame. */
struct Refusal
{
    int status = 400;
    std::string message;
    std::string parameter;
    std::string code;
};
template <typename T> using Checked = tl::expected<T, Refusal>;
inline tl::unexpected<Refusal> refuse(std::string message, std::string parameter = {}, std::string code = {})
{
    return tl::unexpected<Refusal>({ 400, std::move(message), std::move(parameter), std::move(code) });
}

/** True for OpenAI models with breakpoints (GPT-5.6 and later; rules, section 3.3). */
bool hasBreakpoints(std::string_view model);

/** OpenAI and DeepSeek Chat Completions. */
Checked<Prompt> renderChat(const Call &call);
/** OpenAI Responses; `earlier` are the items that `previous_response_id` stands for. */
Checked<Prompt> renderResponses(const Call &call, const Json &earlier);
/** Anthropic Messages, marks included and checked. */
Checked<Prompt> renderMessages(const Call &call);
/** The segments of a request body of that shape. */
std::shared_ptr<const prompt::Prompt> segmentsOf(const Json &body, prompt::PromptForm form);
/** Gemini contents with systemInstruction and tools (also the content of a cachedContents object). */
Checked<Prompt> renderContents(const Json &body);

} // namespace cachescope::simulated
