// SPDX-License-Identifier: MIT
#include "loadtest/tally.h"

#include <algorithm>

namespace cachescope::loadtest {

namespace {

constexpr double microsPerMs = 1000;

double share(std::int64_t part, std::int64_t whole)
{
    return whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
}

} // namespace

void Tally::add(const Outcome &outcome)
{
    if (!outcome.error.empty()) {
        ++failed;
        ++errors[outcome.error];
        return;
    }
    ++succeeded;
    hits += outcome.hit ? 1 : 0;
    latency.add(outcome.latencyMicros);
    firstByte.add(outcome.firstByteMicros);
    latencySumMicros += outcome.latencyMicros;
    latencyMaxMicros = std::max(latencyMaxMicros, outcome.latencyMicros);
}

void Tally::merge(const Tally &other)
{
    succeeded += other.succeeded;
    failed += other.failed;
    hits += other.hits;
    seconds += other.seconds;
    latencySumMicros += other.latencySumMicros;
    latencyMaxMicros = std::max(latencyMaxMicros, other.latencyMaxMicros);
    latency.merge(other.latency);
    firstByte.merge(other.firstByte);
    for (const auto &[kind, count] : other.errors)
        errors[kind] += count;
}

double Tally::successRate() const
{
    return share(succeeded, requests());
}

double Tally::hitRate() const
{
    return share(hits, succeeded);
}

double Tally::requestsPerSecond() const
{
    return seconds > 0 ? static_cast<double>(succeeded) / seconds : 0;
}

double Tally::meanMs() const
{
    return share(latencySumMicros, succeeded) / microsPerMs;
}

} // namespace cachescope::loadtest
