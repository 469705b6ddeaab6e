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

void addTeamGauges(const cache::SharedTierStatus &status, std::map<std::string, double> &gauges)
{
    gauges["cachescope_team_cache_reachable"] = status.reachable ? 1.0 : 0.0;
    const auto add = [&](const char *name, std::int64_t count) { gauges[name] = static_cast<double>(count); };
    add("cachescope_team_cache_hits_total", status.hits);
    add("cachescope_team_cache_misses_total", status.misses);
    add("cachescope_team_cache_failures_total", status.failures);
    add("cachescope_team_cache_stored_total", status.stored);
    add("cachescope_team_cache_unstored_total", status.unstored);
    add("cachescope_team_turns_led_total", status.turnsLed);
    add("cachescope_team_turns_answered_total", status.turnsAnswered);
    add("cachescope_team_turns_alone_total", status.turnsAlone);
    add("cachescope_team_invalidations_told_total", status.newsSent);
    add("cachescope_team_invalidations_heard_total", status.newsTaken);
    add("cachescope_team_gaps_total", status.newsGaps);
}

} // namespace cachescope::engine
