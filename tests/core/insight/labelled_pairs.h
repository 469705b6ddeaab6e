// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "insight/call_analyst.h"
#include "providers/answer.h"
#include "simulated/backend.h"

#include <nlohmann/json.hpp>

#include <map>
#include <string>
#include <vector>

namespace cachescope::insight::test {

using Json = nlohmann::ordered_json;
using providers::Api;

/** A conversation apart from any API, and what pairs of calls change about it. */
struct Talk
{
    struct Tool
    {
        std::string name, description;
    };
    struct Message
    {
        std::string role, text;
    };
    std::string model;
    std::vector<Tool> tools;
    std::string system;
    std::vector<Message> messages;
    bool parameter = false; ///< The API's own one that belongs to the cache's key is set.
    bool marked = true; ///< Anthropic: marks at the end of the system text and of the newest message.
    bool newestMarked = true; ///< Anthropic: the second of them.
    bool onlyMarks = false; ///< OpenAI from 5.6: explicit mode.
    std::string session = "s";

    void say(const std::string &answer, const std::string &question)
    {
        messages.push_back({ "assistant", answer });
        messages.push_back({ "user", question });
    }
};

/** One API with a model whose rules are known. */
struct Shape
{
    Api api;
    std::string upstream, target, model, otherModel;
};

inline const std::vector<Shape> &shapes()
{
    static const std::vector<Shape> all{
        { Api::OpenAiChat, "openai", "/v1/chat/completions", "gpt-4.1", "gpt-4.1-mini" },
        { Api::OpenAiResponses, "openai", "/v1/responses", "gpt-5.6-sol", "gpt-5-mini" },
        { Api::AnthropicMessages, "anthropic", "/v1/messages", "claude-sonnet-4-5", "claude-opus-4-8" },
        { Api::GeminiGenerate, "gemini", "/v1beta/models/gemini-2.5-flash:generateContent", "gemini-2.5-flash",
          "gemini-2.5-pro" },
    };
    return all;
}

/** Words that repeat nowhere else: the same for the same seed. */
inline std::string words(std::uint64_t seed, int count)
{
    static const char *const parts[] = { "order", "cart",  "ship",  "price", "stock", "refund", "label", "queue",
                                         "retry", "cache", "token", "audit", "clock", "route",  "proxy", "index" };
    std::string text;
    std::uint64_t state = seed * 0x9e3779b97f4a7c15U + 1;
    for (int i = 0; i < count; ++i) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        text += parts[state % 16];
        text += parts[state / 16 % 16];
        text += i % 12 == 11 ? ".\n" : " ";
    }
    return text;
}

inline Json schemaOf(const Talk::Tool &tool)
{
    return { { "type", "object" },
             { "properties", { { "of_" + tool.name, { { "type", "string" } } } } },
             { "required", Json::array({ "of_" + tool.name }) } };
}

inline Json chatBody(const Talk &talk)
{
    Json messages = Json::array({ { { "role", "system" }, { "content", talk.system } } });
    for (const auto &message : talk.messages)
        messages.push_back({ { "role", message.role }, { "content", message.text } });
    Json body{ { "model", talk.model }, { "messages", messages } };
    for (const auto &tool : talk.tools)
        body["tools"].push_back({ { "type", "function" },
                                  { "function",
                                    { { "name", tool.name },
                                      { "description", tool.description },
                                      { "parameters", schemaOf(tool) } } } });
    if (talk.parameter)
        body["parallel_tool_calls"] = false;
    return body;
}

inline Json responsesBody(const Talk &talk)
{
    Json input = Json::array();
    for (const auto &message : talk.messages)
        input.push_back({ { "role", message.role },
                          { "content",
                            Json::array({ { { "type", message.role == "user" ? "input_text" : "output_text" },
                                            { "text", message.text } } }) } });
    Json body{ { "model", talk.model }, { "instructions", talk.system }, { "input", input } };
    for (const auto &tool : talk.tools)
        body["tools"].push_back({ { "type", "function" },
                                  { "name", tool.name },
                                  { "description", tool.description },
                                  { "parameters", schemaOf(tool) } });
    if (talk.parameter)
        body["reasoning"] = { { "effort", "high" } };
    if (talk.onlyMarks) {
        body["prompt_cache_options"] = { { "mode", "explicit" } };
        body["input"].back()["content"][0]["prompt_cache_breakpoint"] = { { "mode", "explicit" } };
    }
    return body;
}

inline Json messagesBody(const Talk &talk)
{
    const Json mark{ { "type", "ephemeral" } };
    Json system{ { "type", "text" }, { "text", talk.system } };
    if (talk.marked)
        system["cache_control"] = mark;
    Json messages = Json::array();
    for (const auto &message : talk.messages)
        messages.push_back({ { "role", message.role },
                             { "content", Json::array({ { { "type", "text" }, { "text", message.text } } }) } });
    if (talk.marked && talk.newestMarked)
        messages.back()["content"][0]["cache_control"] = mark;
    Json body{ { "model", talk.model },
               { "max_tokens", 500 },
               { "system", Json::array({ system }) },
               { "messages", messages } };
    for (const auto &tool : talk.tools)
        body["tools"].push_back(
            { { "name", tool.name }, { "description", tool.description }, { "input_schema", schemaOf(tool) } });
    if (talk.parameter)
        body["tool_choice"] = { { "type", "any" } };
    return body;
}

