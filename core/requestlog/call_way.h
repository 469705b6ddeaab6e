// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::requestlog {

/** One call that was made upstream for a client's call. Microseconds from the client call's start. */
struct CallAttempt
{
    std::int64_t startMicros = 0; ///< When it was sent, behind back-off and queue.
    std::int64_t endMicros = 0; ///< When its head came, or its failure.
    int status = 0; ///< Of its answer; 0 when none came.
    std::string problem; ///< Kind of failure ("upstream_unreachable", …); empty when it was answered.
    std::string upstream; ///< Empty: the one that was asked for.
};

/** One place where the request went otherwise than its client wrote it (docs/help-provider-cache.md). */
struct CallSplice
{
    std::string what; ///< "include_usage", "cache_key", "marks", "cached_contents", "diagnostics".
    std::int64_t byte = -1; ///< In the client's body; -1: in the head.
    std::int64_t removed = 0; ///< Bytes that were left out there.
    std::string inserted;
    friend bool operator==(const CallSplice &, const CallSplice &) = default;
};

/**
 * What happened to a call on its way that most calls do not meet: retries, our own queue, another upstream, a named
 * policy, a shadow question. Kept as JSON in the log's column `way`; calls without any of it have none.
 */
struct CallWay
{
    std::vector<CallAttempt> attempts; ///< Empty when there was one, to the upstream that was asked for.
    std::int64_t limitWaitMicros = 0; ///< Of the call's waiting, what our own limits took.
    std::string
        retryEnd; ///< Why it was not tried again: "most", "budget", "long wait", "breaker"; empty otherwise.
    std::string answeredBy; ///< The upstream that answered when it is not the one asked for.
    std::string answeredModel; ///< The model asked for there; empty when it is the same.
    std::string policy; ///< Name of the caching policy that the call met.
    std::string policyReason; ///< What of the call it matched: "client codex, model gpt-5*".
    std::string purpose; ///< Empty: a client's call. Else what the proxy asked it for: "revalidate", "shadow".
    std::string comparison; ///< Of a shadow question: "same" or "different".
    std::vector<CallSplice> splices; ///< In the order of their places; empty: sent as it came.
    int helpRefused = 0; ///< The upstream refused the spliced request with this status; sent again as it came.
    std::int64_t gateWaitMicros = 0; ///< Of the call's waiting, for a call that wrote the same beginning.
    std::string gate; ///< At the warm gate: "led", "followed", "gave up"; empty when it was not there.

    bool empty() const;
    bool operator==(const CallWay &other) const = default;
};
inline bool operator==(const CallAttempt &one, const CallAttempt &other)
{
    return one.startMicros == other.startMicros && one.endMicros == other.endMicros && one.status == other.status
        && one.problem == other.problem && one.upstream == other.upstream;
}

/** The body as the upstream got it, made from the client's; nothing when the splices do not fit it. */
std::optional<std::string> bodyAsSent(std::string_view clientBody, const CallWay &way);

/** One JSON object with only what is set; "" for an empty way. */
std::string toJson(const CallWay &way);
/** The reverse. Text that is no such object gives an empty way: it explains, nothing depends on it. */
CallWay callWayFromJson(std::string_view json);

} // namespace cachescope::requestlog
