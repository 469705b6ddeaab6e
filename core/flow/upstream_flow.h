// SPDX-License-Identifier: MIT
#pragma once

#include "flow/breaker.h"
#include "flow/limiter.h"
#include "flow/retry_budget.h"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

namespace cachescope::flow {

/** What governs the calls to one upstream; outlives changes of the settings. Everything in it is thread-safe. */
struct UpstreamFlow
{
    RetryBudget retries;
    Breaker breaker;
    Limiter limiter;
};

/** One flow for each upstream that has ever been configured. Thread-safe. */
class FlowRegister
{
public:
    std::shared_ptr<UpstreamFlow> of(std::string_view upstream)
    {
        const std::lock_guard lock(m_mutex);
        auto found = m_flows.find(upstream);
        if (found == m_flows.end())
            found = m_flows.emplace(upstream, std::make_shared<UpstreamFlow>()).first;
        return found->second;
    }

private:
    std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<UpstreamFlow>, std::less<>> m_flows; ///< under m_mutex
};

} // namespace cachescope::flow
