// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "cache/redis_address.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/**
 * One connection to a Redis, synchronous, with a bound on everything that the other side decides: time by a
 * deadline over the whole exchange, memory by limits on a reply. The protocol (RESP 2) is read and written by
 * hiredis; the bytes go through RedisStream, because hiredis 0.14 knows time-outs of single calls only, no limit on
 * lengths and no TLS.
 *
 * After any error the connection is closed for good: a reply that comes late must never be taken for the answer to
 * another question (ChatGPT's incident of 20 March 2023, reliability.md section 5). One owner; not thread-safe.
 */
class RedisConnection
{
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    using Command = std::vector<std::string_view>;

    struct Reply
    {
        enum class Kind : std::uint8_t
        {
            Nil,
            Text, ///< Bulk and simple strings.
            Number,
            List,
            Refusal, ///< The server's "-ERR …": the connection stays good.
        } kind
            = Kind::Nil;
        std::string text;
        long long number = 0;
        std::vector<Reply> items;

        bool isRefusal(std::string_view code) const;
    };

    struct Limits
    {
        std::size_t textBytes = 1 << 20; ///< Of one reply, in all its texts.
        std::size_t items = 0; ///< Of one reply, in all its lists; 0: a list is an error.
    };

    /** Connects, and says AUTH and SELECT where the address asks for it. Unavailable; the message says when it was
     * a refused password or certificate. `interrupt`: see RedisStream. */
    static base::Result<std::unique_ptr<RedisConnection>> open(
        const RedisNode &node, const RedisAddress &address, TimePoint deadline, Limits limits, int interrupt = -1);
    ~RedisConnection();
    RedisConnection(const RedisConnection &) = delete;
    RedisConnection &operator=(const RedisConnection &) = delete;

    /** Sends all commands and waits for all replies (pipelining). On an error the connection is closed. */
    base::Result<std::vector<Reply>> exchange(std::span<const Command> commands, TimePoint deadline);
    /** The halves of exchange(), to have several servers work at once. Every send() is followed by its receive().
     */
    base::Result<> send(std::span<const Command> commands, TimePoint deadline);
    base::Result<std::vector<Reply>> receive(std::size_t count, TimePoint deadline);
    bool isOpen() const;

private:
    struct State;
    explicit RedisConnection(std::unique_ptr<State> state);
    std::unique_ptr<State> m_state;
};

} // namespace cachescope::cache
