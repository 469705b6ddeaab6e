// SPDX-License-Identifier: MIT
#pragma once

#include "cache/policy.h"
#include "cache/response_cache.h"
#include "flow/flight.h"
#include "flow/warm_gate.h"
#include "providers/usage_chunk_filter.h"
#include "proxy/answer_recorder.h"
#include "proxy/call_head.h"
#include "proxy/call_memory.h"
#include "proxy/call_record.h"
#include "proxy/exchange.h"
#include "proxy/own_call.h"
#include "proxy/paced_replay.h"
#include "proxy/upstream_call.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace cachescope::proxy {

class ClientConnection;
class Worker;

/**
 * One call on an upstream's path, from its head to the last byte of its answer: the cache, another call's answer
 * that is under way, the upstream, the relay back. Calls to known APIs are read whole first (they must be, to be
 * looked up); everything else streams through. One worker's thread; owned by its client connection, or by the
 * worker when the client has left and others still listen.
 */
class ProxiedCall final : public Exchange, private UpstreamCallOwner
{
public:
    /** Null when the call was answered at once (paused, malformed control fields, too large). */
    static std::unique_ptr<Exchange> start(
        ClientConnection &client, Worker &worker, std::shared_ptr<const CallHead> head);

    /** Makes a call of the proxy's own; the worker keeps it until it has ended. */
    static void makeOwn(Worker &worker, OwnCall own);

    /** Without a client: a question of the proxy's own. */
    ProxiedCall(ClientConnection *client, Worker &worker, std::shared_ptr<const CallHead> head);
    ~ProxiedCall() override;

    void requestBody(std::string_view bytes) override;
    void requestEnd(const http::Fields &trailers) override;
    void clientGone() override;
    bool livesOn() const override { return !m_done && m_client == nullptr; }
    void clientWritable() override;

private:
    // Request side (proxied_call.cpp)
    bool begin();
    bool refuse(int status, std::string_view code, std::string_view message);
    void describe();
    std::string_view body() const { return m_body.empty() ? m_bodyInPlace : std::string_view(m_body); }
    void keepBody();
    std::string_view originalBody() const override { return body(); }
    const http::Fields &originalTrailers() const override { return m_trailers; }
    void requestWritable() override;
    http::Fields ownFields(std::string_view cacheStatus) const;
    void keepContents();
    std::weak_ptr<char> alive();
    // Cache (call_lookup.cpp)
    void lookUp();
    bool recall();
    void inspect();
    void plan();
    enum class Source
    {
        DiskToo,
        MemoryOnly
    };
    bool tryServe(const cache::ResponseCache::Found &found, Source source);
    void fetchFromDisk(const base::Digest &canonical);
    bool serveEntry(const cache::ResponseCache::Found &found);
    void appendHitFields(std::string &lines, const cache::ResponseCache::Found &found) const;
    void recordHit(const cache::ResponseCache::Found &found, std::size_t bodyBytes);
    cache::Entry makeEntry(const providers::AnswerFacts &facts) const;
    void storeAnswer(const providers::AnswerFacts &facts);
    std::optional<base::Money> costOf(const providers::AnswerFacts &facts) const;
    // What a policy adds (call_policy.cpp)
    enum class Purpose
    {
        Client,
        Revalidate, ///< To replace a stale answer that was served.
        Shadow, ///< To see whether the stored answer would still be given.
        Own ///< For the provider's cache.
    };
    bool mayServeStale(const cache::ResponseCache::Found &found) const;
    std::chrono::seconds staleFor(const cache::Entry &entry) const;
    bool isShadowed() const;
    bool isPaced() const;
    void replay(const cache::Entry &entry, std::shared_ptr<const std::string> text);
    void replayMore();
    void askAgain(Purpose purpose, const cache::ResponseCache::EntryPointer &entry);
    void compareShadow(const providers::AnswerFacts &facts);
    // Another call's answer (call_flight.cpp)
    bool mayShare() const;
    bool share();
    bool awaitTurn();
    void turnCame(cache::ResponseCache::Turn turn);
    void abandonedByAll();
    void setFlightKey();
    flow::Flight::Wake wake();
    void flightNews();
    void leaderNews();
    void follow();
    void followHead(const flow::Flight::Head &head);
    void followEnd(flow::Flight::End how, const flow::FlightSummary *summary);
    void recordFollowed(const flow::FlightSummary &summary);
    void lookAgain();
    void shareHead(const http::ResponseHead &head);
    void endFlight(flow::Flight::End how, const providers::AnswerFacts &facts, const CallFailure &failure);
    bool isFollowing() const { return m_place.flight && !m_place.leads(); }
    bool isLeading() const { return m_place.flight && m_place.leads(); }
    // Upstream (call_forward.cpp)
    void forward();
    // Help for the provider's cache (call_help.cpp)
    void help();
    bool waitsAtGate();
    void gateNews();
    void leaveGate();
    void makeObject(const HelpPlan::NewObject &object);
    void noteForLater();
    void tellOwner(int status, std::string_view text);
    void startUpstream(std::string_view gate);
    void answerHead(http::ResponseParser &answer, Retries retries) override;
    void answerBody(std::string_view bytes) override;
    void answerBatchEnd() override;
    void answerEnd(const http::Fields &trailers) override;
    void answerCut(const UpstreamFailure &failure, std::string_view code) override;
    void answerFailed(const CallFailure &failure) override;
    void hideUsageChunk();
    void releaseHidden();
    void relayHead(http::ResponseParser &answer, Retries retries);
    void observe();
    providers::AnswerFacts finishAnswer(bool whole);
    void refuseRedirect(const http::ResponseHead &head);
    void tellFailure(const CallFailure &failure);
    std::string missStatus(int status) const;
    void throttle();
    void leave();

