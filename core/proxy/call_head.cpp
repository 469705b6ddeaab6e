// SPDX-License-Identifier: MIT
#include "proxy/call_head.h"

#include "base/text.h"
#include "proxy/credential.h"
#include "proxy/upstream_request.h"

#include <array>
#include <optional>

namespace cachescope::proxy {

namespace {

constexpr std::array<std::string_view, 4> keyHeaderNames{ "openai-organization", "openai-project",
                                                          "anthropic-version", "anthropic-beta" };

/** The values of all lines of a list field (RFC 9110, section 5.3). */
std::string joined(const http::Fields &fields, std::string_view name)
{
    std::string out;
    for (const http::Field field : fields) {
        if (base::equalIgnoringCase(field.name, name))
            out.append(out.empty() ? "" : ", ").append(field.value);
    }
    return out;
}

UpstreamBody upstreamBody(http::BodyFraming framing)
{
    if (framing == http::BodyFraming::Chunked)
        return UpstreamBody::Chunked;
    return framing == http::BodyFraming::None ? UpstreamBody::None : UpstreamBody::AsAnnounced;
}

/** Who calls, and the key that is added for callers without one. */
std::optional<KeyField> identifyCaller(CallHead &call, const http::RequestHead &head, CredentialHasher &hasher)
{
    // What the caller shows is judged on what the upstream will see: Connection may have named a key field away.
    http::RequestHead forwarded{ head.method, call.route.rest, head.versionMinor, head.fields };
    http::removeHopByHop(forwarded.fields);
    std::optional<KeyField> injected;
    std::optional<CallerKeys> keys(forwarded);
    if (keys->empty() && !call.target->key.empty()) {
        injected = keyFieldFor(*call.target);
        forwarded.fields.add(injected->name, injected->value);
        keys.emplace(forwarded);
    }
    call.credential = hasher.hash(*keys);
    for (const std::string_view value : keys->values())
        call.secrets.emplace_back(value);
    return injected;
}

} // namespace

std::shared_ptr<const CallHead> CallHead::read(
    const http::RequestParser &parser, Route route, std::shared_ptr<const Settings> settings,
    CredentialHasher &hasher)
{
    const http::RequestHead &head = parser.head();
    const http::Fields &fields = head.fields;
    auto call = std::make_shared<CallHead>();
    call->settings = std::move(settings);
    call->route = std::move(route);
    call->target = call->settings->findUpstream(call->route.upstream);
    call->api = providers::classify(head.method, call->route.rest);
    call->method = head.method;
    call->labels = readLabels(fields, call->route.project);
    call->controls = cache::readControls(
        joined(fields, "cache-control"), fields.value("x-cachescope-cache"), fields.value("x-cachescope-ttl"));
    call->client = providers::clientName(fields.value("user-agent"));
    call->isMultipart = base::toLower(fields.value("content-type")).starts_with("multipart/");
    call->expectsContinue
        = parser.framing() != http::BodyFraming::None && fields.hasToken("expect", "100-continue");
    const std::optional<KeyField> injected = identifyCaller(*call, head, hasher);
    for (const std::string_view name : keyHeaderNames) {
        if (const auto value = fields.find(name))
            call->keyHeaders.emplace_back(name, *value);
    }
    call->keyText = cache::keyHead(call->keyParts({}));
    appendUpstreamHead(
        call->upstreamHead, head, call->route.rest, *call->target, upstreamBody(parser.framing()),
        injected ? &*injected : nullptr);
    call->framing = parser.framing();
    if (!call->target->fallback.upstream.empty())
        call->original = std::make_shared<const http::RequestHead>(head);
    call->text = http::fieldText(fields);
    return call;
}

cache::KeyParts CallHead::keyParts(std::string_view body) const
{
    cache::KeyParts parts;
    parts.method = method;
    parts.target = route.rest;
    parts.upstream = route.upstream;
    parts.credential = credential;
    for (const auto &[name, value] : keyHeaders)
        parts.headers.emplace_back(name, value);
    parts.nameSpace = labels.nameSpace;
    parts.version = labels.version;
    parts.body = body;
    return parts;
}

} // namespace cachescope::proxy
