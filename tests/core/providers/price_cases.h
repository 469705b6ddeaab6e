// SPDX-License-Identifier: MIT
#pragma once

#include "providers/api.h"

#include <string>
#include <vector>

// In a header of its own: moc stumbles over raw strings.
namespace cachescope::providers::test {

/** An answer as its provider sends it, and what it costs by hand. Rates are dollars a million tokens, from the
 * providers' price pages (prompt-caching rules, 1 to 3, 6, 8, 10); products are therefore millionths of a dollar.
 */
struct PriceCase
{
    const char *name;
    Api api;
    const char *upstream, *model;
    std::string answer;
    const char *when, *tier, *geo; ///< Start of the call in UTC; service tier of the answer; place.
    const char *fresh, *read, *write, *output; ///< Parts, each with its arithmetic beside it.
    const char *billed, *without; ///< Sum; the same call with all input at the input price.
};

inline std::string chatAnswer(const std::string &usage)
{
    return R"({"id":"c","object":"chat.completion","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"x"},)"
           R"("finish_reason":"stop"}],"usage":)"
        + usage + "}";
}
inline std::string responsesAnswer(const std::string &usage)
{
    return R"({"id":"r","object":"response","status":"completed","model":"m","output":[],"usage":)" + usage + "}";
}
inline std::string messagesAnswer(const std::string &usage)
{
    return R"({"id":"a","type":"message","role":"assistant","model":"m","content":[{"type":"text","text":"x"}],)"
           R"("stop_reason":"end_turn","usage":)"
        + usage + "}";
}
inline std::string geminiAnswer(const std::string &usage)
{
    return R"({"candidates":[{"content":{"role":"model","parts":[{"text":"x"}]},"finishReason":"STOP"}],"usageMetadata":)"
        + usage + "}";
}

constexpr const char *quiet = "2026-11-18T12:00:00Z"; // A Wednesday; no peak at DeepSeek.

