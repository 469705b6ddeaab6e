// SPDX-License-Identifier: MIT
#pragma once

#include "base/result.h"
#include "prompt/cacheable_prefix.h"
#include "prompt/lint/evidence.h"

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace cachescope::prompt {

/** Values of a template's variables for one call. */
using ValueSet = std::map<std::string, std::string, std::less<>>;

/** From value sets: which variables really change, and how far their values agree. */
struct SampledPrefix
{
    CacheablePrefix prefix; ///< Tokens of the prompt with the first set's values; the end points into the template.
    std::size_t sets = 0; ///< Value sets that were filled in.
};
/**
 * Compares the prompt filled in with each set. A variable with one value in all sets ends nothing; the culprit is
 * the first whose values differ. Tokens are counted of the sets that differ earliest. Nothing with fewer than two
 * sets. `isCancelled` may be empty; when it says true the answer is the Cancelled error.
 */
base::Result<std::optional<SampledPrefix>> sampledPrefix(
    const Prompt &prompt, const std::vector<ValueSet> &sets, std::string_view model,
    const tokens::ModelTable &models, const providers::CachingRules &rules,
    const std::function<bool()> &isCancelled = {});

/** From logged calls of the same kind: how much of the prompt they had, too. */
struct ObservedPrefix
{
    CacheablePrefix prefix; ///< What at least nine of ten calls share with the prompt.
    std::size_t calls = 0; ///< Calls with a body that were compared.
    std::size_t agreeing = 0; ///< Of these, with no difference before the end of `prefix`.
    /** The others, which part earlier. */
    struct Others
    {
        std::size_t calls = 0;
        std::int64_t sharedTokens = 0; ///< What all of them share.
        std::string culprit; ///< Label of the segment where most of them part.
    };
    std::optional<Others> others;
};
/**
 * Compares the prompt with the bodies of the calls. A call that only is shorter or longer contradicts nothing. A
 * text is held against that segment of each call that begins most like it. Nothing without any body.
 */
base::Result<std::optional<ObservedPrefix>> observedPrefix(
    const Prompt &prompt, const TokenLayout &layout, const LogEvidence &evidence, std::string_view model,
    const tokens::ModelTable &models, const providers::CachingRules &rules,
    const std::function<bool()> &isCancelled = {});

enum class PrefixView : std::uint8_t
{
    Static, ///< From variables alone.
    Sampled,
    Observed,
};

/** All that is known of a prompt's prefix. */
struct PrefixViews
{
    CacheablePrefix fixed; ///< By staticPrefix().
    std::optional<SampledPrefix> sampled;
    std::optional<ObservedPrefix> observed;

    /** The view that leaves least; of equals the one that rests on most: observed, then sampled. The static view
     * counts only where there are no value sets, which know better what a variable does. */
    PrefixView strictest() const;
    const CacheablePrefix &prefix(PrefixView view) const;
};

} // namespace cachescope::prompt
