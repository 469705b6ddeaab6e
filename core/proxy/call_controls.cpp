// SPDX-License-Identifier: MIT
#include "proxy/call_controls.h"

#include "base/text.h"

#include <algorithm>
#include <optional>

namespace cachescope::proxy {

namespace {

constexpr std::string_view controlPrefix = "x-cachescope-";
constexpr std::size_t maxLabelBytes = 200;
constexpr std::size_t maxTags = 20;

bool takeLabel(const http::Fields &fields, std::string_view name, std::string &label, std::string &problem)
{
    const auto value = fields.find(name);
    if (!value)
        return true;
    if (value->size() > maxLabelBytes || !base::isValidUtf8(*value)) {
        problem = std::string(name) + " is longer than 200 bytes or no UTF-8";
        return false;
    }
    label = *value;
    return true;
}

/** True when a list of patterns is empty or one of them fits; then `reason` says which. */
bool matchesAny(
    const std::vector<std::string> &patterns, std::string_view text, std::string_view what, std::string &reason)
{
    if (patterns.empty())
        return true;
    const auto fits = std::find_if(patterns.begin(), patterns.end(), [&](const std::string &pattern) {
        return matchesPattern(pattern, text);
    });
    if (fits == patterns.end())
        return false;
    reason.append(reason.empty() ? "" : ", ").append(what).append(" \"").append(*fits).append("\"");
    return true;
}

/** What of the call the policy matches; nothing when it does not. */
std::optional<std::string> match(const config::CachePolicy &policy, const PolicySubject &subject)
{
    std::string reason;
    const std::string_view route = subject.route.substr(0, subject.route.find('?'));
    if (!policy.enabled || !matchesAny(policy.projects, subject.project, "project", reason)
        || !matchesAny(policy.clients, subject.client, "client", reason)
        || !matchesAny(policy.upstreams, subject.upstream, "upstream", reason)
        || !matchesAny(policy.models, subject.model, "model", reason)
        || !matchesAny(policy.routes, route, "route", reason))
        return {};
    return reason.empty() ? "every call" : reason;
}

void apply(const config::CachePolicy &policy, cache::PolicySettings &settings)
{
    settings.enabled = policy.store.value_or(settings.enabled);
    settings.ttl = policy.ttl.value_or(settings.ttl);
    settings.storeToolCalls = policy.storeToolCalls.value_or(settings.storeToolCalls);
    settings.volatileFields = policy.volatileFields;
    settings.nameSpace = policy.nameSpace;
    settings.deterministicOnly = policy.deterministicOnly;
    switch (policy.replay.pace) {
    case config::Replay::Pace::AtOnce:
        break;
    case config::Replay::Pace::Original:
        settings.replay = cache::ReplayPace::Original;
        break;
    case config::Replay::Pace::Fixed:
        settings.replay = cache::ReplayPace::Fixed;
        settings.eventsPerSecond = policy.replay.eventsPerSecond;
        break;
    }
    settings.staleWhileRevalidate = policy.staleWhileRevalidate;
    settings.shadowShare = policy.shadowShare;
    settings.policyName = policy.name;
}

} // namespace

bool isControlField(std::string_view name)
{
    return base::equalIgnoringCase(name.substr(0, controlPrefix.size()), controlPrefix);
}

CallLabels readLabels(const http::Fields &fields, const std::string &pathProject)
{
    CallLabels labels;
    labels.project = pathProject;
    std::string tags;
    if (!takeLabel(fields, "X-Cachescope-Project", labels.project, labels.problem)
        || !takeLabel(fields, "X-Cachescope-Namespace", labels.nameSpace, labels.problem)
        || !takeLabel(fields, "X-Cachescope-Version", labels.version, labels.problem)
        || !takeLabel(fields, "X-Cachescope-Tags", tags, labels.problem))
        return labels;
    http::ListMembers members(tags);
    while (const auto tag = members.next()) {
        if (labels.tags.size() < maxTags)
            labels.tags.emplace_back(*tag);
    }
    return labels;
}

bool matchesPattern(std::string_view pattern, std::string_view text)
{
    std::size_t p = 0;
    std::size_t t = 0;
    std::size_t star = std::string_view::npos;
    std::size_t retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            retry = t;
        } else if (p < pattern.size() && pattern[p] == text[t]) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

const config::CachePolicy *firstMatch(const config::Cache &configuration, const PolicySubject &subject)
{
    const auto found = std::find_if(
        configuration.policies.begin(), configuration.policies.end(),
        [&](const config::CachePolicy &policy) { return match(policy, subject).has_value(); });
    return found == configuration.policies.end() ? nullptr : &*found;
}

cache::PolicySettings matchPolicy(const config::Cache &configuration, const PolicySubject &subject)
{
    cache::PolicySettings settings;
    settings.enabled = configuration.enabled;
    settings.ttl = configuration.ttl;
    settings.storeToolCalls = configuration.storeToolCalls;
    for (const config::CachePolicy &policy : configuration.policies) {
        auto reason = match(policy, subject);
        if (!reason)
            continue;
        apply(policy, settings);
        settings.policyReason = *std::move(reason);
        break;
    }
    return settings;
}

} // namespace cachescope::proxy
