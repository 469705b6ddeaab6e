// SPDX-License-Identifier: MIT
// The upstream's part of a ProxiedCall: sending the request, retrying it, relaying the answer.
#include "base/redact.h"
#include "base/text.h"
#include "http/chunked.h"
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/proxied_call.h"
#include "proxy/retry_hints.h"
#include "proxy/worker.h"

#include <QTimer>

namespace cachescope::proxy {

using requestlog::CallState;
using requestlog::LiveCall;
using requestlog::Outcome;

namespace {

/** The copy of an answer for cache and log. */
constexpr std::size_t maxCopyBytes = 16U << 20;

bool isRedirect(int status)
{
    return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
}

struct FailureText
{
    int status;
    std::string_view code;
};

FailureText failureText(UpstreamFailure::Kind kind)
{
    switch (kind) {
    case UpstreamFailure::Kind::Refused:
        return { 502, "upstream_unreachable" };
    case UpstreamFailure::Kind::ConnectTimeout:
        return { 504, "upstream_connect_timeout" };
    case UpstreamFailure::Kind::Tls:
        return { 502, "upstream_tls" };
    case UpstreamFailure::Kind::FirstByteTimeout:
        return { 504, "upstream_timeout" };
    case UpstreamFailure::Kind::Stalled:
        return { 504, "upstream_stalled" };
    case UpstreamFailure::Kind::Closed:
        return { 502, "upstream_closed" };
    case UpstreamFailure::Kind::Malformed:
        break;
    }
    return { 502, "upstream_malformed" };
}

} // namespace

void ProxiedCall::forward(Connection connection)
{
    if (m_plan.mustNotForward) {
        refuse(
            504, "only_if_cached",
            "there is no fresh answer in the cache, and the request forbids calling the upstream");
        return;
    }
    Shared &shared = m_worker.shared();
    if (m_record.end().attempts == 0)
        shared.retryBudget.countCall(m_head->settings->config.retries.budget);
    m_record.open();
    m_upstream = m_worker.pool().acquire(
        m_head->target->origin, m_head->credential, m_worker.upstreamTimes(),
        [this] { return m_worker.networkProxy(m_head->target->origin); },
        connection == Connection::Fresh ? UpstreamPool::Want::Fresh : UpstreamPool::Want::Any, m_worker.nowMs());
    const bool isHead = m_head->method == "HEAD";
    ++m_record.end().attempts;
    m_upstream->assign(
        *this, isHead ? http::ResponseParser::RequestKind::Head : http::ResponseParser::RequestKind::Ordinary,
        m_worker.nowMs());
    const bool connected = m_upstream->state() == UpstreamConnection::State::Busy;
    m_record.phase(connected ? LiveCall::Phase::WaitingForFirstByte : LiveCall::Phase::Connecting);
    if (connected)
        m_record.end().connectMicros = 0;
    m_forwardedAt = m_record.elapsed();
    if (m_record.end().overheadMicros == 0)
        m_record.end().overheadMicros = m_forwardedAt;
    sendHead();
}

void ProxiedCall::sendHead()
{
    const http::BodyFraming framing = m_client.parser().framing();
    const bool chunked = framing == http::BodyFraming::Chunked;
    if (!m_streamsThrough || framing == http::BodyFraming::None)
        m_upstream->requestComplete();
    if (!m_streamsThrough && chunked) {
        std::string chunks;
        http::appendChunk(chunks, body());
        http::appendLastChunk(chunks, m_trailers);
        m_upstream->write(m_head->upstreamHead, chunks);
    } else {
        m_upstream->write(m_head->upstreamHead, m_streamsThrough ? std::string_view() : body());
    }
    if (m_upstream != nullptr)
        m_upstream->flush();
}

void ProxiedCall::upstreamConnected()
{
    m_record.end().connectMicros = m_record.elapsed() - m_forwardedAt;
    m_record.phase(LiveCall::Phase::WaitingForFirstByte);
}

void ProxiedCall::upstreamWritable()
{
    m_client.resumeRequest();
}

void ProxiedCall::upstreamHead(http::ResponseParser &answer)
{
    const http::ResponseHead &head = answer.head();
    m_record.end().firstByteMicros = m_record.elapsed();
    m_answerHead = head;
    if (isRedirect(head.status) && head.fields.find("location")) {
        refuseRedirect(head);
        return;
    }
    bool spent = false;
    if (retryStatus(head, spent))
        return;
    relayHead(answer, spent);
}

void ProxiedCall::refuseRedirect(const http::ResponseHead &head)
{
    const std::string target = base::redactTarget(head.fields.value("location"));
    std::exchange(m_upstream, nullptr)->abandon();
    keepContents();
    m_plan.reason = "redirect";
    refuse(
        502, "upstream_redirect",
        "the upstream answered with a redirect to " + target
            + ", which is not followed: keys must not cross to another address. Set the upstream's url to the "
              "right one.");
}

std::string ProxiedCall::missStatus(int status) const
{
    CacheStatusMember member{ false, m_forwardReason, false, {}, m_known->shortKey, {} };
    member.stored = m_plan.mayStore && status == 200;
    if (member.stored)
        member.ttl = m_plan.ttl;
    if (m_forwardReason == "bypass")
        member.detail = m_plan.reason;
    return toHeader(member);
}

void ProxiedCall::relayHead(http::ResponseParser &answer, bool retriesSpent)
{
    constexpr std::string_view retryField = "x-should-retry";
    const http::ResponseHead &head = answer.head();
    const http::HopByHop hopByHop(head.fields);
    std::string &lines = m_client.beginHead(head.status, head.reason, answer.framing());
    for (const http::Field field : head.fields) {
        const bool replaced = retriesSpent && base::equalIgnoringCase(field.name, retryField);
        if (!replaced && !isControlField(field.name) && !hopByHop.contains(field.name))
            http::appendField(lines, field.name, field.value);
    }
    http::appendField(lines, "Cache-Status", missStatus(head.status));
    http::appendField(lines, "X-Cachescope-Request-Id", m_record.uid().toString());
    if (retriesSpent)
        http::appendField(lines, retryField, "false");
    m_client.endHead();
    std::string &detail = m_record.end().cacheDetail;
    detail.assign("fwd=").append(m_forwardReason);
    if (m_forwardReason == "bypass" && !m_plan.reason.empty())
        detail.append("; detail=").append(m_plan.reason);
    m_record.end().cacheKey = m_known->shortKey;
    m_recorder = std::make_unique<AnswerRecorder>(m_head->api, m_answerHead, maxCopyBytes);
    m_answering = true;
}

void ProxiedCall::upstreamBody(std::string_view bytes)
{
    m_received += static_cast<std::int64_t>(bytes.size());
    m_client.sendBody(bytes);
    m_unobserved.append(bytes);
}

/** Everything of one read is out before anything is made of it here. */
void ProxiedCall::upstreamBatchEnd()
{
    if (!m_answering)
        return;
    m_client.flush();
    if (m_done)
        return;
    if (m_upstream != nullptr && m_client.isCongested())
        m_upstream->pause();
    m_record.phase(LiveCall::Phase::Streaming);
    observe();
}

void ProxiedCall::observe()
{
    if (m_unobserved.empty())
        return;
    const bool content = m_recorder->feed(m_unobserved) || !m_recorder->isStream();
    if (content && m_record.end().firstTokenMicros < 0)
        m_record.end().firstTokenMicros = m_record.elapsed();
    m_unobserved.clear();
    m_record.progress(m_received, m_recorder->chunks());
}

/** Judges the answer and keeps it if it may be kept. */
void ProxiedCall::finishAnswer(bool whole)
{
    observe();
    const providers::AnswerFacts facts = m_recorder->finish(whole);
    m_record.takeFacts(facts);
    m_record.end().responseBytes = m_received;
    if (facts.errorInside && m_record.end().errorKind.empty())
        m_record.end().errorKind = m_answerHead.status >= 400 ? "upstream_status" : "upstream_error_event";
    if (whole)
        storeAnswer(facts);
    if (whole && m_recorder->isStream() && !facts.complete
        && m_recorder->copy() != AnswerRecorder::Copy::Undecodable)
        m_record.end().state = CallState::NoTerminalEvent;
}

void ProxiedCall::upstreamEnd(const http::Fields &trailers)
{
    m_upstream = nullptr;
    m_done = true;
    // An answer that will serve the next identical call is in the cache before this client can make that call.
    const bool keepFirst = m_plan.mayStore;
    if (keepFirst)
        finishAnswer(true);
    const int status = m_answerHead.status;
    if (trailers.empty()) {
        m_client.endAnswer();
    } else {
        http::Fields allowed = trailers;
        http::removeForbiddenTrailers(allowed);
        m_client.endAnswer(allowed);
    }
    if (!keepFirst)
        finishAnswer(true);
    if (status >= 400 && m_record.end().errorKind.empty())
        m_record.end().errorKind = "upstream_status";
    const CallState state = m_record.end().state;
    keepContents();
    const Outcome outcome = status >= 400 ? Outcome::Error
        : m_forwardReason == "bypass"     ? Outcome::Bypass
                                          : Outcome::Miss;
    m_record.finish(outcome, state, status);
}

void ProxiedCall::upstreamFailed(const UpstreamFailure &failure)
{
    m_upstream = nullptr;
    if (m_done)
        return;
    if (!m_answering && failure.beforeAnyByte && !m_streamsThrough) {
        // A kept connection that the upstream had closed in the meantime: the call never got there.
        if (failure.reused && failure.kind == UpstreamFailure::Kind::Closed && !m_safeRetryUsed) {
            m_safeRetryUsed = true;
            forward(Connection::Fresh);
            return;
        }
        bool spent = false;
        const bool worthwhile = failure.kind == UpstreamFailure::Kind::Refused
            || failure.kind == UpstreamFailure::Kind::ConnectTimeout
            || failure.kind == UpstreamFailure::Kind::Closed;
        if (worthwhile && mayRetry(spent)) {
            retryLater(backoffMs(m_retries));
            return;
        }
    }
    m_done = true;
    m_record.fail(failureText(failure.kind).code, failure.message);
    if (!m_answering) {
        answerFailure(failure);
        return;
    }
    finishAnswer(false);
    keepContents();
    m_record.finish(Outcome::Error, CallState::Cut, m_answerHead.status);
    m_client.cutAnswer();
}

void ProxiedCall::answerFailure(const UpstreamFailure &failure)
{
    const FailureText text = failureText(failure.kind);
    keepContents();
    m_record.finish(Outcome::Error, CallState::Failed, text.status);
    http::Fields fields = ownFields(missStatus(0));
    if (m_retries > 0)
        fields.add("x-should-retry", "false");
    answerApiError(
        m_client, errorShape(m_head->method, m_head->route.rest, m_head->route.upstream), text.status, text.code,
        failure.message, fields);
}

/** Takes one retry out of the call's own count and the common budget. */
bool ProxiedCall::mayRetry(bool &budgetSpent)
{
    const int most = m_head->settings->config.retries.max;
    // An unknown path may do anything: only reading it again is known to be harmless.
    const std::string &method = m_head->method;
    const bool harmless = m_head->api != providers::Api::Opaque || method == "GET" || method == "HEAD";
    if (most <= 0 || m_streamsThrough || !harmless)
        return false;
    budgetSpent = m_retries >= most || !m_worker.shared().retryBudget.take();
    if (budgetSpent)
        return false;
    ++m_retries;
    return true;
}

/** True when the answer is dropped and the call will be made again. */
bool ProxiedCall::retryStatus(const http::ResponseHead &head, bool &spent)
{
    if (!isRetryable(head.status))
        return false;
    const std::int64_t delay = retryDelayMs(head.fields, m_retries);
    // A long wait is the client's to decide on.
    if (delay > longestRetryWaitMs || !mayRetry(spent))
        return false;
    std::exchange(m_upstream, nullptr)->abandon();
    retryLater(delay);
    return true;
}

void ProxiedCall::retryLater(std::int64_t delayMs)
{
    m_record.phase(LiveCall::Phase::Waiting);
    const std::weak_ptr<char> alive = this->alive();
    QTimer::singleShot(static_cast<int>(delayMs), &m_worker, [this, alive] {
        if (!alive.expired() && !m_done)
            forward(Connection::Pooled);
    });
}

} // namespace cachescope::proxy
