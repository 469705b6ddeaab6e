// SPDX-License-Identifier: MIT
#include "cache/redis_address.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace cachescope::cache {

namespace {

constexpr std::string_view plainScheme = "redis://", tlsScheme = "rediss://";
constexpr int lastDatabase = 1'000'000;

template <typename Number> std::optional<Number> wholeNumber(std::string_view text, Number largest)
{
    Number value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > largest)
        return {};
    return value;
}

int hexDigit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    const char lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '%') {
            out += text[i];
            continue;
        }
        if (i + 2 >= text.size() || hexDigit(text[i + 1]) < 0 || hexDigit(text[i + 2]) < 0)
            return {};
        out += static_cast<char>(hexDigit(text[i + 1]) * 16 + hexDigit(text[i + 2]));
        i += 2;
    }
    return out;
}

tl::unexpected<base::Error> refused(const std::string &what)
{
    return base::failure(
        base::ErrorCode::InvalidInput,
        "cache.store: " + what
            + " Write redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE], or rediss:// for TLS with ?ca=FILE where "
              "the "
              "system does not know the certificate's issuer.");
}

bool readUser(std::string_view text, RedisAddress &address)
{
    const std::size_t colon = text.find(':');
    const auto user = percentDecoded(text.substr(0, colon));
    const auto password = colon == std::string_view::npos ? std::optional<std::string>(std::string{})
                                                          : percentDecoded(text.substr(colon + 1));
    if (!user || !password)
        return false;
    address.user = *user;
    address.password = base::Secret(*password);
    return true;
}

bool readNode(std::string_view text, RedisNode &node)
{
    std::size_t end = text.find(':');
    std::string_view host = text.substr(0, end);
    if (text.starts_with('[')) { // An IPv6 address (RFC 3986, section 3.2.2).
        const std::size_t bracket = text.find(']');
        if (bracket == std::string_view::npos)
            return false;
        host = text.substr(1, bracket - 1);
        end = bracket + 1 < text.size() ? bracket + 1 : std::string_view::npos;
        if (end != std::string_view::npos && text[end] != ':')
            return false;
    }
    if (end != std::string_view::npos) {
        const auto port = wholeNumber<int>(text.substr(end + 1), 65535);
        if (!port || *port == 0)
            return false;
        node.port = static_cast<std::uint16_t>(*port);
    }
    node.host = host;
    return !host.empty() && std::all_of(host.begin(), host.end(), [](char c) {
        return c > ' ' && c < 0x7f && c != '/' && c != '?' && c != '#' && c != '@';
    });
}

/** Calls `take` for each piece between separators until it returns false. */
template <typename Take> bool eachPiece(std::string_view text, char separator, Take take)
{
    while (true) {
        const std::size_t end = text.find(separator);
        if (!take(text.substr(0, end)))
            return false;
        if (end == std::string_view::npos)
            return true;
        text.remove_prefix(end + 1);
    }
}

bool readNodes(std::string_view text, RedisAddress &address)
{
    return eachPiece(text, ',', [&](std::string_view one) { return readNode(one, address.nodes.emplace_back()); });
}

/** Empty when all is well, else what is not. */
std::string readOption(std::string_view option, RedisAddress &address)
{
    const std::size_t equals = option.find('=');
    const std::string_view name = option.substr(0, equals);
    const auto value = equals == std::string_view::npos ? std::nullopt : percentDecoded(option.substr(equals + 1));
    std::string *const target = name == "ca" ? &address.caFile
        : name == "cert"                     ? &address.certificateFile
        : name == "key"                      ? &address.keyFile
                                             : nullptr;
    if (target == nullptr)
        return "behind the ? there may be ca, cert and key, not \"" + std::string(name) + "\".";
    if (!value || value->empty())
        return std::string(name) + " needs a file: " + std::string(name) + "=/etc/ssl/redis.pem.";
    if (address.transport != RedisAddress::Transport::Tls)
        return std::string(name) + " is for TLS only: write rediss:// in front.";
    *target = *value;
    return {};
}

std::string readOptions(std::string_view text, RedisAddress &address)
{
    std::string problem;
    eachPiece(text, '&', [&](std::string_view option) {
        problem = readOption(option, address);
        return problem.empty();
    });
    if (problem.empty() && address.certificateFile.empty() != address.keyFile.empty())
        problem = "cert and key belong together.";
    return problem;
}

} // namespace

std::string RedisNode::shown() const
{
    const bool isIpv6 = host.find(':') != std::string::npos;
    return (isIpv6 ? '[' + host + ']' : host) + ':' + std::to_string(port);
}

std::string RedisAddress::shown() const
{
    return nodes.front().shown() + '/' + std::to_string(database);
}

base::Result<RedisAddress> parseRedisAddress(std::string_view text)
{
    RedisAddress address;
    if (text.starts_with(tlsScheme))
        address.transport = RedisAddress::Transport::Tls;
    else if (!text.starts_with(plainScheme))
        return refused("this is no Redis address.");
    text.remove_prefix(text.find("//") + 2);
    // A password may hold a ?, and so it is looked for behind the last @ only.
    if (const std::size_t at = text.rfind('@'); at != std::string_view::npos) {
        if (!readUser(text.substr(0, at), address))
            return refused("user or password has a % that no two hexadecimal digits follow.");
        text.remove_prefix(at + 1);
    }
    if (const std::size_t mark = text.find('?'); mark != std::string_view::npos) {
        if (const std::string problem = readOptions(text.substr(mark + 1), address); !problem.empty())
            return refused(problem);
        text = text.substr(0, mark);
    }
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const std::string_view name = text.substr(slash + 1);
        const auto number = name.empty() ? std::optional(0) : wholeNumber<int>(name, lastDatabase);
        if (!number)
            return refused("the database behind the slash is not a number.");
        address.database = *number;
        text = text.substr(0, slash);
    }
    if (!readNodes(text, address))
        return refused("host or port cannot be read.");
    return address;
}

} // namespace cachescope::cache
