// SPDX-License-Identifier: MIT
#include "prompt/upstream_of.h"

#include "base/text.h"

#include <array>
#include <utility>

namespace cachescope::prompt {

std::string_view upstreamOf(PromptForm form, std::string_view model)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 13> beginnings{ {
        { "claude", "anthropic" },
        { "gemini", "gemini" },
        { "deepseek", "deepseek" },
        { "grok", "xai" },
        { "mistral", "mistral" },
        { "ministral", "mistral" },
        { "codestral", "mistral" },
        { "magistral", "mistral" },
        { "gpt", "openai" },
        { "chatgpt", "openai" },
        { "o1", "openai" },
        { "o3", "openai" },
        { "o4", "openai" },
    } };
    const std::string name = base::toLower(model);
    for (const auto &[beginning, upstream] : beginnings) {
        if (name.starts_with(beginning))
            return upstream;
    }
    // "anthropic/claude-…" is how relays spell models.
    if (name.find('/') != std::string::npos && !name.starts_with("models/"))
        return "openrouter";
    if (form == PromptForm::AnthropicMessages)
        return "anthropic";
    return form == PromptForm::Gemini ? "gemini" : "openai";
}

} // namespace cachescope::prompt
