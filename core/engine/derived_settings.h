// SPDX-License-Identifier: MIT
#pragma once

#include "cache/system_watch.h"
#include "engine/engine.h"
#include "requestlog/annotations.h"

namespace cachescope::engine {

// What the rooms below the engine are told of a configuration. Internal to the engine.

requestlog::Retention retentionOf(const config::Config &configuration);
std::vector<cache::SystemRule> systemRulesOf(const config::Config &configuration);
cache::ResponseCache::Settings cacheSettingsOf(const config::Config &configuration);
/** Reads the file and checks all of it, the alert rules included. */
base::Result<config::Config> loadConfiguration(const std::string &path);
/** A setting that was changed, for the charts; the new value only where it cannot be a secret. */
requestlog::Annotation annotationOf(const std::string &path, const std::string &jsonValue, base::UnixMicros now);
/** A configuration file with one value changed: its text, and what it says. Nothing is written. */
struct ChangedConfiguration
{
    std::string text;
    config::Config configuration;
    std::shared_ptr<const providers::PriceBook> prices;
};
/** `jsonValue` empty: back to the default. A missing file is an empty one. Errors name the file and the place. */
base::Result<ChangedConfiguration> changedConfiguration(
    const std::string &file, const std::string &path, const std::string &jsonValue);
/** The command line outranks the file. */
void applyOptions(config::Config &configuration, const Options &options);
/** The shipped price book with the user's own prices over it. Errors name the file and the place. */
base::Result<std::shared_ptr<const providers::PriceBook>> loadPrices(const config::Config &configuration);

} // namespace cachescope::engine
