// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/call_layouts.h"
#include "prompt/prompt.h"

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** One earlier call of the same kind, as the log knows it. */
struct ObservedCall
{
    std::int64_t startedMs = 0; ///< Unix milliseconds.
    std::int64_t firstByteMs = 0; ///< Milliseconds after the start; 0 when unknown.
    std::int64_t fresh = 0, cacheRead = 0, cacheWrite5m = 0, cacheWrite1h = 0,
                 output = 0; ///< As the provider reported.
    bool usageReported = false, failed = false, fromLocalCache = false;
    std::string session, model;
    std::shared_ptr<const Prompt> prompt; ///< Null when the body was not stored.
    std::int64_t cacheWriteOther = 0; ///< Written for an unnamed time (OpenAI: 30 minutes).
    std::int64_t endedMs = 0; ///< Milliseconds after the start; 0 when unknown.
    int status = 0; ///< HTTP status; 0 when none came.
    bool storedLocally = false; ///< Its answer went into the local response cache.
    std::string uid; ///< As in X-Cachescope-Request-Id; names the call in messages.
    std::string finishReason, cacheKey;

    std::int64_t cacheWrite() const { return cacheWrite5m + cacheWrite1h + cacheWriteOther; }
    std::int64_t input() const { return fresh + cacheRead + cacheWrite(); }
    /** Went to the provider and came back with figures: what prompt-cache arithmetic may use. */
    bool isPaid() const { return usageReported && !failed && !fromLocalCache; }
};

/** What the log says of the traffic that a prompt belongs to. Gathered outside this room; plain data. */
struct LogEvidence
{
    std::vector<ObservedCall> calls; ///< Newest first.
    double callsPerDay = 0; ///< Of this kind, over the observed time.
    double observedDays = 0;
    /** Remembers the calls' tokens from one look to the next. */
    std::shared_ptr<CallLayouts> layouts = std::make_shared<CallLayouts>();
    bool localCacheInUse = false; ///< Some of these calls went through the local response cache.
};

} // namespace cachescope::prompt
