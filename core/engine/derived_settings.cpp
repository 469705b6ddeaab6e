// SPDX-License-Identifier: MIT
#include "engine/derived_settings.h"

#include "engine/alert_desk.h"
#include "engine/data_directory.h"

#include <algorithm>
#include <array>

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

Result<config::Config> loadConfiguration(const std::string &path)
{
    auto loaded = config::load(path);
    if (!loaded)
        return loaded;
    if (const auto rules = alertRulesOf(*loaded, path); !rules)
        return tl::unexpected(rules.error());
    return loaded;
}

requestlog::Annotation annotationOf(const std::string &path, const std::string &jsonValue, base::UnixMicros now)
{
    requestlog::Annotation annotation;
    annotation.at = now;
    annotation.kind
        = path.starts_with("prices.") ? requestlog::AnnotationKind::Prices : requestlog::AnnotationKind::Setting;
    annotation.subject = path;
    // Numbers and switches of parts without keys and addresses.
    constexpr std::size_t longestValue = 40;
    constexpr std::array<std::string_view, 5> plainParts{ "cache.", "log.", "retries.", "coalescing.", "limits." };
    const bool plainPart = std::any_of(
        plainParts.begin(), plainParts.end(), [&path](std::string_view part) { return path.starts_with(part); });
    const bool plainValue
        = jsonValue.find_first_of("\"[{") == std::string::npos && jsonValue.size() <= longestValue;
    if (plainPart && plainValue)
        annotation.after = jsonValue;
    return annotation;
}

Result<ChangedConfiguration> changedConfiguration(
    const std::string &file, const std::string &path, const std::string &jsonValue)
{
    std::string text = "{}\n";
    if (auto content = readSmallFile(file))
        text = std::move(*content);
    else if (content.error().code != base::ErrorCode::NotFound)
        return tl::unexpected(content.error());
    auto changed = jsonValue.empty() ? config::withoutValue(text, path) : config::withValue(text, path, jsonValue);
    if (!changed)
        return tl::unexpected(changed.error());
    auto parsed = config::parse(*changed, file);
    if (!parsed)
        return tl::unexpected(parsed.error());
    if (const auto rules = alertRulesOf(*parsed, file); !rules)
        return tl::unexpected(rules.error());
    auto prices = loadPrices(*parsed);
    if (!prices)
        return tl::unexpected(prices.error());
    return ChangedConfiguration{ std::move(*changed), std::move(*parsed), std::move(*prices) };
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
