// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/lint.h"

#include <span>

namespace cachescope::prompt {

/** What a rule found. */
struct Report
{
    ByteRange source; ///< In the file's bytes.
    std::string message,
        evidence; ///< `evidence`: the matching text or a figure; in the fingerprint without digits.
    std::vector<Fix> fixes;
    Severity severity = Severity::Off; ///< Off: the rule's own.
    std::optional<std::int64_t> tokensAffected; ///< Nothing: what stands between the cause and the prompt's tail.
    std::optional<base::Money> perDay; ///< Nothing: the affected tokens at full instead of the read price.
};

/** Where a rule says what it found. Fills in position, segment, affected tokens, money and fingerprint. */
class Reporter
{
public:
    virtual ~Reporter() = default;
    virtual void report(Report report) = 0;
    /** Reports a finding of the running rule at `source`, with all figures filled in by the engine. */
    void report(
        ByteRange source, std::string message, std::string evidence, std::vector<Fix> fixes = {},
        Severity severity = Severity::Off)
    {
        report(Report{ source, std::move(message), std::move(evidence), std::move(fixes), severity, {}, {} });
    }
};

/** One rule: what it is, and the function that looks. A function may serve several ids. */
struct Rule
{
    RuleInfo info;
    void (*check)(const LintContext &, Reporter &); ///< Null for what the engine itself reports (CFG001, CFG002).
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
std::span<const Rule> secretRules(); ///< SEC
std::span<const Rule> configurationRules(); ///< CFG

/** True when rules of that scope are meant for the provider and model of `context`; see RuleInfo::scope. */
bool appliesTo(std::string_view scope, const LintContext &context);

} // namespace cachescope::prompt
