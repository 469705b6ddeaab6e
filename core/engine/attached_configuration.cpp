// SPDX-License-Identifier: MIT
#include "engine/attached_configuration.h"

#include "base/digest.h"
#include "engine/data_directory.h"
#include "engine/derived_settings.h"

namespace cachescope::engine {

namespace {

/** The command line and the demo outrank the file. */
void outrank(config::Config &configuration, const WindowState::Configured &configured)
{
    configuration.listen.host = configured.host;
    configuration.listen.port = configured.port;
    for (const auto &[name, url] : configured.upstreams) {
        config::Upstream &upstream = configuration.upstreams[name];
        if (upstream.url == url)
            continue;
        upstream.url = url;
        upstream.builtIn = false;
    }
    configuration.alertsJson = configured.alertsJson;
}

AttachedConfiguration defaultsWith(const WindowState::Configured &configured, std::string problem)
{
    AttachedConfiguration out{ config::defaults(), providers::PriceBook::shipped(), std::move(problem) };
    outrank(out.configuration, configured);
    return out;
}

} // namespace

AttachedConfiguration readAttachedConfiguration(const WindowState::Configured &configured)
{
    const auto text = readSmallFile(configured.file);
    if (!text && text.error().code != base::ErrorCode::NotFound)
        return defaultsWith(configured, text.error().message + " The defaults are shown.");
    const std::string digest = text ? base::toHex(base::sha256(*text)) : std::string();
    auto parsed = text ? config::parse(*text, configured.file) : config::defaults();
    if (!parsed)
        return defaultsWith(configured, parsed.error().message + " The defaults are shown.");
    AttachedConfiguration out{ std::move(*parsed), {}, {} };
    if (digest != configured.digest)
        out.problem = configured.file
            + " was changed after the running Cachescope read it: Settings shows what the file says, which is in "
              "force after a restart.";
    if (auto prices = loadPrices(out.configuration)) {
        out.prices = std::move(*prices);
    } else {
        out.prices = providers::PriceBook::shipped();
        out.problem = prices.error().message + " The shipped prices are shown.";
    }
    outrank(out.configuration, configured);
    return out;
}

base::Result<AttachedConfiguration> withSetting(
    const WindowState::Configured &configured, const std::string &path, const std::string &jsonValue)
{
    auto changed = changedConfiguration(configured.file, path, jsonValue);
    if (!changed)
        return tl::unexpected(changed.error());
    WindowState::Configured over = configured;
    // What is chosen in Settings outranks the command line.
    if (path == "listen.port")
        over.port = changed->configuration.listen.port;
    else if (path == "listen.host")
        over.host = changed->configuration.listen.host;
    else if (path == "alerts")
        over.alertsJson = changed->configuration.alertsJson;
    else if (path.starts_with("upstreams"))
        over.upstreams.clear();
    AttachedConfiguration out{ std::move(changed->configuration), std::move(changed->prices), {} };
    outrank(out.configuration, over);
    return out;
}

} // namespace cachescope::engine
