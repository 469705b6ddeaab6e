// SPDX-License-Identifier: MIT
#include "prompt/prompt_reader.h"

#include <algorithm>

namespace cachescope::prompt {

namespace {

std::optional<std::int64_t> integerOf(const JsonValue &value)
{
    return value.raw.empty() ? std::nullopt : providers::wholeNumber(value.raw);
}

void readCommon(std::string_view key, const JsonValue &value, RequestParameters &parameters)
{
    if (key == "model")
        parameters.model = value.string();
    else if (key == "stream")
        parameters.stream = value.raw == "true";
    else if (key == "max_tokens" || key == "max_completion_tokens" || key == "max_output_tokens")
        parameters.maxOutputTokens = integerOf(value);
    else if (key == "tool_choice" || key == "toolConfig" || key == "tool_config")
        parameters.toolChoice = value.raw;
    else if (key == "service_tier")
        parameters.serviceTier = value.string();
    else if (key == "user")
        parameters.hasUserField = true;
}

void readCaching(std::string_view key, const JsonValue &value, RequestParameters &parameters)
{
    if (key == "prompt_cache_key")
        parameters.promptCacheKey = value.string();
    else if (key == "prompt_cache_retention")
        parameters.promptCacheRetention = value.string();
    else if (key == "cachedContent" || key == "cached_content")
        parameters.cachedContent = value.string();
    else if (key == "prompt_cache_options")
        parameters.explicitCacheMode = member(value, "mode").string() == "explicit";
    else if (key == "stream_options")
        parameters.includeUsage = member(value, "include_usage").raw == "true";
    if (key == "cache_control" && value.isObject()) {
        parameters.topLevelCacheControl = true;
        const JsonValue ttl = member(value, "ttl");
        if (ttl.isString())
            parameters.topLevelTtl = ttl.string();
    }
}

void readThinking(std::string_view key, const JsonValue &value, RequestParameters &parameters)
{
    if (key == "reasoning_effort" || key == "effort")
        parameters.reasoningEffort = value.raw;
    else if (key == "reasoning" || key == "output_config")
        parameters.reasoningEffort = member(value, "effort").raw;
    else if (key == "thinking")
        parameters.thinking = value.raw;
    else if (key == "response_format" || key == "text")
        parameters.responseFormat = value.raw;
    else if (key == "parallel_tool_calls")
        parameters.parallelToolCalls = value.raw;
    else if (key == "speed")
        parameters.speed = value.raw;
    else if (key == "generationConfig" || key == "generation_config")
        parameters.maxOutputTokens = integerOf(member(value, "maxOutputTokens"));
    if (key == "verbosity" || key == "text")
        parameters.verbosity = key == "text" ? member(value, "verbosity").raw : value.raw;
}

} // namespace

RequestParameters readParameters(const JsonValue &root)
{
    RequestParameters parameters;
    eachMember(root, [&parameters](std::string_view key, const JsonValue &value) {
        parameters.memberNames.emplace_back(key);
        readCommon(key, value, parameters);
        readCaching(key, value, parameters);
        readThinking(key, value, parameters);
    });
    return parameters;
}

std::optional<PromptForm> recogniseShape(const JsonValue &root)
{
    const RequestParameters parameters = readParameters(root);
    const auto has = [&](std::string_view name) {
        return std::find(parameters.memberNames.begin(), parameters.memberNames.end(), name)
            != parameters.memberNames.end();
    };
    if (has("contents"))
        return PromptForm::Gemini;
    if (has("input") && !has("messages"))
        return PromptForm::OpenAiResponses;
    if (!has("messages"))
        return {};
    // What only Anthropic has; a claude model at an OpenAI-compatible relay has none of it and stays Chat.
    if (has("system") || has("anthropic_version") || parameters.topLevelCacheControl || has("stop_sequences"))
        return PromptForm::AnthropicMessages;
    bool anthropic = false;
    eachElement(member(root, "tools"), [&](std::size_t, const JsonValue &tool) {
        anthropic |= !member(tool, "input_schema").raw.empty();
    });
    eachElement(member(root, "messages"), [&](std::size_t, const JsonValue &message) {
        eachElement(member(message, "content"), [&](std::size_t, const JsonValue &block) {
            const std::string type = member(block, "type").string();
            anthropic |= type == "tool_use" || type == "tool_result" || type == "thinking";
        });
    });
    const bool claude = parameters.model.starts_with("claude") && parameters.maxOutputTokens && has("max_tokens");
    return anthropic || claude ? PromptForm::AnthropicMessages : PromptForm::OpenAiChat;
}

} // namespace cachescope::prompt
