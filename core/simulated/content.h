// SPDX-License-Identifier: MIT
#pragma once

#include "simulated/prompt.h"

#include <cstdint>
#include <string>
#include <vector>

namespace cachescope::simulated {

/** Why an answer ended. */
enum class Finish : std::uint8_t
{
    Stop,
    StopSequence,
    Length,
    ToolCalls
};

struct ToolCall
{
    std::string id;
    std::string name;
    std::string arguments; ///< JSON text.
};

/** What the simulated model says, before any wire shape. */
struct Content
{
    std::string reasoning; ///< Summary text; empty when the model does not reason.
    std::int64_t reasoningTokens = 0;
    std::string text;
    std::vector<ToolCall> toolCalls;
    Finish finish = Finish::Stop;
    std::string stopSequence;
    std::int64_t outputTokens = 0; ///< Reasoning included, in the model's tokens.
};

/** What the request allows and asks of an answer, whatever its shape. */
struct AnswerWishes
{
    std::int64_t maxTokens = 0; ///< 0: no limit.
    std::vector<std::string> stops;
    bool temperatureZero = false;
    int choices = 1;
    bool reasons = false;
    Json tools = Json::array(); ///< [{"name", "schema"}]
    bool toolRequired = false;
    bool toolsForbidden = false;
    std::string forcedTool;
    bool wantsJson = false;
    Json schema; ///< Of a structured answer; null when none.
};
AnswerWishes readWishes(const Call &call);

/** Everything that decides an answer beside the request. */
struct ContentSeed
{
    std::uint64_t seed = 0; ///< Same seed and prompt: same answer.
    std::optional<std::int64_t> tokens; ///< Length asked for by X-Simulate-Tokens.
    bool repeats = false; ///< Fault "huge": an answer of many megabytes.
};

/** Composes the answer to `prompt`. Deterministic. */
Content composeContent(
    const Prompt &prompt, const AnswerWishes &wishes, const ContentSeed &seed, const ModelTokenizer &tokenizer,
    TokenCounter &counter);

/** A value that fits a JSON schema, with plausible words by the names of its properties. */
Json sampleOfSchema(const Json &schema, Random &random, std::string_view name = {}, int depth = 0);

} // namespace cachescope::simulated
