// SPDX-License-Identifier: MIT
#include "proxy/proxied_call.h"

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

} // namespace

std::unique_ptr<Exchange> ProxiedCall::start(
    ClientConnection &client, Worker &worker, std::shared_ptr<const CallHead> head)
{
    auto call = std::make_unique<ProxiedCall>(&client, worker, std::move(head));
    if (!call->begin())
        return nullptr;
    return call;
}

ProxiedCall::ProxiedCall(ClientConnection *client, Worker &worker, std::shared_ptr<const CallHead> head)
    : m_client(client)
    , m_worker(worker)
    , m_head(std::move(head))
    , m_record(worker)
{ }

ProxiedCall::~ProxiedCall()
{
    leaveGate();
    tellOwner(0, {});
    // A flight that nobody leads any more must not keep its listeners waiting.
    if (isLeading())
        endFlight(flow::Flight::End::LookAgain, {}, {});
    else if (isFollowing())
        m_place.flight->leave(m_place.listener);
}

/** Ends the call with an error of our own; false for `return refuse(…)` in begin(). */
bool ProxiedCall::refuse(int status, std::string_view code, std::string_view message)
{
    m_done = true;
    m_record.fail("refused", std::string(message));
    m_record.finish(requestlog::Outcome::Error, requestlog::CallState::Failed, status);
    const CacheStatusMember member{
        false, m_forwardReason, false, {}, m_known ? m_known->shortKey : std::string_view(), m_plan.reason
    };
    if (m_client != nullptr)
        answerApiError(
            *m_client, errorShape(m_head->method, m_head->route.rest, m_head->route.upstream), status, code,
            message, ownFields(toHeader(member)));
    leave();
    return false;
}

bool ProxiedCall::begin()
{
    describe();
    const ProxyServer::Mode mode = m_worker.shared().mode;
    if (mode == ProxyServer::Mode::Paused || m_worker.shared().draining)
        return refuse(503, "proxy_paused", "Cachescope is paused or shutting down; no call was made");
    if (!m_head->labels.problem.empty())
        return refuse(400, "bad_control_field", m_head->labels.problem);
    if (!m_head->controls.problem.empty())
        return refuse(400, "bad_control_field", m_head->controls.problem);
    if (!m_head->target->problem.empty())
        return refuse(502, "upstream_misconfigured", m_head->target->problem);

    const config::Limits &limits = m_head->settings->config.limits;
    const auto bodyLimit
        = static_cast<std::uint64_t>(m_head->isMultipart ? limits.multipartBytes : limits.bodyBytes);
    m_client->parser().setBodyLimit(bodyLimit);
    const auto length = m_client->parser().contentLength();
    if (length && *length > bodyLimit)
        return refuse(
            413, "body_too_large",
            "the request body has " + std::to_string(*length) + " bytes, more than the " + std::to_string(bodyLimit)
                + " that limits." + (m_head->isMultipart ? "multipart_bytes" : "body_bytes")
                + " in config.json allows");
    // Small bodies are read whole even where they mean nothing to us: only then can a call be made again.
    const bool small = length.value_or(longestReplayedBody + 1) <= longestReplayedBody;
    m_streamsThrough = m_head->isMultipart || (m_head->api == providers::Api::Opaque && !small);
    if (m_head->expectsContinue)
        m_client->sendContinue();
    if (m_streamsThrough) {
        lookUp();
        // It may have to wait for its turn; until then its body waits with the client.
        if (!m_done && !m_upstream->isSending())
            m_client->pauseRequest();
    }
    return !m_done;
}

/** What the log says about the call before anything is known of its body. */
void ProxiedCall::describe()
{
    requestlog::CallStart &start = m_record.start();
    start.upstream = m_head->route.upstream;
    start.api = m_head->api;
    start.method = m_head->method;
    start.target = m_head->route.rest;
    start.client = m_head->client;
    start.project = m_head->labels.project;
    start.nameSpace = m_head->labels.nameSpace;
    start.version = m_head->labels.version;
    start.tags = m_head->labels.tags;
    start.credential = m_head->credential.substr(0, 12);
    m_record.secrets() = m_head->secrets;
}

void ProxiedCall::requestBody(std::string_view bytes)
{
    if (m_done)
        return;
    m_record.start().requestBytes += static_cast<std::int64_t>(bytes.size());
    if (!m_streamsThrough) {
        const auto length = m_client->parser().contentLength();
        if (m_body.empty() && length == bytes.size()) {
            m_bodyInPlace = bytes;
            return;
        }
        if (m_body.empty())
            m_body.reserve(static_cast<std::size_t>(std::min(length.value_or(0), reservedBodyBytes)));
        m_body.append(bytes);
        return;
    }
    m_upstream->write(bytes);
    if (m_upstream && m_upstream->isCongested())
        m_client->pauseRequest();
}

void ProxiedCall::requestEnd(const http::Fields &trailers)
{
    if (m_done)
        return;
    if (!m_streamsThrough) {
        m_trailers = trailers;
        http::removeForbiddenTrailers(m_trailers);
        lookUp();
        keepBody();
        return;
    }
    m_upstream->complete(trailers);
}

void ProxiedCall::requestWritable()
{
    if (m_client != nullptr)
        m_client->resumeRequest();
}

/** Takes the body over from where it lies, if anybody will still want it. */
void ProxiedCall::keepBody()
{
    if (!m_done && !m_bodyInPlace.empty())
        m_body = m_bodyInPlace;
    m_bodyInPlace = {};
}

/** For callbacks that may come when this call is gone. */
std::weak_ptr<char> ProxiedCall::alive()
{
    if (!m_alive)
        m_alive = std::make_shared<char>();
    return m_alive;
}

void ProxiedCall::clientGone()
{
    if (m_done)
        return;
    m_client = nullptr;
    if (isLeading() && m_place.flight->leaderLeft()) {
        // Others listen: the call goes on for them, at their pace.
        if (m_upstream)
            m_upstream->resume();
        return;
    }
    m_done = true;
    leaveGate();
    if (m_upstream)
        m_upstream->abandon();
    providers::AnswerFacts facts;
    if (m_recorder)
        facts = finishAnswer(false);
    if (isFollowing())
        m_place.flight->leave(m_place.listener);
    else if (isLeading())
        endFlight(flow::Flight::End::LookAgain, facts, {});
    m_place = {};
    m_record.fail("client_gone", "the client left before the answer ended");
    keepContents();
    m_record.finish(
        requestlog::Outcome::Error, requestlog::CallState::ClientGone, m_answering ? m_answerHead.status : 0);
}

void ProxiedCall::clientWritable()
{
    if (m_replay)
        replayMore();
    else if (isFollowing())
        follow();
    else if (m_upstream)
        throttle();
}

/** The call is over; without a client nobody else takes it away. */
void ProxiedCall::leave()
{
    if (m_client == nullptr)
        m_worker.dismissLater(*this);
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
    if (!m_head->settings->config.log.bodies)
        return;
    requestlog::CallEnd &end = m_record.end();
    end.requestHead = m_head->text;
    end.responseHead = http::fieldText(m_answerHead.fields);
    if (m_body.empty())
        end.requestBody = m_bodyInPlace;
    else
        end.requestBody = std::move(m_body);
    if (m_recorder) {
        end.responseBodyTruncated = m_recorder->copy() != AnswerRecorder::Copy::Whole;
        end.responseBody = m_recorder->takeText();
    }
}

} // namespace cachescope::proxy
