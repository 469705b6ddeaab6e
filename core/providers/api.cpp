// SPDX-License-Identifier: MIT
#include "providers/api.h"

#include <array>
#include <utility>

namespace cachescope::providers {

namespace {

constexpr std::array<std::pair<Api, std::string_view>, 8> names{ {
    { Api::Opaque, "opaque" },
    { Api::OpenAiChat, "openai.chat" },
    { Api::OpenAiResponses, "openai.responses" },
    { Api::OpenAiEmbeddings, "openai.embeddings" },
    { Api::AnthropicMessages, "anthropic.messages" },
    { Api::GeminiGenerate, "gemini.generate_content" },
    { Api::GeminiStream, "gemini.stream_generate_content" },
    { Api::GeminiEmbed, "gemini.embed_content" },
} };

/** Methods of Gemini stand behind a colon in the last segment: …/models/M:generateContent. */
Api classifyGemini(std::string_view path)
{
    const std::size_t slash = path.rfind('/');
    const std::size_t colon = path.rfind(':');
    if (colon == std::string_view::npos || slash == std::string_view::npos || colon < slash)
        return Api::Opaque;
    const std::string_view parent = path.substr(0, slash);
    if (!parent.ends_with("/models") && !parent.ends_with("/tunedModels"))
        return Api::Opaque;
    const std::string_view method = path.substr(colon + 1);
    if (method == "generateContent")
        return Api::GeminiGenerate;
    if (method == "streamGenerateContent")
        return Api::GeminiStream;
    if (method == "embedContent" || method == "batchEmbedContents")
        return Api::GeminiEmbed;
    return Api::Opaque;
}

} // namespace

std::string_view apiName(Api api)
{
    for (const auto &[value, name] : names)
        if (value == api)
            return name;
    return "opaque";
}

std::optional<Api> apiFromName(std::string_view name)
{
    for (const auto &[value, known] : names)
        if (known == name)
            return value;
    return {};
}

Api classify(std::string_view method, std::string_view target)
{
    if (method != "POST")
        return Api::Opaque;
    const std::string_view path = target.substr(0, target.find_first_of("?#"));
    if (path.ends_with("/chat/completions"))
        return Api::OpenAiChat;
    if (path.ends_with("/responses"))
        return Api::OpenAiResponses;
    if (path.ends_with("/embeddings"))
        return Api::OpenAiEmbeddings;
    // OpenAI's Assistants have messages, too: /v1/threads/ID/messages stores one and generates nothing.
    if (path.ends_with("/messages") && path.find("/threads/") == std::string_view::npos)
        return Api::AnthropicMessages;
    return classifyGemini(path);
}

} // namespace cachescope::providers
