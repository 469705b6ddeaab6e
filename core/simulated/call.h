// SPDX-License-Identifier: MIT
#pragma once

#include "http/head.h"
#include "simulated/fault.h"
#include "simulated/json.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::simulated {

/** What a request asks for, by method and path. */
enum class Shape : std::uint8_t
{
    Unknown,
    Base, ///< HEAD or GET of the base path
    Models,
    Chat,
    Responses,
    ResponsesCount,
    Embeddings,
    Messages,
    MessagesCount,
    GeminiGenerate,
    GeminiStream,
    GeminiCount,
    GeminiEmbed,
    GeminiBatchEmbed,
    CachedContents
};

/** Whose rules (caching, usage fields, headers) an answer follows. */
enum class Family : std::uint8_t
{
    OpenAi,
    DeepSeek,
    Anthropic,
    Gemini
};

/** One request, read. A plain value. */
struct Call
{
    Shape shape = Shape::Unknown;
    Family family = Family::OpenAi;
    std::string method;
    std::string path; ///< Without provider prefix and query.
    std::string query;
    std::string model;
    std::string resource; ///< Id behind /cachedContents/ or /models/, may be empty.
    std::string credential; ///< Empty when none came.
    std::string acceptEncoding;
    bool stream = false;
    bool eventStream = true; ///< Gemini: alt=sse; otherwise the stream is a JSON array.
    bool wellFormed = false; ///< The body is a JSON object (true when no body is needed).
    Json body;
    std::uint64_t bodyHash = 0;
    // Wishes to the simulation itself (X-Simulate-* request headers).
    std::optional<std::string> faultName;
    std::optional<std::int64_t> outputTokens;
    std::optional<std::chrono::milliseconds> firstToken;
    std::optional<double> tokensPerSecond;
    std::string coding; ///< Content coding asked for: "gzip" or empty.
};

/** Reads a request. Never fails: what cannot be read leaves `shape` Unknown or `wellFormed` false. */
Call readCall(const http::RequestHead &head, std::string_view body);

} // namespace cachescope::simulated
