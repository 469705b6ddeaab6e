// SPDX-License-Identifier: MIT
// What is no generation: token counts, embeddings, lists of models, Gemini's cache objects.
#include "simulated/backend.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace cachescope::simulated {

namespace {

constexpr std::array<std::string_view, 5> openAiModels{ "gpt-4.1", "gpt-4o-mini", "gpt-5-mini", "gpt-5.6-sol",
                                                        "text-embedding-3-small" };
constexpr std::array<std::string_view, 3> anthropicModels{ "claude-opus-4-7", "claude-sonnet-4-5",
                                                           "claude-haiku-4-5" };
constexpr std::array<std::string_view, 3> geminiModels{ "gemini-2.5-flash", "gemini-2.5-pro",
                                                        "gemini-embedding-001" };
constexpr std::array<std::string_view, 2> deepSeekModels{ "deepseek-flash", "deepseek-v4-pro" };
constexpr std::int64_t createdAt = 1'760'000'000;

Json openAiModel(std::string_view id)
{
    return { { "id", id }, { "object", "model" }, { "created", createdAt }, { "owned_by", "simulated" } };
}

Json anthropicModel(std::string_view id)
{
    return { { "type", "model" }, { "id", id }, { "display_name", id }, { "created_at", dateText(createdAt) } };
}

Json geminiModel(std::string_view id)
{
    return { { "name", "models/" + std::string(id) },
             { "version", "001" },
             { "displayName", id },
             { "inputTokenLimit", 1048576 },
             { "outputTokenLimit", 65536 },
             { "supportedGenerationMethods",
               Json::array({ "generateContent", "countTokens", "createCachedContent" }) } };
}

/** A vector of length 1 that depends on the text alone, so that equal texts have equal vectors. */
std::vector<float> embed(std::string_view text, std::size_t dimensions)
{
    Random random(hashText(text, 77));
    std::vector<float> vector(dimensions);
    double square = 0;
    for (float &x : vector) {
        x = static_cast<float>(random.unit() - 0.5);
        square += static_cast<double>(x) * static_cast<double>(x);
    }
    for (float &x : vector)
        x = static_cast<float>(static_cast<double>(x) / std::sqrt(square));
    return vector;
}

std::string base64(std::string_view bytes)
{
    static constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    std::string text;
    for (std::size_t i = 0; i < bytes.size(); i += 3) {
        const std::string_view group = bytes.substr(i, 3);
        std::uint32_t bits = 0;
        for (std::size_t j = 0; j < 3; ++j)
            bits = (bits << 8) | (j < group.size() ? static_cast<unsigned char>(group[j]) : 0U);
        for (std::size_t j = 0; j < 4; ++j)
            text += j <= group.size() ? digits[(bits >> (18 - 6 * j)) & 63] : '=';
    }
    return text;
}

/** Little-endian 32-bit floats, as the service sends them. */
std::string floatBytes(const std::vector<float> &vector)
{
    std::string bytes(vector.size() * sizeof(float), '\0');
    __builtin_memcpy(bytes.data(), vector.data(), bytes.size());
    return bytes;
}

std::size_t dimensionsOf(const Json &wish, std::string_view model)
{
    if (wish.is_number_integer())
        return static_cast<std::size_t>(std::clamp<std::int64_t>(wish.get<std::int64_t>(), 1, 8192));
    return model.find("-large") != std::string_view::npos || model.starts_with("gemini") ? 3072 : 1536;
}

std::string contentText(const Json &content)
{
    std::string joined;
    for (const Json &part : member(content, "parts"))
        joined += textMember(part, "text");
    return joined;
}

} // namespace

Answer Backend::count(Turn &turn)
{
    auto prompt = render(turn);
    if (!prompt)
        return fail(
            turn, prompt.error().status,
            { prompt.error().message, {}, prompt.error().code, prompt.error().parameter });
    const std::int64_t tokens = countPrompt(*prompt, turn.tokenizer, 1, m_counter).total;
    switch (turn.call.shape) {
    case Shape::MessagesCount:
        return json(turn, compact(Json{ { "input_tokens", tokens } }));
    case Shape::ResponsesCount:
        return json(turn, compact(Json{ { "object", "response.input_tokens" }, { "input_tokens", tokens } }));
    default:
        return json(
            turn,
            compact(Json{ { "totalTokens", tokens },
                          { "promptTokensDetails",
                            Json::array({ { { "modality", "TEXT" }, { "tokenCount", tokens } } }) } }));
    }
}

