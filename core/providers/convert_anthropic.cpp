// SPDX-License-Identifier: MIT
#include "http/sse.h"
#include "providers/form_conversion.h"
#include "providers/json_scanner.h"

#include <array>

namespace cachescope::providers {

namespace {

/** Members of a message that a stream only tells at its end, in message_delta's `delta`. */
constexpr std::array<std::string_view, 4> endMembers{ "stop_reason", "stop_sequence", "stop_details", "container" };

bool isToolUse(const std::string &type)
{
    return type == "tool_use" || type == "server_tool_use" || type == "mcp_tool_use";
}

/** One content block, put together from its deltas. */
class Block
{
public:
    explicit Block(RawObject start)
        : m_block(std::move(start))
    { }

    bool add(const RawObject &delta)
    {
        const std::string type = delta.string("type").value_or("");
        if (type == "text_delta")
            return append("text", delta);
        if (type == "thinking_delta")
            return append("thinking", delta);
        if (type == "signature_delta")
            return append("signature", delta);
        if (type == "input_json_delta") {
            const auto piece = delta.string("partial_json");
            m_input += piece.value_or("");
            return piece.has_value();
        }
        if (type == "citations_delta" && !delta.value("citation").empty()) {
            m_citations.emplace_back(delta.value("citation"));
            return true;
        }
        return false;
    }

    void stop() { m_stopped = true; }

    std::optional<std::string> json() const
    {
        RawObject block = m_block;
        if (!m_stopped || (!m_input.empty() && !isObject(m_input)))
            return {};
        if (!m_input.empty())
            block.set("input", m_input);
        if (!m_citations.empty())
            block.set("citations", arrayText(m_citations));
        return block.text();
    }

private:
    static bool isObject(std::string_view text)
    {
        JsonScanner json(text);
        const bool object = json.kind() == JsonKind::Object;
        json.raw();
        return object && json.finish();
    }

    /** The delta's member has the name of the block's: text, thinking, signature. */
    bool append(std::string_view name, const RawObject &delta)
    {
        const auto piece = delta.string(name);
        if (!piece || delta.members().size() != 2)
            return false;
        m_block.setString(name, m_block.string(name).value_or("") + *piece);
        return true;
    }

    RawObject m_block;
    std::string m_input;
    std::vector<std::string> m_citations;
    bool m_stopped = false;
};

class MessageAssembler
{
public:
    bool add(const StreamEvent &event)
    {
        if (event.type == "ping" || event.type == "message_stop")
            return true;
        const auto data = RawObject::parse(event.data);
        if (!data)
            return false;
        if (event.type == "message_start")
            return start(*data);
        if (event.type == "content_block_start")
            return startBlock(*data);
        if (event.type == "content_block_delta" || event.type == "content_block_stop")
            return changeBlock(*data, event.type == "content_block_stop");
        return event.type == "message_delta" && changeMessage(*data);
    }

    std::optional<std::string> json() const
    {
        std::vector<std::string> blocks;
        for (const Block &block : m_blocks) {
            auto text = block.json();
            if (!text)
                return {};
            blocks.push_back(std::move(*text));
        }
        RawObject message = m_message;
        message.set("content", arrayText(blocks));
        message.set("usage", m_usage.text());
        return message.text();
    }

private:
    bool start(const RawObject &data)
    {
        const auto message = RawObject::parse(data.value("message"));
        const auto usage = message ? RawObject::parse(message->value("usage")) : std::nullopt;
        if (!usage || !m_message.empty() || message->value("content") != "[]")
            return false;
        m_message = *message;
        m_usage = *usage;
        return true;
    }

    bool startBlock(const RawObject &data)
    {
        const auto block = RawObject::parse(data.value("content_block"));
        if (!block || data.value("index") != std::to_string(m_blocks.size()))
            return false;
        m_blocks.emplace_back(*block);
        return true;
    }

    bool changeBlock(const RawObject &data, bool stops)
    {
        const auto index = wholeNumber(data.value("index").empty() ? "-1" : data.value("index"));
        if (!index || *index < 0 || *index >= static_cast<std::int64_t>(m_blocks.size()))
            return false;
        Block &block = m_blocks[static_cast<std::size_t>(*index)];
        if (stops) {
            block.stop();
            return true;
        }
        const auto delta = RawObject::parse(data.value("delta"));
        return delta && block.add(*delta);
    }

    bool changeMessage(const RawObject &data)
    {
        for (const auto &[name, value] : data.members()) {
            if (name == "delta") {
                const auto delta = RawObject::parse(value);
                if (!delta)
                    return false;
                for (const auto &[member, text] : delta->members())
                    m_message.set(member, text);
            } else if (name == "usage") {
                const auto usage = RawObject::parse(value);
                if (!usage)
                    return false;
                for (const auto &[member, text] : usage->members())
                    if (text != "null" || !m_usage.find(member))
                        m_usage.set(member, text);
            } else if (name != "type" && value != "null") {
                m_message.set(name, value); // context_management and its like
            }
        }
        return true;
    }

