// SPDX-License-Identifier: MIT
#pragma once

#include "proxy/proxy_server.h"

#include <nlohmann/json_fwd.hpp>

#include <map>
#include <string>

namespace cachescope::proxy {

struct Settings;

/** Adds breakers, fallbacks and queues to what is known of the upstreams. `now`: monotonic microseconds. */
void addFlow(std::map<std::string, UpstreamHealth> &health, const Settings &settings, std::int64_t now);

/** For the admin API: upstreams whose breaker is not closed, or for which calls wait, by name. */
nlohmann::ordered_json troubledUpstreams(const Settings &settings, std::int64_t now);

} // namespace cachescope::proxy
