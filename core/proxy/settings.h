// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"
#include "config/config.h"
#include "flow/upstream_flow.h"
#include "http/request_parser.h"
#include "providers/price_book.h"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>

namespace cachescope::proxy {

/** Where an upstream's connections go: scheme, host and port of its URL, and the path in front of every target. */
struct Origin
{
    bool tls = false;
    std::string host; ///< Without brackets.
    std::uint16_t port = 0;
    std::string prefix; ///< "" or "/api", never with a slash at its end.
    std::string authority; ///< As the Host field wants it: port only when it is not the scheme's own.
};

/** Reads "https://host[:port][/prefix]". InvalidInput for other schemes, credentials, queries, no host. */
base::Result<Origin> parseOrigin(std::string_view url);

/** One upstream as the proxy's threads use it. */
struct UpstreamTarget
{
    std::string name;
    Origin origin;
    base::Secret key; ///< For callers without one; from the environment variable. Empty when there is none.
    std::shared_ptr<flow::UpstreamFlow> flow; ///< Never null.
    bool followsLimits = true;
    config::Fallback fallback;
    std::string keyEnvironment; ///< Where the key was looked for.
    std::string problem; ///< Why it cannot be called (malformed URL); empty when fine.
};

/** What calls that start now work with: immutable and shared; reconfiguring makes a new one. */
struct Settings
{
    config::Config config;
    std::shared_ptr<const providers::PriceBook> prices;
    std::map<std::string, UpstreamTarget, std::less<>> upstreams;
    std::uint16_t port = 0; ///< On which the listener is bound.
    http::RequestLimits requestLimits;
    bool helps = false; ///< Some upstream or policy lets calls be changed for the provider's cache.

    const UpstreamTarget *findUpstream(std::string_view name) const;
};

/** `flows` keeps what is known of the upstreams from one settings to the next; it gets the new limits. */
std::shared_ptr<const Settings> makeSettings(
    const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices, std::uint16_t port,
    flow::FlowRegister &flows, std::int64_t nowMicros);

} // namespace cachescope::proxy
