// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/redis_address.h"

#include <chrono>
#include <cstddef>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cachescope::cache {

/**
 * Bytes to and from one Redis, plain or through TLS (OpenSSL; at least TLS 1.2, the server's certificate and name
 * checked as RFC 9325 has it). Blocking, each step bounded by a deadline. One owner; not thread-safe. Errors are
 * Unavailable and say what happened, not where.
 */
class RedisStream
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /** `interrupt`: a descriptor that ends every wait once it is readable; -1 for none. Not owned. */
    static base::Result<std::unique_ptr<RedisStream>> connect(
        const RedisNode &node, const RedisAddress &address, TimePoint deadline, int interrupt = -1);
    ~RedisStream();
    RedisStream(const RedisStream &) = delete;
    RedisStream &operator=(const RedisStream &) = delete;

    base::Result<> send(std::string_view bytes, TimePoint deadline);
    /** At least one byte; the end of the connection is an error. */
    base::Result<std::size_t> receive(std::span<char> into, TimePoint deadline);

private:
    struct Tls;
    explicit RedisStream(int socket, int interrupt);
    bool waitFor(short events, TimePoint deadline) const;
    base::Result<std::size_t> receiveTls(std::span<char> into, TimePoint deadline);
    base::Result<> sendRaw(std::string_view bytes, TimePoint deadline);
    base::Result<std::size_t> receiveRaw(std::span<char> into, TimePoint deadline);
    base::Result<> startTls(const RedisNode &node, const RedisAddress &address, TimePoint deadline);
    base::Result<> flushTls(TimePoint deadline);
    base::Result<> feedTls(TimePoint deadline);

    int m_socket;
    int m_interrupt;
    std::unique_ptr<Tls> m_tls; ///< Null: plain.
    /** What may be why nothing comes; empty once something came. */
    std::string m_firstReplyHint;
};

} // namespace cachescope::cache
