// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/redis_address.h"

#include <memory>

typedef struct ssl_st SSL; // As OpenSSL has it; its headers are large.

namespace cachescope::cache {

struct TlsSessionCloser
{
    void operator()(SSL *session) const;
};
using TlsSession = std::unique_ptr<SSL, TlsSessionCloser>;

/**
 * A client's session for this server, not begun: TLS 1.2 or newer, its certificate checked against the address's CA
 * file or those that the system trusts, and against the host's name (or address, when that is what the user wrote).
 * Unavailable when a file cannot be used; the message names it.
 */
base::Result<TlsSession> openTlsSession(const RedisNode &node, const RedisAddress &address);

/** Why a step of the session failed: the certificate's fault by its name, where that is it. */
base::Error tlsError(SSL *session);

} // namespace cachescope::cache
