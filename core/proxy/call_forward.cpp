// SPDX-License-Identifier: MIT
// The upstream's part of a ProxiedCall: relaying the answer, watching it, keeping it.
#include "base/redact.h"
#include "base/text.h"
#include "proxy/cache_status.h"
#include "proxy/client_connection.h"
#include "proxy/dispatch.h"
#include "proxy/proxied_call.h"
#include "proxy/worker.h"

namespace cachescope::proxy {

using flow::Flight;
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

} // namespace

void ProxiedCall::forward()
{
    if (m_plan.mustNotForward) {
        refuse(
            504, "only_if_cached",
            "there is no fresh answer in the cache, and the request forbids calling the upstream");
        return;
    }
    UpstreamCallOwner &owner = *this;
    m_upstream = std::make_unique<UpstreamCall>(
        owner, m_worker, m_head, m_record,
        m_streamsThrough ? UpstreamCall::Body::StreamsThrough : UpstreamCall::Body::Whole);
    if (m_head->settings->helps)
        help();
    if (!waitsAtGate())
        m_upstream->start();
}

void ProxiedCall::answerHead(http::ResponseParser &answer, Retries retries)
{
    const http::ResponseHead &head = answer.head();
    m_answerHead = head;
    if (isRedirect(head.status) && head.fields.find("location")) {
        refuseRedirect(head);
        return;
    }
    if (m_upstream->fallback() != nullptr)
        m_plan.mayStore = false; // It is not the answer of the upstream that the key names.
    m_recorder = std::make_unique<AnswerRecorder>(m_head->api, m_answerHead, maxCopyBytes);
    if (m_upstream->helped() != nullptr && m_upstream->helped()->hidesUsageChunk)
        hideUsageChunk();
    if (m_ticket && head.status < 400)
        m_worker.shared().help.gate.wrote(m_ticket, m_worker.shared().clock().monotonic());
    else
        leaveGate();
    if (m_client != nullptr)
        relayHead(answer, retries);
    if (isLeading())
        shareHead(head);
    std::string &detail = m_record.end().cacheDetail;
    detail.assign("fwd=").append(m_forwardReason);
    if (m_forwardReason == "bypass" && !m_plan.reason.empty())
        detail.append("; detail=").append(m_plan.reason);
    m_record.end().cacheKey = m_known->shortKey;
    m_answering = true;
}

