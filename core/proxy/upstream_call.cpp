// SPDX-License-Identifier: MIT
#include "proxy/upstream_call.h"

#include "base/text.h"
#include "http/chunked.h"
#include "proxy/call_record.h"
#include "proxy/limit_news.h"
#include "proxy/retry_hints.h"
#include "proxy/worker.h"

#include <QTimer>

#include <algorithm>
#include <array>
#include <utility>

namespace cachescope::proxy {

using config::Fallback;
using flow::Breaker;
using requestlog::LiveCall;

namespace {

constexpr std::int64_t microsPerSecond = 1'000'000;
/** SDKs take a longer Retry-After for absurd (reliability.md 4.3). */
constexpr std::int64_t longestRetryAfterSeconds = 60;
/** Of JSON with English text. Corrected when the answer says what it was. */
constexpr double bytesPerToken = 4;

int failureStatus(UpstreamFailure::Kind kind)
{
    const bool late = kind == UpstreamFailure::Kind::ConnectTimeout
        || kind == UpstreamFailure::Kind::FirstByteTimeout || kind == UpstreamFailure::Kind::Stalled;
    return late ? 504 : 502;
}

/** It never got there, or came back without a byte; trying again may help. */
bool isWorthRetrying(UpstreamFailure::Kind kind)
{
    return kind == UpstreamFailure::Kind::Refused || kind == UpstreamFailure::Kind::ConnectTimeout
        || kind == UpstreamFailure::Kind::Closed;
}

std::string retryAfterSeconds(std::int64_t micros)
{
    const std::int64_t seconds = (micros + microsPerSecond - 1) / microsPerSecond;
    return std::to_string(std::clamp<std::int64_t>(seconds, 1, longestRetryAfterSeconds));
}

} // namespace

std::string_view failureCode(UpstreamFailure::Kind kind)
{
    switch (kind) {
    case UpstreamFailure::Kind::Refused:
        return "upstream_unreachable";
    case UpstreamFailure::Kind::ConnectTimeout:
        return "upstream_connect_timeout";
    case UpstreamFailure::Kind::Tls:
        return "upstream_tls";
    case UpstreamFailure::Kind::FirstByteTimeout:
        return "upstream_timeout";
    case UpstreamFailure::Kind::Stalled:
        return "upstream_stalled";
    case UpstreamFailure::Kind::Closed:
        return "upstream_closed";
    case UpstreamFailure::Kind::Malformed:
        break;
    }
    return "upstream_malformed";
}

UpstreamCall::UpstreamCall(
    UpstreamCallOwner &owner, Worker &worker, std::shared_ptr<const CallHead> head, CallRecord &record, Body body)
    : m_owner(owner)
    , m_worker(worker)
    , m_head(std::move(head))
    , m_record(record)
    , m_body(body)
    , m_target(m_head->target)
{ }

UpstreamCall::~UpstreamCall()
{
    abandon();
}

std::int64_t UpstreamCall::now() const
{
    return m_worker.shared().clock().monotonic();
}

/** Whose limits and connections the call uses: at a fallback, those of its own key. */
std::string UpstreamCall::credential() const
{
    return m_fallback ? "fallback" : m_head->credential;
}

/** Providers limit each key and model apart. */
std::string UpstreamCall::announcedLane() const
{
    return credential() + '\n' + m_record.start().model;
}

std::weak_ptr<char> UpstreamCall::alive()
{
    if (!m_alive)
        m_alive = std::make_shared<char>();
    return m_alive;
}

void UpstreamCall::abandon()
{
    if (std::exchange(m_over, true))
        return;
    if (m_connection != nullptr && !m_answering)
        flow().breaker.abandoned();
    dropConnection();
    releaseTicket();
}

void UpstreamCall::dropConnection()
{
    if (m_connection != nullptr)
        std::exchange(m_connection, nullptr)->abandon();
}

void UpstreamCall::releaseTicket()
{
    if (!m_ticket)
        return;
    const flow::Limiter::Next next = flow().limiter.release(std::exchange(m_ticket, nullptr), now());
    m_worker.pollLater(m_target->flow, next.pollAt);
}

void UpstreamCall::sendHelped(std::unique_ptr<HelpedRequest> request)
{
    m_record.way().splices = request->splices();
    m_helped = std::move(request);
}

void UpstreamCall::start()
{
    flow().retries.countCall();
    m_record.open();
    if (passBreaker())
        admit();
}

/** False when the call goes no further, or elsewhere. */
bool UpstreamCall::passBreaker()
{
    const config::Breaker &settings = m_head->settings->config.breaker;
    if (settings.mode == config::BreakerMode::Off)
        return true;
    const Breaker::Verdict verdict = flow().breaker.ask(now());
    if (verdict == Breaker::Verdict::Pass)
        return true;
    m_trial = true;
    if (verdict == Breaker::Verdict::Probe)
        return true;
    if (fallBack(Fallback::Cause::Open))
        return false;
    if (settings.mode != config::BreakerMode::Always)
        return true;
    CallFailure failure{ 503,
                         "upstream_circuit_open",
                         "the upstream \"" + m_target->name
                             + "\" has failed again and again and is given a rest; no call was made",
                         {} };
    failure.fields.add("Retry-After", retryAfterSeconds(flow().breaker.status(now()).probeInMicros));
    fail(std::move(failure));
    return false;
}

/** Waits for its turn under our own limits, if there are any. */
void UpstreamCall::admit()
{
    flow::Limiter &limiter = flow().limiter;
    if (limiter.isIdle()) {
        send(Want::Pooled);
        return;
    }
    m_ticket = std::make_shared<flow::Limiter::Ticket>();
    m_ticket->lane = credential();
    m_ticket->announcedLane = announcedLane();
    m_ticket->tokens = static_cast<double>(m_owner.originalBody().size()) / bytesPerToken;
    m_ticket->ready = [this, alive = alive(), post = m_worker.post()] {
        post->post([this, alive] {
            if (!alive.expired() && !m_over)
                admitted();
        });
    };
    m_waitFrom = m_record.elapsed();
    const flow::Limiter::Next next = limiter.ask(m_ticket, now());
    m_worker.pollLater(m_target->flow, next.pollAt);
    if (m_ticket->verdict == flow::Limiter::Verdict::Waiting)
        m_record.phase(LiveCall::Phase::Waiting);
    else
        admitted();
}

void UpstreamCall::admitted()
{
    const std::int64_t waited = m_record.elapsed() - m_waitFrom;
    constexpr std::int64_t noticeable = 500;
    if (waited >= noticeable) {
        m_record.end().waitMicros += waited;
        m_record.way().limitWaitMicros += waited;
    }
    if (m_ticket->verdict == flow::Limiter::Verdict::Granted) {
        send(Want::Pooled);
        return;
    }
    const std::int64_t later = flow().limiter.retryAfterMicros(*m_ticket, now());
    if (fallBack(Fallback::Cause::RateLimit))
        return;
    CallFailure failure{ 429,
                         "rate_limited",
                         "the limits set for the upstream \"" + m_target->name + "\" were not free within "
                             + std::to_string(waited / microsPerSecond)
                             + " s; no call was made (rpm, tpm, concurrency and max_wait_s in config.json)",
                         {} };
    failure.fields.add("Retry-After", retryAfterSeconds(later));
    fail(std::move(failure));
}

void UpstreamCall::send(Want want)
{
    m_connection = m_worker.pool().acquire(
        m_target->origin, credential(), m_worker.upstreamTimes(),
        [this] { return m_worker.networkProxy(m_target->origin); },
        want == Want::Fresh || m_body == Body::StreamsThrough ? UpstreamPool::Want::Fresh : UpstreamPool::Want::Any,
        m_worker.nowMs());
    requestlog::CallEnd &end = m_record.end();
    ++end.attempts;
    m_connection->assign(
        *this,
        m_head->method == "HEAD" ? http::ResponseParser::RequestKind::Head
                                 : http::ResponseParser::RequestKind::Ordinary,
        m_worker.nowMs());
    const bool connected = m_connection->state() == UpstreamConnection::State::Busy;
    m_record.phase(connected ? LiveCall::Phase::WaitingForFirstByte : LiveCall::Phase::Connecting);
    end.connectMicros = connected ? 0 : -1;
    m_sentAt = m_record.elapsed();
    if (end.overheadMicros == 0)
        end.overheadMicros = m_sentAt - end.waitMicros;
    sendHead();
    if (m_body == Body::StreamsThrough && !m_over)
        m_owner.requestWritable();
}

void UpstreamCall::sendHead()
{
    if (m_body == Body::Whole || m_head->framing == http::BodyFraming::None)
        m_connection->requestComplete();
    if (m_fallback) {
        m_connection->write(m_fallback->head, m_fallback->body);
    } else if (m_body == Body::StreamsThrough) {
        m_connection->write(m_head->upstreamHead);
    } else {
        const std::string_view head = m_helped ? m_helped->head : m_head->upstreamHead;
        const std::string_view body = m_helped ? m_helped->body : m_owner.originalBody();
        if (m_head->framing == http::BodyFraming::Chunked) {
            std::string chunks;
            http::appendChunk(chunks, body);
            http::appendLastChunk(chunks, m_owner.originalTrailers());
            m_connection->write(head, chunks);
        } else {
            m_connection->write(head, body);
        }
    }
    if (m_connection != nullptr)
        m_connection->flush();
}

void UpstreamCall::write(std::string_view bytes)
{
    if (m_connection == nullptr)
        return;
    if (m_head->framing == http::BodyFraming::Chunked) {
        std::string chunk;
        http::appendChunk(chunk, bytes);
        m_connection->write(chunk);
    } else {
        m_connection->write(bytes);
    }
    if (m_connection != nullptr)
        m_connection->flush();
}

void UpstreamCall::complete(const http::Fields &trailers)
{
    if (m_connection == nullptr)
        return;
    if (m_head->framing == http::BodyFraming::Chunked) {
        http::Fields allowed = trailers;
        http::removeForbiddenTrailers(allowed);
        std::string end;
        http::appendLastChunk(end, allowed);
        m_connection->write(end);
    }
    m_connection->requestComplete();
    m_connection->flush();
}

bool UpstreamCall::isCongested() const
{
    return m_connection != nullptr && m_connection->isCongested();
}

void UpstreamCall::pause()
{
    if (m_connection != nullptr)
        m_connection->pause();
}

void UpstreamCall::resume()
{
    if (m_connection != nullptr)
        m_connection->resume();
}

void UpstreamCall::settle(std::int64_t tokens)
{
    if (m_ticket)
        flow().limiter.settle(*m_ticket, static_cast<double>(tokens), now());
}

void UpstreamCall::upstreamConnected()
{
    m_record.end().connectMicros = m_record.elapsed() - m_sentAt;
    m_record.phase(LiveCall::Phase::WaitingForFirstByte);
}

/** What the attempt says of its upstream's health. */
void UpstreamCall::report(bool upstreamsFault)
{
    if (upstreamsFault)
        flow().breaker.failed(now());
    else
        flow().breaker.succeeded();
}

void UpstreamCall::learnLimits(const http::ResponseHead &head)
{
    const flow::LimitNews news = readLimitNews(head, m_worker.shared().clock().wall());
    if (!news.empty())
        flow().limiter.learn(announcedLane(), news, now());
}

/** An attempt is over; the log gets the list of them when there is more than one, or another upstream. */
void UpstreamCall::endAttempt(int status, std::string_view problem)
{
    const bool willBeOne = m_record.end().attempts > 1 || m_fallback || status == 0 || isRetryable(status);
    if (!willBeOne)
        return;
    m_record.attemptEnded({ m_sentAt, m_record.elapsed(), status, std::string(problem),
                            m_fallback ? m_target->name : std::string() });
}

void UpstreamCall::upstreamHead(http::ResponseParser &answer)
{
    const http::ResponseHead &head = answer.head();
    m_record.end().firstByteMicros = m_record.elapsed();
    endAttempt(head.status, {});
    report(head.status >= 500);
    if (m_target->followsLimits)
        learnLimits(head);
    if (turnedDown(head.status))
        return;
    const bool limited = head.status == 429;
    if (isRetryable(head.status)
        && (retryStatus(head) || fallBack(limited ? Fallback::Cause::RateLimit : Fallback::Cause::ServerError)))
        return;
    m_answering = true;
    m_owner.answerHead(answer, m_spent ? UpstreamCallOwner::Retries::Spent : UpstreamCallOwner::Retries::Left);
}

void UpstreamCall::upstreamBatchEnd()
{
    if (m_answering && !m_over)
        m_owner.answerBatchEnd();
}

void UpstreamCall::upstreamEnd(const http::Fields &trailers)
{
    m_connection = nullptr;
    m_over = true;
    m_owner.answerEnd(trailers);
    releaseTicket();
}

void UpstreamCall::upstreamFailed(const UpstreamFailure &failure)
{
    m_connection = nullptr;
    if (m_over)
        return;
    const std::string_view code = failureCode(failure.kind);
    if (m_answering) {
        m_over = true;
        releaseTicket();
        m_owner.answerCut(failure, code);
        return;
    }
    endAttempt(0, code);
    if (failure.beforeAnyByte && m_body == Body::Whole) {
        // A kept connection that the upstream had closed in the meantime: the call never got there.
        if (failure.reused && failure.kind == UpstreamFailure::Kind::Closed && !m_safeRetryUsed) {
            m_safeRetryUsed = true;
            send(Want::Fresh);
            return;
        }
        report(true);
        if (isWorthRetrying(failure.kind) && mayRetry()) {
            retryLater(backoffMs(m_retries - 1));
            return;
        }
        if (fallBack(Fallback::Cause::Connect))
            return;
    } else {
        report(true);
    }
    CallFailure end{ failureStatus(failure.kind), std::string(code), failure.message, {} };
    if (m_retries > 0 || m_spent)
        end.fields.add("x-should-retry", "false");
    fail(std::move(end));
}

void UpstreamCall::fail(CallFailure failure)
{
    m_over = true;
    releaseTicket();
    m_owner.answerFailed(failure);
}

/** Takes one retry out of the call's own count and the common budget. */
bool UpstreamCall::mayRetry()
{
    const config::Retries &settings = m_head->settings->config.retries;
    // An unknown path may do anything: only reading it again is known to be harmless.
    const std::string &method = m_head->method;
    const bool harmless = m_head->api != providers::Api::Opaque || method == "GET" || method == "HEAD";
    if (settings.max <= 0 || m_body == Body::StreamsThrough || !harmless || m_fallback)
        return false;
    std::string_view reason;
    if (m_retries >= settings.max)
        reason = "most";
    else if (m_trial)
        reason = "breaker";
    else if (!flow().retries.take(settings.budget, now()))
        reason = "budget";
    m_spent = !reason.empty();
    if (m_spent)
        m_record.way().retryEnd = reason;
    else
        ++m_retries;
    return !m_spent;
}

/**
 * True when the upstream did not want the request as we had changed it: it goes again as its client wrote it. Only
 * if it wants that one is the change to blame, and left out for a while.
 */
bool UpstreamCall::turnedDown(int status)
{
    HelpMemory &memory = m_worker.shared().help;
    const auto remember = [&] {
        for (const std::string &what : m_refusedHelp)
            memory.refused(m_target->name, m_record.start().model, what, now());
        if (m_refusedObject)
            memory.objects.gone(*m_refusedObject, now());
    };
    if (!m_helped || m_fallback) {
        if (status < 400 && !m_fallback)
            remember();
        m_refusedHelp.clear();
        m_refusedObject.reset();
        return false;
    }
    constexpr std::array<int, 4> refusals{ 400, 404, 413, 422 };
    // Gemini's word for an object that is not there any more is 403.
    const bool objectIsGone = status == 403 && m_helped->object;
    if (!objectIsGone && std::find(refusals.begin(), refusals.end(), status) == refusals.end())
        return false;
    m_record.way().helpRefused = status;
    const auto request = std::exchange(m_helped, nullptr);
    for (const providers::BodyEdit &edit : request->edits) {
        if (edit.what != "cached_contents") // That is one object's affair.
            m_refusedHelp.push_back(edit.what);
    }
    m_refusedObject = request->object;
    dropConnection();
    retryLater(0);
    return true;
}

/** True when the answer is dropped and the call will be made again. */
bool UpstreamCall::retryStatus(const http::ResponseHead &head)
{
    if (base::equalIgnoringCase(head.fields.value("x-should-retry"), "false"))
        return false;
    const std::int64_t delay = retryDelayMs(head.fields, m_retries);
    if (delay > longestRetryWaitMs) {
        // A long wait is the client's to decide on.
        if (m_head->settings->config.retries.max > 0)
            m_record.way().retryEnd = "long wait";
        return false;
    }
    if (!mayRetry())
        return false;
    dropConnection();
    retryLater(delay);
    return true;
}

void UpstreamCall::retryLater(std::int64_t delayMs)
{
    releaseTicket();
    m_record.phase(LiveCall::Phase::Waiting);
    const std::weak_ptr<char> alive = this->alive();
    QTimer::singleShot(static_cast<int>(delayMs), Qt::PreciseTimer, &m_worker, [this, alive] {
        if (!alive.expired() && !m_over)
            admit();
    });
}

/** True when the call goes on at another upstream, as the user's rule says. */
bool UpstreamCall::fallBack(Fallback::Cause cause)
{
    if (m_fallback || m_body == Body::StreamsThrough || !m_head->original)
        return false;
    m_fallback = makeFallback(*m_head, m_owner.originalBody(), m_record.start().model, cause);
    if (!m_fallback)
        return false;
    dropConnection();
    releaseTicket();
    m_target = m_fallback->target;
    requestlog::CallWay &way = m_record.way();
    way.answeredBy = m_target->name;
    way.answeredModel = m_fallback->model;
    m_record.secrets().emplace_back(m_target->key.reveal());
    m_safeRetryUsed = false;
    flow().retries.countCall();
    admit();
    return true;
}

} // namespace cachescope::proxy