inline const std::vector<PriceCase> &priceCases()
{
    static const std::string exampleOfThePage = R"({"input_tokens":120,"cache_read_input_tokens":18000,
        "cache_creation_input_tokens":2000,"cache_creation":{"ephemeral_5m_input_tokens":2000,"ephemeral_1h_input_tokens":0},"output_tokens":500})";
    static const std::string chat20k
        = R"({"prompt_tokens":20120,"completion_tokens":500,"total_tokens":20620,"prompt_tokens_details":{"cached_tokens":17920}})";
    static const std::string deepSeek = R"({"prompt_tokens":10000,"completion_tokens":500,"total_tokens":10500,
        "prompt_cache_hit_tokens":9000,"prompt_cache_miss_tokens":1000,"completion_tokens_details":{"reasoning_tokens":300}})";
    static const std::vector<PriceCase> all{
        // Anthropic: the cached counts stand beside input_tokens.
        { "anthropic, 5 minutes: the rules' worked example", Api::AnthropicMessages, "anthropic",
          "claude-sonnet-4-5", messagesAnswer(exampleOfThePage), quiet, "", "", "0.00036" /* 120 x 3 */,
          "0.0054" /* 18,000 x 0.30 */, "0.0075" /* 2,000 x 3.75 */, "0.0075" /* 500 x 15 */, "0.02076",
          "0.06786" /* 20,120 x 3 + 500 x 15 */ },
        { "anthropic, 5 minutes and an hour", Api::AnthropicMessages, "anthropic", "claude-opus-4-8",
          messagesAnswer(R"({"input_tokens":1000,"cache_read_input_tokens":40000,"cache_creation_input_tokens":5000,
            "cache_creation":{"ephemeral_5m_input_tokens":3000,"ephemeral_1h_input_tokens":2000},"output_tokens":800})"),
          quiet, "", "", "0.005" /* 1,000 x 5 */, "0.02" /* 40,000 x 0.50 */,
          "0.03875" /* 3,000 x 6.25 + 2,000 x 10 = 18,750 + 20,000 */, "0.02" /* 800 x 25 */, "0.08375",
          "0.25" /* 46,000 x 5 + 800 x 25 = 230,000 + 20,000 */ },
        { "anthropic, reads at a fortieth, an hour", Api::AnthropicMessages, "anthropic", "claude-fable-5-1",
          messagesAnswer(R"({"input_tokens":50,"cache_read_input_tokens":100000,"cache_creation_input_tokens":1000,
            "cache_creation":{"ephemeral_5m_input_tokens":0,"ephemeral_1h_input_tokens":1000},"output_tokens":200})"),
          quiet, "", "", "0.0005" /* 50 x 10 */, "0.025" /* 100,000 x 0.25 */, "0.02" /* 1,000 x 20 */,
          "0.01" /* 200 x 50 */, "0.0555", "1.0205" /* 101,050 x 10 + 200 x 50 */ },
        { "anthropic, at the tier's edge: read and written count", Api::AnthropicMessages, "anthropic",
          "claude-haiku-5-5",
          messagesAnswer(
              R"({"input_tokens":10000,"cache_read_input_tokens":85000,"cache_creation_input_tokens":5000,
            "cache_creation":{"ephemeral_5m_input_tokens":5000,"ephemeral_1h_input_tokens":0},"output_tokens":1000})"),
          quiet, "", "", "0.001" /* 10,000 x 0.10 */, "0.00085" /* 85,000 x 0.01 */, "0.000625" /* 5,000 x 0.125 */,
          "0.0005" /* 1,000 x 0.50 */, "0.002975", "0.0105" /* 100,000 x 0.10 + 1,000 x 0.50 */ },
        { "anthropic, a token above the tier", Api::AnthropicMessages, "anthropic", "claude-haiku-5-5",
          messagesAnswer(
              R"({"input_tokens":10001,"cache_read_input_tokens":85000,"cache_creation_input_tokens":5000,
            "cache_creation":{"ephemeral_5m_input_tokens":5000,"ephemeral_1h_input_tokens":0},"output_tokens":1000})"),
          quiet, "", "", "0.0050005" /* 10,001 x 0.50 */, "0.00425" /* 85,000 x 0.05 */,
          "0.003125" /* 5,000 x 0.625 */, "0.0025" /* 1,000 x 2.50 */, "0.0148755",
          "0.0525005" /* 100,001 x 0.50 + 1,000 x 2.50 */ },
        { "anthropic, only in the US: all times 1.1", Api::AnthropicMessages, "anthropic", "claude-sonnet-4-5",
          messagesAnswer(exampleOfThePage), quiet, "", "us", "0.000396" /* 120 x 3.30 */,
          "0.00594" /* 18,000 x 0.33 */, "0.00825" /* 2,000 x 4.125 */, "0.00825" /* 500 x 16.50 */, "0.022836",
          "0.074646" /* 0.06786 x 1.1 */ },
        { "anthropic, batch: all by half", Api::AnthropicMessages, "anthropic", "claude-sonnet-4-5",
          messagesAnswer(exampleOfThePage), quiet, "batch", "", "0.00018", "0.0027", "0.00375", "0.00375",
          "0.01038" /* 0.02076 / 2 */, "0.03393" },

        // OpenAI: the cached count is part of the input.
        { "openai chat: the rules' worked example", Api::OpenAiChat, "openai", "gpt-4.1", chatAnswer(chat20k),
          quiet, "", "", "0.0044" /* (20,120 - 17,920) x 2 */, "0.00896" /* 17,920 x 0.50 */, "0",
          "0.004" /* 500 x 8 */, "0.01736", "0.04424" /* 20,120 x 2 + 500 x 8 */ },
        { "openai chat, reads at half", Api::OpenAiChat, "openai", "gpt-4o",
          chatAnswer(
              R"({"prompt_tokens":10000,"completion_tokens":100,"prompt_tokens_details":{"cached_tokens":8064}})"),
          quiet, "", "", "0.00484" /* 1,936 x 2.50 */, "0.01008" /* 8,064 x 1.25 */, "0", "0.001" /* 100 x 10 */,
          "0.01592", "0.026" /* 10,000 x 2.50 + 100 x 10 */ },
        { "openai chat, flex: all by half", Api::OpenAiChat, "openai", "gpt-4.1", chatAnswer(chat20k), quiet,
          "flex", "", "0.0022", "0.00448", "0", "0.002", "0.00868" /* 0.01736 / 2 */, "0.02212" },
        { "openai responses, written at 1.25; reasoning is part of the output", Api::OpenAiResponses, "openai",
          "gpt-5.6-sol",
          responsesAnswer(
              R"({"input_tokens":3100,"input_tokens_details":{"cached_tokens":2000,"cache_write_tokens":1000},
            "output_tokens":300,"output_tokens_details":{"reasoning_tokens":200},"total_tokens":3400})"),
          quiet, "", "", "0.0004" /* (3,100 - 2,000 - 1,000) x 4 */, "0.0008" /* 2,000 x 0.40 */,
          "0.005" /* 1,000 x 5 */, "0.006" /* 300 x 20 */, "0.0122", "0.0184" /* 3,100 x 4 + 300 x 20 */ },
        { "openai responses, long context with writes", Api::OpenAiResponses, "openai", "gpt-5.6-sol",
          responsesAnswer(
              R"({"input_tokens":300000,"input_tokens_details":{"cached_tokens":100000,"cache_write_tokens":150000},
            "output_tokens":1000,"total_tokens":301000})"),
          quiet, "", "", "0.4" /* 50,000 x 8 */, "0.08" /* 100,000 x 0.80 */, "1.5" /* 150,000 x 10 */,
          "0.03" /* 1,000 x 30 */, "2.01", "2.43" /* 300,000 x 8 + 1,000 x 30 */ },
        { "openai chat, at 272,000", Api::OpenAiChat, "openai", "gpt-5.4",
          chatAnswer(
              R"({"prompt_tokens":272000,"completion_tokens":1000,"prompt_tokens_details":{"cached_tokens":200000}})"),
          quiet, "", "", "0.18" /* 72,000 x 2.50 */, "0.05" /* 200,000 x 0.25 */, "0", "0.015" /* 1,000 x 15 */,
          "0.245", "0.695" /* 272,000 x 2.50 + 1,000 x 15 */ },
        { "openai chat, a token above 272,000", Api::OpenAiChat, "openai", "gpt-5.4",
          chatAnswer(
              R"({"prompt_tokens":272001,"completion_tokens":1000,"prompt_tokens_details":{"cached_tokens":200000}})"),
          quiet, "", "", "0.360005" /* 72,001 x 5 */, "0.1" /* 200,000 x 0.50 */, "0", "0.0225" /* 1,000 x 22.50 */,
          "0.482505", "1.382505" /* 272,001 x 5 + 1,000 x 22.50 */ },

        // Gemini: cached inside, thoughts beside the candidates.
        { "gemini, at 200,000", Api::GeminiGenerate, "gemini", "gemini-2.5-pro",
          geminiAnswer(R"({"promptTokenCount":200000,"cachedContentTokenCount":150000,"candidatesTokenCount":1000,
            "thoughtsTokenCount":500,"totalTokenCount":201500})"),
          quiet, "", "", "0.0625" /* 50,000 x 1.25 */, "0.01875" /* 150,000 x 0.125 */, "0",
          "0.015" /* 1,500 x 10 */, "0.09625", "0.265" /* 200,000 x 1.25 + 1,500 x 10 */ },
        { "gemini, a token above 200,000", Api::GeminiGenerate, "gemini", "gemini-2.5-pro",
          geminiAnswer(R"({"promptTokenCount":200001,"cachedContentTokenCount":150000,"candidatesTokenCount":1000,
            "thoughtsTokenCount":500,"totalTokenCount":201501})"),
          quiet, "", "", "0.1250025" /* 50,001 x 2.50 */, "0.0375" /* 150,000 x 0.25 */, "0",
          "0.0225" /* 1,500 x 15 */, "0.1850025", "0.5225025" /* 200,001 x 2.50 + 1,500 x 15 */ },

        // DeepSeek: a clock (rule 6).
        { "deepseek, a minute before the peak", Api::OpenAiChat, "deepseek", "deepseek-flash", chatAnswer(deepSeek),
          "2026-11-18T00:59:59Z", "", "", "0.00015" /* 1,000 x 0.15 */, "0.000027" /* 9,000 x 0.003 */, "0",
          "0.0003" /* 500 x 0.60 */, "0.000477", "0.0018" /* 10,000 x 0.15 + 500 x 0.60 */ },
        { "deepseek, peak: twice", Api::OpenAiChat, "deepseek", "deepseek-flash", chatAnswer(deepSeek),
          "2026-11-18T01:00:00Z", "", "", "0.0003" /* 1,000 x 0.30 */, "0.000054" /* 9,000 x 0.006 */, "0",
          "0.0006" /* 500 x 1.20 */, "0.000954", "0.0036" },
        { "deepseek, the peak's hours on a Saturday", Api::OpenAiChat, "deepseek", "deepseek-flash",
          chatAnswer(deepSeek), "2026-11-21T01:00:00Z", "", "", "0.00015", "0.000027", "0", "0.0003", "0.000477",
          "0.0018" },
        { "deepseek pro, peak", Api::OpenAiChat, "deepseek", "deepseek-v4-pro", chatAnswer(deepSeek),
          "2026-11-18T06:00:00Z", "", "", "0.00132" /* 1,000 x 1.32 */, "0.000396" /* 9,000 x 0.044 */, "0",
          "0.00198" /* 500 x 3.96 */, "0.003696", "0.01518" /* 10,000 x 1.32 + 500 x 3.96 */ },

        // xAI: its threshold is inclusive.
        { "xai, below 200,000", Api::OpenAiChat, "xai", "grok-4.3",
          chatAnswer(
              R"({"prompt_tokens":199999,"completion_tokens":100,"total_tokens":200099,"prompt_tokens_details":{"cached_tokens":100000}})"),
          quiet, "", "", "0.12499875" /* 99,999 x 1.25 */, "0.02" /* 100,000 x 0.20 */, "0",
          "0.00025" /* 100 x 2.50 */, "0.14524875", "0.25024875" /* 199,999 x 1.25 + 100 x 2.50 */ },
        { "xai, at 200,000", Api::OpenAiChat, "xai", "grok-4.3",
          chatAnswer(
              R"({"prompt_tokens":200000,"completion_tokens":100,"total_tokens":200100,"prompt_tokens_details":{"cached_tokens":100000}})"),
          quiet, "", "", "0.25" /* 100,000 x 2.50 */, "0.04" /* 100,000 x 0.40 */, "0", "0.0005" /* 100 x 5 */,
          "0.2905", "0.5005" /* 200,000 x 2.50 + 100 x 5 */ },
    };
    return all;
}

} // namespace cachescope::providers::test
