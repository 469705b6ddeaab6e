// SPDX-License-Identifier: MIT
#include "proxy/dispatch.h"

#include "base/text.h"
#include "providers/answer.h"
#include "proxy/admin_exchange.h"
#include "proxy/call_head.h"
#include "proxy/client_connection.h"
#include "proxy/guards.h"
#include "proxy/proxied_call.h"
#include "proxy/router.h"
#include "proxy/worker.h"

#include <nlohmann/json.hpp>

namespace cachescope::proxy {

namespace {

/** A base path answers what a client asks to see whether someone is there (Claude Code sends HEAD first). */
void answerBase(ClientConnection &client, const std::string &method)
{
    http::ResponseHead head{ 200, "OK", 1, {} };
    if (method == "HEAD" || method == "GET") {
        head.fields.add("Content-Type", "text/plain; charset=utf-8");
        client.answer(std::move(head), "Cachescope is listening. Point a client's base URL here.\n");
    } else if (method == "OPTIONS") {
        head.fields.add("Allow", "GET, HEAD, OPTIONS, POST");
        client.answer(std::move(head), {});
    } else {
        answerProblem(
            client, 404, "not_found",
            "this is a base path; add the API's path behind it, such as /v1/chat/completions");
    }
}

void answerUnknown(
    ClientConnection &client, const http::RequestHead &head, const Route &route, const Settings &settings)
{
    std::vector<std::string_view> names;
    for (const auto &[name, upstream] : settings.upstreams)
        names.push_back(name);
    std::string message = "no upstream is called \"" + route.upstream + "\"";
    if (const std::string_view near = base::nearestName(route.upstream, names); !near.empty())
        message += "; did you mean \"" + std::string(near) + "\"?";
    else
        message += "; upstreams are named in config.json";
    // A mistyped name in front of an API's path: the SDK that sent it must understand the answer.
    if (const providers::Api api = providers::classify(head.method, head.target); api != providers::Api::Opaque)
        answerApiError(client, api, 404, "unknown_upstream", message);
    else
        answerProblem(client, 404, "unknown_upstream", message);
}

} // namespace

providers::Api errorShape(std::string_view method, std::string_view target, std::string_view upstream)
{
    const providers::Api api = providers::classify(method, target);
    if (api != providers::Api::Opaque)
        return api;
    if (upstream == "anthropic" || target.find("/messages") != std::string_view::npos)
        return providers::Api::AnthropicMessages;
    if (upstream == "gemini" || target.find("/v1beta/") != std::string_view::npos)
        return providers::Api::GeminiGenerate;
    return providers::Api::OpenAiChat;
}

void answerApiError(
    ClientConnection &client, providers::Api api, int status, std::string_view code, std::string_view message,
    const http::Fields &extraFields)
{
    const providers::ErrorBody error = providers::errorBody(api, status, code, message);
    http::ResponseHead head{ status, std::string(http::reasonPhrase(status)), 1, extraFields };
    head.fields.add("Content-Type", error.contentType);
    client.answer(std::move(head), error.body);
}

void answerProblem(
    ClientConnection &client, int status, std::string_view code, std::string_view message,
    const http::Fields &extraFields)
{
    http::ResponseHead head{ status, std::string(http::reasonPhrase(status)), 1, extraFields };
    head.fields.add("Content-Type", "application/problem+json");
    const nlohmann::ordered_json document{ { "type", "about:blank" },
                                           { "title", head.reason },
                                           { "status", status },
                                           { "code", code },
                                           { "detail", message } };
    const std::string body = document.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    client.answer(std::move(head), body);
}

void rejectMalformed(ClientConnection &client, const http::ParseError &error)
{
    answerProblem(client, error.status, "bad_request", error.message);
}

std::unique_ptr<Exchange> dispatchRequest(ClientConnection &client, Worker &worker)
{
    const http::RequestHead &head = client.requestHead();
    const std::shared_ptr<const Settings> &settings = worker.settings();
    if (client.parser().repeatsHead() && client.lastCall() && client.lastCall()->settings == settings)
        return ProxiedCall::start(client, worker, client.lastCall());
    client.setLastCall({});
    const config::Listen &listen = settings->config.listen;
    const GuardVerdict verdict = checkGuards(head, { listen.host, settings->port, &listen.hosts, &listen.origins });
    if (verdict.status != 0) {
        const http::Fields allow{ { "Allow", "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE" } };
        answerProblem(
            client, verdict.status, verdict.code, verdict.message, verdict.status == 405 ? allow : http::Fields{});
        return nullptr;
    }
    Route route = routeTarget(head.target, *settings);
    switch (route.kind) {
    case Route::Kind::Admin:
        return AdminExchange::start(client, worker, route.rest);
    case Route::Kind::Base:
        answerBase(client, head.method);
        return nullptr;
    case Route::Kind::Unknown:
        answerUnknown(client, head, route, *settings);
        return nullptr;
    case Route::Kind::Upstream:
        break;
    }
    client.setLastCall(CallHead::read(client.parser(), std::move(route), settings, worker.hasher()));
    return ProxiedCall::start(client, worker, client.lastCall());
}

} // namespace cachescope::proxy
