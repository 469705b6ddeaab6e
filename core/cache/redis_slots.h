// SPDX-License-Identifier: MIT
#pragma once

#include "cache/redis_address.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::cache {

// How a Redis Cluster spreads its keys (https://redis.io/docs/reference/cluster-spec/, "Key distribution model",
// "Hash tags", "MOVED Redirection", "ASK redirection").

inline constexpr std::size_t redisSlots = 16384;

/** CRC-16/XMODEM of the key, or of what its first {…} holds, modulo the number of slots. */
std::uint16_t slotOf(std::string_view key);

/** A key's neighbour in the same slot: `prefix{key}`. For keys without braces. */
std::string besideKey(std::string_view prefix, std::string_view key);

struct Redirection
{
    enum class Kind : std::uint8_t
    {
        Moved, ///< From now on.
        Ask, ///< This once, behind ASKING.
    } kind
        = Kind::Moved;
    std::uint16_t slot = 0;
    RedisNode node; ///< Host empty: the one that said so.
};

/** Reads `MOVED 3999 127.0.0.1:6381`; nothing for any other refusal. */
std::optional<Redirection> readRedirection(std::string_view refusal);

} // namespace cachescope::cache
