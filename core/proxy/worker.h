// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/call_memory.h"
#include "proxy/credential.h"
#include "proxy/settings.h"
#include "proxy/shared.h"
#include "proxy/socket_poll.h"
#include "proxy/upstream_pool.h"
#include "proxy/worker_post.h"

#include <QNetworkProxy>
#include <QObject>
#include <QTimer>

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <unordered_set>

namespace cachescope::proxy {

class AdminExchange;
class CallRecord;
class ClientConnection;
class Exchange;

/**
 * One event loop's share of the proxy: client connections, upstream connections and what they remember. Lives on a
 * thread of its own; every function runs there.
 */
class Worker final : public QObject
{
public:
    explicit Worker(Shared &shared);
    ~Worker() override;

    /** Begins its timers; the first call on the worker's thread. */
    void begin(std::shared_ptr<const Settings> settings);
    void setSettings(std::shared_ptr<const Settings> settings);
    void addConnection(qintptr descriptor);
    void removeLater(ClientConnection &connection);
    /** Deletes the cached objects that were made at providers, as far as that goes. */
    void deleteObjects();
    /** Closes idle connections; those with a call under way close after it. */
    void finishUp();
    /** Closes everything at once. */
    void shutDown();

    Shared &shared() { return m_shared; }
    const std::shared_ptr<const Settings> &settings() const { return m_settings; }
    SocketPoll &poll() { return m_poll; }
    UpstreamPool &pool() { return m_pool; }
    CallMemory &memory() { return m_memory; }
    CredentialHasher &hasher() { return m_hasher; }
    const UpstreamTimes &upstreamTimes() const { return m_times; }
    /** The way to an upstream: none, the system's, or the configured proxy. */
    QNetworkProxy networkProxy(const Origin &origin) const;
    /** Milliseconds on a clock that never goes back, refreshed a few times a second. */
    std::int64_t nowMs() const { return m_nowMs; }
    std::int64_t idleMs() const { return m_times.idle; }

    /** Reaches this worker's loop from any thread, and outlives it. */
    const std::shared_ptr<WorkerPost> &post() const { return m_post; }
    /** Has the limiter polled at that moment (monotonic microseconds), or before. */
    void pollLater(const std::shared_ptr<flow::UpstreamFlow> &flow, std::int64_t atMicros);
    /** Keeps an exchange whose client has left, until it says that it has ended. */
    void adopt(std::unique_ptr<Exchange> orphan);
    void dismissLater(Exchange &orphan);

    /** Opens the record's row a few milliseconds from now, unless opensNoMore() comes first. */
    void openSoon(CallRecord &record);
    void opensNoMore(CallRecord &record) { m_unopened.erase(&record); }

    // Live events for the admin API.
    void subscribe(AdminExchange &exchange) { m_subscribers.insert(&exchange); }
    void unsubscribe(AdminExchange &exchange) { m_subscribers.erase(&exchange); }
    void publish(const std::string &event);

private:
    void tick();
    void keepWarm(std::int64_t nowMicros);
    void openWaiting();
    void pollLimiters();
    void armPollTimer();

    Shared &m_shared;
    std::shared_ptr<const Settings> m_settings;
    SocketPoll m_poll; ///< Before everything that it calls.
    UpstreamPool m_pool;
    CallMemory m_memory;
    CredentialHasher m_hasher;
    UpstreamTimes m_times;
    QTimer m_timer;
    QTimer m_openTimer;
    QTimer m_pollTimer;
    std::map<std::shared_ptr<flow::UpstreamFlow>, std::int64_t> m_polls; ///< Limiters, and when they are due.
    std::shared_ptr<WorkerPost> m_post;
    std::unordered_map<Exchange *, std::unique_ptr<Exchange>> m_orphans;
    std::unordered_set<CallRecord *> m_unopened;
    std::unordered_map<ClientConnection *, std::unique_ptr<ClientConnection>> m_connections;
    std::unordered_set<AdminExchange *> m_subscribers;
    std::int64_t m_nowMs = 0;
    bool m_finishing = false;
};

} // namespace cachescope::proxy
