// SPDX-License-Identifier: MIT
#include "providers/answer_shape.h"
#include "providers/raw_json.h"

namespace cachescope::providers {

namespace {

/** Anthropic's Messages API (rules, section 7). */
class AnthropicShape final : public AnswerShape
{
public:
    explicit AnthropicShape(bool requestedTtl1h)
        : AnswerShape(Api::AnthropicMessages, requestedTtl1h)
    { }

    bool readEvent(std::string_view type, std::string_view data) override
    {
        m_content = false;
        std::string kind(type);
        std::string_view message, block, delta, usage, diagnostics;
        JsonScanner json(data);
        if (json.kind() != JsonKind::Object) {
            m_malformed |= !data.empty(); // an event may come by name alone
        } else {
            json.enterObject();
            while (const auto key = json.nextKey()) {
                if (*key == "type")
                    kind = json.string().value_or(kind);
                else if (*key == "message")
                    message = json.raw();
                else if (*key == "content_block")
                    block = json.raw();
                else if (*key == "delta")
                    delta = json.raw();
                else if (*key == "usage")
                    usage = json.raw();
                else if (*key == "diagnostics" && json.kind() != JsonKind::Null)
                    diagnostics = json.raw();
            }
            m_malformed |= !json.finish();
        }
        if (kind == "error")
            takeError(data);
        else if (kind == "message_start")
            readMessage(message);
        else if (kind == "content_block_start")
            readBlock(block);
        else if (kind == "content_block_delta")
            readBlockDelta(delta);
        else if (kind == "message_delta")
            readMessageDelta(delta, usage);
        else if (kind == "message_stop")
            m_stopped = true;
        if (!diagnostics.empty())
            change().diagnosticsJson = diagnostics;
        return m_content;
    }

    void readDocument(std::string_view json) override
    {
        readMessage(json);
        change().complete = !m_malformed && !facts().errorInside;
    }

    bool isEnded() const override { return m_stopped && m_started && !m_malformed; }

private:
    /** A message whole, or as a stream starts it. */
    void readMessage(std::string_view text)
    {
        JsonScanner json(text);
        if (json.kind() != JsonKind::Object) {
            m_malformed = true;
            return;
        }
        m_started = true;
        json.enterObject();
        while (const auto key = json.nextKey()) {
            if (*key == "model")
                takeString(json, change().servedModel);
            else if (*key == "usage")
                mergeUsage(json.raw());
            else if (*key == "stop_reason")
                noteStop(json.string().value_or(""));
            else if (*key == "content")
                readBlocks(json);
            else if (*key == "diagnostics" && json.kind() != JsonKind::Null)
                change().diagnosticsJson = json.raw();
            else if (*key == "error" && json.kind() != JsonKind::Null)
                takeError(text);
        }
        m_malformed |= !json.finish();
    }

    void readBlocks(JsonScanner &json)
    {
        if (!json.enterArray())
            return;
        while (json.nextElement())
            readBlock(json.raw());
    }

    void readBlock(std::string_view text)
    {
        std::string type;
        bool any = false;
        JsonScanner json(text);
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key == "type")
                type = json.string().value_or("");
            else if (*key == "text" || *key == "thinking" || *key == "data" || *key == "name")
                any |= !isBare(json.raw());
        }
        // tool_use, and those that the provider runs itself: server_tool_use, mcp_tool_use
        change().hasToolCalls |= type.ends_with("tool_use");
        m_content |= any;
    }

    void readBlockDelta(std::string_view text)
    {
        JsonScanner json(text);
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey())
            if (*key == "text" || *key == "thinking" || *key == "partial_json")
                m_content |= !isBare(json.raw());
    }

    void readMessageDelta(std::string_view delta, std::string_view usage)
    {
        JsonScanner json(delta);
        if (json.enterObject())
            while (const auto key = json.nextKey())
                if (*key == "stop_reason")
                    noteStop(json.string().value_or(""));
        mergeUsage(usage);
    }

    void noteStop(const std::string &reason)
    {
        if (reason.empty())
            return;
        AnswerFacts &answer = change();
        answer.finishReason = reason;
        answer.truncated |= reason == "max_tokens" || reason == "model_context_window_exceeded";
        answer.refused |= reason == "refusal";
        answer.hasToolCalls |= reason == "tool_use";
    }

    /** Counters of message_delta are cumulative: they replace those of message_start, they are not added. */
    void mergeUsage(std::string_view text)
    {
        const auto newer = RawObject::parse(text);
        if (!newer)
            return;
        const bool first = m_usage.empty();
        for (const auto &[name, value] : newer->members())
            if (value != "null" || !m_usage.find(name))
                m_usage.set(name, value);
        takeUsage(first ? std::string(text) : m_usage.text());
        if (const auto tier = m_usage.string("service_tier"))
            change().serviceTier = *tier;
        if (const auto geo = m_usage.string("inference_geo"))
            change().inferenceGeo = *geo;
    }

    RawObject m_usage;
    bool m_started = false;
    bool m_stopped = false;
    bool m_malformed = false;
    bool m_content = false;
};

} // namespace

std::unique_ptr<AnswerShape> makeAnthropicShape(bool requestedTtl1h)
{
    return std::make_unique<AnthropicShape>(requestedTtl1h);
}

} // namespace cachescope::providers
