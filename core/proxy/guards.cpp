// SPDX-License-Identifier: MIT
#include "proxy/guards.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::proxy {

using base::equalIgnoringCase;

namespace {

constexpr GuardVerdict allowed{};
constexpr GuardVerdict wrongHost{
    403, "host_refused", "this Host is not served here; use 127.0.0.1, localhost or a name listed in listen.hosts"
};
constexpr GuardVerdict wrongPort{ 421, "misdirected", "this Host names another port than the one listened on" };
constexpr GuardVerdict foreignTarget{ 421, "misdirected", "the request target names a server other than this one" };

struct HostPort
{
    std::string_view name;
    std::string_view port;
};

HostPort splitHost(std::string_view host)
{
    const std::size_t bracket = host.rfind(']');
    const std::size_t colon = host.rfind(':');
    if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket))
        return { host, {} };
    return { host.substr(0, colon), host.substr(colon + 1) };
}

bool isLoopbackName(std::string_view name)
{
    static constexpr std::array<std::string_view, 3> names{ "127.0.0.1", "[::1]", "localhost" };
    return std::any_of(
        names.begin(), names.end(), [&](std::string_view known) { return equalIgnoringCase(known, name); });
}

/** A wildcard address is no name that anyone may use: "0.0.0.0" in a Host is an attack of its own. */
bool isBoundLiteral(std::string_view name, std::string_view listenHost)
{
    if (listenHost.empty() || listenHost == "0.0.0.0" || listenHost == "::")
        return false;
    return name == listenHost
        || (name.size() == listenHost.size() + 2 && name.substr(1, listenHost.size()) == listenHost);
}

GuardVerdict checkHost(std::string_view host, const GuardSettings &settings)
{
    if (settings.hosts != nullptr
        && std::any_of(settings.hosts->begin(), settings.hosts->end(), [&](const std::string &known) {
               return equalIgnoringCase(known, host) || equalIgnoringCase(known, splitHost(host).name);
           }))
        return allowed;
    const HostPort parts = splitHost(host);
    if (!isLoopbackName(parts.name) && !isBoundLiteral(parts.name, settings.listenHost))
        return wrongHost;
    const std::string_view port = parts.port.empty() ? std::string_view("80") : parts.port;
    return port == std::to_string(settings.port) ? allowed : wrongPort;
}

GuardVerdict checkPage(const http::RequestHead &head, const GuardSettings &settings)
{
    if (const auto origin = head.fields.find("origin")) {
        const bool listed = settings.origins != nullptr && head.fields.count("origin") == 1
            && std::find(settings.origins->begin(), settings.origins->end(), *origin) != settings.origins->end();
        if (!listed) {
            return { 403, "origin_refused",
                     "web pages may not call this proxy; list the page's origin in listen.origins to let it in" };
        }
        return allowed;
    }
    const std::string_view site = head.fields.value("sec-fetch-site");
    if (equalIgnoringCase(site, "cross-site") || equalIgnoringCase(site, "same-site"))
        return { 403, "origin_refused", "web pages of other sites may not call this proxy" };
    return allowed;
}

} // namespace

std::string_view authorityOfTarget(std::string_view target)
{
    const std::size_t scheme = target.find("://");
    if (target.starts_with('/') || scheme == std::string_view::npos || target.find('?') < scheme)
        return {};
    const std::string_view rest = target.substr(scheme + 3);
    return rest.substr(0, rest.find_first_of("/?#"));
}

GuardVerdict checkGuards(const http::RequestHead &head, const GuardSettings &settings)
{
    if (head.method == "CONNECT" || head.method == "TRACE")
        return { 405, "method_not_allowed", "this proxy does not serve CONNECT and TRACE" };
    if (const GuardVerdict verdict = checkHost(head.fields.value("host"), settings); verdict.status != 0)
        return verdict;
    if (!head.target.starts_with('/') && head.target != "*") {
        // RFC 9112, section 3.2.2: absolute-form must be accepted; its authority is then the one that counts.
        const std::string_view authority = authorityOfTarget(head.target);
        if (!base::equalIgnoringCase(head.target.substr(0, 7), "http://") || authority.empty()
            || checkHost(authority, settings).status != 0)
            return foreignTarget;
    }
    return checkPage(head, settings);
}

} // namespace cachescope::proxy
