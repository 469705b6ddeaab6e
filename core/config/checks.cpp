// SPDX-License-Identifier: MIT
#include "config/checks.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace cachescope::config {

namespace {

bool isAlphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/** host, host:port, [v6] or [v6]:port. */
bool isAuthority(std::string_view authority)
{
    std::string_view host = authority;
    std::string_view port;
    if (const std::size_t close = authority.find(']'); authority.starts_with('[')) {
        if (close == std::string_view::npos)
            return false;
        host = authority.substr(1, close - 1);
        const std::string_view rest = authority.substr(close + 1);
        if (!rest.empty() && !rest.starts_with(':'))
            return false;
        port = rest.empty() ? "1" : rest.substr(1);
    } else {
        const std::size_t colon = authority.find(':');
        host = authority.substr(0, colon);
        port = colon == std::string_view::npos ? "1" : authority.substr(colon + 1);
    }
    const bool isPort = !port.empty() && port.size() <= 5
        && std::all_of(port.begin(), port.end(), [](char c) { return c >= '0' && c <= '9'; })
        && std::stoi(std::string(port)) >= 1 && std::stoi(std::string(port)) <= 65535;
    return isPort && !host.empty() && std::all_of(host.begin(), host.end(), [&](char c) {
               return isAlphanumeric(c) || c == '-' || c == '.' || c == '_'
                   || (c == ':' && authority.starts_with('['));
           });
}

} // namespace

std::string cleanUrl(std::string &url)
{
    while (url.ends_with('/'))
        url.pop_back();
    const std::size_t schemeEnd = url.find("://");
    const std::string scheme = base::toLower(url.substr(0, std::min(schemeEnd, url.size())));
    if (schemeEnd == std::string::npos || (scheme != "https" && scheme != "http"))
        return "must begin with https:// or http://";
    if (url.find_first_of("?#\\ \"<>") != std::string::npos)
        return "must be an address without ? and # parts and blanks";
    const std::size_t authorityBegin = schemeEnd + 3;
    const std::size_t pathBegin = std::min(url.find('/', authorityBegin), url.size());
    const std::string_view authority = std::string_view(url).substr(authorityBegin, pathBegin - authorityBegin);
    if (authority.find('@') != std::string_view::npos)
        return "must not hold a user name or password; name the key's variable in \"key_env\"";
    if (!isAuthority(authority))
        return "must name a host, with a port if needed, such as https://api.example.com";
    const std::string_view path = std::string_view(url).substr(pathBegin);
    if (path == "/v1" || path.ends_with("/v1"))
        return "must not end with /v1: clients send that part themselves";
    if (path.find("//") != std::string_view::npos || path.find("/.") != std::string_view::npos)
        return "must have a plain path";
    url = scheme + url.substr(schemeEnd);
    return {};
}

std::string upstreamNameProblem(std::string_view name)
{
    static constexpr std::array<std::string_view, 2> paths{ "v1", "v1beta" };
    const bool plain = !name.empty() && name.size() <= 64 && isAlphanumeric(name.front())
        && std::all_of(name.begin(), name.end(), [](char c) { return isAlphanumeric(c) || c == '-' || c == '_'; });
    if (!plain)
        return "is no name for an upstream; use letters, digits, - and _, beginning with a letter or digit";
    if (std::find(paths.begin(), paths.end(), name) != paths.end())
        return "is a path of the providers' APIs and cannot name an upstream";
    return {};
}

std::string proxyProblem(std::string_view address)
{
    if (address.empty() || address == "system")
        return {};
    for (const std::string_view scheme : { "http://", "socks5://" }) {
        if (!address.starts_with(scheme))
            continue;
        std::string_view rest = address.substr(scheme.size());
        if (const std::size_t at = rest.rfind('@'); at != std::string_view::npos)
            rest.remove_prefix(at + 1);
        if (isAuthority(rest))
            return {};
    }
    return "must be \"\", \"system\", \"http://HOST:PORT\" or \"socks5://HOST:PORT\"";
}

std::string webhookProblem(std::string_view address)
{
    if (address.empty())
        return {};
    const bool secure = address.starts_with("https://");
    const std::size_t authorityBegin = secure ? 8 : 7;
    if (!secure && !address.starts_with("http://"))
        return "must begin with https:// (or http:// for this machine)";
    if (address.find_first_of("\\ \"<>") != std::string_view::npos)
        return "must be an address without blanks and quotes";
    const std::size_t end = std::min(address.find_first_of("/?#", authorityBegin), address.size());
    const std::string_view authority = address.substr(authorityBegin, end - authorityBegin);
    if (authority.find('@') != std::string_view::npos || !isAuthority(authority))
        return "must name a host, such as https://hooks.slack.com/services/…";
    const std::string_view host
        = authority.substr(0, authority.starts_with('[') ? authority.find(']') + 1 : authority.find(':'));
    if (!secure && host != "127.0.0.1" && host != "localhost" && host != "[::1]")
        return "must begin with https://: plain http is for this machine only";
    return {};
}

bool isEnvironmentName(std::string_view name)
{
    return name.empty()
        || (!(name.front() >= '0' && name.front() <= '9') && name.size() <= 128
            && std::all_of(name.begin(), name.end(), [](char c) { return isAlphanumeric(c) || c == '_'; }));
}

std::string fallbackProblem(const Config &config, std::string_view name)
{
    const Upstream &own = config.upstreams.find(name)->second;
    const auto other = config.upstreams.find(own.fallback.upstream);
    if (other == config.upstreams.end())
        return "names an upstream that does not exist; known: " + knownUpstreams(config);
    if (other->first == name)
        return "must be another upstream";
    const auto family = [](std::string_view known) {
        return known == "anthropic" || known == "gemini" ? known : std::string_view("openai");
    };
    if (own.builtIn && other->second.builtIn && family(name) != family(other->first))
        return "speaks another API than \"" + std::string(name) + "\"";
    return {};
}

bool isCacheStore(std::string_view store)
{
    return store == "sqlite" || (store.starts_with("redis://") && store.size() > 8)
        || (store.starts_with("rediss://") && store.size() > 9);
}

bool isJsonPointer(std::string_view pointer)
{
    if (!pointer.starts_with('/'))
        return false;
    for (std::size_t i = 0; i < pointer.size(); ++i) {
        if (pointer[i] == '~' && (i + 1 == pointer.size() || (pointer[i + 1] != '0' && pointer[i + 1] != '1')))
            return false;
    }
    return true;
}

std::string knownUpstreams(const Config &config)
{
    std::string names;
    for (const auto &[name, upstream] : config.upstreams)
        names += (names.empty() ? "" : ", ") + name;
    return names;
}

} // namespace cachescope::config
