// SPDX-License-Identifier: MIT
#include "base/text.h"
#include "http/sse.h"
#include "providers/answer_shape.h"
#include "providers/array_splitter.h"
#include "providers/error_reader.h"

namespace cachescope::providers {

void AnswerShape::takeUsage(std::string_view json)
{
    if (auto usage = parseUsage(m_api, json, m_requestedTtl1h))
        m_facts.usage = std::move(*usage);
}

void AnswerShape::takeError(std::string_view json)
{
    ProviderError error = readError(json);
    m_facts.errorInside = true;
    if (!error.message.empty())
        m_facts.errorMessage = std::move(error.message);
    if (!error.code.empty())
        m_facts.errorCode = std::move(error.code);
}

void AnswerShape::takeString(JsonScanner &json, std::string &target)
{
    // null and other types leave what an earlier event said
    if (auto text = json.string())
        target = std::move(*text);
}

namespace {

constexpr std::string_view blanks = " \t\r\n";

std::unique_ptr<AnswerShape> makeShape(Api api, bool requestedTtl1h)
{
    switch (api) {
    case Api::OpenAiChat:
    case Api::OpenAiEmbeddings:
        return makeChatShape(api, requestedTtl1h);
    case Api::OpenAiResponses:
        return makeResponsesShape(requestedTtl1h);
    case Api::AnthropicMessages:
        return makeAnthropicShape(requestedTtl1h);
    case Api::GeminiGenerate:
    case Api::GeminiStream:
    case Api::GeminiEmbed:
        return makeGeminiShape(api);
    case Api::Opaque:
        break;
    }
    return nullptr;
}

std::string mediaType(std::string_view contentType)
{
    return base::toLower(base::trim(contentType.substr(0, contentType.find(';'))));
}

} // namespace

struct AnswerObserver::State
{
    State(Api callApi, int statusCode, std::string_view contentType, bool requestedTtl1h, std::size_t limit)
        : api(callApi)
        , status(statusCode)
        , media(mediaType(contentType))
        , documentLimit(limit)
        , shape(makeShape(callApi, requestedTtl1h))
        , events(limit)
        , elements(limit)
    {
        if (media == "text/event-stream")
            form = AnswerForm::Sse;
    }

    bool feed(std::string_view bytes);
    bool feedEvents(std::string_view bytes);
    bool feedElements(std::string_view bytes);
    bool feedDocument(std::string_view bytes);
    void chooseForm(char first);
    AnswerFacts finishError() const;
    AnswerFacts finish();

    Api api;
    int status;
    std::string media;
    std::size_t documentLimit;
    std::unique_ptr<AnswerShape> shape; ///< Null when opaque.
    http::SseParser events;
    ArraySplitter elements;
    std::string document;
    AnswerForm form = AnswerForm::Json;
    bool begun = false; ///< The first byte that is not blank has been seen.
    bool tooLarge = false;
    bool sawContent = false;
};

/** What the content type leaves open, the first character tells; no JSON text begins like an event stream. */
void AnswerObserver::State::chooseForm(char first)
{
    const bool isGemini = api == Api::GeminiGenerate || api == Api::GeminiStream;
    const bool couldBeEvents = media.empty() || media == "text/plain";
    if (couldBeEvents && (first == 'd' || first == 'e' || first == ':' || first == 'i' || first == 'r'))
        form = AnswerForm::Sse;
    else if (isGemini && first == '[' && status < 400)
        form = AnswerForm::JsonArray;
}

bool AnswerObserver::State::feed(std::string_view bytes)
{
    if (!begun && form == AnswerForm::Json) {
        // DeepSeek sends blank lines while a call waits in its queue: no content yet.
        const std::size_t first = bytes.find_first_not_of(blanks);
        if (first == std::string_view::npos)
            return false;
        bytes.remove_prefix(first);
        chooseForm(bytes.front());
    }
    begun |= !bytes.empty();
    bool content = false;
    if (!shape || form == AnswerForm::Json)
        content = feedDocument(bytes);
    else
        content = form == AnswerForm::Sse ? feedEvents(bytes) : feedElements(bytes);
    const bool first = content && !sawContent;
    sawContent |= content;
    return first;
}

bool AnswerObserver::State::feedEvents(std::string_view bytes)
{
    bool content = false;
    events.feed(bytes, [&](const http::SseEvent &event) { content |= shape->readEvent(event.event, event.data); });
    return content;
}

bool AnswerObserver::State::feedElements(std::string_view bytes)
{
    bool content = false;
    elements.feed(bytes, [&](std::string_view element) { content |= shape->readEvent({}, element); });
    return content;
}

bool AnswerObserver::State::feedDocument(std::string_view bytes)
{
    if (shape && !tooLarge) {
        tooLarge = document.size() + bytes.size() > documentLimit;
        if (tooLarge)
            document = {};
        else
            document.append(bytes);
    }
    return !bytes.empty();
}

AnswerFacts AnswerObserver::State::finishError() const
{
    AnswerFacts facts = shape && form != AnswerForm::Json ? shape->facts() : AnswerFacts{};
    if (form == AnswerForm::Json) {
        ProviderError error = readError(document);
        facts.errorMessage = std::move(error.message);
        facts.errorCode = std::move(error.code);
    }
    facts.errorInside = true;
    facts.complete = true;
    return facts;
}

AnswerFacts AnswerObserver::State::finish()
{
    AnswerFacts facts;
    if (status >= 400) {
        facts = finishError();
    } else if (!shape || status < 200 || status >= 300) {
        facts.complete = true; // nothing is known of its end but the transport's
    } else if (form == AnswerForm::Json) {
        if (!tooLarge && !document.empty())
            shape->readDocument(document);
        facts = shape->facts();
    } else {
        facts = shape->facts();
        const bool whole = form == AnswerForm::Sse ? events.droppedEvents() == 0 : elements.isClosed();
        facts.complete = shape->isEnded() && whole && !facts.errorInside;
    }
    facts.form = form;
    facts.sawContent = sawContent;
    return facts;
}

AnswerObserver::AnswerObserver(
    Api api, int status, std::string_view contentType, bool requestedTtl1h, std::size_t documentLimit)
    : m_state(std::make_unique<State>(api, status, contentType, requestedTtl1h, documentLimit))
{ }

AnswerObserver::~AnswerObserver() = default;
AnswerObserver::AnswerObserver(AnswerObserver &&) noexcept = default;
AnswerObserver &AnswerObserver::operator=(AnswerObserver &&) noexcept = default;

bool AnswerObserver::feed(std::string_view decoded)
{
    return m_state->feed(decoded);
}

AnswerFacts AnswerObserver::finish()
{
    return m_state->finish();
}

} // namespace cachescope::providers
