// SPDX-License-Identifier: MIT
#include "support/forward_proxy.h"

#include <arpa/inet.h>
#include <array>
#include <poll.h>
#include <sys/socket.h>

#include <QByteArray>

namespace cachescope::test {

namespace {

using namespace std::string_view_literals;

constexpr char socksVersion = 5;
constexpr char noMethodAccepted = '\xff';

std::uint16_t portAt(std::string_view bytes)
{
    return static_cast<std::uint16_t>(
        static_cast<unsigned char>(bytes[0]) << 8 | static_cast<unsigned char>(bytes[1]));
}

/** False when `from` has ended. */
bool pass(int from, int to)
{
    std::array<char, 16384> buffer;
    const ssize_t size = ::recv(from, buffer.data(), buffer.size(), 0);
    if (size <= 0)
        return false;
    for (ssize_t sent = 0; sent < size;) {
        const ssize_t taken = ::send(to, buffer.data() + sent, static_cast<std::size_t>(size - sent), MSG_NOSIGNAL);
        if (taken <= 0)
            return false;
        sent += taken;
    }
    return true;
}

} // namespace

ForwardProxy::ForwardProxy(Kind kind, Rules rules)
    : m_kind(kind)
    , m_rules(std::move(rules))
    , m_server([this](RawPeer &client) { serve(client); })
{ }

std::string ForwardProxy::url(std::string_view credentials) const
{
    std::string url = m_kind == Kind::Socks5 ? "socks5://" : "http://";
    if (!credentials.empty())
        url.append(credentials).append("@");
    return url + "127.0.0.1:" + std::to_string(port());
}

std::vector<std::string> ForwardProxy::targets()
{
    const std::lock_guard lock(m_mutex);
    return m_targets;
}

void ForwardProxy::note(const std::string &target)
{
    const std::lock_guard lock(m_mutex);
    m_targets.push_back(target);
}

void ForwardProxy::serve(RawPeer &client)
{
    if (m_rules.staysSilent)
        client.readToEnd();
    else if (m_kind == Kind::Socks5)
        serveSocks(client);
    else
        serveConnect(client);
}

/** RFC 1928, section 3, and RFC 1929. */
bool ForwardProxy::socksLogin(RawPeer &client)
{
    const std::string greeting = client.readSome(2);
    if (greeting.size() < 2 || greeting[0] != socksVersion)
        return false;
    const std::string methods = client.readSome(static_cast<unsigned char>(greeting[1]));
    const char wanted = m_rules.user.empty() ? '\0' : '\2';
    if (methods.find(wanted) == std::string::npos) {
        client.write(std::string{ socksVersion, noMethodAccepted });
        return false;
    }
    client.write(std::string{ socksVersion, wanted });
    if (m_rules.user.empty())
        return true;
    const auto counted = [&client] {
        const std::string size = client.readSome(1);
        return size.empty() ? std::string() : client.readSome(static_cast<unsigned char>(size[0]));
    };
    client.readSome(1);
    const std::string user = counted();
    const bool right = user == m_rules.user && counted() == m_rules.password;
    client.write(right ? "\1\0"sv : "\1\1"sv);
    return right;
}

void ForwardProxy::serveSocks(RawPeer &client)
{
    if (!socksLogin(client))
        return;
    const std::string request = client.readSome(4);
    if (request.size() < 4)
        return;
    std::string name;
    if (request[3] == 3) {
        const std::string size = client.readSome(1);
        name = client.readSome(static_cast<unsigned char>(size[0]));
    } else {
        const bool isV4 = request[3] == 1;
        const std::string address = client.readSome(isV4 ? 4 : 16);
        std::array<char, INET6_ADDRSTRLEN> text{};
        ::inet_ntop(isV4 ? AF_INET : AF_INET6, address.data(), text.data(), text.size());
        name = text.data();
    }
    const std::uint16_t port = portAt(client.readSome(2));
    note(name + ":" + std::to_string(port));
    constexpr char notAllowed = 2;
    client.write(
        std::string{ socksVersion, m_rules.refusesTargets ? notAllowed : '\0', 0, 1 } + std::string(6, '\0'));
    if (!m_rules.refusesTargets)
        relay(client, port);
}

bool ForwardProxy::isLetIn(const RawMessage &request) const
{
    if (m_rules.user.empty())
        return true;
    const QByteArray secret = QByteArray::fromStdString(m_rules.user + ":" + m_rules.password).toBase64();
    return request.field("proxy-authorization") == "Basic " + secret.toStdString();
}

void ForwardProxy::serveConnect(RawPeer &client)
{
    for (;;) {
        const std::string bytes = client.readUntil("\r\n\r\n");
        if (!bytes.starts_with("CONNECT "))
            return;
        const RawMessage request(bytes);
        if (!isLetIn(request)) {
            client.write("HTTP/1.1 407 Who are you\r\nProxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: "
                         "0\r\n\r\n");
            continue;
        }
        const std::string target = bytes.substr(8, bytes.find(' ', 8) - 8);
        note(target);
        if (m_rules.refusesTargets) {
            client.write("HTTP/1.1 403 Not through here\r\nContent-Length: 0\r\n\r\n");
            return;
        }
        client.write("HTTP/1.1 200 Connected\r\n\r\n");
        relay(client, static_cast<std::uint16_t>(std::stoi(target.substr(target.rfind(':') + 1))));
        return;
    }
}

void ForwardProxy::relay(RawPeer &client, std::uint16_t port)
{
    const RawPeer target(RawPeer::connectTo(port));
    std::array<pollfd, 2> ends{ { { client.descriptor(), POLLIN, 0 }, { target.descriptor(), POLLIN, 0 } } };
    constexpr int longestMs = 10'000;
    while (::poll(ends.data(), ends.size(), longestMs) > 0) {
        for (std::size_t i = 0; i < ends.size(); ++i) {
            if (ends[i].revents != 0 && !pass(ends[i].fd, ends[1 - i].fd))
                return;
        }
    }
}

} // namespace cachescope::test
