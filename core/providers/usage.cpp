// SPDX-License-Identifier: MIT
#include "providers/usage.h"

#include "providers/json_scanner.h"

#include <algorithm>

namespace cachescope::providers {

namespace {

using Count = std::optional<std::int64_t>;

/** Every count that some provider is known to send, under the name of its meaning. */
struct Counts
{
    // OpenAI Chat and its many relatives
    Count promptTokens, completionTokens;
    Count cacheHit, cacheMiss; // DeepSeek
    Count flatCached; // Moonshot's older `cached_tokens` beside prompt_tokens
    // OpenAI Responses and Anthropic
    Count inputTokens, outputTokens;
    Count cacheRead, cacheCreation, created5m, created1h;
    bool hasInputDetails = false;
    // details objects of either
    Count detailCached, detailWritten, detailReasoning;
    Count totalTokens;
    // Gemini
    Count geminiPrompt, geminiCached, geminiCandidates, geminiThoughts, geminiToolUse, geminiTotal;
    // Bedrock Converse
    Count bedrockInput, bedrockOutput, bedrockRead, bedrockWrite, bedrock5m, bedrock1h;
    bool explicitCache = false;
    bool impossible = false; ///< A count was negative or beyond reason.
};

class CountReader
{
public:
    CountReader(std::string_view text, Counts &counts)
        : m_json(text)
        , m_counts(counts)
    { }

    bool read()
    {
        if (!m_json.enterObject())
            return false;
        while (const auto key = m_json.nextKey()) {
            if (!readOpenAi(*key) && !readAnthropic(*key) && !readGemini(*key))
                readBedrock(*key);
        }
        return m_json.finish();
    }

private:
    bool take(Count &count)
    {
        constexpr std::int64_t beyondReason = std::int64_t{ 1 } << 40;
        const auto value = m_json.integer();
        if (!value)
            return true; // null or of another type: as if absent
        m_counts.impossible |= *value < 0 || *value > beyondReason;
        count = std::clamp<std::int64_t>(*value, 0, beyondReason);
        return true;
    }

    bool readOpenAi(std::string_view key)
    {
        if (key == "prompt_tokens")
            return take(m_counts.promptTokens);
        if (key == "completion_tokens")
            return take(m_counts.completionTokens);
        if (key == "total_tokens")
            return take(m_counts.totalTokens);
        if (key == "prompt_cache_hit_tokens")
            return take(m_counts.cacheHit);
        if (key == "prompt_cache_miss_tokens")
            return take(m_counts.cacheMiss);
        if (key == "cached_tokens")
            return take(m_counts.flatCached);
        if (key == "reasoning_tokens")
            return take(m_counts.detailReasoning);
        if (key == "prompt_tokens_details" || key == "input_tokens_details") {
            m_counts.hasInputDetails |= key == "input_tokens_details" && m_json.kind() == JsonKind::Object;
            return readInputDetails();
        }
        if (key == "completion_tokens_details" || key == "output_tokens_details")
            return readOutputDetails();
        return false;
    }

    bool readInputDetails()
    {
        if (!m_json.enterObject())
            return true;
        while (const auto key = m_json.nextKey()) {
            if (*key == "cached_tokens")
                take(m_counts.detailCached);
            else if (*key == "cache_write_tokens" || *key == "cache_creation_input_tokens")
                take(m_counts.detailWritten);
            else if (*key == "cache_creation")
                readCreation();
            else if (*key == "cache_type")
                m_counts.explicitCache = m_json.string() == "ephemeral";
        }
        return true;
    }

    bool readOutputDetails()
    {
        if (!m_json.enterObject())
            return true;
        while (const auto key = m_json.nextKey())
            if (*key == "reasoning_tokens" || *key == "thinking_tokens")
                take(m_counts.detailReasoning);
        return true;
    }

    bool readAnthropic(std::string_view key)
    {
        if (key == "input_tokens")
            return take(m_counts.inputTokens);
        if (key == "output_tokens")
            return take(m_counts.outputTokens);
        if (key == "cache_read_input_tokens")
            return take(m_counts.cacheRead);
        if (key == "cache_creation_input_tokens")
            return take(m_counts.cacheCreation);
        return key == "cache_creation" && readCreation();
    }

    bool readCreation()
    {
        if (!m_json.enterObject())
            return true;
        while (const auto key = m_json.nextKey()) {
            if (*key == "ephemeral_5m_input_tokens")
                take(m_counts.created5m);
            else if (*key == "ephemeral_1h_input_tokens")
                take(m_counts.created1h);
        }
        return true;
    }

