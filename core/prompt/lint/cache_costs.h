// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/evidence.h"
#include "prompt/lint/lint.h"

#include <optional>
#include <vector>

namespace cachescope::prompt {

/** Calls that went to the provider and came back with figures, oldest first. */
std::vector<const ObservedCall *> paidCalls(const LogEvidence &log);

/** What a token costs, missing rates filled in as the provider bills them. Nothing for an unknown price. */
struct CacheRates
{
    base::TokenPrice input, read, write5m, write1h;
};
std::optional<CacheRates> cacheRates(const LintContext &context);

/** The middle of read plus written tokens of the calls that had any: the size of the shared prefix. */
std::int64_t typicalPrefix(const std::vector<const ObservedCall *> &calls);

/** What stands before the conversation is shared by all calls; what is in it, only by those of its session. */
enum class SharedBy : std::uint8_t
{
    AllCalls,
    Session
};
/**
 * Cost of `prefix` tokens over the calls at their own times, when an entry lives `lifeMs` after its last use
 * (prompt-caching rules, 6.4: the clock starts at a request's start, a hit renews the entry).
 */
base::Money costWithLifetime(
    const std::vector<const ObservedCall *> &calls, std::int64_t prefix, std::int64_t lifeMs, base::TokenPrice read,
    base::TokenPrice write, SharedBy shared);

/** The sum per day, by the calls' share of a day's calls. */
base::Money perDay(const LogEvidence &log, base::Money overCalls, std::size_t calls);

} // namespace cachescope::prompt
