// SPDX-License-Identifier: MIT
#pragma once

#include "base/money.h"
#include "base/result.h"
#include "insight/simulation/traffic.h"
#include "insight/simulation/variant.h"
#include "providers/price_book.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <stop_token>
#include <vector>

namespace cachescope::insight {

/** Everything that a set of calls came to. Money adds up: cost() is the sum of its parts. */
struct ReplaySums
{
    base::Money write, read, fresh, output;
    base::Money keepWarm; ///< Spent on keeping warm; a part of `read` and `output`.
    std::int64_t calls = 0;
    std::int64_t inputTokens = 0, readTokens = 0, writeTokens = 0; ///< Of calls that went upstream.
    std::int64_t localHits = 0, eligible = 0; ///< Hits and joined calls of all that could have been one.
    std::int64_t olderThanDay = 0; ///< Local answers older than 24 hours.
    std::int64_t oldestMicros = 0; ///< Age of the oldest local answer.
    std::int64_t savedWaitMicros = 0; ///< By local answers and by what was read; an estimate.
    std::int64_t gateWaitMicros = 0; ///< Spent at the warm gate; taken off the above.
    std::int64_t pings = 0; ///< To keep warm.

    base::Money cost() const { return write + read + fresh + output; }
    double readShare() const;
    double hitShare() const;
};

/** What one variant gave. */
struct ReplayResult
{
    Variant variant;
    ReplaySums sums;
    std::vector<std::int64_t> costs; ///< Pico-units of each call; they add up to sums.cost().
};

struct ReplaySettings
{
    std::shared_ptr<const providers::PriceBook> prices = providers::PriceBook::shipped();
    bool localCacheOn = true; ///< As configured now.
    std::chrono::seconds localLifetime{ 24 * 3600 };
};

/** Share of the work done, 0 to 1. Called now and then on the thread that works. */
using ReplayProgress = std::function<void(double share)>;

/** How much longer a token keeps a caller waiting when it is not read from the cache, by group; 0 where the log
 * does not show it. In microseconds. */
std::vector<double> waitsOf(const Traffic &traffic);

/** The log itself in the same shape, priced by today's book. */
ReplayResult actualOf(const Traffic &traffic, const ReplaySettings &settings, const std::vector<double> &waits);

/**
 * Replays the calls under a variant. Cancelled when `stop` asks for it, within a few milliseconds. Any number of
 * replays of one Traffic may run at once.
 */
base::Result<ReplayResult> replay(
    const Traffic &traffic, const Variant &variant, const ReplaySettings &settings,
    const std::vector<double> &waits, std::stop_token stop = {}, const ReplayProgress &progress = {});

/** Chooses the lifetime of caches whose provider publishes none: the one that reproduces what was read best. */
base::Result<> fitLifetimes(Traffic &traffic, std::stop_token stop = {});

} // namespace cachescope::insight
