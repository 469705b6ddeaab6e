// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

// The checks of DYN, one function a rule; rules_dyn.cpp makes the catalogue of them.
void checkClock(const LintContext &context, Reporter &reporter);
void checkDate(const LintContext &context, Reporter &reporter);
void checkRandomId(const LintContext &context, Reporter &reporter);
void checkCounter(const LintContext &context, Reporter &reporter);
void checkUserData(const LintContext &context, Reporter &reporter);
void checkRetrievedText(const LintContext &context, Reporter &reporter);
void checkEnvironment(const LintContext &context, Reporter &reporter);
void checkUnorderedLists(const LintContext &context, Reporter &reporter);
void checkObservedDivergence(const LintContext &context, Reporter &reporter);
void checkEarlyVariables(const LintContext &context, Reporter &reporter);
void checkExperimentFlags(const LintContext &context, Reporter &reporter);

/** What to move to get a value out of the way: its line when that is short, else the sentence around it. */
ByteRange pieceAround(std::string_view text, ByteRange value);

} // namespace cachescope::prompt
