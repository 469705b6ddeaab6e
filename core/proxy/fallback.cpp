// SPDX-License-Identifier: MIT
#include "proxy/fallback.h"

#include "base/text.h"
#include "providers/json_scanner.h"
#include "proxy/call_controls.h"
#include "proxy/call_head.h"
#include "proxy/credential.h"
#include "proxy/upstream_request.h"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <array>
#include <optional>

namespace cachescope::proxy {

namespace {

/** Fields that mean something only to the upstream they were written for. */
constexpr std::array<std::string_view, 6> ownFields{ "cookie",         "openai-organization", "openai-project",
                                                     "content-length", "proxy-authorization", "transfer-encoding" };

bool staysBehind(std::string_view name)
{
    return isKeyField(name) || std::any_of(ownFields.begin(), ownFields.end(), [&](std::string_view own) {
               return base::equalIgnoringCase(own, name);
           });
}

std::string mappedModel(const config::Fallback &rule, std::string_view model)
{
    if (const auto exact = rule.models.find(model); exact != rule.models.end())
        return exact->second;
    for (const auto &[pattern, other] : rule.models) {
        if (matchesPattern(pattern, model))
            return other;
    }
    return {};
}

/** The body with another top-level "model"; nothing when it has none. */
std::optional<std::string> withModel(std::string_view body, std::string_view model)
{
    providers::JsonScanner json(body);
    if (!json.enterObject())
        return {};
    std::optional<std::string> out;
    while (const auto key = json.nextKey()) {
        if (*key != "model")
            continue;
        const std::string_view value = json.raw();
        if (value.empty() || out)
            return {};
        const auto at = static_cast<std::size_t>(value.data() - body.data());
        out.emplace(body.substr(0, at));
        *out += nlohmann::json(model).dump();
        *out += body.substr(at + value.size());
    }
    return json.finish() ? out : std::nullopt;
}

/** Gemini's path with another model; nothing when it names none. */
std::optional<std::string> targetWithModel(std::string_view target, std::string_view model)
{
    constexpr std::string_view before = "/models/";
    const std::size_t at = target.find(before);
    const std::size_t colon = at == std::string_view::npos ? at : target.find(':', at);
    if (colon == std::string_view::npos)
        return {};
    return std::string(target.substr(0, at + before.size())) + std::string(model)
        + std::string(target.substr(colon));
}

std::string withoutKeys(std::string_view target)
{
    const std::size_t question = target.find('?');
    if (question == std::string_view::npos)
        return std::string(target);
    std::string out(target.substr(0, question));
    char separator = '?';
    for (const std::string_view parameter : base::split(target.substr(question + 1), '&')) {
        if (isKeyParameter(parameter.substr(0, parameter.find('='))))
            continue;
        out += separator;
        out += parameter;
        separator = '&';
    }
    return out;
}

bool isGemini(providers::Api api)
{
    return api == providers::Api::GeminiGenerate || api == providers::Api::GeminiStream
        || api == providers::Api::GeminiEmbed;
}

} // namespace

std::unique_ptr<FallbackRequest> makeFallback(
    const CallHead &call, std::string_view body, std::string_view model, config::Fallback::Cause cause)
{
    const config::Fallback &rule = call.target->fallback;
    const UpstreamTarget *target = call.settings->findUpstream(rule.upstream);
    const bool callable
        = target != nullptr && target->problem.empty() && (!target->key.empty() || target->keyEnvironment.empty());
    // What an unknown path does, the other upstream may do once more.
    if (!callable || !rule.covers(cause) || call.api == providers::Api::Opaque)
        return nullptr;
    auto made = std::make_unique<FallbackRequest>();
    made->target = target;
    made->model = mappedModel(rule, model);
    made->body = body;
    std::string rest = withoutKeys(call.route.rest);
    if (!made->model.empty()) {
        auto changed = isGemini(call.api) ? targetWithModel(rest, made->model) : withModel(body, made->model);
        if (!changed)
            return nullptr;
        (isGemini(call.api) ? rest : made->body) = *std::move(changed);
    }
    http::RequestHead head{ call.original->method, rest, call.original->versionMinor, {} };
    const http::HopByHop hopByHop(call.original->fields);
    for (const http::Field field : call.original->fields) {
        if (!staysBehind(field.name) && !hopByHop.contains(field.name))
            head.fields.add(field.name, field.value);
    }
    head.fields.add("Content-Length", std::to_string(made->body.size()));
    std::optional<KeyField> key;
    if (!target->key.empty())
        key = keyFieldFor(*target);
    appendUpstreamHead(made->head, head, rest, *target, UpstreamBody::AsAnnounced, key ? &*key : nullptr);
    return made;
}

} // namespace cachescope::proxy
