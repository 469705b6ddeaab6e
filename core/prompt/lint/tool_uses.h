// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/json_walk.h"
#include "prompt/lint/lint.h"

#include <string>
#include <vector>

namespace cachescope::prompt {

/** A tool definition in the request. */
struct ToolDefinition
{
    std::string name;
    std::size_t segment = 0;
    JsonValue json; ///< Its own bytes; lives as long as the prompt.
};
/** In the file's order. Gemini's groups of functions count as one tool each. */
std::vector<ToolDefinition> toolDefinitions(const Prompt &prompt);
/** The array that holds them; an empty raw when there is none. */
JsonValue toolArray(const Prompt &prompt);
std::string toolNameOf(const JsonValue &tool);

/** A call of a tool that an earlier answer made. */
struct ToolUse
{
    std::string name, id;
    JsonValue arguments; ///< An object, or a string that holds JSON (OpenAI).
};
std::vector<ToolUse> toolUses(const Prompt &prompt);
/** The arguments as JSON text, whatever form they have. */
std::string argumentsText(const ToolUse &use);

} // namespace cachescope::prompt
