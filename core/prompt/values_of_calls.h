// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/evidence.h"
#include "prompt/prefix_views.h"

#include <functional>
#include <optional>
#include <vector>

namespace cachescope::prompt {

/**
 * What a template's variables held in a call that was made from it: the text between the fixed texts around each
 * variable, in the segment of the same role that fits best (a text is looked for in any). Fixed text that was
 * edited since is passed over as long as some of it beside each variable is as it was. Nothing when no variable is
 * found.
 */
std::optional<ValueSet> valuesIn(const Prompt &pattern, const Prompt &call);

/** The values of many calls. */
struct CallValues
{
    std::vector<ValueSet> sets; ///< One for each call that gave the most variables, newest first.
    std::size_t calls = 0; ///< With a body.
    std::size_t variables = 0; ///< Of the template that each set holds.
};
/** Values from logged calls of the same kind as `pattern`. When `isCancelled` says true, what was found by then. */
CallValues valuesOfCalls(
    const Prompt &pattern, const LogEvidence &evidence, const std::function<bool()> &isCancelled = {});

} // namespace cachescope::prompt
