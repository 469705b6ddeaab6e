// SPDX-License-Identifier: MIT
#include "simulated/content.h"

#include "simulated/answer_text.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

namespace cachescope::simulated {

namespace {

constexpr double medianTokens = 220;
constexpr std::size_t hugeBytes = std::size_t{ 32 } << 20;

/** True when the newest message asks in words for a tool. */
bool asksForTool(const Prompt &prompt, const AnswerWishes &wishes, std::string &name)
{
    if (prompt.endsWithToolResult)
        return false;
    const std::string &question = prompt.lastUserText;
    for (const Json &tool : wishes.tools) {
        const std::string candidate = textMember(tool, "name");
        if (question.find("the " + candidate + " tool") != std::string::npos
            || question.find("`" + candidate + "`") != std::string::npos) {
            name = candidate;
            return true;
        }
    }
    return question.find("use the tool") != std::string::npos || question.find("Use the tool") != std::string::npos;
}

void composeToolCall(Content &content, const AnswerWishes &wishes, std::string name, Random &random)
{
    const Json *chosen = nullptr;
    for (const Json &tool : wishes.tools) {
        if (textMember(tool, "name") == name)
            chosen = &tool;
    }
    if (!chosen)
        chosen = &wishes.tools[random.below(wishes.tools.size())];
    ToolCall call;
    call.name = textMember(*chosen, "name");
    call.arguments = compact(sampleOfSchema(member(*chosen, "schema"), random));
    static constexpr std::string_view letters = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (int i = 0; i < 24; ++i)
        call.id += letters[random.below(letters.size())];
    content.toolCalls.push_back(std::move(call));
    content.finish = Finish::ToolCalls;
}

/** Ends the text before the first stop sequence, as providers do. */
void applyStops(Content &content, const std::vector<std::string> &stops)
{
    std::size_t earliest = std::string::npos;
    for (const std::string &stop : stops) {
        const auto at = stop.empty() ? std::string::npos : content.text.find(stop);
        if (at < earliest) {
            earliest = at;
            content.stopSequence = stop;
        }
    }
    if (earliest == std::string::npos)
        return;
    content.text.resize(earliest);
    content.finish = Finish::StopSequence;
}

void applyLimit(Content &content, std::int64_t limit, const ModelTokenizer &tokenizer, TokenCounter &counter)
{
    const auto pieces
        = counter.pieces(tokenizer.encoding(), content.text, std::numeric_limits<std::int64_t>::max());
    std::int64_t tokens = 0;
    std::size_t bytes = 0;
    for (const auto &piece : pieces) {
        if (limit > 0 && tokenizer.scale(tokens + piece.tokens) > limit) {
            content.text.resize(bytes);
            content.finish = Finish::Length;
            content.stopSequence.clear();
            break;
        }
        tokens += piece.tokens;
        bytes += piece.text.size();
    }
    content.outputTokens += content.finish == Finish::Length ? limit : tokenizer.scale(tokens);
}

std::string structuredAnswer(const AnswerWishes &wishes, const std::string &prose, Random &random)
{
    if (wishes.schema.is_object())
        return compact(sampleOfSchema(wishes.schema, random));
    return compact(Json{ { "answer", prose } });
}

} // namespace

Content composeContent(
    const Prompt &prompt, const AnswerWishes &wishes, const ContentSeed &seed, const ModelTokenizer &tokenizer,
    TokenCounter &counter)
{
    Random random(seed.seed);
    Content content;
    if (wishes.reasons) {
        content.reasoning = composeReasoning(random);
        content.reasoningTokens = std::llround(random.logNormal(120, 0.7) / 64 + 0.5) * 64;
        if (wishes.maxTokens > 0)
            content.reasoningTokens = std::min(content.reasoningTokens, wishes.maxTokens / 2);
    }
    std::string tool = wishes.forcedTool;
    const bool mayCall = !wishes.tools.empty() && !wishes.toolsForbidden;
    const bool calls = mayCall && (wishes.toolRequired || !tool.empty() || asksForTool(prompt, wishes, tool));
    const double tokens = seed.tokens ? static_cast<double>(*seed.tokens)
        : calls                       ? 24
                                      : std::min(random.logNormal(medianTokens, 0.6), 2500.0);
    content.text = composeAnswer(
        random, prompt.lastUserText, static_cast<std::size_t>(std::max(1.0, tokens * (calls ? 0.5 : 0.75))));
    if (wishes.wantsJson && !calls)
        content.text = structuredAnswer(wishes, content.text, random);
    while (seed.repeats && content.text.size() < hugeBytes)
        content.text += content.text.substr(0, hugeBytes - content.text.size());
    if (calls)
        composeToolCall(content, wishes, tool, random);
    if (wishes.toolRequired || !wishes.forcedTool.empty())
        content.text.clear(); // a forced call comes without words
    applyStops(content, wishes.stops);
    std::int64_t limit
        = wishes.maxTokens > 0 ? std::max<std::int64_t>(1, wishes.maxTokens - content.reasoningTokens) : 0;
    if (seed.tokens && !calls && (limit == 0 || *seed.tokens < limit)) {
        // A length asked for is kept exactly, and is no truncation.
        while (!wishes.wantsJson && counter.count(tokenizer.encoding(), content.text) < *seed.tokens)
            content.text += ' ' + composeAnswer(random, prompt.lastUserText, 20);
        applyLimit(content, *seed.tokens, tokenizer, counter);
        content.finish = content.finish == Finish::Length ? Finish::Stop : content.finish;
    } else {
        applyLimit(content, limit, tokenizer, counter);
    }
    for (const ToolCall &call : content.toolCalls)
        content.outputTokens
            += tokenizer.scale(8 + counter.count(tokenizer.encoding(), call.name + call.arguments));
    content.outputTokens += content.reasoningTokens;
    return content;
}

Json sampleOfSchema(const Json &schema, Random &random, std::string_view name, int depth)
{
    static constexpr std::array<std::string_view, 6> paths{ "src/checkout/cart.ts", "src/billing/invoice.ts",
                                                            "lib/session/store.py", "core/pricing/tier.cpp",
                                                            "web/pages/orders.tsx", "internal/ledger/post.go" };
    static constexpr std::array<std::string_view, 6> phrases{ "open orders without a payment",
                                                              "retry policy",
                                                              "customers in Berlin",
                                                              "expired sessions",
                                                              "currency rounding",
                                                              "weekly revenue" };
    if (const Json &values = member(schema, "enum"); values.is_array() && !values.empty())
        return values[random.below(values.size())];
    const Json &typeValue = member(schema, "type");
    const std::string type = typeValue.is_array() && !typeValue.empty() ? text(typeValue[0]) : text(typeValue);
    if (type == "integer" || type == "INTEGER")
        return random.between(1, 200);
    if (type == "number" || type == "NUMBER")
        return static_cast<double>(random.between(10, 9999)) / 100;
    if (type == "boolean" || type == "BOOLEAN")
        return random.chance(0.5);
    if (type == "array" || type == "ARRAY") {
        Json items = Json::array();
        for (int i = 0; depth < 6 && i < 2; ++i)
            items.push_back(sampleOfSchema(member(schema, "items"), random, name, depth + 1));
        return items;
    }
    const Json &properties = member(schema, "properties");
    if (properties.is_object() || type == "object" || type == "OBJECT" || schema.is_null() || depth == 0) {
        Json object = Json::object();
        for (auto it = properties.begin(); depth < 6 && properties.is_object() && it != properties.end(); ++it)
            object[it.key()] = sampleOfSchema(it.value(), random, it.key(), depth + 1);
        return object;
    }
    const bool isPath = name.find("path") != std::string_view::npos || name.find("file") != std::string_view::npos;
    return std::string(isPath ? random.pick(paths) : random.pick(phrases));
}

} // namespace cachescope::simulated
