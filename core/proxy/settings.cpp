// SPDX-License-Identifier: MIT
#include "proxy/settings.h"

#include "base/text.h"
#include "http/syntax.h"

#include <algorithm>
#include <charconv>
#include <cstdlib>

namespace cachescope::proxy {

using base::ErrorCode;
using base::failure;

namespace {

constexpr std::uint16_t httpPort = 80;
constexpr std::uint16_t httpsPort = 443;

/** Splits "host:port" or "[v6]:port"; false when the port is no number of 1 to 65535. */
bool splitAuthority(std::string_view authority, Origin &origin)
{
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t end = authority.find(']');
        if (end == std::string_view::npos)
            return false;
        origin.host = authority.substr(1, end - 1);
        port = authority.substr(end + 1);
        if (!port.empty() && !port.starts_with(':'))
            return false;
    } else {
        const std::size_t colon = authority.find(':');
        origin.host = authority.substr(0, colon);
        port = colon == std::string_view::npos ? std::string_view{} : authority.substr(colon);
    }
    if (port.empty())
        return !origin.host.empty();
    port.remove_prefix(1);
    const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), origin.port);
    return error == std::errc{} && end == port.data() + port.size() && origin.port != 0 && !origin.host.empty();
}

std::string authorityOf(const Origin &origin)
{
    const bool isV6 = origin.host.find(':') != std::string::npos;
    std::string text = isV6 ? "[" + origin.host + "]" : origin.host;
    if (origin.port != (origin.tls ? httpsPort : httpPort))
        text += ":" + std::to_string(origin.port);
    return text;
}

/** A call that came back to the proxy would go round for ever. */
bool isOurselves(const Origin &origin, std::string_view listenHost, std::uint16_t port)
{
    const bool loopback
        = origin.host == "127.0.0.1" || origin.host == "::1" || base::equalIgnoringCase(origin.host, "localhost");
    return origin.port == port && (loopback || origin.host == listenHost);
}

void applyLimits(
    flow::UpstreamFlow &flow, const config::Upstream &upstream, const config::Breaker &breaker,
    std::int64_t nowMicros)
{
    using std::chrono::duration_cast;
    using std::chrono::microseconds;
    flow::LimitRules rules;
    if (upstream.requestsPerMinute)
        rules.requestsPerMinute = static_cast<double>(*upstream.requestsPerMinute);
    if (upstream.tokensPerMinute)
        rules.tokensPerMinute = static_cast<double>(*upstream.tokensPerMinute);
    rules.concurrency = upstream.concurrency;
    rules.longestWaitMicros = duration_cast<microseconds>(upstream.longestWait).count();
    rules.follow = upstream.followsLimits;
    flow.limiter.setRules(rules, nowMicros);
    flow::Breaker::Rules breakerRules;
    breakerRules.failures = breaker.failures;
    breakerRules.openMicros = duration_cast<microseconds>(breaker.open).count();
    flow.breaker.setRules(breakerRules);
}

UpstreamTarget makeTarget(
    const std::string &name, const config::Upstream &upstream, std::string_view listenHost, std::uint16_t port)
{
    UpstreamTarget target;
    target.name = name;
    target.followsLimits = upstream.followsLimits;
    target.fallback = upstream.fallback;
    target.keyEnvironment = upstream.keyEnvironment;
    if (auto origin = parseOrigin(upstream.url))
        target.origin = std::move(*origin);
    else
        target.problem = origin.error().message;
    if (target.problem.empty() && isOurselves(target.origin, listenHost, port))
        target.problem
            = "the upstream \"" + name + "\" points to Cachescope itself; give its url the provider's address";
    if (!upstream.keyEnvironment.empty()) {
        const char *value = std::getenv(upstream.keyEnvironment.c_str());
        if (value != nullptr && *value != '\0' && http::isFieldText(value))
            target.key = base::Secret(value);
    }
    return target;
}

bool mayHelp(const config::Config &configuration)
{
    const auto helps = [](const auto &one) { return one.help.isSet(); };
    const auto &policies = configuration.cache.policies;
    return std::any_of(policies.begin(), policies.end(), helps)
        || std::any_of(configuration.upstreams.begin(), configuration.upstreams.end(), [&](const auto &upstream) {
               return helps(upstream.second);
           });
}

} // namespace

base::Result<Origin> parseOrigin(std::string_view url)
{
    Origin origin;
    const auto bad = [&](std::string_view why) {
        return failure(
            ErrorCode::InvalidInput, "the upstream address \"" + std::string(url) + "\" " + std::string(why));
    };
    const std::size_t scheme = url.find("://");
    if (scheme == std::string_view::npos)
        return bad("has no scheme; write http://… or https://…");
    if (base::equalIgnoringCase(url.substr(0, scheme), "https"))
        origin.tls = true;
    else if (!base::equalIgnoringCase(url.substr(0, scheme), "http"))
        return bad("has a scheme other than http and https");
    std::string_view rest = url.substr(scheme + 3);
    const std::size_t slash = rest.find('/');
    const std::string_view authority = rest.substr(0, slash);
    std::string_view prefix = slash == std::string_view::npos ? std::string_view{} : rest.substr(slash);
    if (authority.find('@') != std::string_view::npos)
        return bad("holds a user name; keys belong in the environment or the keychain");
    if (rest.find_first_of("?#") != std::string_view::npos || !http::isTargetText(rest))
        return bad("holds a query, a fragment or blanks");
    origin.port = origin.tls ? httpsPort : httpPort;
    if (!splitAuthority(authority, origin))
        return bad("has no valid host and port");
    while (prefix.ends_with('/'))
        prefix.remove_suffix(1);
    origin.prefix = prefix;
    origin.authority = authorityOf(origin);
    return origin;
}

const UpstreamTarget *Settings::findUpstream(std::string_view name) const
{
    const auto found = upstreams.find(name);
    return found == upstreams.end() ? nullptr : &found->second;
}

std::shared_ptr<const Settings> makeSettings(
    const config::Config &configuration, std::shared_ptr<const providers::PriceBook> prices, std::uint16_t port,
    flow::FlowRegister &flows, std::int64_t nowMicros)
{
    auto settings = std::make_shared<Settings>();
    settings->config = configuration;
    settings->prices = std::move(prices);
    settings->port = port;
    settings->helps = mayHelp(configuration);
    for (const auto &[name, upstream] : configuration.upstreams) {
        UpstreamTarget target = makeTarget(name, upstream, configuration.listen.host, port);
        target.flow = flows.of(name);
        applyLimits(*target.flow, upstream, configuration.breaker, nowMicros);
        settings->upstreams.emplace(name, std::move(target));
    }
    settings->requestLimits.head.headBytes = static_cast<std::size_t>(configuration.limits.headBytes);
    settings->requestLimits.head.fields = static_cast<std::size_t>(configuration.limits.fields);
    settings->requestLimits.bodyBytes = static_cast<std::uint64_t>(configuration.limits.bodyBytes);
    return settings;
}

} // namespace cachescope::proxy
