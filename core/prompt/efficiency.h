// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/cacheable_prefix.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

namespace cachescope::prompt {

/** How well a set of prompts can share a prefix cache. Token figures of the model. */
struct Efficiency
{
    std::size_t prompts = 0;
    std::int64_t totalTokens = 0;
    std::int64_t laterTokens = 0; ///< Without the first prompt: what could be read again at all.
    double averageTokens = 0, medianTokens = 0;
    std::int64_t leastTokens = 0, mostTokens = 0;

    std::int64_t sharedTokens = 0; ///< Beginning that all prompts have in common.
    std::int64_t cacheableTokens = 0; ///< Of it, by the provider's rules.
    std::size_t endedBy = 0; ///< Index of the prompt that parts first from the one before all.
    std::optional<Divergence::At> endsAt; ///< Where it does; A is the first prompt. Nothing: it only goes on.

    /** What a cache that keeps whole steps of this size would read when the prompts come one after another. */
    struct Granularity
    {
        std::int64_t step = 16; ///< Tokens.
        std::int64_t readTokens = 0; ///< Found in one of the prompts before.
        std::size_t entries = 0; ///< Different steps kept in the end.
    };
    std::vector<Granularity> granularities; ///< Finest (16) first.
    /** The coarsest step that reads all but a hundredth of the input that the finest reads: as many hits for the
     * fewest entries. */
    std::int64_t bestStep = 16;
};

/**
 * Measures prompts as they come; keeps the first and hashes of the others' steps, so thousands fit. One owner; not
 * thread-safe.
 */
class EfficiencyMeter
{
public:
    explicit EfficiencyMeter(providers::CachingRules rules);
    void add(std::shared_ptr<const Prompt> prompt, TokenLayout layout);
    Efficiency result() const;

private:
    struct Steps
    {
        std::int64_t step = 16;
        std::int64_t readTokens = 0;
        std::unordered_set<std::uint64_t> known;
    };
    void addSteps(const Prompt &prompt, const TokenLayout &layout);

    providers::CachingRules m_rules;
    std::shared_ptr<const Prompt> m_first;
    TokenLayout m_firstLayout;
    std::vector<std::int64_t> m_totals;
    std::optional<Divergence> m_least;
    std::size_t m_endedBy = 0;
    std::vector<Steps> m_steps;
};

/** The figures that a later run is held against. */
struct EfficiencyBaseline
{
    double averageTokens = 0;
    double sharedTokens = 0;
    double readShare = 0; ///< Of the input after the first prompt, what the best step reads.
};
EfficiencyBaseline baselineOf(const Efficiency &efficiency);

/** One figure that moved, relative to the baseline: +0.25 is a quarter more. */
struct Shift
{
    std::string_view figure; ///< "average_tokens", "shared_tokens", "read_share".
    double before = 0, after = 0;
    double share = 0;
};
/** All three, largest first. From nothing to something counts as a shift of 1. */
std::vector<Shift> shiftsFrom(const EfficiencyBaseline &baseline, const EfficiencyBaseline &now);

} // namespace cachescope::prompt
