// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::providers {

/** The wire shape of a call. What a shape means (usage, end of stream, errors) is known here and nowhere else. */
enum class Api : std::uint8_t
{
    Opaque, ///< Any other path: passed through, never cached by default.
    OpenAiChat, ///< POST …/chat/completions
    OpenAiResponses, ///< POST …/responses
    OpenAiEmbeddings, ///< POST …/embeddings
    AnthropicMessages, ///< POST …/messages
    GeminiGenerate, ///< POST …/models/M:generateContent
    GeminiStream, ///< POST …/models/M:streamGenerateContent
    GeminiEmbed, ///< POST …/models/M:embedContent and :batchEmbedContents
};

std::string_view apiName(Api api); ///< "openai.chat", … as in the price book and in the log.
std::optional<Api> apiFromName(std::string_view name);

/** Shape of a call by method and path (query not looked at). `target` is what the upstream gets
 * ("/v1/chat/completions"). */
Api classify(std::string_view method, std::string_view target);

/** How an answer to a call can come. */
enum class AnswerForm : std::uint8_t
{
    Json, ///< One JSON document.
    Sse, ///< text/event-stream.
    JsonArray, ///< Gemini's stream without alt=sse.
};

/** What a request says about itself; a parsed copy, never sent anywhere. */
struct CallFacts
{
    Api api = Api::Opaque;
    bool wellFormed = false; ///< The body is one JSON object in well-formed UTF-8 (of a known shape).
    std::string model; ///< As asked for; empty when the shape has none.
    AnswerForm form = AnswerForm::Json; ///< The form asked for.
    bool includeUsage = false; ///< OpenAI Chat: stream_options.include_usage.
    bool deterministic = false; ///< temperature 0 or a seed.
    bool hasTools = false; ///< Declares tools (the answer may still hold none).
    bool storesRemotely = false; ///< `store: true`, `background`, or otherwise leaves state at the provider.
    bool continuesRemoteState
        = false; ///< `previous_response_id`, `conversation`, `cachedContent`, file references.
    bool hasFiles = false; ///< Refers to uploaded files by id.
    std::string serviceTier;
    std::string sessionHint; ///< metadata.user_id, prompt_cache_key, session ids: what groups calls to a session;
                             ///< may be empty.
    std::string firstUserText; ///< First words of the newest user message, at most 200 bytes of UTF-8, for lists.
};

/** Reads what the proxy needs to know of a request. Never fails: a body that cannot be read gives `wellFormed ==
 * false`. */
CallFacts inspectRequest(std::string_view method, std::string_view target, std::string_view body);

/**
 * Program behind a User-Agent (and x-stainless-*, x-app headers): "openai-node", "anthropic-python", "claude-code",
 * "codex", "gemini-cli", "curl", …; else the first product name; at most 40 characters.
 */
std::string clientName(std::string_view userAgent);

} // namespace cachescope::providers
