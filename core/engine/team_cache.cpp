// SPDX-License-Identifier: MIT
#include "engine/team_cache.h"

#include <cstdlib>
#include <utility>

namespace cachescope::engine {

namespace {

TeamCache without(const std::string &why)
{
    TeamCache none;
    none.problem = why + " Answers are kept on this machine only.";
    return none;
}

} // namespace

TeamCache openTeamCache(const config::Config &configuration, const base::Clock &clock)
{
    if (configuration.cache.store == "sqlite")
        return {};
    auto address = cache::parseRedisAddress(configuration.cache.store);
    if (!address)
        return without(address.error().message);
    const char *const text = std::getenv(teamKeyVariable);
    if (text == nullptr || *text == '\0')
        return without(
            std::string("cache.store names a Redis, but ") + teamKeyVariable
            + " is not set: give every member the same key, made with openssl rand -base64 32.");
    auto secrets = cache::TeamSecrets::from(base::Secret(text));
    if (!secrets)
        return without(std::string(teamKeyVariable) + ": " + secrets.error().message);
    TeamCache team;
    team.credentialKey = secrets->credential;
    cache::SharedTier::Settings settings{ std::move(*address), std::move(*secrets) };
    team.tier = std::make_unique<cache::SharedTier>(std::move(settings), clock);
    return team;
}

} // namespace cachescope::engine
