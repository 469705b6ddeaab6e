// SPDX-License-Identifier: MIT
#include "config/policies.h"

#include "config/document.h"

#include <array>

namespace cachescope::config {

namespace {

constexpr std::array readyMade{
    ReadyMadePolicy{ "claude-code", R"({
  "name": "claude-code",
  "clients": ["claude-code"],
  "volatile_fields": ["/metadata/user_id"]
})" },
    ReadyMadePolicy{ "codex", R"({
  "name": "codex",
  "clients": ["codex*"],
  "volatile_fields": ["/prompt_cache_key", "/client_metadata"]
})" },
};

/** Members of one object, a line each. */
class Members
{
public:
    void add(std::string_view name, const std::string &value)
    {
        m_text += (m_text.empty() ? "" : ",") + std::string("\n  ") + quoted(name) + ": " + value;
    }
    void addList(std::string_view name, const std::vector<std::string> &texts)
    {
        if (texts.empty())
            return;
        std::string list;
        for (const std::string &text : texts)
            list += (list.empty() ? "" : ", ") + quoted(text);
        add(name, "[" + list + "]");
    }
    std::string object() const { return "{" + m_text + "\n}"; }

private:
    std::string m_text;
};

const char *word(bool value)
{
    return value ? "true" : "false";
}

std::string replayJson(const Replay &replay)
{
    if (replay.pace == Replay::Pace::Original)
        return quoted("original");
    return "{ \"events_per_second\": " + std::to_string(static_cast<std::int64_t>(replay.eventsPerSecond)) + " }";
}

std::string helpJson(const ProviderHelp &help)
{
    std::string text;
    const auto add = [&](const char *name, const std::string &value) {
        text += (text.empty() ? "" : ", ") + quoted(name) + ": " + value;
    };
    const auto addSwitch = [&](const char *name, const std::optional<bool> &value) {
        if (value)
            add(name, word(*value));
    };
    const auto addTime = [&](const char *name, const auto &value) {
        if (value)
            add(name, std::to_string(value->count()));
    };
    addSwitch("include_usage", help.includeUsage);
    addSwitch("cache_key", help.cacheKey);
    addSwitch("diagnostics", help.diagnostics);
    if (help.marks)
        add("marks",
            quoted(
                *help.marks == MarkLifetime::None          ? "off"
                    : *help.marks == MarkLifetime::OneHour ? "1h"
                                                           : "5m"));
    addTime("warm_gate_ms", help.warmGate);
    addTime("cached_contents_s", help.cachedContents);
    addTime("keep_warm_s", help.keepWarm);
    if (help.keepWarmCents)
        add("keep_warm_cents_per_day", std::to_string(*help.keepWarmCents));
    return "{ " + text + " }";
}

/** 0.25, not 0.250000. */
std::string shortNumber(double value)
{
    std::string text = std::to_string(value);
    while (text.ends_with('0'))
        text.pop_back();
    if (text.ends_with('.'))
        text.pop_back();
    return text;
}

} // namespace

std::string policyToJson(const CachePolicy &policy)
{
    Members members;
    members.add("name", quoted(policy.name));
    if (!policy.enabled)
        members.add("enabled", word(false));
    members.addList("projects", policy.projects);
    members.addList("clients", policy.clients);
    members.addList("upstreams", policy.upstreams);
    members.addList("models", policy.models);
    members.addList("routes", policy.routes);
    if (policy.store)
        members.add("store", word(*policy.store));
    if (policy.ttl)
        members.add("ttl_s", std::to_string(policy.ttl->count()));
    members.addList("volatile_fields", policy.volatileFields);
    if (!policy.nameSpace.empty())
        members.add("namespace", quoted(policy.nameSpace));
    if (policy.storeToolCalls)
        members.add("store_tool_calls", word(*policy.storeToolCalls));
    if (policy.deterministicOnly)
        members.add("deterministic_only", word(true));
    if (policy.replay.pace != Replay::Pace::AtOnce)
        members.add("replay", replayJson(policy.replay));
    if (policy.staleWhileRevalidate.count() > 0)
        members.add("stale_while_revalidate_s", std::to_string(policy.staleWhileRevalidate.count()));
    if (policy.help.isSet())
        members.add("help", helpJson(policy.help));
    if (policy.shadowShare > 0)
        members.add("shadow_share", shortNumber(policy.shadowShare));
    return members.object();
}

std::string policiesToJson(const std::vector<CachePolicy> &policies)
{
    std::string list;
    for (const CachePolicy &policy : policies)
        list += (list.empty() ? "" : ", ") + policyToJson(policy);
    return "[" + list + "]";
}

base::Result<CachePolicy> parsePolicy(std::string_view json)
{
    auto parsed = parse("{\"cache\":{\"policies\":[" + std::string(json) + "\n]}}", "policy");
    if (!parsed)
        return tl::unexpected(parsed.error());
    if (parsed->cache.policies.size() != 1)
        return base::failure(base::ErrorCode::InvalidInput, "This must be one policy: a JSON object { … }.");
    return std::move(parsed->cache.policies.front());
}

std::span<const ReadyMadePolicy> readyMadePolicies()
{
    return readyMade;
}

} // namespace cachescope::config
