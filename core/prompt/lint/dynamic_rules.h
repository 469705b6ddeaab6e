// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

// The checks of DYN, one function a rule; rules_dyn.cpp makes the catalogue of them.
void checkClock(const LintContext &context, Reporter &reporter);
void checkDate(const LintContext &context, Reporter &reporter);
void checkRandomId(const LintContext &context, Reporter &reporter);
void checkCounter(const LintContext &context, Reporter &reporter);

} // namespace cachescope::prompt