    RawObject m_message;
    RawObject m_usage;
    std::vector<Block> m_blocks;
};

/** Writes a message as the events that the rules, section 7.2, describe. */
class MessageStreamWriter
{
public:
    std::optional<std::string> write(const RawObject &message)
    {
        const auto blocks = rawElements(message.value("content"));
        auto usage = RawObject::parse(message.value("usage"));
        if (!blocks || !usage || message.value("stop_reason").empty() || message.string("type") != "message")
            return {};
        writeStart(message, *usage);
        for (std::size_t i = 0; i < blocks->size(); ++i) {
            const auto block = RawObject::parse((*blocks)[i]);
            if (!block || !writeBlock(*block, std::to_string(i)))
                return {};
        }
        writeEnd(message, *usage);
        return std::move(m_out);
    }

private:
    void emit(std::string_view type, const RawObject &members)
    {
        RawObject event;
        event.setString("type", type);
        for (const auto &[name, value] : members.members())
            event.set(name, value);
        http::appendSseEvent(m_out, event.text(), type);
    }

    void writeStart(const RawObject &message, RawObject usage)
    {
        RawObject begun = message;
        begun.set("content", "[]");
        for (const std::string_view name : endMembers)
            if (begun.find(name))
                begun.set(name, "null");
        if (begun.find("context_management"))
            begun.set("context_management", "null");
        if (usage.find("output_tokens"))
            usage.set("output_tokens", "1"); // a placeholder, as Anthropic sends it
        begun.set("usage", usage.text());
        RawObject event;
        event.set("message", begun.text());
        emit("message_start", event);
    }

    bool writeBlock(const RawObject &block, const std::string &index)
    {
        m_index = index;
        const std::string type = block.string("type").value_or("");
        bool fine = true;
        if (type == "text")
            fine = writeText(block);
        else if (type == "thinking")
            fine = writeThinking(block);
        else if (isToolUse(type))
            fine = writeToolUse(block);
        else if (type == "redacted_thinking" || type.ends_with("_tool_result"))
            startBlock(block); // these come whole
        else
            return false;
        if (fine)
            writeStop();
        return fine;
    }

    void startBlock(const RawObject &block)
    {
        RawObject event;
        event.set("index", m_index);
        event.set("content_block", block.text());
        emit("content_block_start", event);
    }

    void writeStop()
    {
        RawObject event;
        event.set("index", m_index);
        emit("content_block_stop", event);
    }

    void writeDelta(std::string_view type, std::string_view name, std::string_view value)
    {
        RawObject delta;
        delta.setString("type", type);
        delta.set(name, value);
        RawObject event;
        event.set("index", m_index);
        event.set("delta", delta.text());
        emit("content_block_delta", event);
    }

    bool writeText(const RawObject &block)
    {
        if (!block.string("text"))
            return false;
        RawObject begun = block;
        begun.set("text", "\"\"");
        const auto citations = rawElements(block.value("citations"));
        if (citations)
            begun.set("citations", "[]");
        startBlock(begun);
        for (const std::string &citation : citations.value_or(std::vector<std::string>()))
            writeDelta("citations_delta", "citation", citation);
        if (block.value("text") != "\"\"")
            writeDelta("text_delta", "text", block.value("text"));
        return true;
    }

    bool writeThinking(const RawObject &block)
    {
        if (!block.string("thinking"))
            return false;
        RawObject begun = block;
        begun.set("thinking", "\"\"");
        if (begun.find("signature"))
            begun.set("signature", "\"\"");
        startBlock(begun);
        if (block.value("thinking") != "\"\"")
            writeDelta("thinking_delta", "thinking", block.value("thinking"));
        if (!isBare(block.value("signature")))
            writeDelta("signature_delta", "signature", block.value("signature"));
        return true;
    }

    bool writeToolUse(const RawObject &block)
    {
        const std::string_view input = block.value("input");
        if (!input.starts_with('{'))
            return false;
        RawObject begun = block;
        begun.set("input", "{}");
        startBlock(begun);
        writeDelta("input_json_delta", "partial_json", "\"\"");
        if (input != "{}")
            writeDelta("input_json_delta", "partial_json", quoted(input));
        return true;
    }

    void writeEnd(const RawObject &message, const RawObject &usage)
    {
        RawObject delta;
        for (const std::string_view name : endMembers)
            if (message.find(name))
                delta.set(name, *message.find(name));
        RawObject event;
        event.set("delta", delta.text());
        // All counters once more: if present in message_delta, they win.
        event.set("usage", usage.text());
        if (!message.value("context_management").empty())
            event.set("context_management", message.value("context_management"));
        emit("message_delta", event);
        emit("message_stop", {});
    }

    std::string m_out;
    std::string m_index;
};

} // namespace

std::optional<std::string> anthropicStreamToJson(const StreamEvents &events)
{
    MessageAssembler assembler;
    for (const StreamEvent &event : events)
        if (!assembler.add(event))
            return {};
    return assembler.json();
}

std::optional<std::string> anthropicJsonToStream(const RawObject &message)
{
    return MessageStreamWriter().write(message);
}

} // namespace cachescope::providers