inline Json geminiBody(const Talk &talk)
{
    Json contents = Json::array();
    for (const auto &message : talk.messages)
        contents.push_back({ { "role", message.role == "user" ? "user" : "model" },
                             { "parts", Json::array({ { { "text", message.text } } }) } });
    Json body{ { "systemInstruction", { { "parts", Json::array({ { { "text", talk.system } } }) } } },
               { "contents", contents } };
    for (const auto &tool : talk.tools)
        body["tools"][0]["functionDeclarations"].push_back(
            { { "name", tool.name }, { "description", tool.description }, { "parameters", schemaOf(tool) } });
    if (talk.parameter)
        body["toolConfig"] = { { "functionCallingConfig", { { "mode", "ANY" } } } };
    return body;
}

inline std::string bodyOf(const Talk &talk, Api api)
{
    switch (api) {
    case Api::OpenAiResponses:
        return responsesBody(talk).dump();
    case Api::AnthropicMessages:
        return messagesBody(talk).dump();
    case Api::GeminiGenerate:
        return geminiBody(talk).dump();
    default:
        return chatBody(talk).dump();
    }
}

/** Sends calls to the simulated provider, whose cache is another implementation of the published rules than the one
 * under test, and has them analysed. */
class Bench
{
public:
    explicit Bench(const Shape &shape)
        : m_shape(shape)
        , m_backend(settings(), m_clock)
        , m_analyst(m_models, sources())
    { }

    /** What became of the provider's cache in a call. */
    enum class Provider
    {
        Sound,
        Forgot ///< Had the entry no more.
    };
    enum class Begun
    {
        Now,
        Later ///< The next call starts before this one's first byte.
    };
    requestlog::CallInsight send(
        const Talk &talk, std::chrono::seconds after, Provider provider = Provider::Sound, Begun begun = Begun::Now)
    {
        m_clock.advance(after);
        const std::string body = bodyOf(talk, m_shape.api);
        http::RequestHead head;
        head.method = "POST";
        std::string target = m_shape.target;
        if (m_shape.api == Api::GeminiGenerate)
            target = "/v1beta/models/" + talk.model + ":generateContent";
        head.target = "/" + m_shape.upstream + target;
        head.fields.add("content-type", "application/json");
        head.fields.add("authorization", "Bearer key");
        head.fields.add("x-api-key", "key");
        head.fields.add("x-goog-api-key", "key");
        const simulated::Answer answer = m_backend.answer(head, body);
        if (answer.status != 200)
            qFatal("%s", answer.body.c_str());
        if (begun == Begun::Now)
            m_backend.begun(answer);
        providers::AnswerObserver observer(m_shape.api, answer.status, "application/json");
        observer.feed(answer.body);
        requestlog::CallRecord record;
        record.start.id = ++m_id;
        record.start.startedAt = m_clock.wall();
        record.start.upstream = m_shape.upstream;
        record.start.api = m_shape.api;
        record.start.model = talk.model;
        record.start.session = talk.session;
        record.start.credential = "c";
        record.end.outcome = requestlog::Outcome::Miss;
        record.end.usage = observer.finish().usage;
        record.end.firstByteMicros = begun == Begun::Now ? 400'000 : 9'000'000;
        record.end.totalMicros = record.end.firstByteMicros + 500'000;
        if (provider == Provider::Forgot) {
            providers::TokenUsage &tokens = record.end.usage.tokens;
            (m_shape.api == Api::AnthropicMessages ? tokens.cacheWrite5m : tokens.fresh) += tokens.cacheRead;
            tokens.cacheRead = 0;
        }
        m_bodies[m_id] = body;
        m_records[m_id] = record;
        auto insight = m_analyst.analyse(record);
        if (!insight)
            qFatal("%s", insight.error().message.c_str());
        return *insight;
    }
    const requestlog::CallRecord &record(std::int64_t id) const { return m_records.at(id); }

private:
    static simulated::Backend::Settings settings()
    {
        simulated::Backend::Settings settings;
        settings.firstToken = std::chrono::microseconds(0);
        settings.tokensPerSecond = 0;
        settings.faults = {};
        return settings;
    }
    CallAnalyst::Sources sources()
    {
        CallAnalyst::Sources sources;
        sources.readBody = [this](std::int64_t id) -> base::Result<std::string> { return m_bodies[id]; };
        sources.readRecord = [this](std::int64_t id) -> base::Result<std::optional<requestlog::CallRecord>> {
            return m_records[id];
        };
        sources.prices = [] { return providers::PriceBook::shipped(); };
        return sources;
    }

    Shape m_shape;
    base::ManualClock m_clock;
    simulated::Backend m_backend;
    tokens::ModelTable m_models;
    std::map<std::int64_t, std::string> m_bodies;
    std::map<std::int64_t, requestlog::CallRecord> m_records;
    std::int64_t m_id = 0;
    CallAnalyst m_analyst;
};

/** A talk of some turns; each seed says other words. */
inline Talk talkOf(const Shape &shape, int seed, int turns)
{
    const auto base = static_cast<std::uint64_t>(seed) * 1000;
    Talk talk;
    talk.model = shape.model;
    for (int i = 0; i < 3 + seed % 3; ++i)
        talk.tools.push_back(
            { "tool_" + std::to_string(i), "Does this: " + words(base + 1 + std::uint64_t(i), 30) });
    talk.system = "You help with a shop's orders.\n" + words(base + 50, 1500 + 100 * (seed % 4));
    talk.messages.push_back({ "user", "Look into this: " + words(base + 60, 120) });
    for (int i = 1; i < turns; ++i)
        talk.say(words(base + 100 + std::uint64_t(i), 150), words(base + 200 + std::uint64_t(i), 130));
    return talk;
}

} // namespace cachescope::insight::test
