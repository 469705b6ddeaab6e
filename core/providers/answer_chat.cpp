// SPDX-License-Identifier: MIT
#include "providers/answer_shape.h"
#include "providers/raw_json.h"

#include <vector>

namespace cachescope::providers {

namespace {

/** Chat Completions and Embeddings of OpenAI and everyone who speaks them (rules, sections 4, 10, 11, 12). */
class ChatShape final : public AnswerShape
{
public:
    using AnswerShape::AnswerShape;

    bool readEvent(std::string_view type, std::string_view data) override
    {
        if (m_done)
            return false;
        if (data.starts_with("[DONE]")) { // the SDKs end at anything that begins so
            m_done = true;
            return false;
        }
        m_content = false;
        if (type == "error" && !change().errorInside)
            takeError(data);
        readObject(data);
        return m_content;
    }

    void readDocument(std::string_view json) override
    {
        readObject(json);
        change().complete = !m_malformed && !facts().errorInside;
    }

    bool isEnded() const override
    {
        bool finished = !m_finished.empty();
        for (const bool choice : m_finished)
            finished = finished && choice;
        return m_done && finished && !m_malformed;
    }

private:
    static constexpr std::int64_t mostChoices = 1024;

    void readObject(std::string_view text)
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
    }

    void readMember(JsonScanner &json, std::string_view key, std::string_view text)
    {
        if (key == "choices")
            readChoices(json);
        else if (key == "usage")
            takeUsage(json.raw());
        else if (key == "model")
            takeString(json, change().servedModel);
        else if (key == "service_tier")
            takeString(json, change().serviceTier);
        else if (key == "error" && json.kind() != JsonKind::Null)
            takeError(text);
        else if (key == "x_groq")
            readGroq(json);
        else if (key == "prompt_cache_diagnostics" && json.kind() != JsonKind::Null)
            change().diagnosticsJson = json.raw();
    }

    void readGroq(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey())
            if (*key == "usage" && facts().usage.source == UsageSource::None)
                takeUsage(json.raw());
    }

    void readChoices(JsonScanner &json)
    {
        if (!json.enterArray())
            return;
        while (json.nextElement())
            readChoice(json);
    }

    void readChoice(JsonScanner &json)
    {
        std::int64_t index = 0;
        std::string reason;
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key == "index")
                index = json.integer().value_or(0);
            else if (*key == "delta" || *key == "message")
                readMessage(json);
            else if (*key == "text" && json.kind() == JsonKind::String)
                noteContent(json.raw());
            else if (*key == "finish_reason")
                reason = json.string().value_or("");
            else if (*key == "usage") // Moonshot's place in streams
                takeUsage(json.raw());
            else if (*key == "error" && json.kind() != JsonKind::Null)
                takeError(json.raw());
        }
        if (index < 0 || index >= mostChoices)
            return;
        const auto at = static_cast<std::size_t>(index);
        if (m_finished.size() <= at)
            m_finished.resize(at + 1, false);
        if (!reason.empty()) {
            m_finished[at] = true;
            noteFinish(reason, at);
        }
    }

    void noteFinish(const std::string &reason, std::size_t choice)
    {
        AnswerFacts &answer = change();
        if (choice == 0 || answer.finishReason.empty())
            answer.finishReason = reason;
        answer.truncated |= reason == "length" || reason == "max_tokens" || reason == "model_length";
        answer.refused |= reason == "content_filter";
        answer.hasToolCalls |= reason == "tool_calls" || reason == "function_call";
        // OpenRouter's word for an upstream that failed, and DeepSeek's for one that ran out of machines.
        if (reason == "error" || reason == "insufficient_system_resource") {
            answer.errorInside = true;
            if (answer.errorCode.empty())
                answer.errorCode = reason;
        }
    }

    void readMessage(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key == "content" || *key == "reasoning_content" || *key == "reasoning" || *key == "audio"
                || *key == "reasoning_details") {
                noteContent(json.raw());
            } else if (*key == "refusal") {
                change().refused |= noteContent(json.raw());
            } else if (*key == "tool_calls" || *key == "function_call") {
                change().hasToolCalls |= noteContent(json.raw());
            }
        }
    }

    bool noteContent(std::string_view value)
    {
        const bool any = !isBare(value);
        m_content |= any;
        return any;
    }

    std::vector<bool> m_finished; ///< By index of the choice.
    bool m_done = false;
    bool m_malformed = false;
    bool m_content = false;
};

} // namespace

std::unique_ptr<AnswerShape> makeChatShape(Api api, bool requestedTtl1h)
{
    return std::make_unique<ChatShape>(api, requestedTtl1h);
}

} // namespace cachescope::providers
