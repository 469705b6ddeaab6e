// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
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

    bool empty() const;
    bool operator==(const CallWay &other) const = default;
};
inline bool operator==(const CallAttempt &one, const CallAttempt &other)
{
    return one.startMicros == other.startMicros && one.endMicros == other.endMicros && one.status == other.status
        && one.problem == other.problem && one.upstream == other.upstream;
}

/** One JSON object with only what is set; "" for an empty way. */
std::string toJson(const CallWay &way);
/** The reverse. Text that is no such object gives an empty way: it explains, nothing depends on it. */
CallWay callWayFromJson(std::string_view json);

} // namespace cachescope::requestlog
