// SPDX-License-Identifier: MIT
#include "simulated/cache_rules.h"

#include "providers/caching_rules.h"
#include "simulated/prompt.h"

#include <algorithm>

namespace cachescope::simulated {

using namespace std::chrono_literals;

namespace {

/** What the published rules leave open, so that the simulation has to choose (docs/simulated-provider.md). */
namespace Chosen {
constexpr std::int64_t geminiIncrement = 64;
constexpr std::int64_t gpt55Increment = 2048; // rules, section 3.2: implicit points every 2,048
constexpr auto geminiIdle = 5min;
constexpr auto deepSeekIdle = 6h; // "hours to days"
} // namespace Chosen

std::string_view upstreamOf(Family family)
{
    switch (family) {
    case Family::Anthropic:
        return "anthropic";
    case Family::Gemini:
        return "gemini";
    case Family::DeepSeek:
        return "deepseek";
    case Family::OpenAi:
        break;
    }
    return "openai";
}

CacheMode modeOf(Family family, std::string_view model)
{
    switch (family) {
    case Family::Anthropic:
        return CacheMode::Marks;
    case Family::Gemini:
        return CacheMode::Increments;
    case Family::DeepSeek:
        return CacheMode::Units;
    case Family::OpenAi:
        break;
    }
    return hasBreakpoints(model) ? CacheMode::Breakpoints : CacheMode::Increments;
}

} // namespace

CacheRules cacheRulesFor(Family family, std::string_view model, bool longRetention)
{
    static const auto book = providers::PriceBook::shipped();
    const providers::CachingRules published = providers::cachingRules(*book, upstreamOf(family), model);
    CacheRules rules;
    rules.mode = modeOf(family, model);
    rules.minimum = published.minimumTokens;
    rules.increment = rules.mode == CacheMode::Marks ? 1 : published.incrementTokens;
    rules.idle = published.timesToLive.empty() ? Chosen::geminiIdle : published.timesToLive.front();
    if (published.mode == providers::CachingMode::None && family == Family::OpenAi)
        rules.mode = CacheMode::None; // Pro models and those before gpt-4o
    if (family == Family::DeepSeek)
        rules.idle = Chosen::deepSeekIdle;
    if (family == Family::Gemini)
        rules.increment = Chosen::geminiIncrement;
    if (family != Family::OpenAi || rules.mode == CacheMode::Breakpoints)
        return rules;
    if (rules.increment == 0)
        rules.increment = Chosen::gpt55Increment;
    rules.minimum = std::max(rules.minimum, rules.increment);
    const bool day = longRetention || model.starts_with("gpt-5.5");
    rules.idle = day ? std::max<std::chrono::seconds>(rules.idle, 30min) : rules.idle;
    rules.longest = day ? 24h : 1h;
    return rules;
}

} // namespace cachescope::simulated
