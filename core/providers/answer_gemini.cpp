// SPDX-License-Identifier: MIT
#include "providers/answer_shape.h"
#include "providers/raw_json.h"

#include <algorithm>
#include <array>
#include <vector>

namespace cachescope::providers {

namespace {

/** Finish reasons by which Gemini withholds an answer. */
constexpr std::array<std::string_view, 9> refusals{
    "SAFETY",
    "RECITATION",
    "BLOCKLIST",
    "PROHIBITED_CONTENT",
    "SPII",
    "LANGUAGE",
    "IMAGE_SAFETY",
    "IMAGE_PROHIBITED_CONTENT",
    "IMAGE_RECITATION",
};

/** generateContent, its stream in both forms, and embeddings (rules, section 9). */
class GeminiShape final : public AnswerShape
{
public:
    explicit GeminiShape(Api api)
        : AnswerShape(api, false)
    { }

    bool readEvent(std::string_view type, std::string_view data) override
    {
        m_content = false;
        if (type == "error")
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
        if (m_malformed)
            return false;
        bool finished = !m_finished.empty() || m_blocked;
        for (const bool candidate : m_finished)
            finished = finished && candidate;
        return finished;
    }

private:
    static constexpr std::int64_t mostCandidates = 1024;

    void readObject(std::string_view text)
    {
        JsonScanner json(text);
        if (json.kind() != JsonKind::Object) {
            m_malformed = true;
            return;
        }
        json.enterObject();
        while (const auto key = json.nextKey()) {
            if (*key == "candidates")
                readCandidates(json);
            else if (*key == "usageMetadata")
                takeUsage(json.raw());
            else if (*key == "modelVersion")
                takeString(json, change().servedModel);
            else if (*key == "promptFeedback")
                readFeedback(json);
            else if (*key == "error" && json.kind() != JsonKind::Null)
                takeError(text);
        }
        m_malformed |= !json.finish();
    }

    void readFeedback(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key != "blockReason" || json.kind() != JsonKind::String)
                continue;
            m_blocked = true;
            change().refused = true;
            takeString(json, change().finishReason);
        }
    }

    void readCandidates(JsonScanner &json)
    {
        if (!json.enterArray())
            return;
        while (json.nextElement())
            readCandidate(json);
    }

    void readCandidate(JsonScanner &json)
    {
        std::int64_t index = 0;
        std::string reason;
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key == "index")
                index = json.integer().value_or(0);
            else if (*key == "finishReason")
                reason = json.string().value_or("");
            else if (*key == "content")
                readContent(json);
        }
        if (index < 0 || index >= mostCandidates)
            return;
        const auto at = static_cast<std::size_t>(index);
        if (m_finished.size() <= at)
            m_finished.resize(at + 1, false);
        if (!reason.empty() && reason != "FINISH_REASON_UNSPECIFIED") {
            m_finished[at] = true;
            noteFinish(reason, at);
        }
    }

    void noteFinish(const std::string &reason, std::size_t candidate)
    {
        AnswerFacts &answer = change();
        if (candidate == 0 || answer.finishReason.empty())
            answer.finishReason = reason;
        if (reason == "MAX_TOKENS") {
            answer.truncated = true;
        } else if (std::ranges::find(refusals, reason) != refusals.end()) {
            answer.refused = true;
        } else if (reason != "STOP") { // MALFORMED_FUNCTION_CALL, MISSING_THOUGHT_SIGNATURE, OTHER, …
            answer.errorInside = true;
            if (answer.errorCode.empty())
                answer.errorCode = reason;
        }
    }

    void readContent(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            if (*key != "parts" || !json.enterArray())
                continue;
            while (json.nextElement())
                readPart(json);
        }
    }

    void readPart(JsonScanner &json)
    {
        if (!json.enterObject())
            return;
        while (const auto key = json.nextKey()) {
            const bool tool = *key == "functionCall" || *key == "executableCode" || *key == "toolCall";
            if (tool || *key == "text" || *key == "inlineData" || *key == "codeExecutionResult") {
                const bool any = !isBare(json.raw());
                m_content |= any;
                change().hasToolCalls |= tool && any;
            }
        }
    }

    std::vector<bool> m_finished; ///< By index of the candidate.
    bool m_blocked = false;
    bool m_malformed = false;
    bool m_content = false;
};

} // namespace

std::unique_ptr<AnswerShape> makeGeminiShape(Api api)
{
    return std::make_unique<GeminiShape>(api);
}

} // namespace cachescope::providers
