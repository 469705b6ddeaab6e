// SPDX-License-Identifier: MIT
#pragma once

#include "harness.h"
#include "simulated/prompt.h"

#include <algorithm>
#include <chrono>
#include <random>

/**
 * A conversation that grows, is edited, cut, branched and re-parametrised at random, in any of the four API shapes.
 * Written as an API's client would write it; nothing here knows how caches work.
 */
class RandomConversation
{
public:
    using Json = cachescope::simulated::Json;
    enum class Shape
    {
        Chat,
        Responses,
        Messages,
        Gemini
    };

    RandomConversation(Shape shape, std::string model, std::uint32_t seed)
        : m_shape(shape)
        , m_model(std::move(model))
        , m_random(seed)
    {
        m_system = text(below(4) == 0 ? 40 : 900);
        for (std::uint32_t i = below(4); i > 0; --i)
            m_tools.push_back(newTool());
        addUser();
    }

    /** Changes something, or only goes on. */
    void step()
    {
        switch (below(12)) {
        case 0:
            m_system = below(2) == 0 ? "12:0" + std::to_string(below(9)) + m_system : text(700);
            break;
        case 1:
            if (m_tools.size() > 1)
                std::swap(m_tools[0], m_tools[below(m_tools.size())]);
            else
                m_tools.push_back(newTool());
            break;
        case 2:
            if (!m_turns.empty())
                m_turns[below(m_turns.size())].text = text(200);
            break;
        case 3: // A shorter history, from which it goes on differently.
            m_turns.resize(1 + below(m_turns.size()));
            while (m_turns.back().kind != Turn::User)
                m_turns.pop_back();
            break;
        case 4:
            m_turns.back().text += " and more";
            break;
        case 5:
            m_parameter = below(4);
            break;
        case 6:
            m_explicitMode = !m_explicitMode;
            break;
        case 7:
            m_turns.back().picture = 1 + below(3);
            break;
        default:
            addAnswer();
            addUser();
        }
    }

    std::chrono::seconds pause()
    {
        static constexpr int seconds[] = { 1, 5, 20, 200, 299, 301, 1700, 1900, 3500, 3700 };
        return std::chrono::seconds(seconds[below(below(3) == 0 ? 10 : 4)]);
    }

    std::string path() const
    {
        switch (m_shape) {
        case Shape::Chat:
            return "/v1/chat/completions";
        case Shape::Responses:
            return "/v1/responses";
        case Shape::Messages:
            return "/v1/messages";
        case Shape::Gemini:
            break;
        }
        return "/v1beta/models/" + m_model + ":generateContent";
    }

    std::string body()
    {
        Json body;
        switch (m_shape) {
        case Shape::Chat:
            body = chat();
            break;
        case Shape::Responses:
            body = responses();
            break;
        case Shape::Messages:
            body = messages();
            break;
        case Shape::Gemini:
            body = gemini();
            break;
        }
        return cachescope::simulated::compact(body);
    }

private:
    struct Turn
    {
        enum Kind
        {
            User,
            Assistant,
            Call,
            Result
        } kind;
        std::string text;
        std::uint32_t picture = 0; ///< 0: none.
    };

    std::uint32_t below(std::size_t end) { return static_cast<std::uint32_t>(m_random() % end); }
    bool marksWork() const
    {
        return m_shape == Shape::Messages
            || (m_shape != Shape::Gemini && cachescope::simulated::hasBreakpoints(m_model));
    }
    /** About so many tokens; different each time. */
    std::string text(std::uint32_t tokens)
    {
        static const std::vector<std::string> words{ " alpha",      " beta",  " gamma", " delta\n",
                                                     " \"quoted\"", " naïve", " 日本" };
        std::string out = "t" + std::to_string(m_random() % 1000);
        for (std::uint32_t i = tokens / 2 + below(tokens); i > 0; --i)
            out += words[below(words.size())];
        return out;
    }
    std::string newTool() { return "tool" + std::to_string(m_random() % 50); }
    void addUser() { m_turns.push_back({ Turn::User, text(below(3) == 0 ? 600 : 30) }); }
    void addAnswer()
    {
        for (std::uint32_t calls = below(3) == 0 ? 1 + below(6) : 0; calls > 0; --calls)
            m_turns.push_back({ Turn::Call, std::to_string(m_random() % 100) });
        const auto last = m_turns.size();
        std::size_t calls = 0;
        while (calls < last && m_turns[last - 1 - calls].kind == Turn::Call)
            ++calls;
        for (; calls > 0; --calls)
            m_turns.push_back({ Turn::Result, text(20) });
        m_turns.push_back({ Turn::Assistant, text(60) });
    }

