// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** One server. */
struct RedisNode
{
    std::string host;
    std::uint16_t port = 6379;

    /** "host:port". */
    std::string shown() const;
    friend bool operator==(const RedisNode &, const RedisNode &) = default;
};

/**
 * Where a Redis is, from `cache.store`:
 * `redis[s]://[USER[:PASSWORD]@]HOST[:PORT][,HOST[:PORT]…][/DATABASE][?ca=FILE&cert=FILE&key=FILE]`.
 */
struct RedisAddress
{
    enum class Transport : std::uint8_t
    {
        Plain,
        Tls, ///< `rediss://`: certificate and name of the server are checked.
    };

    std::vector<RedisNode> nodes; ///< At least one; of a cluster any that are there to ask for the others.
    std::string user; ///< Empty: the default user.
    base::Secret password; ///< Empty: none.
    int database = 0;
    Transport transport = Transport::Plain;
    std::string caFile; ///< Certificates that may have signed the server's; empty: those that the system trusts.
    std::string certificateFile, keyFile; ///< Of ours, where the server asks for one (`tls-auth-clients`).

    /** "host:port/database" of the first node, for messages: no user, no password. */
    std::string shown() const;
};

/**
 * Reads an address. InvalidInput says what is wrong and never repeats the password. User, password and file names
 * may be percent-encoded (RFC 3986, section 2.1).
 */
base::Result<RedisAddress> parseRedisAddress(std::string_view text);

} // namespace cachescope::cache
