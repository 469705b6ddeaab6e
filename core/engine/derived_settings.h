// SPDX-License-Identifier: MIT
#pragma once

#include "cache/system_watch.h"
#include "engine/engine.h"

namespace cachescope::engine {

// What the rooms below the engine are told of a configuration. Internal to the engine.

requestlog::Retention retentionOf(const config::Config &configuration);
std::vector<cache::SystemRule> systemRulesOf(const config::Config &configuration);
cache::ResponseCache::Settings cacheSettingsOf(const config::Config &configuration);
/** The command line outranks the file. */
void applyOptions(config::Config &configuration, const Options &options);
/** Settings of the contract that this version reads but does not act on yet: the user must not believe otherwise.
 * Empty: none. */
std::string withoutEffect(const config::Config &configuration);
/** The shipped price book with the user's own prices over it. Errors name the file and the place. */
base::Result<std::shared_ptr<const providers::PriceBook>> loadPrices(const config::Config &configuration);

} // namespace cachescope::engine
