// SPDX-License-Identifier: MIT
#pragma once

#include "providers/answer.h"
#include "providers/api.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::cache {

/** `X-Cachescope-Cache`. */
enum class CacheMode
{
    Default,
    On,
    Off,
    Refresh,
    Only
};

/** What a request's headers ask of the cache: X-Cachescope-* and RFC 9111 Cache-Control on requests. */
struct RequestControls
{
    CacheMode mode = CacheMode::Default;
    std::optional<std::chrono::seconds> ttl; ///< X-Cachescope-TTL.
    bool noStore = false, noCache = false, onlyIfCached = false;
    std::optional<std::chrono::seconds> maxAge; ///< Unreadable max-age counts as 0 (RFC 9111, section 4.2.1).
    std::string problem; ///< A value that could not be understood: one sentence for a 400; empty when fine.
};
/**
 * Values as they stand in the headers, empty when absent; several Cache-Control lines joined by a comma. Unknown
 * directives are ignored (RFC 9111, section 5.2.3); unknown values of our own headers are a problem.
 */
RequestControls readControls(
    std::string_view cacheControl, std::string_view cachescopeCache, std::string_view cachescopeTtl);

/** How fast a stored stream is given again. */
enum class ReplayPace
{
    AtOnce,
    Original, ///< As it came the first time.
    Fixed
};

/** What the configuration says for one call, policies already matched. */
struct PolicySettings
{
    bool enabled = true;
    std::chrono::seconds ttl{ 24 * 3600 };
    bool storeToolCalls = false;
    std::vector<std::string> volatileFields;
    std::string nameSpace; ///< For calls that name none.
    bool deterministicOnly = false; ///< Only temperature 0 or a seed, unless the call itself says `on`.
    ReplayPace replay = ReplayPace::AtOnce;
    double eventsPerSecond = 0; ///< With ReplayPace::Fixed.
    std::chrono::seconds staleWhileRevalidate{
        0
    }; ///< Past its TTL an answer serves so long, while it is asked anew.
    double shadowShare = 0; ///< Of the hits: asked anew, only to compare.
    std::string policyName; ///< Which named policy applied; empty for the default.
    std::string policyReason; ///< What of the call it matched, by the policy's own patterns.

    /** What the policy leaves out of the key or adds to it: bytes alone do not tell one question from another. */
    bool changesKey() const { return !volatileFields.empty() || !nameSpace.empty(); }
};

/** What to do with a call before it goes anywhere. */
struct LookupPlan
{
    bool mayServe = false; ///< Look into the cache.
    bool mayStore = false; ///< Keep the answer if it turns out whole.
    bool mustNotForward = false; ///< 504 when absent (only-if-cached).
    std::optional<std::chrono::seconds> maxAge; ///< Older entries do not serve.
    std::chrono::seconds ttl{ 0 };
    std::string reason; ///< When bypassed: "no-store", "off", "opaque path", "continues remote state" … for
                        ///< Cache-Status detail.
};
/**
 * Contract, "Caching". Calls that leave or continue state at the provider, or refer to files there, are cached only
 * with `X-Cachescope-Cache: on`; unknown paths and unreadable bodies never. `no-store` neither stores nor serves;
 * `refresh`, `no-cache` and `max-age=0` store without serving.
 */
LookupPlan planLookup(
    const providers::CallFacts &facts, const RequestControls &controls, const PolicySettings &settings);

/** Whether a finished answer may be kept, and if not, why (for the log). */
struct StoreDecision
{
    bool store = false;
    std::string reason;
};
/** Only a whole 200 without an error; not refusals, filtered or truncated answers; tool calls when configured. The
 * caller judges the transport's end before it asks. */
StoreDecision decideStore(int status, const providers::AnswerFacts &answer, const PolicySettings &settings);

} // namespace cachescope::cache
