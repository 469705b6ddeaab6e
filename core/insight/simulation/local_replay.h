// SPDX-License-Identifier: MIT
#pragma once

#include "insight/simulation/traffic.h"
#include "insight/simulation/variant.h"

#include <optional>

namespace cachescope::insight {

/** The local response cache under another policy: equal keys, a lifetime that is fixed when an answer is stored. */
class LocalReplay
{
public:
    LocalReplay(const Traffic &traffic, const Variant &variant, bool onNow, std::chrono::seconds lifetimeNow);

    struct Hit
    {
        std::int64_t ageMicros = 0; ///< Of the answer.
        std::int64_t upstreamMicros = 0; ///< What the answer once took.
    };
    /** What the cache has for a call; a call that joined another one in the log joins it here, too. */
    std::optional<Hit> look(std::size_t call);
    /** How long a call takes upstream. */
    struct Times
    {
        std::int64_t firstByte = 0, total = 0;
    };
    /** For a call that was answered locally: as long as the call took whose answer it got. */
    Times upstreamTimes(std::size_t call) const;
    /** The call went upstream; its answer is kept if it may be. */
    void answered(std::size_t call, const Times &times);

private:
    struct Kept
    {
        base::UnixMicros storedAt = 0, expires = 0;
        Times times;
    };
    std::uint32_t keyOf(const TrafficCall &call) const;

    const Traffic &m_traffic;
    bool m_on, m_volatile;
    std::int64_t m_lifetime; ///< Microseconds.
    std::vector<Kept> m_kept; ///< By key.
};

} // namespace cachescope::insight
