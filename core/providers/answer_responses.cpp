// SPDX-License-Identifier: MIT
#include "providers/answer_shape.h"
#include "providers/raw_json.h"

namespace cachescope::providers {

namespace {

/** OpenAI's Responses API (rules, section 5). */
class ResponsesShape final : public AnswerShape
{
public:
    explicit ResponsesShape(bool requestedTtl1h)
        : AnswerShape(Api::OpenAiResponses, requestedTtl1h)
    { }

    bool readEvent(std::string_view type, std::string_view data) override
    {
        if (data.starts_with("[DONE]")) // not sent by OpenAI, tolerated by its SDKs
            return false;
        Event event;
        event.type = type;
        if (!readParts(data, event)) {
            m_malformed = true;
            return false;
        }
        if (event.type == "error" || event.hasError)
            takeError(data);
        if (!event.response.empty())
            readResponse(event.response);
        if (!event.item.empty())
            readItem(event.item);
        m_ended |= event.type == "response.completed" || event.type == "response.incomplete";
        change().refused |= event.type.starts_with("response.refusal.");
        return event.type.ends_with(".delta") && !isBare(event.delta);
    }

    void readDocument(std::string_view json) override
    {
        readResponse(json);
        // "queued" and "in_progress" (background) are whole documents of unfinished answers.
        change().complete = !m_malformed && !facts().errorInside
            && (m_status.empty() || m_status == "completed" || m_status == "incomplete");
    }

    bool isEnded() const override { return m_ended && !m_malformed; }

private:
    struct Event
    {
        std::string type;
        std::string_view delta, response, item;
        bool hasError = false;
    };

    static bool readParts(std::string_view data, Event &event)
    {
        JsonScanner json(data);
        if (json.kind() != JsonKind::Object)
            return false;
        json.enterObject();
        while (const auto key = json.nextKey()) {
            if (*key == "type")
                event.type = json.string().value_or("");
            else if (*key == "delta")
                event.delta = json.raw();
            else if (*key == "response" && json.kind() == JsonKind::Object)
                event.response = json.raw();
            else if (*key == "item" && json.kind() == JsonKind::Object)
                event.item = json.raw();
            else if (*key == "error")
                event.hasError = json.kind() != JsonKind::Null;
        }
        return json.finish();
    }

    void readResponse(std::string_view text)
    {
        JsonScanner json(text);
        if (json.kind() != JsonKind::Object) {
            m_malformed = true;
            return;
        }
        json.enterObject();
        while (const auto key = json.nextKey())
            readMember(json, *key, text);
        m_malformed |= !json.finish();
        AnswerFacts &answer = change();
        if (m_status == "failed" || m_status == "cancelled") {
            answer.errorInside = true;
            if (answer.errorCode.empty())
                answer.errorCode = m_status;
        }
    }

    void readMember(JsonScanner &json, std::string_view key, std::string_view text)
    {
        AnswerFacts &answer = change();
        if (key == "model") {
            takeString(json, answer.servedModel);
        } else if (key == "service_tier") {
            takeString(json, answer.serviceTier);
        } else if (key == "status") {
            m_status = json.string().value_or("");
            answer.truncated |= m_status == "incomplete";
            if (m_status == "completed" || m_status == "failed" || m_status == "cancelled")
                answer.finishReason = m_status;
        } else if (key == "usage") {
            takeUsage(json.raw());
        } else if (key == "error" && json.kind() != JsonKind::Null) {
            takeError(text);
        } else if (key == "incomplete_details") {
            readIncompleteDetails(json);
        } else if (key == "prompt_cache_diagnostics" && json.kind() != JsonKind::Null) {
            answer.diagnosticsJson = json.raw();
        } else if (key == "output" && json.enterArray()) {
            while (json.nextElement())
                readItem(json.raw());
        }
    }

    void readIncompleteDetails(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key != "reason")
                continue;
            takeString(json, change().finishReason);
            change().refused |= facts().finishReason == "content_filter";
        }
    }

    void readItem(std::string_view text)
    {
        std::string type;
        std::string_view content;
        JsonScanner json(text);
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key == "type")
                type = json.string().value_or("");
            else if (*key == "content" && json.kind() == JsonKind::Array)
                content = json.raw();
        }
        // function_call, custom_tool_call, and the provider's own: web_search_call, mcp_call, …
        change().hasToolCalls |= type.ends_with("_call") || type == "mcp_approval_request";
        if (type == "message" && !content.empty())
            readContent(content);
    }

    void readContent(std::string_view content)
    {
        JsonScanner json(content);
        json.enterArray();
        while (json.nextElement()) {
            if (!json.enterObject())
                continue;
            while (const auto key = json.nextKey())
                if (*key == "type")
                    change().refused |= json.string() == "refusal";
        }
    }

    std::string m_status;
    bool m_ended = false;
    bool m_malformed = false;
};

} // namespace

std::unique_ptr<AnswerShape> makeResponsesShape(bool requestedTtl1h)
{
    return std::make_unique<ResponsesShape>(requestedTtl1h);
}

} // namespace cachescope::providers
