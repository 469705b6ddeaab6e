// SPDX-License-Identifier: MIT
#include "loadtest/contexts.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <string_view>

namespace cachescope::loadtest {

namespace {

using Json = nlohmann::ordered_json;

constexpr std::array<std::string_view, 48> words{
    "account", "answer",   "archive", "balance", "branch",   "bridge",  "careful",  "change", "clear",   "column",
    "common",  "customer", "deliver", "detail",  "document", "early",   "entry",    "figure", "follow",  "garden",
    "general", "harbour",  "history", "invoice", "journey",  "keeper",  "language", "letter", "measure", "member",
    "method",  "number",   "office",  "order",   "paper",    "pattern", "people",   "policy", "quarter", "reason",
    "record",  "river",    "season",  "section", "service",  "simple",  "table",    "window"
};

std::string contextText(std::uint64_t number, const ContextOptions &options)
{
    std::mt19937_64 random(options.seed * 0x9E3779B97F4A7C15U + number);
    std::string text = "Document " + std::to_string(number) + ".";
    text.reserve(options.contextBytes + 16);
    for (std::size_t count = 1; text.size() < options.contextBytes; ++count) {
        text.append(" ").append(words[random() % words.size()]);
        if (count % 12 == 0)
            text.append(".");
    }
    return text;
}

/** std::shuffle is free to differ between libraries; equal seeds must give equal loads everywhere. */
void shuffle(std::vector<std::uint32_t> &values, std::mt19937_64 &random)
{
    for (std::size_t left = values.size(); left > 1; --left)
        std::swap(values[left - 1], values[random() % left]);
}

} // namespace

std::string contextBody(Shape shape, std::uint64_t number, const ContextOptions &options)
{
    const std::string context = contextText(number, options);
    const std::string question = "What does the document say of the customer? Answer in one sentence.";
    Json body;
    switch (shape) {
    case Shape::OpenAiChat:
        body = { { "model", options.model },
                 { "temperature", 0 },
                 { "messages",
                   { { { "role", "system" }, { "content", context } },
                     { { "role", "user" }, { "content", question } } } } };
        break;
    case Shape::OpenAiResponses:
        body = { { "model", options.model },
                 { "temperature", 0 },
                 { "store", false },
                 { "instructions", context },
                 { "input", question } };
        break;
    case Shape::Anthropic:
        body = { { "model", options.model },
                 { "max_tokens", 256 },
                 { "temperature", 0 },
                 { "system", context },
                 { "messages", Json::array({ { { "role", "user" }, { "content", question } } }) } };
        break;
    case Shape::Gemini:
        body
            = { { "systemInstruction", { { "parts", Json::array({ { { "text", context } } }) } } },
                { "contents",
                  Json::array({ { { "role", "user" }, { "parts", Json::array({ { { "text", question } } }) } } }) },
                { "generationConfig", { { "temperature", 0 } } } };
        break;
    }
    if (options.stream && shape != Shape::Gemini) // Gemini's path says it.
        body["stream"] = true;
    return body.dump();
}

std::vector<std::uint32_t> contextOrder(std::size_t requests, std::uint32_t contexts, std::uint64_t seed)
{
    std::mt19937_64 random(seed);
    std::vector<std::uint32_t> round(contexts), order;
    std::iota(round.begin(), round.end(), 0U);
    order.reserve(requests);
    while (order.size() < requests) {
        shuffle(round, random);
        const std::size_t wanted = std::min(round.size(), requests - order.size());
        order.insert(order.end(), round.begin(), round.begin() + static_cast<std::ptrdiff_t>(wanted));
    }
    return order;
}

} // namespace cachescope::loadtest
