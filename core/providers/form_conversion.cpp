// SPDX-License-Identifier: MIT
#include "providers/form_conversion.h"

#include "http/sse.h"
#include "providers/answer.h"
#include "providers/json_scanner.h"

namespace cachescope::providers {

namespace {

constexpr std::string_view eventStream = "text/event-stream";
constexpr std::string_view jsonDocument = "application/json";

/** I2: only what is whole and free of errors is turned into another form. */
bool isWhole(Api api, std::string_view contentType, std::string_view body)
{
    AnswerObserver observer(api, 200, contentType);
    observer.feed(body);
    const AnswerFacts facts = observer.finish();
    return facts.complete && !facts.errorInside;
}

std::string typeOf(const http::SseEvent &event)
{
    if (!event.event.empty())
        return std::string(event.event);
    JsonScanner json(event.data);
    std::string type;
    if (json.kind() == JsonKind::Object && json.enterObject())
        while (const auto key = json.nextKey())
            if (*key == "type")
                type = json.string().value_or("");
    return type;
}

std::optional<StreamEvents> readEvents(std::string_view sse)
{
    StreamEvents events;
    http::SseParser parser(sse.size() + 1);
    parser.feed(sse, [&](const http::SseEvent &event) {
        events.push_back({ typeOf(event), std::string(event.data) });
    });
    if (parser.isWithinEvent() || parser.droppedEvents() > 0)
        return {};
    return events;
}

std::optional<std::string> geminiStreamToJson(std::string_view stream)
{
    const bool isArray = stream.substr(stream.find_first_not_of(" \t\r\n")).starts_with('[');
    if (!isWhole(Api::GeminiStream, isArray ? jsonDocument : eventStream, stream))
        return {};
    if (isArray) {
        const auto chunks = rawElements(stream);
        return chunks ? geminiChunksToJson(*chunks) : std::nullopt;
    }
    const auto events = readEvents(stream);
    std::vector<std::string> chunks;
    if (!events)
        return {};
    for (const StreamEvent &event : *events)
        chunks.push_back(event.data);
    return geminiChunksToJson(chunks);
}

/** A stream of one chunk is a stream; Google's own lines end in CRLF. */
std::string geminiJsonToStream(AnswerForm form, std::string_view json)
{
    if (form == AnswerForm::JsonArray)
        return '[' + minified(json) + ']';
    return "data: " + minified(json) + "\r\n\r\n";
}

} // namespace

bool carry(RawObject &target, std::string_view name, std::string_view value)
{
    const std::string *const before = target.find(name);
    if (!before || isBare(*before)) {
        target.set(name, value);
        return true;
    }
    return isBare(value) || *before == value;
}

std::optional<std::string> streamToJson(Api api, std::string_view sse)
{
    if (sse.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return {};
    if (api == Api::GeminiStream || api == Api::GeminiGenerate)
        return geminiStreamToJson(sse);
    const bool known = api == Api::OpenAiChat || api == Api::OpenAiResponses || api == Api::AnthropicMessages;
    if (!known || !isWhole(api, eventStream, sse))
        return {};
    const auto events = readEvents(sse);
    if (!events)
        return {};
    if (api == Api::OpenAiChat)
        return chatStreamToJson(*events);
    return api == Api::OpenAiResponses ? responsesStreamToJson(*events) : anthropicStreamToJson(*events);
}

std::optional<std::string> jsonToStream(const CallFacts &facts, std::string_view json)
{
    if (facts.form == AnswerForm::Json || !isWhole(facts.api, jsonDocument, json))
        return {};
    const auto answer = RawObject::parse(json);
    if (!answer)
        return {};
    switch (facts.api) {
    case Api::OpenAiChat:
        return chatJsonToStream(*answer, facts.includeUsage);
    case Api::OpenAiResponses:
        return responsesJsonToStream(*answer);
    case Api::AnthropicMessages:
        return anthropicJsonToStream(*answer);
    case Api::GeminiStream:
        return geminiJsonToStream(facts.form, json);
    default:
        return {};
    }
}

} // namespace cachescope::providers
