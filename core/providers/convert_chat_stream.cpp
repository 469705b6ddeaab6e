// SPDX-License-Identifier: MIT
#include "providers/form_conversion.h"
#include "providers/json_scanner.h"

#include <array>
#include <map>

namespace cachescope::providers {

namespace {

/** Texts of a message that come in pieces to be joined. */
constexpr std::array<std::string_view, 4> textFields{ "content", "refusal", "reasoning_content", "reasoning" };

/** A text in pieces: absent, null, or what the pieces joined give. */
struct JoinedText
{
    bool isSeen = false;
    std::optional<std::string> text;

    bool add(std::string_view raw)
    {
        isSeen = true;
        if (raw == "null")
            return true;
        if (!raw.starts_with('"'))
            return false; // Mistral's lists of parts and the like
        if (!text)
            text.emplace();
        *text += decodeJsonString(raw);
        return true;
    }
    std::string json() const { return text ? quoted(*text) : "null"; }
};

/** One call of a tool, put together from its fragments. */
class ToolCall
{
public:
    bool add(const RawObject &piece)
    {
        for (const auto &[name, value] : piece.members()) {
            if (name == "index")
                continue;
            if (name == "function" ? !addFunction(value) : !carry(m_call, name, value))
                return false;
        }
        return true;
    }

    std::optional<std::string> json() const
    {
        if (!m_call.string("id") || !m_function.string("name"))
            return {};
        RawObject function = m_function;
        function.set("arguments", quoted(m_arguments));
        RawObject call;
        call.set("id", *m_call.find("id"));
        call.setString("type", m_call.string("type").value_or("function"));
        if (*call.find("type") != "\"function\"")
            return {};
        call.set("function", function.text());
        for (const auto &[name, value] : m_call.members())
            call.set(name, value);
        return call.text();
    }

private:
    bool addFunction(std::string_view raw)
    {
        const auto function = RawObject::parse(raw);
        if (!function)
            return false;
        for (const auto &[name, value] : function->members()) {
            if (name != "arguments") {
                if (!carry(m_function, name, value))
                    return false;
            } else if (value.starts_with('"')) {
                m_arguments += decodeJsonString(value);
            } else if (value != "null") {
                return false;
            }
        }
        return true;
    }

    RawObject m_call;
    RawObject m_function;
    std::string m_arguments;
};

/** One choice, put together from the deltas of its chunks. */
class Choice
{
public:
    bool add(const RawObject &choice)
    {
        for (const auto &[name, value] : choice.members()) {
            bool fine = true;
            if (name == "delta")
                fine = value == "null" || addDelta(value);
            else if (name == "logprobs")
                fine = addLogprobs(value);
            else if (name != "index")
                fine = carry(m_members, name, value);
            if (!fine)
                return false;
        }
        return true;
    }

    std::optional<std::string> json(std::int64_t index) const
    {
        RawObject message;
        message.set("role", m_message.find("role") ? *m_message.find("role") : "\"assistant\"");
        message.set("content", m_texts[0].json());
        for (std::size_t i = 1; i < textFields.size(); ++i)
            if (m_texts[i].isSeen)
                message.set(textFields[i], m_texts[i].json());
        if (!m_calls.empty() && !addCalls(message))
            return {};
        if (m_hasFunctionCall)
            message.set("function_call", functionCall());
        for (const auto &[name, value] : m_message.members())
            message.set(name, value);
        RawObject choice;
        choice.set("index", std::to_string(index));
        choice.set("message", message.text());
        if (m_hasLogprobs)
            choice.set("logprobs", m_logprobs.empty() ? "null" : logprobsText());
        for (const auto &[name, value] : m_members.members())
            choice.set(name, value);
        return choice.text();
    }

private:
    bool addDelta(std::string_view raw)
    {
        const auto delta = RawObject::parse(raw);
        if (!delta)
            return false;
        for (const auto &[name, value] : delta->members())
            if (!addField(name, value))
                return false;
        return true;
    }

    bool addField(const std::string &name, const std::string &value)
    {
        for (std::size_t i = 0; i < textFields.size(); ++i)
            if (textFields[i] == name)
                return m_texts[i].add(value);
        if (name == "role")
            return carry(m_message, name, value);
        if (isBare(value))
            return true;
        if (name == "tool_calls")
            return addPieces(value);
        if (name == "function_call")
            return addFunctionCall(value);
        // Whether pieces of it are to be joined, added or replaced is not known: only one can be carried over.
        if (m_message.find(name))
            return false;
        m_message.set(name, value);
        return true;
    }

    bool addPieces(std::string_view raw)
    {
        const auto pieces = rawElements(raw);
        if (!pieces)
            return false;
        for (const std::string &text : *pieces) {
            const auto piece = RawObject::parse(text);
            if (!piece || !piece->find("index"))
                return false;
            const auto index = wholeNumber(*piece->find("index"));
            if (!index || !m_calls[*index].add(*piece))
                return false;
        }
        return true;
    }

