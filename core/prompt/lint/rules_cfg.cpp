// SPDX-License-Identifier: MIT
#include "prompt/lint/evidence.h"
#include "prompt/lint/rule.h"

#include <array>

namespace cachescope::prompt {

namespace {

/** Calls that must disagree with the published rule before it is called into doubt. */
constexpr int leastContradictions = 3;

std::string member(std::string_view field)
{
    return "model card of the price book, " + std::string(field);
}

/**
 * CFG003: cached lengths in the log that the card's rules cannot give. A read below the minimum, or one that is no
 * multiple of the increment, was not made by these rules.
 */
void checkCardAgainstLog(const LintContext &context, Reporter &reporter)
{
    const auto &rules = context.rules;
    int reads = 0, belowMinimum = 0, offIncrement = 0;
    for (const ObservedCall &call : context.log->calls) {
        if (!call.usageReported || call.failed || call.fromLocalCache || call.cacheRead <= 0)
            continue;
        if (call.model != context.model && !call.model.empty())
            continue;
        ++reads;
        belowMinimum += call.cacheRead < rules.minimumTokens ? 1 : 0;
        offIncrement += rules.incrementTokens > 1 && call.cacheRead % rules.incrementTokens != 0 ? 1 : 0;
    }
    const std::string of = " of " + std::to_string(reads) + " cached calls in the log ";
    if (belowMinimum >= leastContradictions)
        reporter.report(Report{ {},
                                std::to_string(belowMinimum) + of + "read fewer tokens than the minimum of "
                                    + std::to_string(rules.minimumTokens) + " that is known of "
                                    + std::string(context.model) + ": the known minimum is out of date.",
                                member("min_cacheable_tokens"),
                                {},
                                Severity::Off,
                                0,
                                {} });
    if (offIncrement >= leastContradictions && offIncrement * 2 > reads)
        reporter.report(Report{ {},
                                std::to_string(offIncrement) + of + "are no multiple of "
                                    + std::to_string(rules.incrementTokens) + " tokens, the step that is known of "
                                    + std::string(context.model) + ": the known step is out of date.",
                                member("cache_increment_tokens"),
                                {},
                                Severity::Off,
                                0,
                                {} });
}

} // namespace

std::span<const Rule> configurationRules()
{
    static constexpr std::array rules{
        Rule{ { "CFG001", "unused-silence", "A comment or setting silences a rule that finds nothing there.",
                Severity::Warning, false, "any" },
              nullptr },
        Rule{ { "CFG002", "unknown-rule", "A comment or setting names a rule that does not exist.", Severity::Error,
                false, "any" },
              nullptr },
        Rule{ { "CFG003", "card-contradicted",
                "What is known of the model's cache does not fit what the log shows.", Severity::Info, true,
                "any" },
              checkCardAgainstLog },
    };
    return rules;
}

} // namespace cachescope::prompt
