// SPDX-License-Identifier: MIT
#pragma once

#include "prompt/lint/rule.h"

#include <string>
#include <vector>

namespace cachescope::prompt {

/** Gathers what the rules report and fills in place, segment, tokens, money and fingerprint. Lives for one lint().
 */
class Collector : public Reporter
{
public:
    Collector(const LintContext &context, const LintSettings &settings, const providers::PriceBook &prices);

    using Reporter::report;
    void report(Report report) override;
    /** The severity that the settings leave to a rule; Off: it need not run. */
    Severity severityOf(const RuleInfo &rule) const;
    /** Runs a rule when it is on, applies here and has the log it needs. */
    void run(const Rule &rule);
    /** Reports for a rule that has no check of its own. */
    void reportAs(const RuleInfo &rule, Report report);
    bool hasRun(std::string_view rule) const;

    /** Everything found, in file order, with positions and fingerprints. */
    std::vector<Finding> take();

private:
    /** Index of the segment that holds a source byte; number of segments when none does. */
    std::size_t segmentAt(std::size_t byte) const;
    std::int64_t tokensBefore(std::size_t segment, std::size_t byte) const;
    std::int64_t tokensPaidAgain(ByteRange source) const;
    std::int64_t tailBegin() const; ///< Tokens before the prompt's tail.
    LossPlace lossOf(const Report &report, const Finding &finding) const;
    void findMoneyPerToken(const providers::PriceBook &prices);
    void fillPositions();
    void fillFingerprints();

    const LintContext &m_context;
    const LintSettings &m_settings;
    const RuleInfo *m_rule = nullptr;
    Severity m_severity = Severity::Off;
    std::vector<std::size_t> m_bySource; ///< Segment indices in file order.
    std::vector<std::string_view> m_ran;
    std::optional<base::TokenPrice> m_lostPerToken; ///< What a token costs more when it is not read from the cache.
    std::vector<Finding> m_findings;
};

} // namespace cachescope::prompt
