// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "base/secret.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::cache {

/** Where a Redis is, from `cache.store`: `redis://[USER[:PASSWORD]@]HOST[:PORT][/DATABASE]`. */
struct RedisAddress
{
    std::string host;
    std::uint16_t port = 6379;
    std::string user; ///< Empty: the default user.
    base::Secret password; ///< Empty: none.
    int database = 0;

    /** "host:port/database", for messages: no user, no password. */
    std::string shown() const;
};

/**
 * Reads an address. InvalidInput says what is wrong and never repeats the password. `rediss://` (TLS) is refused:
 * Debian's hiredis has no TLS; what is stored is sealed anyway (sealed_entry.h), the password is not, so use
 * loopback, a tunnel or a network of your own. User and password may be percent-encoded (RFC 3986, section 2.1).
 */
base::Result<RedisAddress> parseRedisAddress(std::string_view text);

} // namespace cachescope::cache
