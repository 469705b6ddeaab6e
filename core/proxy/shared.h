// SPDX-License-Identifier: MIT
#pragma once

#include "flow/flight.h"
#include "flow/upstream_flow.h"
#include "proxy/admin_desk.h"
#include "proxy/help_memory.h"
#include "proxy/ledger.h"
#include "proxy/metrics.h"
#include "proxy/proxy_server.h"
#include "proxy/upstream_board.h"

#include <atomic>
#include <mutex>

namespace cachescope::proxy {

/** What the admin API asks for; renewed while calls are under way. Thread-safe. */
class AdminToken
{
public:
    explicit AdminToken(base::Secret token)
        : m_token(std::move(token))
    { }
    base::Secret get() const
    {
        const std::lock_guard lock(m_mutex);
        return m_token;
    }
    void set(base::Secret token)
    {
        const std::lock_guard lock(m_mutex);
        m_token = std::move(token);
    }

private:
    mutable std::mutex m_mutex;
    base::Secret m_token;
};

/** What all threads of one proxy share. Everything in it is thread-safe or never changes. */
struct Shared
{
    explicit Shared(Services given)
        : services(std::move(given))
        , adminToken(services.adminToken)
        , ledger(services.log, metrics, board)
        , desk(services)
    { }
    const base::Clock &clock() const
    {
        return services.clock != nullptr ? *services.clock : base::SystemClock::instance();
    }

    const Services services;
    AdminToken adminToken; ///< In place of the one in `services`, which is the first.
    Metrics metrics;
    UpstreamBoard board;
    flow::FlowRegister flows;
    flow::FlightBoard flights;
    HelpMemory help;
    Ledger ledger;
    AdminDesk desk;
    std::atomic<ProxyServer::Mode> mode{ ProxyServer::Mode::On };
    std::atomic<int> openCalls{ 0 };
    std::atomic<int> eventReaders{ 0 }; ///< Clients on the admin API's event stream.
    std::atomic<bool> draining{ false };
};

} // namespace cachescope::proxy
