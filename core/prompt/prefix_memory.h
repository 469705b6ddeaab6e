// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cache_points.h"

#include <chrono>
#include <memory>
#include <vector>

namespace cachescope::prompt {

/**
 * What a provider's prefix cache holds after some calls for one model with one key, by the published rules, and so
 * what the next call will read: floors, steps, whole units, marks with look-back, message ends, lifetimes, and
 * parameters that end a match. Calls come one after another; each has begun to answer before the next is sent. One
 * owner; not thread-safe.
 *
 * Lifetimes: a mark's own; elsewhere the first of the rules' (an hour at most where that is five minutes, a day
 * with the 24 h policy). Providers that publish none are taken to keep entries for five minutes.
 */
class PrefixMemory
{
public:
    explicit PrefixMemory(providers::CachingRules rules);
    ~PrefixMemory();
    PrefixMemory(PrefixMemory &&) noexcept;
    PrefixMemory &operator=(PrefixMemory &&) noexcept;

    /** What a call reads from the cache, in the model's tokens. `now` counts from any fixed moment. */
    std::int64_t foresee(const Prompt &prompt, const TokenLayout &layout, std::chrono::seconds now) const;
    /** The same, and the call is made: it renews what it reads, and leaves entries of its own. */
    std::int64_t call(std::shared_ptr<const Prompt> prompt, TokenLayout layout, std::chrono::seconds now);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/** What `b` reads when `a` has just been sent, and nothing else. */
std::int64_t readableAfter(
    const Prompt &a, const TokenLayout &layoutA, const Prompt &b, const TokenLayout &layoutB,
    const providers::CachingRules &rules);

} // namespace cachescope::prompt
