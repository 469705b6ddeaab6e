// SPDX-License-Identifier: MIT
#include "proxy/router.h"

#include "base/digest.h"
#include "base/text.h"
#include "proxy/guards.h"

#include <algorithm>
#include <array>

namespace cachescope::proxy {

namespace {

constexpr std::string_view adminPrefix = "/_cachescope/";
constexpr std::size_t maxProjectBytes = 100;

std::string percentDecoded(std::string_view text)
{
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size()) {
            if (const auto byte = base::fromHex(text.substr(i + 1, 2))) {
                out += *byte;
                i += 2;
                continue;
            }
        }
        out.push_back(text[i]);
    }
    return out;
}

/** Takes "/@PROJECT" off the front of `path`. A name that is no clean text stays in the path, which then leads
 * nowhere. */
std::string takeProject(std::string_view &path)
{
    if (!path.starts_with("/@"))
        return {};
    const std::size_t end = path.find_first_of("/?", 2);
    std::string name = percentDecoded(path.substr(2, end == std::string_view::npos ? end : end - 2));
    if (name.empty() || name.size() > maxProjectBytes || !base::isValidUtf8(name) || !http::isFieldText(name))
        return {};
    path = end == std::string_view::npos ? std::string_view("/") : path.substr(end);
    return name;
}

/** True when `path` is `segment`, or goes on after it with a slash or a query. */
bool beginsWithSegment(std::string_view path, std::string_view segment)
{
    return path.starts_with(segment)
        && (path.size() == segment.size() || path[segment.size()] == '/' || path[segment.size()] == '?');
}

/** Gemini's own verbs behind a model's name. Newer Google SDKs send them under /v1, where no other API has a colon.
 */
bool hasGeminiVerb(std::string_view path)
{
    constexpr std::string_view models = "/v1/models/";
    if (!path.starts_with(models))
        return false;
    const std::string_view last = path.substr(models.size(), path.find('?') - models.size());
    const std::size_t colon = last.rfind(':');
    if (colon == std::string_view::npos)
        return false;
    constexpr std::array<std::string_view, 6> verbs{ "generateContent", "streamGenerateContent", "countTokens",
                                                     "embedContent",    "batchEmbedContents",    "predict" };
    return std::find(verbs.begin(), verbs.end(), last.substr(colon + 1)) != verbs.end();
}

std::string_view upstreamOfVersionPath(std::string_view path, const Settings &settings)
{
    if (beginsWithSegment(path, "/v1/messages"))
        return "anthropic";
    if (beginsWithSegment(path, "/v1beta") || hasGeminiVerb(path))
        return "gemini";
    if (beginsWithSegment(path, "/v1"))
        return settings.config.defaultUpstream;
    return {};
}

void routeByName(std::string_view path, const Settings &settings, Route &route)
{
    const std::size_t end = path.find_first_of("/?", 1);
    route.upstream = path.substr(1, end == std::string_view::npos ? end : end - 1);
    if (settings.findUpstream(route.upstream) == nullptr)
        return;
    const std::string_view rest = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    route.kind = rest.empty() || rest == "/" || rest.starts_with('?') ? Route::Kind::Base : Route::Kind::Upstream;
    route.rest = rest;
}

} // namespace

Route routeTarget(std::string_view target, const Settings &settings)
{
    Route route;
    std::string_view path = target;
    if (!path.starts_with('/')) {
        const std::string_view authority = authorityOfTarget(target);
        const std::size_t skip = authority.empty()
            ? target.size()
            : static_cast<std::size_t>(authority.data() - target.data()) + authority.size();
        path = target.substr(skip);
        if (path.empty())
            path = "/";
    }
    if (path.starts_with(adminPrefix)) {
        route.kind = Route::Kind::Admin;
        route.rest = path.substr(adminPrefix.size());
        return route;
    }
    route.project = takeProject(path);
    if (path == "/" || path.starts_with("/?")) {
        route.kind = Route::Kind::Base;
        return route;
    }
    if (const std::string_view name = upstreamOfVersionPath(path, settings); !name.empty()) {
        route.upstream = name;
        route.rest = path;
        route.kind = settings.findUpstream(name) != nullptr ? Route::Kind::Upstream : Route::Kind::Unknown;
        return route;
    }
    routeByName(path, settings, route);
    return route;
}

} // namespace cachescope::proxy
