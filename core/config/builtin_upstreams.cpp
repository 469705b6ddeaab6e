// SPDX-License-Identifier: MIT
#include "config/builtin_upstreams.h"

#include <array>

namespace cachescope::config {

std::map<std::string, Upstream, std::less<>> builtInUpstreams()
{
    struct Row
    {
        const char *name, *url, *keyEnvironment;
    };
    static constexpr std::array rows{
        Row{ "openai", "https://api.openai.com", "OPENAI_API_KEY" },
        Row{ "anthropic", "https://api.anthropic.com", "ANTHROPIC_API_KEY" },
        Row{ "gemini", "https://generativelanguage.googleapis.com", "GEMINI_API_KEY" },
        Row{ "deepseek", "https://api.deepseek.com", "DEEPSEEK_API_KEY" },
        Row{ "holysheep", "https://api.holysheep.ai", "HOLYSHEEP_API_KEY" },
        Row{ "openrouter", "https://openrouter.ai/api", "OPENROUTER_API_KEY" },
        Row{ "mistral", "https://api.mistral.ai", "MISTRAL_API_KEY" },
        Row{ "groq", "https://api.groq.com/openai", "GROQ_API_KEY" },
        Row{ "xai", "https://api.x.ai", "XAI_API_KEY" },
        Row{ "ollama", "http://127.0.0.1:11434", "" }, // Local, wants no key.
    };
    std::map<std::string, Upstream, std::less<>> upstreams;
    for (const Row &row : rows) {
        Upstream upstream;
        upstream.url = row.url;
        upstream.keyEnvironment = row.keyEnvironment;
        upstream.builtIn = true;
        upstreams.emplace(row.name, std::move(upstream));
    }
    return upstreams;
}

} // namespace cachescope::config
