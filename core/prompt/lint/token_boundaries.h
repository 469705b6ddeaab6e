// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

// The checks of TOK, one function a rule; rules_tok.cpp makes the catalogue of them.
void checkFinalBlank(const LintContext &context, Reporter &reporter);
void checkVariableSeams(const LintContext &context, Reporter &reporter);
void checkSplitWords(const LintContext &context, Reporter &reporter);
void checkPrefilledAnswer(const LintContext &context, Reporter &reporter);
void checkHeavyText(const LintContext &context, Reporter &reporter);
void checkControlTokens(const LintContext &context, Reporter &reporter);
void checkEstimateNearLimit(const LintContext &context, Reporter &reporter);

} // namespace cachescope::prompt
