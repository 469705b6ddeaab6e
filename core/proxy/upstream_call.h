// SPDX-License-Identifier: MIT
#pragma once

#include "flow/upstream_flow.h"
#include "proxy/call_head.h"
#include "proxy/fallback.h"
#include "proxy/helped_request.h"
#include "proxy/upstream_connection.h"
#include "requestlog/call_way.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::proxy {

class CallRecord;
class Worker;

/** Why a call got no answer, as its client is told. */
struct CallFailure
{
    int status = 502;
    std::string code;
    std::string message;
    http::Fields fields; ///< Of the answer: Retry-After, x-should-retry.
};

/** What a call hears from its way to the upstream. All on the worker's thread. */
class UpstreamCallOwner
{
public:
    enum class Retries
    {
        Left,
        Spent ///< The client had better not try again at once.
    };
    virtual ~UpstreamCallOwner() = default;
    virtual std::string_view originalBody() const = 0; ///< As the client sent it; asked for each attempt.
    virtual const http::Fields &originalTrailers() const = 0;
    virtual void answerHead(http::ResponseParser &answer, Retries retries) = 0;
    virtual void answerBody(std::string_view bytes) = 0;
    virtual void answerBatchEnd() = 0; ///< Everything that came with one read was handed over.
    virtual void answerEnd(const http::Fields &trailers) = 0;
    virtual void answerCut(const UpstreamFailure &failure, std::string_view code) = 0; ///< Behind its head.
    virtual void answerFailed(const CallFailure &failure) = 0; ///< No head came, and none will.
    virtual void requestWritable() = 0; ///< More of a body that streams through may come.
};

/**
 * One call on its way to its upstream: our own limits, the breaker, attempts and the waits between them, another
 * upstream when the first is down. Only what has not yet brought a byte to the client is tried again, always with
 * the client's own bytes, or what helps the provider's cache was put into them. Writes what happened to the call's
 * record. One worker's thread; owned by its owner.
 */
class UpstreamCall final : private UpstreamListener
{
public:
    /** Whether the body is there to be sent again, or goes through as it comes. */
    enum class Body
    {
        Whole,
        StreamsThrough
    };
    UpstreamCall(
        UpstreamCallOwner &owner, Worker &worker, std::shared_ptr<const CallHead> head, CallRecord &record,
        Body body);
    ~UpstreamCall() override;

    /** Before start(): goes in place of the client's own bytes, until the upstream turns it down. */
    void sendHelped(std::unique_ptr<HelpedRequest> request);
    void start();
    /** Nobody wants the answer any more: ends the call, answers nothing. */
    void abandon();

    // A body that streams through.
    bool isSending() const { return m_connection != nullptr; }
    void write(std::string_view bytes);
    void complete(const http::Fields &trailers);
    bool isCongested() const;
    // The answer, for clients that are slower than the upstream.
    void pause();
    void resume();

    /** The other upstream that the call went to; null: the one that was asked for. */
    const FallbackRequest *fallback() const { return m_fallback.get(); }
    /** What was sent in place of the client's bytes; null when these were. */
    const HelpedRequest *helped() const { return m_fallback ? nullptr : m_helped.get(); }
    /** The call used so many tokens; for our own limit. */
    void settle(std::int64_t tokens);

private:
    enum class Want
    {
        Pooled,
        Fresh
    };
    void upstreamConnected() override;
    void upstreamHead(http::ResponseParser &answer) override;
    void upstreamBody(std::string_view bytes) override { m_owner.answerBody(bytes); }
    void upstreamEnd(const http::Fields &trailers) override;
    void upstreamFailed(const UpstreamFailure &failure) override;
    void upstreamBatchEnd() override;
    void upstreamWritable() override { m_owner.requestWritable(); }

    bool passBreaker();
    void admit();
    void admitted();
    void send(Want want);
    void sendHead();
    void learnLimits(const http::ResponseHead &head);
    void report(bool upstreamsFault);
    bool mayRetry();
    bool turnedDown(int status);
    bool retryStatus(const http::ResponseHead &head);
    void retryLater(std::int64_t delayMs);
    bool fallBack(config::Fallback::Cause cause);
    void endAttempt(int status, std::string_view problem);
    void dropConnection();
    void releaseTicket();
    void fail(CallFailure failure);
    flow::UpstreamFlow &flow() const { return *m_target->flow; }
    std::int64_t now() const;
    std::string credential() const;
    std::string announcedLane() const;
    std::weak_ptr<char> alive();

    UpstreamCallOwner &m_owner;
    Worker &m_worker;
    std::shared_ptr<const CallHead> m_head;
    CallRecord &m_record;
    const Body m_body;
    const UpstreamTarget *m_target;
    std::unique_ptr<FallbackRequest> m_fallback; ///< In place of the client's bytes once it is used.
    std::unique_ptr<HelpedRequest> m_helped; ///< In place of the client's bytes while it is there.
    std::vector<std::string> m_refusedHelp; ///< What of it the upstream turned down, perhaps for another reason.
    std::optional<base::Digest> m_refusedObject;
    UpstreamConnection *m_connection = nullptr;
    flow::Limiter::TicketPointer m_ticket;
    requestlog::CallAttempt m_attempt; ///< The one under way.
    std::int64_t m_waitFrom = 0;
    std::int64_t m_sentAt = 0;
    int m_retries = 0;
    bool m_answering = false;
    bool m_over = false;
    bool m_safeRetryUsed = false;
    bool m_spent = false; ///< A retry was due and not made.
    bool m_trial = false; ///< The breaker is open: no retries.
    std::shared_ptr<char> m_alive; ///< Tells late callbacks that we are gone.
};

/** What a failure of this kind is called in errors and in the log. */
std::string_view failureCode(UpstreamFailure::Kind kind);

} // namespace cachescope::proxy
