// SPDX-License-Identifier: MIT
#include "http/sse.h"
#include "providers/form_conversion.h"
#include "providers/json_scanner.h"

namespace cachescope::providers {

namespace {

/** Writes a Chat answer as the stream that the rules, section 4.2, describe. */
class ChatStreamWriter
{
public:
    ChatStreamWriter(const RawObject &answer, bool includeUsage)
        : m_includeUsage(includeUsage)
    {
        for (const auto &[name, value] : answer.members()) {
            if (name == "object")
                m_base.setString("object", "chat.completion.chunk");
            else if (name != "choices" && name != "usage")
                m_base.set(name, value);
        }
        if (!m_base.find("object"))
            m_base.setString("object", "chat.completion.chunk");
    }

    bool writeChoice(std::string_view text)
    {
        const auto choice = RawObject::parse(text);
        const auto message = choice ? RawObject::parse(choice->value("message")) : std::nullopt;
        if (!message || !choice->find("index") || choice->value("finish_reason").empty())
            return false;
        m_index = *choice->find("index");
        m_logprobs = choice->value("logprobs");
        m_hasLogprobs = choice->find("logprobs") != nullptr;
        if (!hasOnlyKnownFields(*message))
            return false;
        writeFirst(*message);
        for (const std::string_view name : { "reasoning_content", "reasoning" })
            writeText(*message, name);
        const bool hasContent = writeText(*message, "content");
        const bool hasRefusal = writeText(*message, "refusal");
        if (!m_logprobs.empty() && hasContent == hasRefusal) // no text to go with, or two
            return false;
        if (!writeToolCalls(message->value("tool_calls")) || !writeFunctionCall(message->value("function_call")))
            return false;
        writeFinish(*choice);
        return true;
    }

    void writeUsage(std::string_view usage)
    {
        RawObject chunk = m_base;
        chunk.set("choices", "[]");
        chunk.set("usage", usage);
        http::appendSseEvent(m_out, chunk.text());
    }

    std::string finish()
    {
        http::appendSseEvent(m_out, "[DONE]");
        return std::move(m_out);
    }

private:
    static bool hasOnlyKnownFields(const RawObject &message)
    {
        for (const auto &[name, value] : message.members()) {
            const bool text
                = name == "content" || name == "refusal" || name == "reasoning_content" || name == "reasoning";
            if (text && value != "null" && !value.starts_with('"'))
                return false;
            const bool known = text || name == "role" || name == "tool_calls" || name == "function_call"
                || name == "annotations";
            if (!known && !isBare(value))
                return false;
        }
        return true;
    }

    void writeDelta(const RawObject &delta, std::string_view logprobs = {}, const RawObject *choice = nullptr)
    {
        RawObject piece;
        piece.set("index", m_index);
        piece.set("delta", delta.text());
        if (m_hasLogprobs)
            piece.set("logprobs", logprobs.empty() ? "null" : logprobs);
        piece.set("finish_reason", "null");
        if (choice)
            for (const auto &[name, value] : choice->members())
                if (name != "index" && name != "message" && name != "logprobs")
                    piece.set(name, value);
        RawObject chunk = m_base;
        chunk.set("choices", arrayText({ piece.text() }));
        if (m_includeUsage)
            chunk.set("usage", "null");
        http::appendSseEvent(m_out, chunk.text());
    }

    void writeFirst(const RawObject &message)
    {
        RawObject delta;
        delta.set("role", message.value("role").empty() ? "\"assistant\"" : message.value("role"));
        delta.set("content", message.value("content").empty() ? "null" : "\"\"");
        if (message.find("refusal"))
            delta.set("refusal", "null");
        if (!isBare(message.value("annotations")))
            delta.set("annotations", message.value("annotations"));
        writeDelta(delta);
    }

    /** True when there was such a text; it takes the logprobs along. */
    bool writeText(const RawObject &message, std::string_view name)
    {
        const std::string_view value = message.value(name);
        if (value.empty() || (value == "\"\"" && name == "content"))
            return false;
        RawObject delta;
        delta.set(name, value);
        const bool isAnswer = name == "content" || name == "refusal";
        writeDelta(delta, isAnswer ? m_logprobs : std::string_view());
        return isAnswer;
    }

    bool writeToolCalls(std::string_view raw)
    {
        if (isBare(raw))
            return true;
        const auto calls = rawElements(raw);
        if (!calls)
            return false;
        for (std::size_t i = 0; i < calls->size(); ++i) {
            const auto call = RawObject::parse((*calls)[i]);
            if (!call || !writeToolCall(*call, std::to_string(i)))
                return false;
        }
        return true;
    }

    bool writeToolCall(const RawObject &call, const std::string &index)
    {
        auto function = RawObject::parse(call.value("function"));
        const std::string_view type = call.value("type");
        if (!function || !call.string("id") || !function->string("name") || !function->string("arguments")
            || (!type.empty() && type != "\"function\""))
            return false;
        const std::string arguments(function->value("arguments"));
        function->set("arguments", "\"\"");
        RawObject first;
        first.set("index", index);
        for (const auto &[name, value] : call.members())
            if (name != "index")
                first.set(name, value);
        first.set("function", function->text());
        writePiece(first);
        RawObject rest;
        rest.set("index", index);
        rest.set("function", "{\"arguments\":" + arguments + '}');
        if (arguments != "\"\"")
            writePiece(rest);
        return true;
    }

    void writePiece(const RawObject &piece)
    {
        RawObject delta;
        delta.set("tool_calls", arrayText({ piece.text() }));
        writeDelta(delta);
    }

    bool writeFunctionCall(std::string_view raw)
    {
        if (isBare(raw))
            return true;
        const auto call = RawObject::parse(raw);
        if (!call || call->members().size() != 2 || !call->string("name") || !call->string("arguments"))
            return false;
        RawObject delta;
        delta.set("function_call", "{\"name\":" + *call->find("name") + ",\"arguments\":\"\"}");
        writeDelta(delta);
        delta.set("function_call", "{\"arguments\":" + *call->find("arguments") + '}');
        writeDelta(delta);
        return true;
    }

    void writeFinish(const RawObject &choice) { writeDelta({}, {}, &choice); }

    RawObject m_base;
    bool m_includeUsage;
    std::string m_index;
    std::string m_logprobs;
    bool m_hasLogprobs = false;
    std::string m_out;
};

} // namespace

std::optional<std::string> chatJsonToStream(const RawObject &answer, bool includeUsage)
{
    const auto choices = rawElements(answer.value("choices"));
    const std::string_view usage = answer.value("usage");
    const std::string_view object = answer.value("object");
    if (!choices || choices->empty() || (includeUsage && usage.empty())
        || (!object.empty() && object != "\"chat.completion\""))
        return {};
    ChatStreamWriter writer(answer, includeUsage);
    for (const std::string &choice : *choices)
        if (!writer.writeChoice(choice))
            return {};
    if (includeUsage)
        writer.writeUsage(usage);
    return writer.finish();
}

} // namespace cachescope::providers