Answer Backend::embed(Turn &turn)
{
    const Json &body = turn.call.body;
    if (turn.call.shape == Shape::GeminiEmbed) {
        const auto vector = simulated::embed(
            contentText(member(body, "content")),
            dimensionsOf(member(body, "outputDimensionality"), turn.call.model));
        return json(turn, compact(Json{ { "embedding", { { "values", vector } } } }));
    }
    if (turn.call.shape == Shape::GeminiBatchEmbed) {
        Json embeddings = Json::array();
        for (const Json &request : member(body, "requests")) {
            const auto vector = simulated::embed(
                contentText(member(request, "content")),
                dimensionsOf(member(request, "outputDimensionality"), turn.call.model));
            embeddings.push_back({ { "values", vector } });
        }
        return json(turn, compact(Json{ { "embeddings", embeddings } }));
    }
    const Json &input = member(body, "input");
    const Json texts
        = input.is_array() && !(!input.empty() && input[0].is_number()) ? input : Json::array({ input });
    if (texts.empty() || input.is_null())
        return fail(turn, 400, { "'$.input' is invalid. Please check the API reference.", {}, {}, "input" });
    Json data = Json::array();
    std::int64_t tokens = 0;
    for (const Json &one : texts) {
        const std::string words = one.is_string() ? text(one) : compact(one);
        tokens += one.is_array() ? static_cast<std::int64_t>(one.size())
                                 : m_counter.count(turn.tokenizer.encoding(), words);
        const auto vector = simulated::embed(words, dimensionsOf(member(body, "dimensions"), turn.call.model));
        const bool coded = textMember(body, "encoding_format") == "base64";
        data.push_back({ { "object", "embedding" },
                         { "index", data.size() },
                         { "embedding", coded ? Json(base64(floatBytes(vector))) : Json(vector) } });
    }
    Json answer{ { "object", "list" }, { "data", data }, { "model", turn.call.model } };
    if (turn.fault != Fault::NoUsage)
        answer["usage"] = { { "prompt_tokens", tokens }, { "total_tokens", tokens } };
    return json(turn, compact(answer));
}

Answer Backend::listModels(Turn &turn)
{
    const std::string &id = turn.call.resource;
    Json models = Json::array();
    switch (turn.call.family) {
    case Family::Anthropic:
        for (const std::string_view name : anthropicModels)
            models.push_back(anthropicModel(name));
        return json(
            turn,
            compact(
                id.empty() ? Json{ { "data", models },
                                   { "has_more", false },
                                   { "first_id", anthropicModels.front() },
                                   { "last_id", anthropicModels.back() } }
                           : anthropicModel(id)));
    case Family::Gemini:
        for (const std::string_view name : geminiModels)
            models.push_back(geminiModel(name));
        return json(turn, compact(id.empty() ? Json{ { "models", models } } : geminiModel(id)));
    case Family::DeepSeek:
        for (const std::string_view name : deepSeekModels)
            models.push_back(openAiModel(name));
        break;
    case Family::OpenAi:
        for (const std::string_view name : openAiModels)
            models.push_back(openAiModel(name));
        break;
    }
    return json(turn, compact(id.empty() ? Json{ { "object", "list" }, { "data", models } } : openAiModel(id)));
}

Answer Backend::cachedContents(Turn &turn)
{
    const Call &call = turn.call;
    const auto notFound = [&] {
        return fail(turn, 403, { "CachedContent not found (or permission denied)", {}, {}, {} });
    };
    const auto refused = [&](const Refusal &refusal) {
        return fail(turn, refusal.status, { refusal.message, {}, {}, {} });
    };
    if (call.method == "GET" && call.resource.empty())
        return json(turn, compact(m_contents.list(call.credential)));
    if (call.method == "GET") {
        const auto *object = m_contents.find(call.resource, call.credential);
        return object ? json(turn, compact(CachedContents::describe(*object))) : notFound();
    }
    if (call.method == "DELETE")
        return m_contents.remove(call.resource, call.credential) ? json(turn, "{}\n") : notFound();
    if (call.method == "PATCH") {
        const auto object = m_contents.changeExpiry(call.resource, call.credential, call.body);
        return object ? json(turn, compact(CachedContents::describe(**object))) : refused(object.error());
    }
    auto prompt = renderContents(call.body);
    if (!prompt)
        return refused(prompt.error());
    CachedContents::Object object;
    object.model = call.model;
    object.credential = call.credential;
    object.tokens = countPrompt(*prompt, turn.tokenizer, 1, m_counter).total;
    for (const char *name : { "contents", "systemInstruction", "system_instruction", "tools", "toolConfig" }) {
        if (const Json &part = member(call.body, name); !part.is_null())
            object.content[name] = part;
    }
    const std::int64_t minimum = cacheRulesFor(Family::Gemini, call.model, false).minimum;
    if (object.tokens < minimum) {
        return fail(
            turn, 400,
            { "Cached content is too small. total_token_count=" + std::to_string(object.tokens)
                  + ", min_total_token_count=" + std::to_string(minimum),
              {},
              {},
              {} });
    }
    const auto created = m_contents.create(std::move(object), call.body);
    return created ? json(turn, compact(CachedContents::describe(**created))) : refused(created.error());
}

} // namespace cachescope::simulated
