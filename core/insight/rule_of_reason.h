// SPDX-License-Identifier: MIT
#pragma once

#include "insight/reuse.h"
#include "providers/price_book.h"
#include "requestlog/miss_reason.h"

#include <string>
#include <string_view>

namespace cachescope::insight {

/** The prompt rule that finds what a reason is about, and what it offers. */
struct RuleOfReason
{
    std::string id; ///< "TLS001"; empty: none applies.
    std::string fix; ///< Title of its best fix: "Sort the tools by name"; empty: by hand.
    bool safe = false; ///< Of `fix`.
};

/** Where to look. */
struct RuleQuestion
{
    const KnownPrompt &earlier, &later;
    const Reuse &reuse;
    std::string_view upstream, model;
    std::int64_t idleSeconds = 0;
    std::string_view parameters{}; ///< Names of those that differ.
};
/** Looks among what the linter finds in the later prompt, with the earlier one as evidence: some milliseconds. */
RuleOfReason ruleOf(
    requestlog::MissReason reason, const RuleQuestion &question, const tokens::ModelTable &models,
    const providers::PriceBook &prices);

} // namespace cachescope::insight
