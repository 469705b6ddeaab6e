// SPDX-License-Identifier: MIT
#include "simulated/call.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace cachescope::simulated {

namespace {

constexpr std::size_t deepestNesting = 200; // a body nested deeper than this is refused, as providers do

bool isNestedTooDeep(std::string_view json)
{
    std::size_t depth = 0;
    bool inString = false;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const char c = json[i];
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{' || c == '[') {
            if (++depth > deepestNesting)
                return true;
        } else if ((c == '}' || c == ']') && depth > 0) {
            --depth;
        }
    }
    return false;
}

/**
 * Takes names of upstreams (/openai, /deepseek, /anything) off the front, so that one listener serves as every
 * upstream: whatever stands before the first segment that an API's own path begins with.
 */
std::string_view withoutUpstream(std::string_view path, std::optional<Family> &named)
{
    static constexpr std::array<std::string_view, 9> apiRoots{ "v1",       "v1beta",    "v1alpha",
                                                               "chat",     "responses", "embeddings",
                                                               "messages", "models",    "cachedContents" };
    while (path.size() > 1) {
        const std::string_view segment = path.substr(1, path.find('/', 1) - 1);
        if (std::find(apiRoots.begin(), apiRoots.end(), segment) != apiRoots.end())
            return path;
        if (segment == "deepseek" || segment == "anthropic" || segment == "gemini")
            named = segment == "deepseek" ? Family::DeepSeek
                : segment == "gemini"     ? Family::Gemini
                                          : Family::Anthropic;
        path.remove_prefix(1 + segment.size());
    }
    return "/";
}

/** "/v1beta/models/M:verb" and "/v1beta/cachedContents/ID". */
Shape geminiShape(std::string_view path, Call &call)
{
    if (const auto at = path.find("/cachedContents"); at != std::string_view::npos) {
        const std::string_view rest = path.substr(at + std::string_view("/cachedContents").size());
        if (rest.empty() || rest.front() == '/') {
            call.resource = rest.empty() ? "" : rest.substr(1);
            return Shape::CachedContents;
        }
    }
    const auto models = path.find("/models");
    if (models == std::string_view::npos)
        return Shape::Unknown;
    std::string_view rest = path.substr(models + std::string_view("/models").size());
    if (rest.starts_with('/'))
        rest.remove_prefix(1);
    const auto colon = rest.rfind(':');
    call.resource = rest.substr(0, colon);
    if (colon == std::string_view::npos)
        return call.method == "GET" ? Shape::Models : Shape::Unknown;
    call.model = call.resource;
    const std::string_view verb = rest.substr(colon + 1);
    if (verb == "generateContent")
        return Shape::GeminiGenerate;
    if (verb == "streamGenerateContent")
        return Shape::GeminiStream;
    if (verb == "countTokens")
        return Shape::GeminiCount;
    if (verb == "embedContent")
        return Shape::GeminiEmbed;
    return verb == "batchEmbedContents" ? Shape::GeminiBatchEmbed : Shape::Unknown;
}

Shape shapeOf(std::string_view path, Call &call)
{
    if (path == "/" || path == "/v1" || path == "/v1/")
        return call.method == "POST" ? Shape::Unknown : Shape::Base;
    if (path.starts_with("/v1beta/") || path.find(':') != std::string_view::npos)
        return geminiShape(path, call);
    if (call.method == "GET" && path.find("/models") != std::string_view::npos)
        return geminiShape(path, call);
    if (call.method != "POST")
        return Shape::Unknown;
    struct Ending
    {
        std::string_view text;
        Shape shape;
    };
    static constexpr std::array<Ending, 6> endings{ { { "/chat/completions", Shape::Chat },
                                                      { "/responses/input_tokens", Shape::ResponsesCount },
                                                      { "/responses", Shape::Responses },
                                                      { "/embeddings", Shape::Embeddings },
                                                      { "/messages/count_tokens", Shape::MessagesCount },
                                                      { "/messages", Shape::Messages } } };
    for (const Ending &ending : endings) {
        if (path.ends_with(ending.text))
            return ending.shape;
    }
    return Shape::Unknown;
}

Family familyOf(const Call &call, std::optional<Family> named)
{
    switch (call.shape) {
    case Shape::Messages:
    case Shape::MessagesCount:
        return Family::Anthropic;
    case Shape::GeminiGenerate:
    case Shape::GeminiStream:
    case Shape::GeminiCount:
    case Shape::GeminiEmbed:
    case Shape::GeminiBatchEmbed:
    case Shape::CachedContents:
        return Family::Gemini;
    case Shape::Models:
    case Shape::Base:
    case Shape::Unknown:
        return named.value_or(call.path.starts_with("/v1beta") ? Family::Gemini : Family::OpenAi);
    default:
        break;
    }
    const bool deepSeek = named == Family::DeepSeek || call.model.starts_with("deepseek");
    return deepSeek ? Family::DeepSeek : Family::OpenAi;
}

/** Value of a query parameter as it stands in the URL. */
std::string_view parameter(std::string_view query, std::string_view name)
{
    for (const std::string_view pair : base::split(query, '&')) {
        if (pair.size() > name.size() && pair.starts_with(name) && pair[name.size()] == '=')
            return pair.substr(name.size() + 1);
    }
    return {};
}

std::string credentialOf(const http::RequestHead &head, std::string_view query)
{
    for (const std::string_view name : { "x-api-key", "x-goog-api-key", "api-key" }) {
        if (const auto value = head.fields.find(name))
            return std::string(*value);
    }
    std::string_view authorization = head.fields.value("authorization");
    if (authorization.size() > 7 && base::equalIgnoringCase(authorization.substr(0, 7), "bearer "))
        authorization.remove_prefix(7);
    return std::string(authorization.empty() ? parameter(query, "key") : base::trim(authorization));
}

template <typename Number> std::optional<Number> numberField(const http::Fields &fields, std::string_view name)
{
    const auto value = fields.find(name);
    Number number{};
    if (!value || std::from_chars(value->data(), value->data() + value->size(), number).ec != std::errc{})
        return std::nullopt;
    return number;
}

void readWishes(const http::Fields &fields, Call &call)
{
    if (const auto fault = fields.find("x-simulate-fault"))
        call.faultName = std::string(*fault);
    else if (call.model.starts_with("fault-"))
        call.faultName = call.model.substr(6);
    call.outputTokens = numberField<std::int64_t>(fields, "x-simulate-tokens");
    if (const auto milliseconds = numberField<std::int64_t>(fields, "x-simulate-first-token-ms"))
        call.firstToken = std::chrono::milliseconds(*milliseconds);
    call.tokensPerSecond = numberField<double>(fields, "x-simulate-tokens-per-second");
    if (fields.value("x-simulate-encoding") == "gzip" && fields.hasToken("accept-encoding", "gzip"))
        call.coding = "gzip";
}

} // namespace

Call readCall(const http::RequestHead &head, std::string_view body)
{
    Call call;
    call.method = head.method;
    const std::string_view target = head.target;
    const auto question = target.find('?');
    if (question != std::string_view::npos)
        call.query = target.substr(question + 1);
    std::optional<Family> named;
    call.path = withoutUpstream(target.substr(0, question), named);
    call.shape = shapeOf(call.path, call);
    call.credential = credentialOf(head, call.query);
    call.bodyHash = hashText(body);
    if (body.empty()) {
        call.wellFormed = call.method != "POST";
        call.body = Json::object();
    } else if (!isNestedTooDeep(body)) {
        call.body = Json::parse(body, nullptr, false);
        call.wellFormed = call.body.is_object();
    }
    if (call.model.empty())
        call.model = textMember(call.body, "model");
    if (call.model.starts_with("models/"))
        call.model.erase(0, 7);
    const Json &stream = member(call.body, "stream");
    call.stream = call.shape == Shape::GeminiStream || (stream.is_boolean() && stream.get<bool>());
    call.eventStream = call.shape != Shape::GeminiStream || parameter(call.query, "alt") == "sse";
    call.family = familyOf(call, named);
    readWishes(head.fields, call);
    return call;
}

} // namespace cachescope::simulated
