// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/result.h"
#include "cache/invalidator.h"

#include <cstdint>
#include <string>
#include <string_view>

namespace cachescope::cache {

/** What one member of a team tells the others about its cache. */
struct TeamNews
{
    enum class Kind : std::uint8_t
    {
        Invalidated,
        Undone,
    } kind
        = Kind::Invalidated;
    std::string id; ///< Of the invalidation, the same for all members.
    base::UnixMicros at = 0;
    // Of Invalidated:
    InvalidateAction action = InvalidateAction::Stale;
    std::string selector; ///< JSON.
    std::string cause;

    std::string toJson() const;
    /** Corrupt for what toJson() of this or an older version did not write. */
    static base::Result<TeamNews> fromJson(std::string_view json);
};

} // namespace cachescope::cache
