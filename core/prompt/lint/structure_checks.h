// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

namespace cachescope::prompt {

// What the families BRK, TLS, HIS, CTX and REQ look for; each explained where it is defined and on its page in
// docs/rules. Those that compare with earlier calls say nothing without a log.

void checkBelowMinimum(const LintContext &context, Reporter &reporter); ///< BRK001
void checkNearMinimum(const LintContext &context, Reporter &reporter); ///< BRK002
void checkNoBreakpoint(const LintContext &context, Reporter &reporter); ///< BRK003
void checkTooManyMarks(const LintContext &context, Reporter &reporter); ///< BRK004
void checkMarkOnChangingText(const LintContext &context, Reporter &reporter); ///< BRK005
void checkLookBack(const LintContext &context, Reporter &reporter); ///< BRK006
void checkLifetimeOrder(const LintContext &context, Reporter &reporter); ///< BRK007
void checkLifetimeTooShort(const LintContext &context, Reporter &reporter); ///< BRK008
void checkLifetimeTooLong(const LintContext &context, Reporter &reporter); ///< BRK009
void checkNeverRead(const LintContext &context, Reporter &reporter); ///< BRK010
void checkParallelStart(const LintContext &context, Reporter &reporter); ///< BRK011
void checkCacheKey(const LintContext &context, Reporter &reporter); ///< BRK012
void checkKeepWarm(const LintContext &context, Reporter &reporter); ///< BRK013

void checkToolOrder(const LintContext &context, Reporter &reporter); ///< TLS001
void checkToolKeyOrder(const LintContext &context, Reporter &reporter); ///< TLS002
void checkToolSet(const LintContext &context, Reporter &reporter); ///< TLS003
void checkToolDescription(const LintContext &context, Reporter &reporter); ///< TLS004
void checkUnusedTools(const LintContext &context, Reporter &reporter); ///< TLS005
void checkMemberOrder(const LintContext &context, Reporter &reporter); ///< TLS006
void checkToolArguments(const LintContext &context, Reporter &reporter); ///< TLS007

void checkEditedMessage(const LintContext &context, Reporter &reporter); ///< HIS001
void checkDroppedReasoning(const LintContext &context, Reporter &reporter); ///< HIS002
void checkEarlyCompaction(const LintContext &context, Reporter &reporter); ///< HIS003
void checkSlidingWindow(const LintContext &context, Reporter &reporter); ///< HIS004
void checkEditedSystem(const LintContext &context, Reporter &reporter); ///< HIS005
void checkChangedAttachment(const LintContext &context, Reporter &reporter); ///< HIS006
void checkRepeatedBlock(const LintContext &context, Reporter &reporter); ///< HIS007

void checkDoesNotFit(const LintContext &context, Reporter &reporter); ///< CTX001
void checkNearlyFull(const LintContext &context, Reporter &reporter); ///< CTX002
void checkPriceStep(const LintContext &context, Reporter &reporter); ///< CTX003
void checkLittleStable(const LintContext &context, Reporter &reporter); ///< CTX004
void checkUsedTooRarely(const LintContext &context, Reporter &reporter); ///< CTX005

void checkToggledParameters(const LintContext &context, Reporter &reporter); ///< REQ001
void checkFloatingModel(const LintContext &context, Reporter &reporter); ///< REQ002
void checkPerCallFields(const LintContext &context, Reporter &reporter); ///< REQ003
void checkRandomAnswers(const LintContext &context, Reporter &reporter); ///< REQ004
void checkUsageReport(const LintContext &context, Reporter &reporter); ///< REQ005
void checkCachedFailure(const LintContext &context, Reporter &reporter); ///< REQ006

} // namespace cachescope::prompt
