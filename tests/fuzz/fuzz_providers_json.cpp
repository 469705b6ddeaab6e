// SPDX-License-Identifier: MIT
// Requests and answers of every wire shape: read without harm, the same however the answer is cut, and a stream
// that turns into JSON turns back.
#include "pieces.h"
#include "providers/answer.h"
#include "providers/api.h"

#include <array>
#include <cstdlib>
#include <string>

namespace {

using namespace cachescope;

struct Shape
{
    providers::Api api;
    const char *target;
};

constexpr std::array shapes{
    Shape{ providers::Api::OpenAiChat, "/v1/chat/completions" },
    Shape{ providers::Api::OpenAiResponses, "/v1/responses" },
    Shape{ providers::Api::OpenAiEmbeddings, "/v1/embeddings" },
    Shape{ providers::Api::AnthropicMessages, "/v1/messages" },
    Shape{ providers::Api::GeminiGenerate, "/v1beta/models/gemini-2.5-flash:generateContent" },
    Shape{ providers::Api::GeminiStream, "/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse" },
};

std::string factsOf(const Shape &shape, std::string_view type, const std::vector<std::string_view> &pieces)
{
    providers::AnswerObserver observer(shape.api, 200, type, false, 1 << 20);
    for (const std::string_view piece : pieces)
        observer.feed(piece);
    const providers::AnswerFacts facts = observer.finish();
    if (facts.errorMessage.size() > 500)
        std::abort();
    return std::to_string(facts.complete) + std::to_string(facts.errorInside) + std::to_string(facts.hasToolCalls)
        + std::to_string(facts.refused) + std::to_string(facts.truncated) + facts.servedModel + '\1'
        + facts.errorMessage + '\1' + facts.errorCode + '\1' + facts.finishReason + '\1' + facts.usage.rawJson;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t *data, std::size_t size)
{
    if (size < 2)
        return 0;
    const Shape &shape = shapes[data[0] % shapes.size()];
    const auto text = fuzz::asText(data + 1, size - 1);
    const providers::CallFacts facts = providers::inspectRequest("POST", shape.target, text);
    if (facts.firstUserText.size() > 200)
        std::abort();
    for (const char *type : { "application/json", "text/event-stream" }) {
        if (factsOf(shape, type, { text }) != factsOf(shape, type, fuzz::cut(text, data[0])))
            std::abort();
    }
    if (const auto json = providers::streamToJson(shape.api, text))
        (void)providers::jsonToStream(facts, *json);
    (void)providers::jsonToStream(facts, text);
    (void)providers::errorMessage(text);
    return 0;
}
