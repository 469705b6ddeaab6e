// SPDX-License-Identifier: MIT
#include "proxy/flow_health.h"

#include "proxy/settings.h"

#include <nlohmann/json.hpp>

namespace cachescope::proxy {

namespace {

UpstreamHealth::Breaker breakerOf(flow::Breaker::State state)
{
    switch (state) {
    case flow::Breaker::State::Open:
        return UpstreamHealth::Breaker::Open;
    case flow::Breaker::State::HalfOpen:
        return UpstreamHealth::Breaker::HalfOpen;
    case flow::Breaker::State::Closed:
        break;
    }
    return UpstreamHealth::Breaker::Closed;
}

} // namespace

void addFlow(std::map<std::string, UpstreamHealth> &health, const Settings &settings, std::int64_t now)
{
    for (const auto &[name, target] : settings.upstreams) {
        const UpstreamHealth::Breaker breaker = breakerOf(target.flow->breaker.status(now).state);
        const int waiting = target.flow->limiter.waiting();
        if (breaker == UpstreamHealth::Breaker::Closed && waiting == 0 && !health.contains(name))
            continue;
        UpstreamHealth &entry = health[name];
        entry.breaker = breaker;
        entry.waiting = waiting;
        if (target.fallback.onOpen)
            entry.fallback = target.fallback.upstream;
    }
}

nlohmann::ordered_json troubledUpstreams(const Settings &settings, std::int64_t now)
{
    nlohmann::ordered_json all = nlohmann::ordered_json::object();
    for (const auto &[name, target] : settings.upstreams) {
        const flow::Breaker::Status status = target.flow->breaker.status(now);
        const int waiting = target.flow->limiter.waiting();
        if (status.state == flow::Breaker::State::Closed && waiting == 0)
            continue;
        nlohmann::ordered_json &entry = all[name];
        entry["breaker"] = status.state == flow::Breaker::State::Open ? "open"
            : status.state == flow::Breaker::State::HalfOpen          ? "half_open"
                                                                      : "closed";
        entry["probe_in_s"] = static_cast<double>(status.probeInMicros) / 1e6;
        entry["waiting"] = waiting;
        if (!target.fallback.upstream.empty())
            entry["fallback"] = target.fallback.upstream;
    }
    return all;
}

} // namespace cachescope::proxy