    Json tools(bool nested) const
    {
        Json list = Json::array();
        for (const std::string &name : m_tools) {
            Json function{ { "name", name }, { "description", "Does " + name + std::string(200, 'x') } };
            function[nested ? "parameters" : "input_schema"] = { { "type", "object" } };
            list.push_back(
                nested && m_shape == Shape::Chat ? Json{ { "type", "function" }, { "function", function } }
                                                 : function);
        }
        return list;
    }

    Json marked(Json part)
    {
        if (marksWork() && m_marks > 0 && below(100) < m_markChance) {
            --m_marks;
            part["prompt_cache_breakpoint"] = { { "mode", "explicit" } };
        }
        return part;
    }

    Json chat()
    {
        m_marks = 60;
        m_markChance = below(2) == 0 ? 0 : 30;
        Json list = Json::array();
        list.push_back({ { "role", "system" },
                         { "content", Json::array({ marked({ { "type", "text" }, { "text", m_system } }) }) } });
        std::size_t call = 0, result = 0;
        for (const Turn &turn : m_turns) {
            if (turn.kind == Turn::Call) {
                list.push_back(
                    { { "role", "assistant" },
                      { "content", nullptr },
                      { "tool_calls",
                        Json::array({ { { "id", "c" + std::to_string(call++) },
                                        { "type", "function" },
                                        { "function", { { "name", "f" }, { "arguments", turn.text } } } } }) } });
            } else if (turn.kind == Turn::Result) {
                list.push_back({ { "role", "tool" },
                                 { "tool_call_id", "c" + std::to_string(result++) },
                                 { "content", turn.text } });
            } else {
                Json parts = Json::array({ marked({ { "type", "text" }, { "text", turn.text } }) });
                if (turn.picture != 0 && turn.kind == Turn::User)
                    parts.push_back(
                        { { "type", "image_url" },
                          { "image_url",
                            { { "url", "data:image/png;base64,A" + std::to_string(turn.picture) } } } });
                list.push_back(
                    { { "role", turn.kind == Turn::User ? "user" : "assistant" }, { "content", parts } });
            }
        }
        Json body{ { "model", m_model }, { "messages", list } };
        if (!m_tools.empty())
            body["tools"] = tools(true);
        addOpenAiParameters(body);
        return body;
    }

    void addOpenAiParameters(Json &body) const
    {
        if (m_parameter == 1)
            body["parallel_tool_calls"] = false;
        if (m_parameter == 2)
            body["temperature"] = 0.5;
        if (m_parameter == 3 && !cachescope::simulated::hasBreakpoints(m_model))
            body["prompt_cache_retention"] = "24h";
        if (m_explicitMode && cachescope::simulated::hasBreakpoints(m_model))
            body["prompt_cache_options"] = { { "mode", "explicit" } };
    }

    Json responses()
    {
        m_marks = 60;
        m_markChance = below(2) == 0 ? 0 : 30;
        Json items = Json::array();
        std::size_t call = 0, result = 0;
        for (const Turn &turn : m_turns) {
            if (turn.kind == Turn::Call) {
                items.push_back({ { "type", "function_call" },
                                  { "call_id", "c" + std::to_string(call++) },
                                  { "name", "f" },
                                  { "arguments", turn.text } });
            } else if (turn.kind == Turn::Result) {
                items.push_back({ { "type", "function_call_output" },
                                  { "call_id", "c" + std::to_string(result++) },
                                  { "output", turn.text } });
            } else {
                const bool user = turn.kind == Turn::User;
                items.push_back({ { "role", user ? "user" : "assistant" },
                                  { "content",
                                    Json::array({ marked({ { "type", user ? "input_text" : "output_text" },
                                                           { "text", turn.text } }) }) } });
            }
        }
        Json body{ { "model", m_model }, { "instructions", m_system }, { "input", items } };
        if (!m_tools.empty())
            body["tools"] = tools(true);
        addOpenAiParameters(body);
        return body;
    }

