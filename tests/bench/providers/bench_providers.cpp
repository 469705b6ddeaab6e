// SPDX-License-Identifier: MIT
// bench_providers: microseconds and MB/s of what providers does for each call; best of several runs, one thread.
#include "providers/answer.h"
#include "providers/api.h"
#include "providers/json_scanner.h"
#include "providers/price_book.h"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>

using namespace cachescope::providers;

namespace {

using Clock = std::chrono::steady_clock;

double microsSince(Clock::time_point start)
{
    return std::chrono::duration<double, std::micro>(Clock::now() - start).count();
}

/** Best time of one call, measured in batches of about a millisecond for half a second. */
template <typename Work> double bestMicros(Work work)
{
    const auto first = Clock::now();
    work();
    const int batch = std::max(1, static_cast<int>(1000 / std::max(0.01, microsSince(first))));
    double best = 1e12;
    for (const auto begin = Clock::now(); microsSince(begin) < 500'000;) {
        const auto start = Clock::now();
        for (int i = 0; i < batch; ++i)
            work();
        best = std::min(best, microsSince(start) / batch);
    }
    return best;
}

/** A conversation with tools of about `bytes`. */
std::string chatBody(std::size_t bytes)
{
    std::string body = R"({"model":"gpt-4.1","messages":[{"role":"system","content":"You are helpful."})";
    while (body.size() < bytes) {
        body += R"(,{"role":"user","content":[{"type":"text","text":")";
        for (int i = 0; i < 6; ++i)
            body += R"(The quick brown fox jumps over the lazy dog, then \"sleeps\" for a while.\n)";
        body += R"("}]},{"role":"assistant","tool_calls":[{"id":"c1","type":"function","function":{"name":"f",)"
                R"("arguments":"{\"a\":1,\"b\":[1,2,3]}"}}]})";
    }
    return body + R"(],"stream":true,"temperature":0.5})";
}

void benchRequests()
{
    for (const std::size_t size : { 8'000, 115'000, 1'000'000 }) {
        const std::string body = chatBody(size);
        const double inspect
            = bestMicros([&] { return inspectRequest("POST", "/v1/chat/completions", body).wellFormed; });
        const double scan = bestMicros([&] { return isStrictJson(body); });
        const auto bytes = static_cast<double>(body.size());
        std::printf(
            "inspectRequest %8zu bytes %9.2f us %6.0f MB/s   scanner alone %6.0f MB/s\n", body.size(), inspect,
            bytes / inspect, bytes / scan);
    }
}

void benchAnswers()
{
    const std::string usage = R"({"prompt_tokens":2006,"completion_tokens":300,"total_tokens":2306,)"
                              R"("prompt_tokens_details":{"cached_tokens":1920}})";
    const std::string chunk = R"(data: {"id":"chatcmpl-X1","object":"chat.completion.chunk","created":1790000000,)"
                              R"("model":"gpt-4.1","choices":[{"index":0,"delta":{"content":"Hi"},"logprobs":null,)"
                              R"("finish_reason":null}],"usage":null,"obfuscation":"Zk"})"
                              "\n\n";
    const std::string answer = R"({"choices":[{"index":0,"message":{"content":")" + std::string(1800, 'x')
        + R"("},"finish_reason":"stop"}],"usage":)" + usage + '}';
    AnswerObserver stream(Api::OpenAiChat, 200, "text/event-stream");
    std::printf(
        "observer, Chat chunk of %zu bytes %.2f us\n", chunk.size(), bestMicros([&] { stream.feed(chunk); }));
    std::printf("observer, JSON answer of %zu bytes %.2f us\n", answer.size(), bestMicros([&] {
                    AnswerObserver observer(Api::OpenAiChat, 200, "application/json");
                    observer.feed(answer);
                    return observer.finish().complete;
                }));
    std::printf("parseUsage %.2f us\n", bestMicros([&] { return parseUsage(Api::OpenAiChat, usage); }));
}

void benchPrices()
{
    const auto start = Clock::now();
    const auto book = PriceBook::shipped();
    std::printf("PriceBook::shipped, first time %.0f us\n", microsSince(start));
    std::printf(
        "PriceBook::withOverrides %.0f us\n", bestMicros([] { return PriceBook::withOverrides("{}", "x"); }));
    const TokenUsage tokens{ 120, 18'000, 2'000, 0, 0, 500, 0 };
    const PriceContext context{ 1'790'000'000'000'000, "default", {}, false };
    std::printf("PriceBook::cost %.2f us\n", bestMicros([&] {
                    return book->cost("anthropic", "claude-sonnet-4-5-20250929", tokens, context);
                }));
}

} // namespace

int main()
{
    benchRequests();
    benchAnswers();
    benchPrices();
}
