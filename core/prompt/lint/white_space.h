// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

// The checks of WSP, one function a rule; rules_wsp.cpp makes the catalogue of them.
void checkLineEnds(const LintContext &context, Reporter &reporter);
void checkTrailingBlanks(const LintContext &context, Reporter &reporter);
void checkIndentation(const LintContext &context, Reporter &reporter);
void checkBlankLines(const LintContext &context, Reporter &reporter);
void checkInvisibleCharacters(const LintContext &context, Reporter &reporter);
void checkNormalForms(const LintContext &context, Reporter &reporter);
void checkPunctuationDrift(const LintContext &context, Reporter &reporter);
void checkFinalNewline(const LintContext &context, Reporter &reporter);
void checkJsonFormat(const LintContext &context, Reporter &reporter);

} // namespace cachescope::prompt
