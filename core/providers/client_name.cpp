// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "providers/api.h"

#include <algorithm>
#include <array>

namespace cachescope::providers {

namespace {

struct Product
{
    std::string_view begin; ///< How the User-Agent begins, in lower case.
    std::string_view name;
};

// Longer beginnings before shorter ones. Seen in reliability.md 4.1 and in the SDKs' sources.
constexpr std::array<Product, 40> products{ {
    { "openai/python", "openai-python" },
    { "asyncopenai/python", "openai-python" },
    { "openai/js", "openai-node" },
    { "openai/java", "openai-java" },
    { "openai/go", "openai-go" },
    { "openai-dotnet", "openai-dotnet" },
    { "asyncazureopenai/python", "openai-python" },
    { "azureopenai/python", "openai-python" },
    { "azureopenai/js", "openai-node" },
    { "anthropic/python", "anthropic-python" },
    { "asyncanthropic/python", "anthropic-python" },
    { "anthropic/js", "anthropic-node" },
    { "anthropic/java", "anthropic-java" },
    { "anthropic/go", "anthropic-go" },
    { "claude-cli", "claude-code" },
    { "claude-code", "claude-code" },
    { "codex_", "codex" },
    { "codex-", "codex" },
    { "codex/", "codex" },
    { "geminicli", "gemini-cli" },
    { "gemini-cli", "gemini-cli" },
    { "ai/", "ai-sdk" },
    { "ai-sdk", "ai-sdk" },
    { "langchainjs", "langchain-js" },
    { "langchain", "langchain" },
    { "litellm", "litellm" },
    { "aider", "aider" },
    { "cursor", "cursor" },
    { "continue", "continue" },
    { "curl", "curl" },
    { "wget", "wget" },
    { "python-httpx", "python-httpx" },
    { "python-requests", "python-requests" },
    { "python-urllib", "python-urllib" },
    { "python/", "python-aiohttp" },
    { "node-fetch", "node-fetch" },
    { "go-http-client", "go" },
    { "postmanruntime", "postman" },
    { "okhttp", "okhttp" },
    { "undici", "node" },
} };

/** google-genai-sdk/2.32.0 gl-node/v22, or gl-python/3.12. */
std::string googleName(std::string_view lower)
{
    if (lower.find("gl-node") != std::string_view::npos || lower.find("gl-web") != std::string_view::npos)
        return "google-genai-node";
    if (lower.find("gl-python") != std::string_view::npos)
        return "google-genai-python";
    return "google-genai";
}

} // namespace

std::string clientName(std::string_view userAgent)
{
    const std::string_view agent = base::trim(userAgent);
    const std::string lower = base::toLower(agent.substr(0, 200));
    // Gemini CLI sends its own name in front of the SDK's.
    if (lower.starts_with("google-genai-sdk"))
        return googleName(lower);
    const auto *const known
        = std::ranges::find_if(products, [&](const Product &product) { return lower.starts_with(product.begin); });
    if (known != products.end())
        return std::string(known->name);
    std::string name;
    for (const char c : agent.substr(0, agent.find_first_of("/ (;,"))) {
        if (c > 0x20 && c < 0x7f)
            name.push_back(c);
        if (name.size() == 40)
            break;
    }
    return name;
}

} // namespace cachescope::providers
