// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "simulated/call.h"
#include "simulated/token_counter.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::simulated {

/** Parts of a prompt in the order in which providers render them (rules, sections 3.1, 6.2, 8.2). */
enum class Level : std::uint8_t
{
    Tools,
    System,
    Messages
};

/** One block of the rendered prompt: the smallest piece that a cache mark can stand on. */
struct Segment
{
    Level level = Level::Messages;
    std::string kind; ///< Role and type; hashed with the text.
    std::string text;
    int overhead = 0; ///< Tokens of wrapping in front of the text.
    bool markable = true; ///< Anthropic's top-level switch may stand here.
    bool messageEnd = false; ///< OpenAI from GPT-5.6: a place where the service sets its own breakpoint.
    std::optional<std::chrono::seconds> mark; ///< An explicit mark with its lifetime.
};

/** A prompt as the provider sees it, before counting. */
struct Prompt
{
    std::vector<Segment> segments;
    int closing = 0; ///< Tokens behind the last segment (the primer of the reply).
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
Checked<Prompt> renderChat(const Call &call, const ModelTokenizer &tokenizer, TokenCounter &counter);
/** OpenAI Responses; `earlier` are the items that `previous_response_id` stands for. */
Checked<Prompt> renderResponses(
    const Call &call, const Json &earlier, const ModelTokenizer &tokenizer, TokenCounter &counter);
/** Anthropic Messages, marks included and checked. */
Checked<Prompt> renderMessages(const Call &call);
/** Gemini contents with systemInstruction and tools (also the content of a cachedContents object). */
Checked<Prompt> renderContents(const Json &body);

} // namespace cachescope::simulated
