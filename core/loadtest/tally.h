// SPDX-License-Identifier: MIT
#pragma once

#include "requestlog/histogram.h"

#include <cstdint>
#include <map>
#include <string>

namespace cachescope::loadtest {

/** How one request ended. */
struct Outcome
{
    std::int64_t latencyMicros = 0; ///< From when it was due to the answer's last byte.
    std::int64_t firstByteMicros = -1; ///< To the body's first byte; -1 without a body.
    bool hit = false; ///< A cache on the way says that it answered.
    std::string error; ///< Empty for a whole 2xx answer; else a short kind: "HTTP 429", "timeout", "connect: …".
};

/** What came of a run. Adding is exact, so that parts of a run can be taken apart and put together. */
struct Tally
{
    std::int64_t succeeded = 0, failed = 0, hits = 0;
    double seconds = 0; ///< Wall time of the measured parts.
    std::int64_t latencySumMicros = 0; ///< Of succeeded ones.
    std::int64_t latencyMaxMicros = 0;
    requestlog::Histogram latency, firstByte; ///< Of succeeded ones.
    std::map<std::string, std::int64_t> errors;

    void add(const Outcome &outcome);
    void merge(const Tally &other);
    std::int64_t requests() const { return succeeded + failed; }
    double successRate() const; ///< 0 to 1; 0 without requests.
    double hitRate() const; ///< Of the succeeded ones.
    double requestsPerSecond() const; ///< Succeeded ones.
    double meanMs() const;
};

} // namespace cachescope::loadtest
