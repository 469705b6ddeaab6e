// SPDX-License-Identifier: MIT
#include "providers/upstreams.h"

#include <algorithm>
#include <array>

namespace cachescope::providers {

namespace {

using enum KeyHeader;

constexpr auto bearer = AuthorizationBearer;
constexpr auto openAi = ApiFamily::OpenAi;

constexpr std::array<BuiltInUpstream, 10> table{ {
    { "openai", "OpenAI", "https://api.openai.com", "OPENAI_API_KEY", bearer, openAi, "openai" },
    { "anthropic", "Anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY", XApiKey, ApiFamily::Anthropic,
      "anthropic" },
    { "gemini", "Google Gemini", "https://generativelanguage.googleapis.com", "GEMINI_API_KEY", XGoogApiKey,
      ApiFamily::Gemini, "google" },
    { "deepseek", "DeepSeek", "https://api.deepseek.com", "DEEPSEEK_API_KEY", bearer, openAi, "deepseek" },
    { "holysheep", "HolySheep", "https://api.holysheep.ai", "HOLYSHEEP_API_KEY", bearer, openAi, "holysheep" },
    { "openrouter", "OpenRouter", "https://openrouter.ai/api", "OPENROUTER_API_KEY", bearer, openAi, "openrouter" },
    { "mistral", "Mistral", "https://api.mistral.ai", "MISTRAL_API_KEY", bearer, openAi, "mistral" },
    { "groq", "Groq", "https://api.groq.com/openai", "GROQ_API_KEY", bearer, openAi, "groq" },
    { "xai", "xAI", "https://api.x.ai", "XAI_API_KEY", bearer, openAi, "xai" },
    { "ollama", "Ollama", "http://127.0.0.1:11434", "", None, openAi, "" },
} };

} // namespace

std::span<const BuiltInUpstream> builtInUpstreams()
{
    return table;
}

const BuiltInUpstream *builtInUpstream(std::string_view name)
{
    const auto *const found = std::ranges::find(table, name, &BuiltInUpstream::name);
    return found == table.end() ? nullptr : found;
}

std::string_view headerName(KeyHeader header)
{
    switch (header) {
    case AuthorizationBearer:
        return "authorization";
    case XApiKey:
        return "x-api-key";
    case XGoogApiKey:
        return "x-goog-api-key";
    case None:
        break;
    }
    return {};
}

} // namespace cachescope::providers