    bool readGemini(std::string_view key)
    {
        if (key == "promptTokenCount")
            return take(m_counts.geminiPrompt);
        if (key == "cachedContentTokenCount")
            return take(m_counts.geminiCached);
        if (key == "candidatesTokenCount")
            return take(m_counts.geminiCandidates);
        if (key == "thoughtsTokenCount")
            return take(m_counts.geminiThoughts);
        if (key == "toolUsePromptTokenCount")
            return take(m_counts.geminiToolUse);
        if (key == "totalTokenCount")
            return take(m_counts.geminiTotal);
        return false;
    }

    void readBedrock(std::string_view key)
    {
        if (key == "inputTokens")
            take(m_counts.bedrockInput);
        else if (key == "outputTokens")
            take(m_counts.bedrockOutput);
        else if (key == "cacheReadInputTokens")
            take(m_counts.bedrockRead);
        else if (key == "cacheWriteInputTokens")
            take(m_counts.bedrockWrite);
        else if (key == "cacheDetails" && m_json.enterArray())
            while (m_json.nextElement())
                readBedrockDetail();
    }

    void readBedrockDetail()
    {
        std::string ttl;
        Count tokens;
        if (!m_json.enterObject())
            return;
        while (const auto key = m_json.nextKey()) {
            if (*key == "ttl")
                ttl = m_json.string().value_or("");
            else if (*key == "inputTokens")
                take(tokens);
        }
        Count &sum = ttl == "1h" ? m_counts.bedrock1h : m_counts.bedrock5m;
        sum = sum.value_or(0) + tokens.value_or(0);
    }

