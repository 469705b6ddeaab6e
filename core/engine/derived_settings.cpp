// SPDX-License-Identifier: MIT
#include "engine/derived_settings.h"

#include "engine/data_directory.h"

namespace cachescope::engine {

using base::Result;

requestlog::Retention retentionOf(const config::Config &configuration)
{
    return { configuration.log.bodies, configuration.log.bodyDays, configuration.log.bodyBytes,
             configuration.log.days };
}

std::vector<cache::SystemRule> systemRulesOf(const config::Config &configuration)
{
    using cache::InvalidateAction;
    std::vector<cache::SystemRule> rules;
    for (const config::CacheRule &rule : configuration.cache.rules) {
        if (rule.enabled)
            rules.push_back({ rule.name, rule.projects, rule.models, rule.upstreams,
                              rule.remove ? InvalidateAction::Remove : InvalidateAction::Stale });
    }
    return rules;
}

cache::ResponseCache::Settings cacheSettingsOf(const config::Config &configuration)
{
    return { configuration.cache.maxBytes, configuration.cache.memoryBytes };
}

void applyOptions(config::Config &configuration, const Options &options)
{
    if (options.host)
        configuration.listen.host = *options.host;
    if (options.port)
        configuration.listen.port = *options.port;
    for (const auto &[name, url] : options.upstreams) {
        config::Upstream &upstream = configuration.upstreams[name];
        upstream.url = url;
        upstream.builtIn = false;
    }
}

std::string withoutEffect(const config::Config &configuration)
{
    std::string names;
    const auto add = [&names](const std::string &name) { names += (names.empty() ? "" : ", ") + name; };
    if (configuration.alertsJson != config::defaults().alertsJson)
        add("alerts");
    return names.empty() ? names : "Set, but without effect in this version: " + names + ".";
}

Result<std::shared_ptr<const providers::PriceBook>> loadPrices(const config::Config &configuration)
{
    if (configuration.prices.file.empty() && configuration.prices.currency == "USD")
        return providers::PriceBook::shipped();
    std::string text = "{}";
    if (!configuration.prices.file.empty()) {
        auto content = readSmallFile(configuration.prices.file);
        if (!content)
            return tl::unexpected(content.error());
        text = std::move(*content);
    }
    return providers::PriceBook::withOverrides(text, configuration.prices.file);
}

} // namespace cachescope::engine
