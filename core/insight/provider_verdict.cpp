// SPDX-License-Identifier: MIT
#include "insight/miss_reason.h"

#include <array>
#include <nlohmann/json.hpp>

namespace cachescope::insight {

namespace {

using Json = nlohmann::json;

struct Word
{
    std::string_view text;
    MissReason reason;
};

/** Of Anthropic and OpenAI, as far as they are published (prompt-caching rules, 3.6 and 6.7). */
constexpr std::array<Word, 9> words{ {
    { "cache_hit", MissReason::Read },
    { "model_changed", MissReason::Model },
    { "tools_changed", MissReason::Tools },
    { "system_changed", MissReason::System },
    { "messages_changed", MissReason::History },
    { "context_compacted", MissReason::Compacted },
    { "service_tier_changed", MissReason::Parameters },
    { "previous_message_not_found", MissReason::First },
    { "previous_response_not_found", MissReason::First },
} };

std::string textOf(const Json &json, const char *name)
{
    const auto found = json.find(name);
    return found != json.end() && found->is_string() ? found->get<std::string>() : std::string();
}

} // namespace

std::optional<ProviderVerdict> readDiagnostics(std::string_view json)
{
    const Json parsed = Json::parse(json, nullptr, false);
    if (!parsed.is_object())
        return {};
    const auto inner = parsed.find("cache_miss_reason");
    const Json &verdict = inner != parsed.end() && inner->is_object() ? *inner : parsed;
    ProviderVerdict result;
    // OpenAI's type says hit or miss and a reason beside it says why; Anthropic's type is the reason.
    result.word = textOf(verdict, "reason");
    if (result.word.empty())
        result.word = textOf(verdict, "type");
    if (result.word.empty() || result.word == "unavailable")
        return {};
    for (const char *name : { "cache_missed_input_tokens", "cache_missed_tokens" }) {
        const auto tokens = verdict.find(name);
        if (tokens != verdict.end() && tokens->is_number_integer())
            result.missedTokens = tokens->get<std::int64_t>();
    }
    for (const Word &word : words)
        if (word.text == result.word)
            result.reason = word.reason;
    return result;
}

bool agree(const ProviderVerdict &provider, MissReason reason)
{
    if (!provider.reason)
        return false;
    if (*provider.reason == reason)
        return true;
    // To the provider a compaction is a change of the messages, and the other way round.
    const auto isHistory
        = [](MissReason one) { return one == MissReason::History || one == MissReason::Compacted; };
    return isHistory(*provider.reason) && isHistory(reason);
}

} // namespace cachescope::insight
