// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/secret.h"
#include "cache/shared_tier.h"
#include "config/config.h"

#include <map>
#include <memory>
#include <string>

namespace cachescope::engine {

/** Environment variable with the key that all members of a team have: seals what they share (cache/sealed_entry.h).
 */
inline constexpr const char *teamKeyVariable = "CACHESCOPE_TEAM_KEY";

/** The shared cache that the configuration names, ready to be handed to the response cache. */
struct TeamCache
{
    std::unique_ptr<cache::SharedTier> tier; ///< Null: none is configured, or `problem` says why there is none.
    /** In place of the installation's own secret for the keyed hash of credentials, so that members' keys of
     * answers agree; empty without a tier. */
    base::Secret credentialKey;
    std::string problem; ///< For the notices; answers are then kept on this machine only (law 3).
};

/** Begins to connect; never waits for the server. */
TeamCache openTeamCache(const config::Config &configuration, const base::Clock &clock);

/** Its numbers under their names in `metrics`. */
void addTeamGauges(const cache::SharedTierStatus &status, std::map<std::string, double> &gauges);

} // namespace cachescope::engine