    ClientConnection *m_client; ///< Null when it has left and others listen.
    Worker &m_worker;
    std::shared_ptr<const CallHead> m_head;
    cache::PolicySettings m_policy;
    cache::LookupPlan m_plan;
    CallMemory::Pointer m_known; ///< What the body says.
    std::string_view m_forwardReason = "bypass";
    /** Whole, for calls that are read whole; else empty. A body that came in one piece is only looked at where it
     * lies, until requestEnd(), which follows at once, finds that it has to be kept. */
    std::string m_body;
    std::string_view m_bodyInPlace;
    http::Fields m_trailers; ///< Behind a chunked body that is read whole.
    bool m_streamsThrough = false;
    bool m_done = false;

    std::unique_ptr<HelpPlan> m_help; ///< What is left to do once the answer is there; null for most.
    std::function<void(CallRecord &, int, std::string_view)> m_whenDone; ///< Of an own call.
    flow::WarmGate::TicketPointer m_ticket; ///< At the warm gate; null for most.
    std::int64_t m_gateFrom = -1; ///< Since when it waits there; -1: it does not.
    std::int64_t m_gateUntil = 0; ///< It goes then, whatever others do.
    std::unique_ptr<UpstreamCall> m_upstream;
    std::unique_ptr<AnswerRecorder> m_recorder;
    http::ResponseHead m_answerHead; ///< As it came, for the log.
    std::unique_ptr<providers::UsageChunkFilter> m_hiding; ///< Of an answer with a chunk that was not asked for.
    std::string m_filtered; ///< What it let through.
    std::string m_unobserved; ///< Relayed, but not yet shown to the recorder.
    std::int64_t m_received = 0;
    bool m_answering = false;

    flow::FlightBoard::Place m_place; ///< Where this call leads or listens; nowhere for most.
    std::string m_flightKey;
    Purpose m_purpose = Purpose::Client;
    cache::ResponseCache::EntryPointer m_shadowed; ///< To compare with.
    std::unique_ptr<PacedReplay> m_replay;
    bool m_lookedAgain = false;
    std::string m_turn; ///< Token of the team's lock while this call is made for all members.
    std::int64_t m_turnWait = 0; ///< Microseconds that another member's answer was waited for.
    CallRecord m_record;
    std::shared_ptr<char> m_alive; ///< Outlived by nothing: tells late callbacks that we are gone.
};

} // namespace cachescope::proxy