    bool addCalls(RawObject &message) const
    {
        std::vector<std::string> calls;
        for (const auto &[index, call] : m_calls) {
            const auto json = call.json();
            if (!json || index != static_cast<std::int64_t>(calls.size()))
                return false;
            calls.push_back(*json);
        }
        message.set("tool_calls", arrayText(calls));
        return true;
    }

    bool addFunctionCall(std::string_view raw)
    {
        const auto call = RawObject::parse(raw);
        if (!call)
            return false;
        m_hasFunctionCall = true;
        for (const auto &[name, value] : call->members()) {
            if (name != "name" && name != "arguments")
                return false;
            if (!(name == "name" ? m_functionName : m_functionArguments).add(value))
                return false;
        }
        return true;
    }

    std::string functionCall() const
    {
        RawObject call;
        call.set("name", m_functionName.json());
        call.set("arguments", quoted(m_functionArguments.text.value_or("")));
        return call.text();
    }

    bool addLogprobs(std::string_view raw)
    {
        m_hasLogprobs = true;
        if (raw == "null")
            return true;
        const auto logprobs = RawObject::parse(raw);
        if (!logprobs)
            return false;
        for (const auto &[name, value] : logprobs->members()) {
            std::optional<std::vector<std::string>> &list = m_logprobs[name];
            if (value == "null")
                continue;
            const auto elements = rawElements(value);
            if (!elements)
                return false;
            if (!list)
                list.emplace();
            list->insert(list->end(), elements->begin(), elements->end());
        }
        return true;
    }

    std::string logprobsText() const
    {
        RawObject logprobs;
        for (const auto &[name, list] : m_logprobs)
            logprobs.set(name, list ? arrayText(*list) : "null");
        return logprobs.text();
    }

    std::array<JoinedText, textFields.size()> m_texts;
    std::map<std::int64_t, ToolCall> m_calls;
    JoinedText m_functionName, m_functionArguments;
    bool m_hasFunctionCall = false;
    bool m_hasLogprobs = false;
    std::map<std::string, std::optional<std::vector<std::string>>> m_logprobs;
    RawObject m_message; ///< role and what came in one piece
    RawObject m_members; ///< finish_reason and the rest beside the delta
};

class ChatAssembler
{
public:
    bool add(std::string_view data)
    {
        const auto chunk = RawObject::parse(data);
        if (!chunk)
            return false;
        for (const auto &[name, value] : chunk->members())
            if (!addMember(name, value))
                return false;
        return true;
    }

    std::optional<std::string> json() const
    {
        // The JSON answer always has a usage; a stream that was not asked for it does not know it.
        if (m_usage.empty())
            return {};
        std::vector<std::string> choices;
        for (const auto &[index, choice] : m_choices) {
            auto text = choice.json(index);
            if (!text)
                return {};
            choices.push_back(std::move(*text));
        }
        RawObject answer;
        for (const std::string_view name : { "id", "object", "created", "model" }) {
            if (name == "object")
                answer.setString(name, "chat.completion");
            else if (const std::string *const value = m_members.find(name))
                answer.set(name, *value);
        }
        answer.set("choices", arrayText(choices));
        answer.set("usage", m_usage);
        for (const auto &[name, value] : m_members.members())
            answer.set(name, value);
        return answer.text();
    }

private:
    bool addMember(const std::string &name, const std::string &value)
    {
        if (name == "choices")
            return addChoices(value);
        if (name == "usage") {
            if (value != "null")
                m_usage = value;
            return true;
        }
        if (name == "object")
            return value == "\"chat.completion.chunk\"" || isBare(value);
        if (name == "obfuscation") // padding against eavesdroppers, no content
            return true;
        if (name == "created") { // some servers stamp each chunk, Azure's first has 0: the first real one counts
            if (!m_members.find(name) || *m_members.find(name) == "0")
                m_members.set(name, value);
            return true;
        }
        return carry(m_members, name, value);
    }

    bool addChoices(std::string_view raw)
    {
        const auto choices = rawElements(raw);
        if (!choices)
            return false;
        for (const std::string &text : *choices) {
            const auto choice = RawObject::parse(text);
            const std::string *const index = choice ? choice->find("index") : nullptr;
            const auto number = index ? wholeNumber(*index) : std::nullopt;
            if (!number || !m_choices[*number].add(*choice))
                return false;
        }
        return true;
    }

    RawObject m_members;
    std::map<std::int64_t, Choice> m_choices;
    std::string m_usage;
};

} // namespace

std::optional<std::string> chatStreamToJson(const StreamEvents &events)
{
    ChatAssembler assembler;
    for (const StreamEvent &event : events) {
        if (event.data.starts_with("[DONE]"))
            break;
        if (!event.type.empty() && event.type != "message")
            return {};
        if (!assembler.add(event.data))
            return {};
    }
    return assembler.json();
}

} // namespace cachescope::providers
