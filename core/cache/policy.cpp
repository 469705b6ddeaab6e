// SPDX-License-Identifier: MIT
#include "cache/policy.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace cachescope::cache {

namespace {

using std::chrono::seconds;

/** RFC 9111, section 1.2.2: values too large count as 2^31. */
constexpr std::int64_t largestDelta = std::int64_t{ 1 } << 31;

std::optional<seconds> deltaSeconds(std::string_view text)
{
    if (text.empty() || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return {};
    std::int64_t value = 0;
    const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
    return seconds(result.ec == std::errc() ? std::min(value, largestDelta) : largestDelta);
}

/** Cuts the next list element off `rest`; commas within a quoted string do not separate (RFC 9110, section 5.6.1).
 */
std::string_view nextElement(std::string_view &rest)
{
    bool quoted = false;
    std::size_t i = 0;
    for (; i < rest.size() && (quoted || rest[i] != ','); ++i) {
        if (quoted && rest[i] == '\\')
            ++i;
        else if (rest[i] == '"')
            quoted = !quoted;
    }
    const std::string_view element = rest.substr(0, i);
    rest.remove_prefix(std::min(i + 1, rest.size()));
    return base::trim(element);
}

void readDirective(std::string_view element, RequestControls &controls)
{
    const std::size_t equals = element.find('=');
    const std::string_view name = base::trim(element.substr(0, equals));
    if (base::equalIgnoringCase(name, "no-store")) {
        controls.noStore = true;
    } else if (base::equalIgnoringCase(name, "no-cache")) {
        controls.noCache = true;
    } else if (base::equalIgnoringCase(name, "only-if-cached")) {
        controls.onlyIfCached = true;
    } else if (base::equalIgnoringCase(name, "max-age")) {
        std::string_view value
            = equals == std::string_view::npos ? std::string_view() : base::trim(element.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"')
            value = value.substr(1, value.size() - 2);
        const seconds age = deltaSeconds(value).value_or(seconds(0));
        controls.maxAge = controls.maxAge ? std::min(*controls.maxAge, age) : age;
    }
}

void readMode(std::string_view value, RequestControls &controls)
{
    if (value.empty())
        return;
    if (base::equalIgnoringCase(value, "on"))
        controls.mode = CacheMode::On;
    else if (base::equalIgnoringCase(value, "off"))
        controls.mode = CacheMode::Off;
    else if (base::equalIgnoringCase(value, "refresh"))
        controls.mode = CacheMode::Refresh;
    else if (base::equalIgnoringCase(value, "only"))
        controls.mode = CacheMode::Only;
    else
        controls.problem = "X-Cachescope-Cache must be on, off, refresh or only.";
}

/** Why this call is never answered from a cache; empty when it may be. */
std::string callObstacle(const providers::CallFacts &facts, CacheMode mode)
{
    if (facts.api == providers::Api::Opaque)
        return "opaque path";
    if (!facts.wellFormed)
        return "unreadable body";
    if (mode == CacheMode::On)
        return {}; // The caller knows what the call leaves behind or leans on.
    if (facts.storesRemotely)
        return "leaves remote state";
    if (facts.continuesRemoteState)
        return "continues remote state";
    if (facts.hasFiles)
        return "refers to files";
    return {};
}

std::string wishObstacle(const RequestControls &controls, const PolicySettings &settings)
{
    if (!settings.enabled)
        return "disabled";
    if (controls.mode == CacheMode::Off)
        return "off";
    if (controls.noStore)
        return "no-store";
    return {};
}

} // namespace

RequestControls readControls(
    std::string_view cacheControl, std::string_view cachescopeCache, std::string_view cachescopeTtl)
{
    RequestControls controls;
    while (!cacheControl.empty())
        readDirective(nextElement(cacheControl), controls);
    readMode(base::trim(cachescopeCache), controls);
    if (const std::string_view ttl = base::trim(cachescopeTtl); !ttl.empty()) {
        controls.ttl = deltaSeconds(ttl);
        if (!controls.ttl && controls.problem.empty())
            controls.problem = "X-Cachescope-TTL must be a whole number of seconds.";
    }
    return controls;
}

LookupPlan planLookup(
    const providers::CallFacts &facts, const RequestControls &controls, const PolicySettings &settings)
{
    LookupPlan plan;
    plan.mustNotForward = controls.onlyIfCached || controls.mode == CacheMode::Only;
    plan.maxAge = controls.maxAge;
    plan.ttl = controls.ttl.value_or(settings.ttl);
    plan.reason = wishObstacle(controls, settings);
    if (plan.reason.empty())
        plan.reason = callObstacle(facts, controls.mode);
    if (plan.reason.empty() && settings.deterministicOnly && !facts.deterministic && controls.mode != CacheMode::On)
        plan.reason = "not deterministic";
    if (!plan.reason.empty())
        return plan;

    plan.mayStore = !plan.mustNotForward && plan.ttl > seconds(0);
    if (controls.mode == CacheMode::Refresh)
        plan.reason = "refresh";
    else if (controls.noCache)
        plan.reason = "no-cache";
    else if (controls.maxAge == seconds(0))
        plan.reason = "max-age=0";
    else
        plan.mayServe = true;
    return plan;
}

StoreDecision decideStore(int status, const providers::AnswerFacts &answer, const PolicySettings &settings)
{
    if (status != 200)
        return { false, "status " + std::to_string(status) };
    if (answer.errorInside)
        return { false, "error in the answer" };
    if (!answer.complete)
        return { false, "incomplete" };
    if (answer.refused)
        return { false, "refused" };
    if (answer.truncated)
        return { false, "truncated" };
    if (answer.hasToolCalls && !settings.storeToolCalls)
        return { false, "tool calls" };
    return { true, {} };
}

} // namespace cachescope::cache
