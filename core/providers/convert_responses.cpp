// SPDX-License-Identifier: MIT
#include "http/sse.h"
#include "providers/form_conversion.h"

namespace cachescope::providers {

namespace {

/** Writes a response as the events that the rules, section 5, describe. */
class ResponsesStreamWriter
{
public:
    explicit ResponsesStreamWriter(const RawObject &response)
        : m_response(response)
    { }

    std::optional<std::string> write()
    {
        const std::string status = m_response.string("status").value_or("");
        const auto items = rawElements(m_response.value("output"));
        if (!items || (status != "completed" && status != "incomplete") || m_response.value("usage").empty())
            return {};
        writeOpening();
        for (const std::string &text : *items) {
            const auto item = RawObject::parse(text);
            if (!item || !writeItem(*item))
                return {};
            ++m_outputIndex;
        }
        RawObject last;
        last.set("response", m_response.text());
        emit("response." + status, last);
        return std::move(m_out);
    }

private:
    void emit(const std::string &type, const RawObject &members)
    {
        RawObject event;
        event.setString("type", type);
        event.set("sequence_number", std::to_string(m_sequence++));
        for (const auto &[name, value] : members.members())
            event.set(name, value);
        http::appendSseEvent(m_out, event.text(), type);
    }

    /** Members that place an event; `contentIndex` below 0 leaves it out. */
    RawObject placed(const RawObject &item, std::string_view indexName = {}, std::size_t index = 0) const
    {
        RawObject event;
        event.set("item_id", *item.find("id"));
        event.set("output_index", std::to_string(m_outputIndex));
        if (!indexName.empty())
            event.set(indexName, std::to_string(index));
        return event;
    }

    void writeOpening()
    {
        RawObject begun = m_response;
        begun.setString("status", "in_progress");
        begun.set("output", "[]");
        begun.set("usage", "null");
        for (const std::string_view name : { "completed_at", "incomplete_details", "prompt_cache_diagnostics" })
            if (begun.find(name))
                begun.set(name, "null");
        RawObject event;
        event.set("response", begun.text());
        emit("response.created", event);
        emit("response.in_progress", event);
    }

    void writeItemEvent(const char *type, const RawObject &item)
    {
        RawObject event;
        event.set("output_index", std::to_string(m_outputIndex));
        event.set("item", item.text());
        emit(type, event);
    }

    /** The item as it is announced: what comes in events of its own is still empty. */
    void announce(const RawObject &item, std::string_view emptied, std::string_view with)
    {
        RawObject begun = item;
        begun.set(emptied, with);
        if (begun.find("status"))
            begun.setString("status", "in_progress");
        writeItemEvent("response.output_item.added", begun);
    }

    bool writeItem(const RawObject &item)
    {
        const std::string type = item.string("type").value_or("");
        if (!item.string("id"))
            return false;
        bool fine = false;
        if (type == "message")
            fine = writeMessage(item);
        else if (type == "function_call")
            fine = writeCall(item, "arguments", "response.function_call_arguments.");
        else if (type == "custom_tool_call")
            fine = writeCall(item, "input", "response.custom_tool_call_input.");
        else if (type == "reasoning")
            fine = writeReasoning(item);
        // Others report progress in events of their own kinds, which nothing in the answer tells.
        if (fine)
            writeItemEvent("response.output_item.done", item);
        return fine;
    }

    bool writeMessage(const RawObject &item)
    {
        const auto parts = rawElements(item.value("content"));
        if (!parts)
            return false;
        announce(item, "content", "[]");
        for (std::size_t i = 0; i < parts->size(); ++i) {
            const auto part = RawObject::parse((*parts)[i]);
            if (!part || !writePart(item, *part, i))
                return false;
        }
        return true;
    }

