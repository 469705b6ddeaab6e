// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/money.h"
#include "base/uid.h"
#include "providers/api.h"
#include "providers/usage.h"
#include "requestlog/miss_reason.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachescope::requestlog {

struct CallWay;

/** What became of a call, as in the metrics (contract). The numbers are stored: never renumber. */
enum class Outcome : std::uint8_t
{
    Hit = 0,
    Miss = 1,
    Coalesced = 2,
    Bypass = 3,
    Error = 4
};
inline constexpr int outcomeCount = 5;
std::string_view outcomeName(Outcome outcome); ///< "hit", "miss", …

/** How far a call got. The numbers are stored. */
enum class CallState : std::uint8_t
{
    Open = 0, ///< Under way; after a crash: was under way.
    Complete = 1, ///< The answer was whole.
    Cut = 2, ///< Upstream ended it abnormally.
    NoTerminalEvent = 3, ///< Ended properly, but the stream lacks its terminal event.
    ClientGone = 4, ///< The client left before the end.
    Failed = 5, ///< No answer from upstream (connect, TLS, time-out), or our own error.
    Lost = 6, ///< Was open when the program died.
};
std::string_view callStateName(CallState state);

/** What is known when a call starts. Credentials appear only as a keyed hash; the target without key parameters. */
struct CallStart
{
    std::int64_t id = 0; ///< Number of the call in this log, from RequestLog::open.
    base::Uid uid;
    base::UnixMicros startedAt = 0;
    std::string upstream;
    providers::Api api = providers::Api::Opaque;
    std::string method, target;
    std::string model; ///< As asked for.
    std::string client; ///< From the User-Agent.
    std::string session; ///< Explicit or inferred; may be empty.
    std::string project, nameSpace, version;
    std::vector<std::string> tags;
    std::string credential; ///< First 12 hex digits of the HMAC of the credential; empty without one.
    bool stream = false;
    std::int64_t requestBytes = 0;
    std::string firstText; ///< First words of the newest user message.
};

/** What `billed` is made of; the four add up to it exactly. */
struct CostParts
{
    base::Money fresh, cacheRead, cacheWrite, output;

    base::Money sum() const { return fresh + cacheRead + cacheWrite + output; }
    friend bool operator==(const CostParts &, const CostParts &) = default;
};

/** What is known when a call ends. Durations in microseconds from the call's start; -1: did not happen. */
struct CallEnd
{
    Outcome outcome = Outcome::Miss;
    CallState state = CallState::Complete;
    int status = 0; ///< HTTP status that the client got; 0 when none.
    std::string cacheDetail; ///< Reason in Cache-Status words: "fwd=miss", "fwd=bypass; detail=no-store" …
    std::string cacheKey; ///< As in Cache-Status `key`; empty when the call has none.
    std::int64_t hitOf = 0; ///< Log id of the call that filled the entry; 0 unless a hit.
    bool stored = false;
    std::string servedModel, serviceTier, finishReason;
    std::string
        errorKind; ///< "upstream_status", "connect", "tls", "timeout", "cut", "refused", …; empty when fine.
    std::string errorMessage; ///< One redacted sentence.
    providers::Usage usage;
    std::optional<base::Money> billed, withoutCache,
        avoided; ///< Unknown stays unknown. `avoided`: by the local cache.
    std::optional<CostParts> parts; ///< Of `billed`; unknown for calls from before version 6 of the schema.
    std::int64_t totalMicros = 0;
    std::int64_t firstByteMicros = -1; ///< First byte of the answer's head from upstream (or cache).
    std::int64_t firstTokenMicros = -1; ///< First content of a stream; for JSON answers the first body byte.
    std::int64_t connectMicros = -1; ///< Spent connecting (0 on a pooled connection).
    std::int64_t waitMicros = 0; ///< In our own queues (limits, coalescing).
    std::int64_t overheadMicros = 0; ///< Our own work.
    int attempts = 0; ///< Calls made upstream for this one.
    std::int64_t responseBytes = 0;
    bool toolCalls = false;
    std::string diagnosticsJson;
    std::shared_ptr<const CallWay> way; ///< Retries, queues, policies (call_way.h); null when it met none of it.
    // What to keep of the content; empty when the user said not to. Heads are redacted text ("Name: value\n").
    std::string requestHead, responseHead;
    std::string requestBody, responseBody; ///< Decoded and redacted.
    bool responseBodyTruncated = false; ///< The copy met its limit; the client got all of it.
};

/** A row as read back, without contents. */
struct CallRecord
{
    CallStart start;
    CallEnd end; ///< Heads and bodies are empty here; see Reader::contents.
    bool pinned = false;
    MissReason reason = MissReason::NotAnalysed; ///< More in Reader::insight.
    std::string note;
};

struct CallContents
{
    std::string requestHead, responseHead, requestBody, responseBody;
    bool requestBodyMissing = false, responseBodyMissing = false; ///< Cleaned up or never stored.
    bool responseBodyTruncated = false;
    std::string damage; ///< Says what could not be read; empty when all is well.
};

} // namespace cachescope::requestlog
