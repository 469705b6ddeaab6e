// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::tokens::detail {

/** One message of a request, with what is counted of it. */
struct RequestMessage
{
    std::string role;
    std::string name;
    std::vector<std::string> texts;
    /** Calls of tools, their results and the like: written out, but wrapped in no documented way. */
    std::vector<std::string> undocumented;
};

/** The countable parts of a request body of any of the supported shapes. */
struct RequestTexts
{
    enum class Shape
    {
        Chat, ///< OpenAI Chat Completions
        Responses, ///< OpenAI Responses
        Plain, ///< a prompt, or texts to embed: no wrapping
        Other, ///< Anthropic Messages, Gemini generateContent
    };
    Shape shape = Shape::Chat;
    std::string model;
    std::vector<RequestMessage> messages;
    std::vector<nlohmann::json> functions; ///< {name, description, parameters}
    std::uint64_t uncountedParts = 0; ///< images, audio, files
};

/** Nothing when the body has none of the shapes. */
std::optional<RequestTexts> readRequest(const nlohmann::json &body);

/** A string member, or an empty string. */
std::string memberText(const nlohmann::json &object, const char *name);

} // namespace cachescope::tokens::detail