    JsonScanner m_json;
    Counts &m_counts;
};

/** Splits writes by their time to live; what the split leaves over goes to the time that was asked for. */
void splitWrites(Usage &usage, std::int64_t total, Count fiveMinutes, Count oneHour, bool requestedTtl1h)
{
    TokenUsage &tokens = usage.tokens;
    tokens.cacheWrite5m = fiveMinutes.value_or(0);
    tokens.cacheWrite1h = oneHour.value_or(0);
    const std::int64_t rest = total - tokens.cacheWrite5m - tokens.cacheWrite1h;
    if (rest > 0)
        (requestedTtl1h ? tokens.cacheWrite1h : tokens.cacheWrite5m) += rest;
    const bool split = fiveMinutes || oneHour;
    usage.inconsistent |= (split && rest > 0) || rest < 0;
}

/** Cached and written tokens lie inside `input`: fresh is what they leave over. */
void takeInside(Usage &usage, std::int64_t input)
{
    const std::int64_t rest = input - usage.tokens.cacheRead - usage.tokens.cacheWrite();
    usage.tokens.fresh = std::max<std::int64_t>(rest, 0);
    usage.inconsistent |= rest < 0;
}

void readWritesOfDetails(Usage &usage, const Counts &counts, bool requestedTtl1h)
{
    if (counts.created5m || counts.created1h) {
        const std::int64_t named = counts.created5m.value_or(0) + counts.created1h.value_or(0);
        splitWrites(
            usage, counts.detailWritten.value_or(named), counts.created5m, counts.created1h, requestedTtl1h);
    } else {
        usage.tokens.cacheWriteOther = counts.detailWritten.value_or(0);
    }
}

void fillOutput(Usage &usage, std::int64_t input, std::int64_t output, const Counts &counts)
{
    usage.tokens.output = output;
    usage.tokens.reasoning = counts.detailReasoning.value_or(0);
    // xAI's Chat counts reasoning beside completion; the total of the same answer tells which it is.
    if (usage.tokens.reasoning > 0 && counts.totalTokens == input + output + usage.tokens.reasoning)
        usage.tokens.output += usage.tokens.reasoning;
    usage.inconsistent |= usage.tokens.reasoning > usage.tokens.output;
}

Usage fromChat(const Counts &counts, bool requestedTtl1h)
{
    Usage usage;
    const std::int64_t prompt
        = counts.promptTokens.value_or(counts.cacheHit.value_or(0) + counts.cacheMiss.value_or(0));
    const std::int64_t output = counts.completionTokens.value_or(0);
    const std::int64_t beside = counts.cacheRead.value_or(0) + counts.cacheCreation.value_or(0);
    const bool besidePrompt = beside > 0 && !counts.detailCached && counts.totalTokens == prompt + output + beside;
    if (counts.cacheHit) {
        usage.tokens.cacheRead = *counts.cacheHit;
        takeInside(usage, prompt);
        usage.inconsistent |= counts.cacheMiss && *counts.cacheMiss != usage.tokens.fresh;
        usage.tokens.fresh = counts.cacheMiss.value_or(usage.tokens.fresh);
    } else if (beside > 0 && !counts.detailCached) {
        // Relays of Claude under Chat's names: inside or beside, as their own total says.
        usage.tokens.cacheRead = counts.cacheRead.value_or(0);
        splitWrites(usage, counts.cacheCreation.value_or(0), counts.created5m, counts.created1h, requestedTtl1h);
        takeInside(usage, besidePrompt ? prompt + beside : prompt);
    } else {
        usage.tokens.cacheRead = counts.detailCached.value_or(counts.flatCached.value_or(0));
        readWritesOfDetails(usage, counts, requestedTtl1h);
        takeInside(usage, prompt);
    }
    fillOutput(usage, besidePrompt ? prompt + beside : prompt, output, counts);
    return usage;
}

Usage fromResponses(const Counts &counts, bool requestedTtl1h)
{
    Usage usage;
    usage.tokens.cacheRead = counts.detailCached.value_or(0);
    readWritesOfDetails(usage, counts, requestedTtl1h);
    takeInside(usage, counts.inputTokens.value_or(0));
    fillOutput(usage, counts.inputTokens.value_or(0), counts.outputTokens.value_or(0), counts);
    return usage;
}

Usage fromAnthropic(const Counts &counts, bool requestedTtl1h)
{
    Usage usage;
    usage.tokens.fresh = counts.inputTokens.value_or(0);
    usage.tokens.cacheRead = counts.cacheRead.value_or(0);
    const std::int64_t named = counts.created5m.value_or(0) + counts.created1h.value_or(0);
    splitWrites(usage, counts.cacheCreation.value_or(named), counts.created5m, counts.created1h, requestedTtl1h);
    usage.tokens.output = counts.outputTokens.value_or(0);
    usage.tokens.reasoning = counts.detailReasoning.value_or(0);
    usage.inconsistent |= usage.tokens.reasoning > usage.tokens.output;
    return usage;
}

Usage fromGemini(const Counts &counts)
{
    Usage usage;
    usage.tokens.cacheRead = counts.geminiCached.value_or(0);
    takeInside(usage, counts.geminiPrompt.value_or(0));
    usage.tokens.fresh += counts.geminiToolUse.value_or(0);
    usage.tokens.reasoning = counts.geminiThoughts.value_or(0);
    usage.tokens.output = counts.geminiCandidates.value_or(0) + usage.tokens.reasoning;
    return usage;
}

Usage fromBedrock(const Counts &counts, bool requestedTtl1h)
{
    Usage usage;
    usage.tokens.fresh = counts.bedrockInput.value_or(0);
    usage.tokens.cacheRead = counts.bedrockRead.value_or(0);
    const std::int64_t named = counts.bedrock5m.value_or(0) + counts.bedrock1h.value_or(0);
    splitWrites(usage, counts.bedrockWrite.value_or(named), counts.bedrock5m, counts.bedrock1h, requestedTtl1h);
    usage.tokens.output = counts.bedrockOutput.value_or(0);
    return usage;
}

std::optional<Usage> normalise(Api api, const Counts &counts, bool requestedTtl1h)
{
    if (counts.geminiPrompt || counts.geminiCandidates || counts.geminiTotal)
        return fromGemini(counts);
    if (counts.bedrockInput || counts.bedrockOutput)
        return fromBedrock(counts, requestedTtl1h);
    if (counts.promptTokens || counts.completionTokens || counts.cacheHit)
        return fromChat(counts, requestedTtl1h);
    if (!counts.inputTokens && !counts.outputTokens)
        return {};
    // Both name their counts alike; only Anthropic has the cache counters at the top, only Responses the details.
    const bool cacheBeside = counts.cacheRead || counts.cacheCreation || counts.created5m || counts.created1h;
    const bool responses = counts.hasInputDetails && (!cacheBeside || api == Api::OpenAiResponses);
    return responses ? fromResponses(counts, requestedTtl1h) : fromAnthropic(counts, requestedTtl1h);
}

} // namespace

std::optional<Usage> parseUsage(Api api, std::string_view usageJson, bool requestedTtl1h)
{
    Counts counts;
    if (!CountReader(usageJson, counts).read())
        return {};
    auto usage = normalise(api, counts, requestedTtl1h);
    if (!usage)
        return {};
    usage->source = UsageSource::Reported;
    usage->inconsistent |= counts.impossible;
    usage->explicitCache = counts.explicitCache || counts.cacheCreation.value_or(0) > 0
        || usage->tokens.cacheWrite5m + usage->tokens.cacheWrite1h > 0;
    usage->rawJson = usageJson;
    return usage;
}

} // namespace cachescope::providers
