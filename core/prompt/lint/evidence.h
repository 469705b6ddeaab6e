// SPDX-License-Identifier: MIT
#pragma once

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
};

/** What the log says of the traffic that a prompt belongs to. Gathered outside this room; plain data. */
struct LogEvidence
{
    std::vector<ObservedCall> calls; ///< Newest first.
    double callsPerDay = 0; ///< Of this kind, over the observed time.
    double observedDays = 0;
};

} // namespace cachescope::prompt
