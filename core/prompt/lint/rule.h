// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <span>

namespace cachescope::prompt {

/** Where a rule says what it found. Fills in position, segment, affected tokens, money and fingerprint. */
class Reporter
{
public:
    virtual ~Reporter() = default;
    /**
     * Reports a finding of the running rule at `source`. `severity` Off means the rule's own.
     * `evidence` is the matching text or a figure; it goes into the fingerprint with digits kept out.
     */
    virtual void report(
        ByteRange source, std::string message, std::string evidence, std::vector<Fix> fixes = {},
        Severity severity = Severity::Off)
        = 0;
};

/** One rule: what it is, and the function that looks. A function may serve several ids. */
struct Rule
{
    RuleInfo info;
    void (*check)(const LintContext &, Reporter &);
};

/** The families; each in a file of its own. Together, in this order, they are the catalogue. */
std::span<const Rule> dynamicContentRules(); ///< DYN
std::span<const Rule> whiteSpaceRules(); ///< WSP
std::span<const Rule> tokenBoundaryRules(); ///< TOK
std::span<const Rule> breakpointRules(); ///< BRK
std::span<const Rule> toolRules(); ///< TLS
std::span<const Rule> historyRules(); ///< HIS
std::span<const Rule> windowAndPriceRules(); ///< CTX
std::span<const Rule> parameterRules(); ///< REQ
std::span<const Rule> secretRules(); ///< SEC (CFG comes from reading the settings)

} // namespace cachescope::prompt
