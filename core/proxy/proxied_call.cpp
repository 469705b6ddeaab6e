// SPDX-License-Identifier: MIT
#include "proxy/proxied_call.h"

#include "base/text.h"
#include "http/chunked.h"
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/worker.h"

namespace cachescope::proxy {

namespace {

/** Room set aside at once for an announced body; more grows as it comes, so that an announcement alone costs
 * nothing. */
constexpr std::uint64_t reservedBodyBytes = 1U << 20;

/** Calls to unknown paths with bodies above this are streamed through. */
constexpr std::uint64_t longestReplayedBody = 1U << 20;

bool isMultipart(const http::RequestHead &head)
{
    return base::toLower(head.fields.value("content-type")).starts_with("multipart/");
}

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

} // namespace

std::unique_ptr<Exchange> ProxiedCall::start(ClientConnection &client, Worker &worker, Route route)
{
    auto call = std::make_unique<ProxiedCall>(client, worker, std::move(route));
    if (!call->begin())
        return nullptr;
    return call;
}

ProxiedCall::ProxiedCall(ClientConnection &client, Worker &worker, Route route)
    : m_client(client)
    , m_worker(worker)
    , m_settings(worker.settings())
    , m_route(std::move(route))
    , m_target(m_settings->findUpstream(m_route.upstream))
    , m_record(worker)
{ }

ProxiedCall::~ProxiedCall()
{
    if (m_upstream != nullptr)
        m_upstream->abandon();
}

/** Ends the call with an error of our own; false for `return refuse(…)` in begin(). */
bool ProxiedCall::refuse(int status, std::string_view code, std::string_view message)
{
    m_done = true;
    m_record.fail("refused", std::string(message));
    m_record.finish(requestlog::Outcome::Error, requestlog::CallState::Failed, status);
    const http::RequestHead &head = m_client.requestHead();
    const CacheStatusMember member{ false, m_forwardReason, false, {}, m_shortKey, m_plan.reason };
    answerApiError(
        m_client, errorShape(head.method, m_route.rest, m_route.upstream), status, code, message,
        ownFields(toHeader(member)));
    return false;
}

bool ProxiedCall::begin()
{
    const http::RequestHead &head = m_client.requestHead();
    m_api = providers::classify(head.method, m_route.rest);
    m_labels = readLabels(head.fields, m_route.project);
    m_controls = cache::readControls(
        joined(head.fields, "cache-control"), head.fields.value("x-cachescope-cache"),
        head.fields.value("x-cachescope-ttl"));
    describe();
    const ProxyServer::Mode mode = m_worker.shared().mode;
    if (mode == ProxyServer::Mode::Paused || m_worker.shared().draining)
        return refuse(503, "proxy_paused", "Cachescope is paused or shutting down; no call was made");
    if (!m_labels.problem.empty())
        return refuse(400, "bad_control_field", m_labels.problem);
    if (!m_controls.problem.empty())
        return refuse(400, "bad_control_field", m_controls.problem);
    if (!m_target->problem.empty())
        return refuse(502, "upstream_misconfigured", m_target->problem);

    const bool multipart = isMultipart(head);
    const config::Limits &limits = m_settings->config.limits;
    const auto bodyLimit = static_cast<std::uint64_t>(multipart ? limits.multipartBytes : limits.bodyBytes);
    m_client.parser().setBodyLimit(bodyLimit);
    const auto length = m_client.parser().contentLength();
    if (length && *length > bodyLimit)
        return refuse(413, "body_too_large", "the request body is larger than allowed (limits in config.json)");
    // Small bodies are read whole even where they mean nothing to us: only then can a call be made again.
    const bool small = length.value_or(longestReplayedBody + 1) <= longestReplayedBody;
    m_streamsThrough = multipart || (m_api == providers::Api::Opaque && !small);
    identifyCaller();
    if (m_client.parser().framing() != http::BodyFraming::None && head.fields.hasToken("expect", "100-continue"))
        m_client.sendContinue();
    if (!m_streamsThrough)
        m_body.reserve(static_cast<std::size_t>(std::min(length.value_or(0), reservedBodyBytes)));
    else
        lookUp();
    return !m_done;
}

/** What the log says about the call before anything is known of its body. */
void ProxiedCall::describe()
{
    const http::RequestHead &head = m_client.requestHead();
    requestlog::CallStart &start = m_record.start();
    start.upstream = m_route.upstream;
    start.api = m_api;
    start.method = head.method;
    start.target = m_route.rest;
    start.client = providers::clientName(head.fields.value("user-agent"));
    start.project = m_labels.project;
    start.nameSpace = m_labels.nameSpace;
    start.version = m_labels.version;
    start.tags = m_labels.tags;
}

void ProxiedCall::identifyCaller()
{
    const http::RequestHead &head = m_client.requestHead();
    // What the caller shows is judged on what the upstream will see: Connection may have named a key field away.
    http::RequestHead forwarded{ head.method, m_route.rest, head.versionMinor, head.fields };
    http::removeHopByHop(forwarded.fields);
    std::optional<CallerKeys> keys(forwarded);
    if (keys->empty() && !m_target->key.empty()) {
        m_injectedKey = keyFieldFor(*m_target);
        forwarded.fields.add(m_injectedKey->name, m_injectedKey->value);
        keys.emplace(forwarded);
    }
    m_credential = m_worker.hasher().hash(*keys);
    m_record.start().credential = m_credential.substr(0, 12);
    for (const std::string_view value : keys->values())
        m_record.secrets().emplace_back(value);
}

void ProxiedCall::requestBody(std::string_view bytes)
{
    if (m_done)
        return;
    m_record.start().requestBytes += static_cast<std::int64_t>(bytes.size());
    if (!m_streamsThrough) {
        m_body.append(bytes);
        return;
    }
    if (m_upstream == nullptr)
        return;
    if (m_client.parser().framing() == http::BodyFraming::Chunked) {
        std::string chunk;
        http::appendChunk(chunk, bytes);
        m_upstream->write(chunk);
    } else {
        m_upstream->write(bytes);
    }
    m_upstream->flush();
    if (m_upstream != nullptr && m_upstream->isCongested())
        m_client.pauseRequest();
}

void ProxiedCall::requestEnd(const http::Fields &trailers)
{
    if (m_done)
        return;
    http::Fields allowed = trailers;
    http::removeForbiddenTrailers(allowed);
    if (!m_streamsThrough) {
        m_trailers = std::move(allowed);
        lookUp();
        return;
    }
    if (m_upstream == nullptr)
        return;
    if (m_client.parser().framing() == http::BodyFraming::Chunked) {
        std::string end;
        http::appendLastChunk(end, allowed);
        m_upstream->write(end);
    }
    m_upstream->requestComplete();
    m_upstream->flush();
}

void ProxiedCall::clientGone()
{
    if (m_done)
        return;
    m_done = true;
    if (m_upstream != nullptr)
        std::exchange(m_upstream, nullptr)->abandon();
    if (m_recorder)
        finishAnswer(false);
    m_record.fail("client_gone", "the client left before the answer ended");
    keepContents();
    m_record.finish(
        requestlog::Outcome::Error, requestlog::CallState::ClientGone, m_answering ? m_answerHead.status : 0);
}

void ProxiedCall::clientWritable()
{
    if (m_upstream != nullptr)
        m_upstream->resume();
}

http::Fields ProxiedCall::ownFields(std::string_view cacheStatus) const
{
    http::Fields fields;
    fields.add("Cache-Status", cacheStatus);
    fields.add("X-Cachescope-Request-Id", m_record.uid().toString());
    return fields;
}

/** Copies of heads and bodies for the log, as the user allows. */
void ProxiedCall::keepContents()
{
    if (!m_settings->config.log.bodies)
        return;
    requestlog::CallEnd &end = m_record.end();
    const auto text = [](const http::Fields &fields) {
        std::string out;
        for (const http::Field field : fields)
            out.append(field.name).append(": ").append(field.value).push_back('\n');
        return out;
    };
    end.requestHead = text(m_client.requestHead().fields);
    end.responseHead = text(m_answerHead.fields);
    end.requestBody = std::move(m_body);
    if (m_recorder) {
        end.responseBodyTruncated = m_recorder->copy() != AnswerRecorder::Copy::Whole;
        end.responseBody = m_recorder->takeText();
    }
}

} // namespace cachescope::proxy
