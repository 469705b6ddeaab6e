// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/admin_desk.h"
#include "proxy/ledger.h"
#include "proxy/metrics.h"
#include "proxy/proxy_server.h"
#include "proxy/retry_budget.h"
#include "proxy/upstream_board.h"

#include <atomic>

namespace cachescope::proxy {

/** What all threads of one proxy share. Everything in it is thread-safe or never changes. */
struct Shared
{
    explicit Shared(Services given)
        : services(std::move(given))
        , ledger(services.log, metrics, board)
        , desk(services)
    { }
    const base::Clock &clock() const
    {
        return services.clock != nullptr ? *services.clock : base::SystemClock::instance();
    }

    const Services services;
    Metrics metrics;
    UpstreamBoard board;
    RetryBudget retryBudget;
    Ledger ledger;
    AdminDesk desk;
    std::atomic<ProxyServer::Mode> mode{ ProxyServer::Mode::On };
    std::atomic<int> openCalls{ 0 };
    std::atomic<int> eventReaders{ 0 }; ///< Clients on the admin API's event stream.
    std::atomic<bool> draining{ false };
};

} // namespace cachescope::proxy
