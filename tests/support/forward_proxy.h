// SPDX-License-Identifier: MIT
#pragma once

#include "support/raw_origin.h"

#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::test {

/**
 * A small proxy of the kind that companies put before the internet: SOCKS5 (RFC 1928, with RFC 1929's user and
 * password) or HTTP CONNECT (RFC 9110, section 9.3.6, with Basic credentials). It connects to the port that it is
 * asked for, always on 127.0.0.1 whatever the name is, and passes bytes both ways.
 */
class ForwardProxy
{
public:
    enum class Kind
    {
        Socks5,
        Connect
    };
    struct Rules
    {
        std::string user; ///< Empty: nobody has to say who they are.
        std::string password;
        bool refusesTargets = false; ///< "Not allowed by ruleset", or 403.
        bool staysSilent = false; ///< Takes the connection and never says a word.
    };

    ForwardProxy(Kind kind, Rules rules);
    ForwardProxy(const ForwardProxy &) = delete;
    ForwardProxy &operator=(const ForwardProxy &) = delete;

    /** "socks5://user:password@127.0.0.1:PORT" or "http://…". */
    std::string url(std::string_view credentials = {}) const;
    std::uint16_t port() const { return m_server.port(); }
    int connections() const { return m_server.connections(); }
    /** "name:port" of what was asked for, in order. */
    std::vector<std::string> targets();

private:
    void serve(RawPeer &client);
    void serveSocks(RawPeer &client);
    bool socksLogin(RawPeer &client);
    void serveConnect(RawPeer &client);
    bool isLetIn(const RawMessage &request) const;
    void note(const std::string &target);
    static void relay(RawPeer &client, std::uint16_t port);

    Kind m_kind;
    Rules m_rules;
    std::mutex m_mutex;
    std::vector<std::string> m_targets; ///< under m_mutex
    RawOrigin m_server; ///< The last: its threads use everything above.
};

} // namespace cachescope::test
