// SPDX-License-Identifier: MIT
#include "simulated/answer.h"

#include <array>
#include <ctime>
#include <limits>

namespace cachescope::simulated {

std::string letters(std::uint64_t seed, std::size_t count)
{
    static constexpr std::string_view alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    Random random(seed);
    std::string text;
    for (std::size_t i = 0; i < count; ++i)
        text += alphabet[random.below(alphabet.size())];
    return text;
}

std::string sse(std::string_view data, std::string_view event)
{
    std::string text;
    text.reserve(data.size() + event.size() + 18);
    if (!event.empty())
        text.append("event: ").append(event).append("\n");
    return text.append("data: ").append(data).append("\n\n");
}

void addDeltas(
    Stream &stream, const WireContext &context, std::string_view text, int tokensEach, Stream::Step shape)
{
    shape.text.clear();
    shape.tokens = 0;
    const auto pieces
        = context.counter.pieces(context.tokenizer.encoding(), text, std::numeric_limits<std::int64_t>::max());
    for (const TokenCounter::Piece &piece : pieces) {
        shape.text += piece.text;
        shape.tokens += piece.tokens;
        if (shape.tokens >= tokensEach) {
            stream.steps.push_back(shape);
            shape.text.clear();
            shape.tokens = 0;
        }
    }
    if (shape.tokens > 0)
        stream.steps.push_back(shape);
}

std::string dateText(std::int64_t unixSeconds)
{
    const std::time_t time = unixSeconds;
    std::tm parts{};
    gmtime_r(&time, &parts);
    std::array<char, 32> text{};
    const std::size_t size = std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts);
    return { text.data(), size };
}

std::string servedModel(std::string_view model)
{
    static constexpr std::array<std::array<std::string_view, 2>, 9> dated{
        { { "gpt-4.1", "gpt-4.1-2025-04-14" },
          { "gpt-4.1-mini", "gpt-4.1-mini-2025-04-14" },
          { "gpt-4o", "gpt-4o-2024-08-06" },
          { "gpt-4o-mini", "gpt-4o-mini-2024-07-18" },
          { "gpt-5", "gpt-5-2025-08-07" },
          { "gpt-5-mini", "gpt-5-mini-2025-08-07" },
          { "gpt-5-nano", "gpt-5-nano-2025-08-07" },
          { "claude-sonnet-4-5", "claude-sonnet-4-5-20250929" },
          { "claude-opus-4-5", "claude-opus-4-5-20251101" } }
    };
    for (const auto &[alias, name] : dated) {
        if (model == alias)
            return std::string(name);
    }
    return std::string(model);
}

} // namespace cachescope::simulated
