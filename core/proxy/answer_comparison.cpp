// SPDX-License-Identifier: MIT
#include "proxy/answer_comparison.h"

#include "providers/answer.h"

#include <nlohmann/json.hpp>

#include <array>
#include <string>

namespace cachescope::proxy {

namespace {

using Json = nlohmann::json;

constexpr std::array contentNames{
    "choices", "content", "output", "candidates", "data", "embedding", "embeddings"
};
constexpr std::array passingNames{ "id",      "item_id",   "call_id",           "logprobs",        "avgLogprobs",
                                   "created", "signature", "encrypted_content", "thoughtSignature" };

void dropPassing(Json &json)
{
    if (json.is_object()) {
        for (const char *name : passingNames)
            json.erase(name);
    }
    if (json.is_structured()) {
        for (Json &part : json)
            dropPassing(part);
    }
}

std::optional<Json> contentOf(providers::Api api, const AnswerText &answer)
{
    std::optional<std::string> whole;
    if (answer.form == providers::AnswerForm::Sse)
        whole = providers::streamToJson(api, answer.text);
    else
        whole = std::string(answer.text);
    const Json document = whole ? Json::parse(*whole, nullptr, false) : Json();
    if (!document.is_structured())
        return {};
    if (document.is_array()) {
        Json content = document;
        dropPassing(content);
        return content;
    }
    Json content = Json::object();
    for (const char *name : contentNames) {
        if (const auto found = document.find(name); found != document.end())
            content[name] = *found;
    }
    dropPassing(content);
    return content.empty() ? std::nullopt : std::optional(std::move(content));
}

} // namespace

std::optional<bool> sayTheSame(providers::Api api, const AnswerText &one, const AnswerText &other)
{
    const auto first = contentOf(api, one);
    const auto second = contentOf(api, other);
    if (!first || !second)
        return {};
    return *first == *second;
}

} // namespace cachescope::proxy