    Json messages()
    {
        Json system = Json::array({ { { "type", "text" }, { "text", m_system } } });
        Json list = Json::array();
        std::size_t call = 0, result = 0;
        for (const Turn &turn : m_turns) {
            const bool fromUser = turn.kind == Turn::User || turn.kind == Turn::Result;
            const std::string role = fromUser ? "user" : "assistant";
            if (list.empty() || list.back()["role"] != role)
                list.push_back({ { "role", role }, { "content", Json::array() } });
            Json &content = list.back()["content"];
            if (turn.kind == Turn::Call)
                content.push_back({ { "type", "tool_use" },
                                    { "id", "c" + std::to_string(call++) },
                                    { "name", "f" },
                                    { "input", { { "n", turn.text } } } });
            else if (turn.kind == Turn::Result && turn.text.size() % 2 == 0)
                content.push_back({ { "type", "tool_result" },
                                    { "tool_use_id", "c" + std::to_string(result++) },
                                    { "content",
                                      Json::array({ { { "type", "text" }, { "text", turn.text } },
                                                    { { "type", "text" }, { "text", "done" } } }) } });
            else if (turn.kind == Turn::Result)
                content.push_back({ { "type", "tool_result" },
                                    { "tool_use_id", "c" + std::to_string(result++) },
                                    { "content", turn.text } });
            else
                content.push_back({ { "type", "text" }, { "text", turn.text } });
            if (turn.picture != 0 && turn.kind == Turn::User)
                content.push_back({ { "type", "image" },
                                    { "source",
                                      { { "type", "base64" },
                                        { "media_type", "image/png" },
                                        { "data", "A" + std::to_string(turn.picture) } } } });
        }
        Json body{ { "model", m_model }, { "max_tokens", 16 }, { "system", system }, { "messages", list } };
        if (!m_tools.empty())
            body["tools"] = tools(false);
        if (m_parameter == 1)
            body["tool_choice"] = { { "type", "any" } };
        if (m_parameter == 2)
            body["speed"] = "fast";
        if (m_parameter == 3)
            body["thinking"] = { { "type", "enabled" }, { "budget_tokens", 1024 } };
        mark(body);
        return body;
    }

    /** Up to four marks, those of an hour first, and sometimes the switch. */
    void mark(Json &body)
    {
        std::vector<Json *> blocks;
        if (body.contains("tools")) {
            for (Json &tool : body["tools"])
                blocks.push_back(&tool);
        }
        for (Json &block : body["system"])
            blocks.push_back(&block);
        for (Json &message : body["messages"]) {
            for (Json &block : message["content"])
                blocks.push_back(&block);
        }
        const bool useSwitch = below(4) == 0;
        std::vector<std::size_t> places;
        for (std::uint32_t i = below(useSwitch ? 4 : 5); i > 0; --i) {
            // The last blocks are marked most often, as agents do it; the switch takes the very last one.
            const std::size_t reach = below(2) == 0 ? blocks.size() : std::min<std::size_t>(blocks.size(), 3);
            const std::size_t place = blocks.size() - 1 - below(reach);
            if (useSwitch && place + 1 == blocks.size())
                continue;
            if (std::find(places.begin(), places.end(), place) == places.end())
                places.push_back(place);
        }
        std::sort(places.begin(), places.end());
        const std::size_t hours = below(places.size() + 1);
        for (std::size_t i = 0; i < places.size(); ++i) {
            Json control{ { "type", "ephemeral" } };
            if (i < hours)
                control["ttl"] = "1h";
            else if (below(2) == 0)
                control["ttl"] = "5m";
            (*blocks[places[i]])["cache_control"] = control;
        }
        if (useSwitch)
            body["cache_control"] = { { "type", "ephemeral" } };
    }

    Json gemini()
    {
        Json contents = Json::array();
        for (const Turn &turn : m_turns) {
            const bool fromUser = turn.kind == Turn::User || turn.kind == Turn::Result;
            Json part{ { "text", turn.text } };
            if (turn.kind == Turn::Call)
                part = { { "functionCall", { { "name", "f" }, { "args", { { "n", turn.text } } } } } };
            if (turn.kind == Turn::Result)
                part = { { "functionResponse", { { "name", "f" }, { "response", { { "r", turn.text } } } } } };
            Json parts = Json::array({ part });
            if (turn.picture != 0 && turn.kind == Turn::User)
                parts.push_back(
                    { { "inlineData",
                        { { "mimeType", "image/png" }, { "data", "A" + std::to_string(turn.picture) } } } });
            contents.push_back({ { "role", fromUser ? "user" : "model" }, { "parts", parts } });
        }
        Json body{ { "systemInstruction", { { "parts", Json::array({ { { "text", m_system + m_system } } }) } } },
                   { "contents", contents } };
        if (!m_tools.empty())
            body["tools"] = Json::array({ { { "functionDeclarations", tools(true) } } });
        if (m_parameter == 1)
            body["toolConfig"] = { { "functionCallingConfig", { { "mode", "ANY" } } } };
        return body;
    }

    Shape m_shape;
    std::string m_model;
    std::mt19937 m_random;
    std::string m_system;
    std::vector<std::string> m_tools;
    std::vector<Turn> m_turns;
    std::uint32_t m_parameter = 0, m_markChance = 0;
    int m_marks = 0;
    bool m_explicitMode = false;
};
