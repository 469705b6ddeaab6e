// SPDX-License-Identifier: MIT
#include "providers/caching_rules.h"

#include "base/text.h"
#include "providers/upstreams.h"

#include <algorithm>
#include <array>

namespace cachescope::providers {

namespace {

using namespace std::chrono_literals;

/** Whose cache it is: the provider's own, or that of the maker of the model behind a relay. */
enum class Family : std::uint8_t
{
    Unknown,
    OpenAi,
    Anthropic,
    Gemini,
    DeepSeek,
    Xai,
    Mistral,
    Alibaba,
    Moonshot,
    Zai,
    MiniMax,
    Groq,
    Cerebras,
};

struct FamilyName
{
    std::string_view text;
    Family family;
};

constexpr std::array<FamilyName, 13> providerFamilies{ {
    { "openai", Family::OpenAi },
    { "azure", Family::OpenAi },
    { "anthropic", Family::Anthropic },
    { "google", Family::Gemini },
    { "deepseek", Family::DeepSeek },
    { "xai", Family::Xai },
    { "mistral", Family::Mistral },
    { "alibaba", Family::Alibaba },
    { "moonshotai", Family::Moonshot },
    { "zai", Family::Zai },
    { "minimax", Family::MiniMax },
    { "groq", Family::Groq },
    { "cerebras", Family::Cerebras },
} };

// Parts of model names as relays and clouds spell them.
constexpr std::array<FamilyName, 13> modelFamilies{ {
    { "claude", Family::Anthropic },
    { "gpt", Family::OpenAi },
    { "openai", Family::OpenAi },
    { "gemini", Family::Gemini },
    { "deepseek", Family::DeepSeek },
    { "grok", Family::Xai },
    { "mistral", Family::Mistral },
    { "qwen", Family::Alibaba },
    { "kimi", Family::Moonshot },
    { "glm", Family::Zai },
    { "minimax", Family::MiniMax },
    { "o3", Family::OpenAi },
    { "o4-mini", Family::OpenAi },
} };

bool isRelay(std::string_view provider)
{
    return provider == "openrouter" || provider == "holysheep" || provider == "amazon-bedrock";
}

Family familyOf(std::string_view provider, std::string_view model)
{
    for (const FamilyName &known : providerFamilies)
        if (known.text == provider)
            return known.family;
    if (!isRelay(provider))
        return Family::Unknown;
    const std::string name = base::toLower(model);
    for (const FamilyName &known : modelFamilies)
        if (name.find(known.text) != std::string::npos)
            return known.family;
    return Family::Unknown;
}

void mark(CachingRules &rules, std::string_view field)
{
    if (std::ranges::find(rules.unverified, field) == rules.unverified.end())
        rules.unverified.emplace_back(field);
}

/** Section 3.2 and 3.3. The book's step of 1 marks GPT-5.6 and later. */
void applyOpenAi(CachingRules &rules, std::string_view model)
{
    const std::string name = base::toLower(model.substr(model.rfind('/') + 1));
    rules.mode = rules.mode == CachingMode::None ? rules.mode : CachingMode::Automatic;
    if (rules.incrementTokens == 1) {
        rules.mode = CachingMode::AutomaticAndExplicit;
        rules.exactAtBreakpoint = true;
        rules.timesToLive = { 30min };
        rules.lookbackBlocks = 20; // message ends; of explicit marks the latest 50 (or 80, sources disagree)
        rules.maxMarks = 4;
        mark(rules, "lookback");
        return;
    }
    if (name.starts_with("gpt-5.5")) {
        rules.timesToLive = { 30min, 24h }; // only the 24 h policy exists; 30 min is what it typically holds
        return;
    }
    rules.timesToLive = { 5min }; // 5 to 10 minutes idle: the lower end is what one can count on
    constexpr std::array<std::string_view, 6> dayPolicy{ "gpt-5.4",     "gpt-5.2", "gpt-5.1",
                                                         "gpt-5-codex", "gpt-4.1", "gpt-5-2025" };
    if (name == "gpt-5" || std::ranges::any_of(dayPolicy, [&](auto begin) { return name.starts_with(begin); }))
        rules.timesToLive.push_back(24h);
}

void applyMarks(CachingRules &rules, CachingMode mode, std::vector<std::chrono::seconds> times)
{
    rules.mode = mode;
    rules.maxMarks = 4;
    rules.tooManyMarksIsError = true;
    rules.lookbackBlocks = 20;
    rules.exactAtBreakpoint = true;
    rules.timesToLive = std::move(times);
}

void applyAnthropic(CachingRules &rules)
{
    applyMarks(rules, CachingMode::Explicit, { 5min, 1h });
    rules.counts = CachedCount::Beside;
    if (rules.minimumTokens == 0) { // section 6.3: what to assume for a warning
        rules.minimumTokens = 4096;
        mark(rules, "min_cacheable_tokens");
    }
}

void atLeast(CachingRules &rules, std::int64_t minimum, std::int64_t increment)
{
    if (rules.minimumTokens == 0)
        rules.minimumTokens = minimum;
    if (rules.incrementTokens == 0)
        rules.incrementTokens = increment;
}

/** Sections 8, 10 and 11. */
void applyOther(CachingRules &rules, Family family, bool marksSupported)
{
    switch (family) {
    case Family::DeepSeek:
        atLeast(rules, 64, 64);
        rules.wholeUnits = true;
        mark(rules, "min_cacheable_tokens");
        mark(rules, "cache_increment_tokens");
        break;
    case Family::Xai:
        atLeast(rules, 0, 128);
        mark(rules, "cache_increment_tokens");
        break;
    case Family::Alibaba:
        atLeast(rules, 1024, 0);
        if (marksSupported)
            applyMarks(rules, CachingMode::AutomaticAndExplicit, { 5min });
        break;
    case Family::Moonshot:
        atLeast(rules, 256, 0);
        rules.timesToLive = { 5min, 1h };
        break;
    case Family::Zai:
        atLeast(rules, 500, 0);
        mark(rules, "min_cacheable_tokens");
        break;
    case Family::MiniMax:
        atLeast(rules, 512, 0);
        if (marksSupported)
            applyMarks(rules, CachingMode::AutomaticAndExplicit, { 5min });
        break;
    case Family::Groq:
        rules.timesToLive = { 2h };
        break;
    case Family::Cerebras:
        atLeast(rules, 128, 128);
        rules.timesToLive = { 5min };
        break;
    default: // Gemini, Mistral and the rest publish no more than the book holds
        break;
    }
}

} // namespace

CachingRules cachingRules(const PriceBook &book, std::string_view upstream, std::string_view model)
{
    const ModelCard *const card = book.find(upstream, model);
    const BuiltInUpstream *const builtIn = builtInUpstream(upstream);
    const std::string_view provider = card ? card->provider : builtIn ? builtIn->priceProvider : upstream;
    const Family family = familyOf(provider, model);
    CachingRules rules;
    if (card) {
        rules.mode = card->cacheMode == "none" ? CachingMode::None
            : card->cacheMode == "explicit"    ? CachingMode::Explicit
                                               : CachingMode::Automatic;
        rules.minimumTokens = card->minCacheableTokens.value_or(0);
        rules.incrementTokens = card->cacheIncrementTokens.value_or(0);
        rules.unverified = card->unverified;
        if (rules.mode == CachingMode::None)
            return rules;
    } else if (family == Family::Unknown) {
        return rules;
    } else {
        // A model that the book does not list: the family's habits, none of them sure.
        rules.mode = CachingMode::Automatic;
        rules.unverified = { "cache_mode", "min_cacheable_tokens", "cache_increment_tokens" };
        if (family == Family::OpenAi)
            atLeast(rules, 1024, 128);
    }
    if (family == Family::OpenAi)
        applyOpenAi(rules, model);
    else if (family == Family::Anthropic)
        applyAnthropic(rules);
    else
        applyOther(rules, family, card && card->explicitMarksSupported);
    if (provider == "holysheep") // nothing is known of what the relay passes on
        for (const auto field : { "cache_mode", "min_cacheable_tokens", "cache_increment_tokens", "ttl" })
            mark(rules, field);
    return rules;
}

} // namespace cachescope::providers