    bool writePart(const RawObject &item, const RawObject &part, std::size_t index)
    {
        const std::string type = part.string("type").value_or("");
        const std::string field = type == "output_text" ? "text" : "refusal";
        if ((type != "output_text" && type != "refusal") || !part.string(field))
            return false;
        if (!isBare(part.value("logprobs"))) // events carry them in another shape, by token
            return false;
        const RawObject place = placed(item, "content_index", index);
        RawObject begun = part;
        begun.set(field, "\"\"");
        if (begun.find("annotations"))
            begun.set("annotations", "[]");
        writePartEvent("response.content_part.added", place, begun);
        const std::string family = type == "output_text" ? "response.output_text." : "response.refusal.";
        const std::string_view logprobs = type == "output_text" ? "[]" : "";
        writeText(family + "delta", place, "delta", *part.find(field), logprobs);
        if (!writeAnnotations(place, part.value("annotations")))
            return false;
        writeText(family + "done", place, field, *part.find(field), logprobs);
        writePartEvent("response.content_part.done", place, part);
        return true;
    }

    void writePartEvent(const char *type, RawObject event, const RawObject &part)
    {
        event.set("part", part.text());
        emit(type, event);
    }

    void writeText(
        const std::string &type, RawObject event, std::string_view field, std::string_view value,
        std::string_view logprobs)
    {
        if (field == "delta" && value == "\"\"")
            return;
        event.set(field, value);
        if (!logprobs.empty())
            event.set("logprobs", logprobs);
        emit(type, event);
    }

    bool writeAnnotations(const RawObject &place, std::string_view raw)
    {
        if (isBare(raw))
            return true;
        const auto annotations = rawElements(raw);
        if (!annotations)
            return false;
        for (std::size_t i = 0; i < annotations->size(); ++i) {
            RawObject event = place;
            event.set("annotation_index", std::to_string(i));
            event.set("annotation", (*annotations)[i]);
            emit("response.output_text.annotation.added", event);
        }
        return true;
    }

    bool writeCall(const RawObject &item, std::string_view field, const std::string &family)
    {
        if (!item.string(field))
            return false;
        announce(item, field, "\"\"");
        RawObject event = placed(item);
        event.set("delta", *item.find(field));
        if (*item.find(field) != "\"\"")
            emit(family + "delta", event);
        event = placed(item);
        event.set(field, *item.find(field));
        emit(family + "done", event);
        return true;
    }

    bool writeReasoning(const RawObject &item)
    {
        const auto parts = rawElements(item.value("summary"));
        if (!parts || !isBare(item.value("content")))
            return false;
        announce(item, "summary", "[]");
        for (std::size_t i = 0; i < parts->size(); ++i) {
            const auto part = RawObject::parse((*parts)[i]);
            if (!part || !part->string("text"))
                return false;
            const RawObject place = placed(item, "summary_index", i);
            RawObject begun = *part;
            begun.set("text", "\"\"");
            writePartEvent("response.reasoning_summary_part.added", place, begun);
            writeText("response.reasoning_summary_text.delta", place, "delta", *part->find("text"), {});
            writeText("response.reasoning_summary_text.done", place, "text", *part->find("text"), {});
            writePartEvent("response.reasoning_summary_part.done", place, *part);
        }
        return true;
    }

    const RawObject &m_response;
    std::string m_out;
    std::size_t m_sequence = 0;
    std::size_t m_outputIndex = 0;
};

} // namespace

/** The last event carries the whole response as the JSON answer has it; the items before vouch for it. */
std::optional<std::string> responsesStreamToJson(const StreamEvents &events)
{
    std::size_t itemsDone = 0;
    std::optional<std::string> answer;
    for (const StreamEvent &event : events) {
        const bool last = event.type == "response.completed" || event.type == "response.incomplete";
        if (event.type == "response.output_item.done")
            ++itemsDone;
        if (!last)
            continue;
        const auto data = RawObject::parse(event.data);
        const auto response = data ? RawObject::parse(data->value("response")) : std::nullopt;
        const auto items = response ? rawElements(response->value("output")) : std::nullopt;
        // Some relays leave `output` or `usage` out of the last event: then only the stream has it all.
        if (!items || items->size() != itemsDone || response->value("usage").empty())
            return {};
        answer = data->value("response");
    }
    return answer;
}

std::optional<std::string> responsesJsonToStream(const RawObject &response)
{
    return ResponsesStreamWriter(response).write();
}

} // namespace cachescope::providers