void ProxiedCall::refuseRedirect(const http::ResponseHead &head)
{
    const std::string target = base::redactTarget(head.fields.value("location"));
    m_upstream->abandon();
    keepContents();
    m_plan.reason = "redirect";
    CallFailure failure{ 502,
                         "upstream_redirect",
                         "the upstream answered with a redirect to " + target
                             + ", which is not followed: keys must not cross to another address. Set the "
                               "upstream's url to the right one.",
                         {} };
    if (isLeading())
        endFlight(Flight::End::Failed, {}, failure);
    refuse(failure.status, failure.code, failure.message);
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

void ProxiedCall::relayHead(http::ResponseParser &answer, Retries retries)
{
    constexpr std::string_view retryField = "x-should-retry";
    const http::ResponseHead &head = answer.head();
    const http::HopByHop hopByHop(head.fields);
    const bool spent = retries == Retries::Spent;
    // Without the chunk that we asked for it is shorter than announced.
    std::string &lines
        = m_client->beginHead(head.status, head.reason, m_hiding ? http::BodyFraming::Chunked : answer.framing());
    for (const http::Field field : head.fields) {
        const bool replaced = (spent && base::equalIgnoringCase(field.name, retryField))
            || (m_hiding && base::equalIgnoringCase(field.name, "content-length"));
        if (!replaced && !isControlField(field.name) && !hopByHop.contains(field.name))
            http::appendField(lines, field.name, field.value);
    }
    http::appendField(lines, "Cache-Status", missStatus(head.status));
    http::appendField(lines, "X-Cachescope-Request-Id", m_record.uid().toString());
    if (spent)
        http::appendField(lines, retryField, "false");
    m_client->endHead();
}

void ProxiedCall::answerBody(std::string_view bytes)
{
    m_received += static_cast<std::int64_t>(bytes.size());
    m_unobserved.append(bytes);
    if (m_client == nullptr)
        return;
    if (!m_hiding) {
        m_client->sendBody(bytes);
        return;
    }
    m_filtered.clear();
    m_hiding->feed(bytes, m_filtered);
    if (!m_filtered.empty())
        m_client->sendBody(m_filtered);
}

/** Everything of one read is out before anything is made of it here. */
void ProxiedCall::answerBatchEnd()
{
    if (!m_answering)
        return;
    if (m_client != nullptr)
        m_client->flush();
    if (m_done)
        return;
    throttle();
    m_record.phase(LiveCall::Phase::Streaming);
    observe();
}

/** Reads on, or not: our own client's pace counts while it is alone, else that of the slowest within reason. */
void ProxiedCall::throttle()
{
    bool wait = m_client != nullptr && m_client->isCongested();
    if (wait && isLeading() && m_place.flight->hasListeners())
        wait = m_client->waitingBytes() > Flight::mostHeldBytes;
    if (wait || (isLeading() && m_place.flight->isCongested()))
        m_upstream->pause();
    else
        m_upstream->resume();
}

void ProxiedCall::observe()
{
    if (m_unobserved.empty())
        return;
    const bool content = m_recorder->feed(m_unobserved) || !m_recorder->isStream();
    if (content && m_record.end().firstTokenMicros < 0)
        m_record.end().firstTokenMicros = m_record.elapsed();
    if (isLeading())
        m_place.flight->append(m_recorder->lastDecoded());
    m_unobserved.clear();
    m_record.progress(m_received, m_recorder->chunks());
}

/** Judges the answer and keeps it if it may be kept. */
providers::AnswerFacts ProxiedCall::finishAnswer(bool whole)
{
    observe();
    providers::AnswerFacts facts = m_recorder->finish(whole);
    if (isLeading() && m_hiding)
        m_place.flight->append(m_recorder->lastDecoded());
    m_record.takeFacts(facts);
    m_record.end().responseBytes = m_received;
    if (facts.errorInside && m_record.end().errorKind.empty())
        m_record.end().errorKind = m_answerHead.status >= 400 ? "upstream_status" : "upstream_error_event";
    if (whole)
        storeAnswer(facts);
    if (whole && m_shadowed)
        compareShadow(facts);
    if (whole && m_recorder->isStream() && !facts.complete
        && m_recorder->copy() != AnswerRecorder::Copy::Undecodable)
        m_record.end().state = CallState::NoTerminalEvent;
    const providers::TokenUsage &tokens = facts.usage.tokens;
    if (facts.usage.source != providers::UsageSource::None)
        m_upstream->settle(tokens.input() + tokens.output);
    return facts;
}

void ProxiedCall::answerEnd(const http::Fields &trailers)
{
    releaseHidden();
    m_done = true;
    // An answer that will serve the next identical call is in the cache before this client can make that call.
    const bool keepFirst = m_plan.mayStore || isLeading();
    const auto finish = [this] {
        const providers::AnswerFacts facts = finishAnswer(true);
        if (isLeading())
            endFlight(Flight::End::Whole, facts, {});
    };
    if (keepFirst)
        finish();
    const int status = m_answerHead.status;
    const bool clientLeft = m_client == nullptr && m_purpose == Purpose::Client;
    if (m_client == nullptr) {
        leave();
    } else if (trailers.empty()) {
        m_client->endAnswer();
    } else {
        http::Fields allowed = trailers;
        http::removeForbiddenTrailers(allowed);
        m_client->endAnswer(allowed);
    }
    if (!keepFirst)
        finish();
    if (status >= 400 && m_record.end().errorKind.empty())
        m_record.end().errorKind = "upstream_status";
    if (m_help && status < 400)
        noteForLater();
    tellOwner(status, m_recorder->text());
    const CallState state = clientLeft ? CallState::ClientGone : m_record.end().state;
    keepContents();
    const Outcome outcome = status >= 400 ? Outcome::Error
        : m_forwardReason == "bypass"     ? Outcome::Bypass
                                          : Outcome::Miss;
    m_record.finish(outcome, state, status);
}

void ProxiedCall::answerCut(const UpstreamFailure &failure, std::string_view code)
{
    if (m_done)
        return;
    tellOwner(0, {});
    releaseHidden();
    m_done = true;
    m_record.fail(code, failure.message);
    const providers::AnswerFacts facts = finishAnswer(false);
    if (isLeading())
        endFlight(Flight::End::Cut, facts, {});
    keepContents();
    m_record.finish(Outcome::Error, CallState::Cut, m_answerHead.status);
    if (m_client != nullptr)
        m_client->cutAnswer();
    leave();
}

void ProxiedCall::answerFailed(const CallFailure &failure)
{
    if (m_done)
        return;
    m_done = true;
    leaveGate();
    if (isLeading())
        endFlight(Flight::End::Failed, {}, failure);
    tellFailure(failure);
}

void ProxiedCall::tellFailure(const CallFailure &failure)
{
    tellOwner(0, {});
    m_record.fail(failure.code, failure.message);
    keepContents();
    m_record.finish(Outcome::Error, CallState::Failed, failure.status);
    if (m_client != nullptr) {
        http::Fields fields = ownFields(missStatus(0));
        for (const http::Field field : failure.fields)
            fields.add(field.name, field.value);
        answerApiError(
            *m_client, errorShape(m_head->method, m_head->route.rest, m_head->route.upstream), failure.status,
            failure.code, failure.message, fields);
    }
    leave();
}

} // namespace cachescope::proxy
