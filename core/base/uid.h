// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace cachescope::base {

/**
 * Identifier of one call, as in `X-Cachescope-Request-Id`: a ULID (48 bits of milliseconds, 80 random bits),
 * written as 26 characters of Crockford's base 32. Unique without coordination, so that a log row can be written
 * twice harmlessly.
 */
struct Uid
{
    std::array<std::uint8_t, 16> bytes{};

    static Uid create(UnixMicros now);
    /** The time that it was made for, whole milliseconds. */
    UnixMicros time() const;
    static std::optional<Uid> parse(std::string_view text);
    std::string toString() const;
    friend auto operator<=>(const Uid &, const Uid &) = default;
};

} // namespace cachescope::base
