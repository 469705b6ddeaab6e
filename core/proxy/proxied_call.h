// SPDX-License-Identifier: MIT
#pragma once

#include "cache/policy.h"
#include "cache/response_cache.h"
#include "proxy/answer_recorder.h"
#include "proxy/call_head.h"
#include "proxy/call_memory.h"
#include "proxy/call_record.h"
#include "proxy/exchange.h"
#include "proxy/upstream_connection.h"

#include <memory>
#include <optional>
#include <string>

namespace cachescope::proxy {

class ClientConnection;
class Worker;

/**
 * One call on an upstream's path, from its head to the last byte of its answer: the cache, the upstream, the relay
 * back. Calls to known APIs are read whole first (they must be, to be looked up); everything else streams through.
 * One worker's thread; owned by its client connection.
 */
class ProxiedCall final : public Exchange, private UpstreamListener
{
public:
    /** Null when the call was answered at once (paused, malformed control fields, too large). */
    static std::unique_ptr<Exchange> start(
        ClientConnection &client, Worker &worker, std::shared_ptr<const CallHead> head);

    ProxiedCall(ClientConnection &client, Worker &worker, std::shared_ptr<const CallHead> head);
    ~ProxiedCall() override;

    void requestBody(std::string_view bytes) override;
    void requestEnd(const http::Fields &trailers) override;
    void clientGone() override;
    void clientWritable() override;

private:
    // Request side (proxied_call.cpp)
    bool begin();
    bool refuse(int status, std::string_view code, std::string_view message);
    void describe();
    std::string_view body() const { return m_body.empty() ? m_bodyInPlace : std::string_view(m_body); }
    void keepBody();
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
    // Upstream (call_forward.cpp)
    enum class Connection
    {
        Pooled,
        Fresh
    };
    void forward(Connection connection);
    void sendHead();
    void upstreamConnected() override;
    void upstreamHead(http::ResponseParser &answer) override;
    void upstreamBody(std::string_view bytes) override;
    void upstreamEnd(const http::Fields &trailers) override;
    void upstreamFailed(const UpstreamFailure &failure) override;
    void upstreamBatchEnd() override;
    void upstreamWritable() override;
    bool mayRetry(bool &budgetSpent);
    bool retryStatus(const http::ResponseHead &head, bool &spent);
    void retryLater(std::int64_t delayMs);
    void relayHead(http::ResponseParser &answer, bool retriesSpent);
    void observe();
    void finishAnswer(bool whole);
    void refuseRedirect(const http::ResponseHead &head);
    void answerFailure(const UpstreamFailure &failure);
    http::Fields ownFields(std::string_view cacheStatus) const;
    std::string missStatus(int status) const;
    void keepContents();
    std::weak_ptr<char> alive();

    ClientConnection &m_client;
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

    UpstreamConnection *m_upstream = nullptr;
    std::unique_ptr<AnswerRecorder> m_recorder;
    http::ResponseHead m_answerHead; ///< As it came, for the log.
    std::string m_unobserved; ///< Relayed, but not yet shown to the recorder.
    std::int64_t m_received = 0;
    std::int64_t m_forwardedAt = 0;
    int m_retries = 0;
    bool m_safeRetryUsed = false;
    bool m_answering = false;
    CallRecord m_record;
    std::shared_ptr<char> m_alive; ///< Outlived by nothing: tells late callbacks that we are gone.
};

} // namespace cachescope::proxy
